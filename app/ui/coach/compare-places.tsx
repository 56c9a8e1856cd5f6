import type { ReactNode } from 'react'
import { Block } from '#app/ui/stack.tsx'
import { DataTable } from '#app/ui/table.tsx'
import type { TermLabels } from '#app/ui/words/sentence.ts'
import { useWords } from '#app/ui/words/words.tsx'
import { FIT_PARTS } from '#db/values/proposals.ts'
import type { Gate } from '#server/matching/rules/gate-result.ts'
import type { ShownPlace } from './match-data.ts'
import { useReason } from './match-parts.tsx'

/** The form that the boxes of the cards belong to: what is searched, and which places stand side by side. */
export const PLACES_FORM = 'plekken-zoek'

/** Two or three places side by side: what they are, and how each part fits this person. */
export function ComparePlaces(props: { newcomerId: string; places: readonly ShownPlace[]; labels: TermLabels }) {
  const { places, newcomerId } = props
  const { t, day, number } = useWords()
  const lineOf = useReason(props.labels)
  const row = (head: string, of: (place: ShownPlace) => ReactNode) => ({ head, cells: places.map(of) })
  const gates = (some: readonly Gate[]) =>
    some.map((one) => t(`match.item.gate-${one}`)).join(', ') || t('match.places.row.nothing')
  const rows = [
    row(t('match.places.row.employer'), (place) => <bdi>{place.employerName}</bdi>),
    row(t('match.places.row.place'), (place) => place.place),
    row(t('match.places.row.hours'), (place) => number(place.hoursPerWeek)),
    row(t('match.places.row.starts'), (place) => day(place.startsOn)),
    row(t('match.places.row.kind'), (place) => t(`enum.positionType.${place.type}`)),
    ...FIT_PARTS.map((part) =>
      row(t(`enum.fitPart.${part}`), ({ explanation }) => {
        const one = explanation.parts[part]
        const why = one.against[0] ?? one.for[0]
        return (
          <>
            <b>{t(`enum.fitState.${one.state}`)}</b>
            {why && <span className="in-small in-grey"> {lineOf(why).text}</span>}
          </>
        )
      }),
    ),
    row(t('match.places.row.missing'), ({ explanation }) => gates(explanation.missed)),
    row(t('match.places.row.unknown'), ({ explanation }) => gates(explanation.unknown)),
    row(t('match.places.row.more'), (place) => (
      <a href={`/coach/deelnemers/${newcomerId}/plekken/${place.id}`}>
        {t('match.places.why')}
        <span className="in-hidden"> {place.title}</span>
      </a>
    )),
  ]
  return (
    <Block title={t('match.places.beside')} id="naast-elkaar">
      <DataTable
        caption={t('match.places.beside')}
        captionHidden
        rows={rows}
        keyOf={(one) => one.head}
        columns={[
          { head: t('match.places.row.what'), cell: (one) => one.head, hidden: true },
          ...places.map((place, at) => ({
            head: `${at + 1}. ${place.title}`,
            cell: (one: (typeof rows)[number]) => one.cells[at],
          })),
        ]}
      />
    </Block>
  )
}
