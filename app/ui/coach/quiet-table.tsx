import { DataTable } from '#app/ui/table.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import type { Availability } from '#db/values/newcomers.ts'
import type { NextStep } from '#server/newcomers/rules.ts'
import { daysSince } from './days.ts'

/** Who waits long and has nothing under way. */
export function QuietTable(props: {
  rows: readonly { id: string; name: string; availability: Availability; nextStep: NextStep; waitingSince: string }[]
  today: string
  caption: string
}) {
  const { t } = useWords()
  return (
    <DataTable
      caption={props.caption}
      captionHidden
      rows={props.rows}
      keyOf={(row) => row.id}
      empty={<p className="in-small in-grey">{t('coach.today.quietEmpty')}</p>}
      columns={[
        {
          head: t('coach.today.quietColumns.name'),
          cell: (row) => (
            <a href={`/coach/deelnemers/${row.id}`}>
              <bdi>{row.name}</bdi>
            </a>
          ),
        },
        { head: t('coach.today.quietColumns.where'), cell: (row) => t(`enum.availability.${row.availability}`) },
        { head: t('coach.today.quietColumns.next'), cell: (row) => t(`coach.nextStep.${row.nextStep}`) },
        {
          head: t('coach.today.quietColumns.waits'),
          align: 'end',
          nowrap: true,
          cell: (row) => t('coach.days', { count: daysSince(row.waitingSince, props.today) }),
        },
      ]}
    />
  )
}
