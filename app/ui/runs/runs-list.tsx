import { Badge } from '#app/ui/badge.tsx'
import { Card } from '#app/ui/card.tsx'
import { EmptyState } from '#app/ui/empty.tsx'
import { DataTable } from '#app/ui/table.tsx'
import { useWords, type Words } from '#app/ui/words/words.tsx'
import type { RunCertificate, RunState } from '#db/values/matching.ts'
import type { RunForStaff } from '#server/proposals/reads-runs.ts'

/** A run as JSON brings it: days and moments as text. */
export type ShownLine = Omit<RunForStaff, 'plannedAt' | 'doneAt'> & { plannedAt: string; doneAt: string | null }

export type ShownNumbers = NonNullable<RunForStaff['numbers']>

/** The last runs, newest first. */
export function RunsList({ runs }: { runs: readonly ShownLine[] }) {
  const words = useWords()
  const { t, moment, number } = words
  return (
    <Card>
      <DataTable
        caption={t('runs.list')}
        captionHidden
        roomy
        rows={runs}
        keyOf={(row) => row.id}
        empty={<EmptyState inline pictogram="journey" title={t('runs.empty')} text={t('runs.emptyText')} />}
        columns={[
          { head: t('runs.when'), cell: (row) => <a href={`/rondes/${row.id}`}>{moment(row.plannedAt)}</a> },
          { head: t('runs.kindTitle'), cell: (row) => t(`runs.kind.${row.kind}`) },
          { head: t('runs.state'), cell: (row) => <RunBadge state={row.state} /> },
          {
            head: t('runs.made'),
            align: 'end',
            cell: (row) => (row.numbers ? number(row.numbers.proposals.made) : '-'),
          },
          {
            head: t('runs.withdrawn'),
            align: 'end',
            cell: (row) => (row.numbers ? number(row.numbers.proposals.withdrawn) : '-'),
          },
          {
            head: t('runs.kept'),
            align: 'end',
            cell: (row) => (row.numbers ? number(row.numbers.proposals.kept) : '-'),
          },
          { head: t('runs.proof'), cell: (row) => (row.certificate ? proofOf(row.certificate, words) : '-') },
        ]}
      />
    </Card>
  )
}

export function RunBadge({ state }: { state: RunState }) {
  const { t } = useWords()
  return (
    <Badge tone={state === 'done' ? 'ok' : state === 'passed' ? undefined : 'info'}>{t(`runs.stateOf.${state}`)}</Badge>
  )
}

/** The certificate in words: the best there is, or within how much of it, rounded up. */
export function proofOf({ ratio, exact }: Pick<RunCertificate, 'ratio' | 'exact'>, { t }: Words): string {
  if (exact) return t('runs.exact')
  const percent = Math.max(1, Math.ceil((1 - ratio) * 100_000)) / 1000
  return t('runs.within', { percent: String(percent).replace('.', ',') })
}
