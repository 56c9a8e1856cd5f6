import { SECTORS, type Sector } from '#db/values/reference.ts'
import { ButtonLink } from './button.tsx'
import { EmptyState } from './empty.tsx'
import { useWords } from './words/words.tsx'

/** One thing that was asked, and where the same question without it is. */
export type Relaxed = {
  part:
    | 'q'
    | 'sector'
    | 'municipality'
    | 'near'
    | 'listening'
    | 'speaking'
    | 'reading'
    | 'writing'
    | 'hours'
    | 'paid'
    | 'support'
    | 'guidance'
    | 'start'
  href: string
  /** How many places that gives. */
  count: number
}

/**
 * A search without results: which one choice to leave out and how many places that gives, and where there is work.
 *
 * @param relaxed only what helps, in the order of the filters
 * @param sectors places in each sector that can be chosen from here
 */
export function NothingFound(props: {
  isAsked: boolean
  word: string
  relaxed: readonly Relaxed[]
  sectors: readonly { sector: Sector; count: number; href: string }[]
  all: string
}) {
  const { isAsked, relaxed } = props
  const { t } = useWords()
  const places = SECTORS.flatMap((sector) => props.sectors.find((one) => one.sector === sector) ?? [])
  return (
    <EmptyState
      pictogram="help"
      title={t('visitor.results.none')}
      text={isAsked ? t('visitor.results.noneText') : t('visitor.results.tryCoach')}
      action={
        isAsked && (
          <div className="in-stack">
            <ul className="in-prose in-bullets">
              {relaxed.map(({ part, href, count }) => (
                <li key={part}>
                  <a href={href}>{t(`visitor.results.without.${part}`, { word: props.word })}</a> (
                  {t('visitor.results.count', { count })})
                </li>
              ))}
              {relaxed.length === 0 && <li>{t('visitor.results.nothingHelps')}</li>}
              <li>{t('visitor.results.tryCoach')}</li>
            </ul>
            {places.length > 0 && (
              <section className="in-stack in-gap-2" aria-labelledby="sectors">
                <h3 className="in-cap" id="sectors">
                  {t('visitor.results.orSector')}
                </h3>
                <ul className="in-row">
                  {places.map(({ sector, count, href }) => (
                    <li key={sector}>
                      <ButtonLink variant="second" href={href}>
                        {t(`enum.sector.${sector}`)} ({count})
                      </ButtonLink>
                    </li>
                  ))}
                </ul>
              </section>
            )}
            <p>
              <ButtonLink href={props.all}>{t('visitor.results.all')}</ButtonLink>
            </p>
          </div>
        )
      }
    />
  )
}
