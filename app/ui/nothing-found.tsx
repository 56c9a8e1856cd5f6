import { SECTORS, type Sector } from '#db/values/reference.ts'
import { ButtonLink } from './button.tsx'
import { EmptyState } from './empty.tsx'
import { useWords } from './words/words.tsx'

type Question = { q: string; sector: Sector | null; municipality: string | null; page: number }

/**
 * A search without results: which choice to leave out and how many places that gives, and where there is work.
 *
 * @param wider places without one choice; null = not chosen, or no help
 * @param sectors places in each sector that can be chosen from here
 */
export function NothingFound(props: {
  question: Question
  wider: { q: number | null; sector: number | null; municipality: number | null }
  sectors: Partial<Record<Sector, number>>
  addressOf: (question: Question) => string
  addressOfSector: (sector: Sector) => string
}) {
  const { question, wider, sectors } = props
  const { t } = useWords()
  const all: Question = { q: '', sector: null, municipality: null, page: 1 }
  const isAsked = question.q !== '' || question.sector !== null || question.municipality !== null || question.page > 1
  const places = SECTORS.filter((sector) => sector !== question.sector && sectors[sector])
  const line = (count: number | null, words: string, without: Partial<Question>, otherwise: string) =>
    count === null ? (
      <li>{otherwise}</li>
    ) : (
      <li>
        <a href={props.addressOf({ ...question, ...without })}>{words}</a> ({t('visitor.results.count', { count })})
      </li>
    )
  return (
    <EmptyState
      pictogram="help"
      title={t('visitor.results.none')}
      text={isAsked ? t('visitor.results.noneText') : t('visitor.results.tryCoach')}
      action={
        isAsked && (
          <div className="in-stack">
            <ul className="in-prose in-bullets">
              {question.q !== '' &&
                line(
                  wider.q,
                  t('visitor.results.withoutWord', { word: question.q }),
                  { q: '' },
                  t('visitor.results.tryWord'),
                )}
              {question.sector !== null &&
                line(wider.sector, t('visitor.results.everySector'), { sector: null }, t('visitor.results.trySector'))}
              {question.municipality !== null &&
                line(
                  wider.municipality,
                  t('visitor.results.everyMunicipality'),
                  { municipality: null },
                  t('visitor.results.tryMunicipality'),
                )}
              <li>{t('visitor.results.tryCoach')}</li>
            </ul>
            {places.length > 0 && (
              <section className="in-stack in-gap-2" aria-labelledby="sectors">
                <h3 className="in-cap" id="sectors">
                  {t('visitor.results.orSector')}
                </h3>
                <ul className="in-row">
                  {places.map((sector) => (
                    <li key={sector}>
                      <ButtonLink variant="second" href={props.addressOfSector(sector)}>
                        {t(`enum.sector.${sector}`)} ({sectors[sector]})
                      </ButtonLink>
                    </li>
                  ))}
                </ul>
              </section>
            )}
            <p>
              <ButtonLink href={props.addressOf(all)}>{t('visitor.results.all')}</ButtonLink>
            </p>
          </div>
        )
      }
    />
  )
}
