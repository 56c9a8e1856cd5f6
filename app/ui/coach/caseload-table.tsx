import { Badge, type Tone } from '#app/ui/badge.tsx'
import { ButtonLink } from '#app/ui/button.tsx'
import { EmptyState } from '#app/ui/empty.tsx'
import { DataTable } from '#app/ui/table.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import type { Availability } from '#db/values/newcomers.ts'
import type { CaseloadRow } from '#server/newcomers/reads-caseload.ts'
import { daysSince } from './days.ts'
import { type LeaveOut, LeaveOutOne } from './leave-out-one.tsx'

/** The colour of an availability: only who can get a proposal now is "ok". */
export const AVAILABILITY_TONE: Record<Availability, Tone | undefined> = {
  'in-intake': 'info',
  available: 'ok',
  paused: 'warn',
  placed: 'ok',
  sustained: 'ok',
  withdrawn: undefined,
}

/** The caseload as a table, who waits longest first. `searched` chooses between "nobody yet" and "nobody found". */
export function CaseloadTable(props: {
  rows: readonly CaseloadRow[]
  today: string
  csvHref: string
  searched: boolean
  /** What can be left out of a question that found nobody. */
  leaveOut: readonly LeaveOut[]
}) {
  const { t } = useWords()
  return (
    <DataTable
      caption={t('coach.caseload.caption')}
      rows={props.rows}
      keyOf={(row) => row.id}
      csvHref={props.csvHref}
      csvLabel={t('coach.caseload.csv')}
      empty={
        props.searched ? (
          <LeaveOutOne
            title={t('coach.caseload.nobody')}
            otherwise={t('coach.caseload.nobodyText')}
            ways={props.leaveOut}
            all={{ href: '/coach/deelnemers', words: t('coach.caseload.clear') }}
          />
        ) : (
          <EmptyState
            pictogram="journey"
            title={t('coach.caseload.empty')}
            text={t('coach.caseload.emptyText')}
            action={<ButtonLink href="/coach/deelnemers/nieuw">{t('coach.caseload.add')}</ButtonLink>}
          />
        )
      }
      columns={[
        {
          head: t('coach.caseload.columns.name'),
          cell: (row) => (
            <a href={`/coach/deelnemers/${row.id}`}>
              <bdi>{row.name}</bdi>
            </a>
          ),
        },
        {
          head: t('coach.caseload.columns.availability'),
          nowrap: true,
          cell: (row) => (
            <Badge tone={AVAILABILITY_TONE[row.availability]}>{t(`enum.availability.${row.availability}`)}</Badge>
          ),
        },
        {
          head: t('coach.caseload.columns.waits'),
          align: 'end',
          nowrap: true,
          cell: (row) => t('coach.days', { count: daysSince(row.waitingSince, props.today) }),
        },
        { head: t('coach.caseload.columns.place'), cell: (row) => row.place ?? row.municipality },
        {
          head: t('coach.caseload.columns.dutch'),
          cell: (row) => (row.dutch.speaking === null ? t('common.unknown') : t(`enum.level.${row.dutch.speaking}`)),
        },
        {
          head: t('coach.caseload.columns.proposals'),
          align: 'end',
          cell: (row) =>
            row.openProposals > 0 ? (
              <a href={`/coach/voorstellen?status=open&deelnemer=${row.id}`}>{row.openProposals}</a>
            ) : (
              0
            ),
        },
        { head: t('coach.caseload.columns.next'), cell: (row) => t(`coach.nextStep.${row.nextStep}`) },
      ]}
    />
  )
}
