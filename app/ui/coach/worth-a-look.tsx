import { Button } from '#app/ui/button.tsx'
import { Disc, IconList } from '#app/ui/card.tsx'
import { HiddenKey } from '#app/ui/form/form.tsx'
import { SECTOR_PICTOGRAM } from '#app/ui/sector-pictogram.ts'
import { Block } from '#app/ui/stack.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import type { WorthALook } from '#server/proposals/reads-worth-a-look.ts'

/** Places that the allocation of everybody left out and that both sides would rather have: the coach may propose them all the same. */
export function WorthALookList(props: { newcomerId: string; items: readonly (WorthALook & { key: string })[] }) {
  const { newcomerId, items } = props
  const { t, day, number } = useWords()
  if (items.length === 0) return null
  return (
    <Block title={t('match.look.title')} id="bekijken">
      <p className="in-small">{t('match.look.text')}</p>
      <ul className="in-grid in-grid--xl">
        {items.map(({ key, line, score, insteadOf, isFull }) => (
          <li key={line.id} className="in-card in-stack in-gap-3">
            <div className="in-anon__id in-match__place">
              <Disc pictogram={SECTOR_PICTOGRAM[line.sector]} size="s" />
              <div>
                <h3 className="in-match__h">
                  <a href={`/coach/deelnemers/${newcomerId}/plekken/${line.id}`}>
                    <bdi>{line.title}</bdi>
                  </a>
                </h3>
                <p className="in-small in-grey">
                  {t('match.places.where', { employer: line.employerName, place: line.place })}{' '}
                  {t('match.places.when', { hours: number(line.hoursPerWeek), day: day(line.startsOn) })}
                </p>
              </div>
            </div>
            <IconList
              small
              items={[
                { icon: 'flag', text: t('match.look.score', { score: number(score) }) },
                {
                  icon: insteadOf ? 'undo' : 'check',
                  text: insteadOf
                    ? t('match.look.insteadOf', {
                        score: number(insteadOf.score),
                        place: insteadOf.line
                          ? t('match.places.about', {
                              title: insteadOf.line.title,
                              employer: insteadOf.line.employerName,
                            })
                          : t('match.look.otherPlace'),
                      })
                    : t('match.look.beside'),
                },
                {
                  icon: 'people',
                  text: t(isFull ? 'match.look.placeFull' : 'match.look.placeRoom'),
                },
              ]}
            />
            <form method="post" action={`/coach/deelnemers/${newcomerId}/plekken`}>
              <HiddenKey value={key} />
              <input type="hidden" name="positionId" value={line.id} />
              <input type="hidden" name="insteadOf" value={insteadOf?.proposalId ?? ''} />
              <Button
                variant="second"
                about={t('match.places.about', { title: line.title, employer: line.employerName })}
              >
                {t(insteadOf ? 'match.look.swap' : 'match.look.propose')}
              </Button>
            </form>
          </li>
        ))}
      </ul>
    </Block>
  )
}
