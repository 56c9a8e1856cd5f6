import { DataTable } from '#app/ui/table.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import type { PlacementState } from '#db/values/placements.ts'

/** Placements that are over. */
export function OverTable(props: {
  rows: readonly {
    id: string
    newcomerId: string
    newcomerName: string
    title: string
    employerName: string
    state: PlacementState
    startsOn: string
    endedOn: string | null
  }[]
  caption: string
}) {
  const { t, shortDay, day } = useWords()
  return (
    <DataTable
      caption={props.caption}
      captionHidden
      rows={props.rows}
      keyOf={(row) => row.id}
      columns={[
        {
          head: t('coach.placements.columns.name'),
          cell: (row) => (
            <a href={`/coach/deelnemers/${row.newcomerId}`}>
              <bdi>{row.newcomerName}</bdi>
            </a>
          ),
        },
        {
          head: t('coach.placements.columns.title'),
          cell: (row) => (
            <a href={`/coach/plaatsingen/${row.id}`}>
              {row.title}, {row.employerName}
            </a>
          ),
        },
        { head: t('coach.placements.columns.state'), cell: (row) => t(`enum.placementState.${row.state}`) },
        {
          head: t('coach.placements.columns.when'),
          nowrap: true,
          cell: (row) =>
            row.endedOn
              ? t('coach.placements.term', { from: shortDay(row.startsOn), to: day(row.endedOn) })
              : day(row.startsOn),
        },
      ]}
    />
  )
}
