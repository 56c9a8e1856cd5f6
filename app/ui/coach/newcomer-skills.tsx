import { Badge, type Tone } from '#app/ui/badge.tsx'
import { ButtonLink } from '#app/ui/button.tsx'
import { EmptyState } from '#app/ui/empty.tsx'
import { DataTable } from '#app/ui/table.tsx'
import { spanOf } from '#app/ui/words/sentence.ts'
import { useWords } from '#app/ui/words/words.tsx'
import type { Evidence } from '#db/values/newcomers.ts'
import { capital } from './capital.ts'

const TONE: Record<Evidence, Tone | undefined> = { self: undefined, observed: 'ok', tested: 'ok', certificate: 'ok' }

/** Skills and work done, with how we know it and of what day. */
export function NewcomerSkills(props: {
  rows: readonly { label: string; months: number | null; evidence: Evidence; on: string | null }[]
  intakeHref: string
}) {
  const words = useWords()
  const { t, shortDay } = words
  return (
    <DataTable
      caption={t('coach.newcomer.canColumns.skill')}
      captionHidden
      rows={props.rows}
      keyOf={(row) => `${row.label} ${row.months} ${row.evidence}`}
      empty={
        <EmptyState
          inline
          heading="h3"
          pictogram="certificate"
          title={t('coach.newcomer.canEmpty')}
          text={t('coach.newcomer.canEmptyText')}
          action={<ButtonLink href={props.intakeHref}>{t('coach.newcomer.openIntake')}</ButtonLink>}
        />
      }
      columns={[
        { head: t('coach.newcomer.canColumns.skill'), cell: (row) => capital(row.label) },
        {
          head: t('coach.newcomer.canColumns.experience'),
          nowrap: true,
          cell: (row) => (row.months === null ? '-' : spanOf(row.months, words)),
        },
        {
          head: t('coach.newcomer.canColumns.evidence'),
          cell: (row) => (
            <Badge tone={TONE[row.evidence]} icon={row.evidence === 'self' ? 'person' : undefined}>
              {t(`enum.evidence.${row.evidence}`)}
            </Badge>
          ),
        },
        {
          head: t('coach.newcomer.canColumns.on'),
          nowrap: true,
          cell: (row) => (row.on === null ? '-' : shortDay(row.on)),
        },
      ]}
    />
  )
}
