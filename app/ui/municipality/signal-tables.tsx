import { Badge } from '#app/ui/badge.tsx'
import { Card } from '#app/ui/card.tsx'
import { ReadingTable } from '#app/ui/table.tsx'
import { signalSentence } from '#app/ui/words/signal-sentence.ts'
import { useWords, type Words } from '#app/ui/words/words.tsx'
import type { ReportShown, SignalShown } from './signal-view.ts'

/** Where a signal stands, in words: whose turn it is. */
export const signalStanding = (one: SignalShown, today: string, { t, day }: Words): string =>
  one.state !== 'new'
    ? t(`signals.state.${one.state}`)
    : one.answerDueOn < today
      ? t('signals.state.late')
      : t('signals.state.new', { day: day(one.answerDueOn) })

/** Signals, open or closed: what was noticed, about whom, whose turn it is. */
export function SignalTable({ signals, today, closed }: { signals: SignalShown[]; today: string; closed: boolean }) {
  const words = useWords()
  const { t, day } = words
  return (
    <Card>
      <ReadingTable
        caption={t(closed ? 'signals.closed' : 'signals.open')}
        rows={signals}
        keyOf={(row) => row.id}
        none={{
          pictogram: 'shield',
          title: t('signals.empty'),
          text: t(closed ? 'signals.emptyClosed' : 'signals.emptyText'),
          heading: 'h2',
        }}
        columns={[
          {
            head: t('signals.what'),
            cell: (row) => (
              <>
                <a href={`/toets/signalen/${row.id}`}>{signalSentence(row, words)}</a>
                <span className="in-src">{row.monitorTitle}</span>
              </>
            ),
          },
          {
            head: t('signals.about'),
            cell: (row) => (
              <>
                <bdi>{row.name}</bdi>
                <span className="in-src">{t(`signals.subject.${row.subject}`)}</span>
              </>
            ),
          },
          {
            head: t('signals.standing'),
            cell: (row) => (
              <>
                {row.pauses && (
                  <>
                    <Badge tone="error">{t('signals.pauses')}</Badge>{' '}
                  </>
                )}
                {row.state !== 'closed' && <Badge>{t('signals.unjudged')}</Badge>}
                <span className="in-src">{signalStanding(row, today, words)}</span>
              </>
            ),
          },
          { head: t('signals.since'), cell: (row) => day(row.firstSeenOn) },
        ]}
      />
    </Card>
  )
}

/** What people reported about workplaces; those that nobody weighed first. */
export function ReportTable({ reports }: { reports: ReportShown[] }) {
  const { t, day } = useWords()
  return (
    <Card>
      <ReadingTable
        caption={t('signals.report.title')}
        rows={reports}
        keyOf={(row) => row.id}
        none={{ pictogram: 'talk', title: t('signals.report.empty'), text: t('signals.report.emptyText') }}
        columns={[
          {
            head: t('signals.report.concern'),
            cell: (row) => (
              <a href={`/toets/meldingen/${row.id}`}>
                {row.concern ? t(`enum.concern.${row.concern}`) : t('signals.report.displaced')}
              </a>
            ),
          },
          { head: t('signals.about'), cell: (row) => <bdi>{row.name}</bdi> },
          { head: t('signals.report.reporter'), cell: (row) => t(`signals.report.reporterRole.${row.reporterRole}`) },
          {
            head: t('signals.standing'),
            cell: (row) => (
              <Badge tone={row.state === 'new' ? 'warn' : row.state === 'taken-up' ? 'info' : undefined}>
                {t(`signals.report.state.${row.state}`)}
                {row.isSerious && `, ${t('signals.report.serious')}`}
              </Badge>
            ),
          },
          {
            head: t('signals.report.reported'),
            cell: (row) => (
              <>
                {day(row.reportedAt.slice(0, 10))}
                {row.isMany && <span className="in-src">{t('signals.report.many')}</span>}
              </>
            ),
          },
        ]}
      />
    </Card>
  )
}
