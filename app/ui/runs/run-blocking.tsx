import { Block } from '#app/ui/stack.tsx'
import { DataTable } from '#app/ui/table.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import type { ShownBlocking } from '#server/proposals/reads-run-blocking.ts'

/** Who would clearly rather have each other: how many, and the best known of them; a coach reads names of the own caseload only. */
export function RunBlocking(props: { count: number; pairs: readonly ShownBlocking[]; desk: 'coach' | 'other' }) {
  const { count, pairs, desk } = props
  const { t, number } = useWords()
  const leaves = (score: number | null | undefined) => (typeof score === 'number' ? number(score) : t('runs.hasRoom'))
  return (
    <Block title={t('runs.swap')} id="ruilen">
      <div className="in-card in-stack in-gap-3">
        <p>
          <b>{t('runs.blocking', { count, shown: number(count) })}</b>
        </p>
        {count > 0 && <p className="in-small">{t('runs.blockingText')}</p>}
        {count > 0 && pairs.length === 0 && (
          <p className="in-small in-grey">{t(desk === 'coach' ? 'runs.blockingNoneOwn' : 'runs.blockingGone')}</p>
        )}
        {pairs.length > 0 && (
          <DataTable
            caption={t(desk === 'coach' ? 'runs.blockingOwn' : 'runs.blockingList', { count: pairs.length })}
            roomy
            rows={pairs}
            keyOf={(row) => `${row.own?.newcomerId} ${row.own?.positionId ?? pairs.indexOf(row)}`}
            columns={[
              {
                head: t('runs.blockingHead.position'),
                cell: (row) => {
                  const title = (
                    <bdi>{t('match.places.about', { title: row.position, employer: row.employerName })}</bdi>
                  )
                  return row.own ? (
                    <a href={`/coach/deelnemers/${row.own.newcomerId}/plekken/${row.own.positionId}`}>{title}</a>
                  ) : (
                    title
                  )
                },
              },
              ...(desk === 'coach'
                ? [
                    {
                      head: t('runs.blockingHead.newcomer'),
                      cell: (row: ShownBlocking) => (
                        <a href={`/coach/deelnemers/${row.own?.newcomerId}/plekken#bekijken`}>
                          <bdi>{row.own?.name}</bdi>
                        </a>
                      ),
                    },
                  ]
                : []),
              ...(desk === 'coach'
                ? [
                    {
                      head: t('runs.blockingHead.score'),
                      cell: (row: ShownBlocking) => row.own && number(row.own.score),
                    },
                    {
                      head: t('runs.blockingHead.newcomerLeaves'),
                      cell: (row: ShownBlocking) => leaves(row.own?.leaves),
                    },
                  ]
                : []),
              {
                head: t('runs.blockingHead.placeRoom'),
                cell: (row) => t(row.isFull ? 'runs.isFull' : 'runs.hasRoom'),
              },
            ]}
          />
        )}
      </div>
    </Block>
  )
}
