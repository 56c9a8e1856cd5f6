import type { ReportShown, SignalShown } from '#app/ui/municipality/signal-view.ts'
import type { reportsFor } from '#server/cases/reads-reports.ts'
import type { SignalView } from '#server/cases/reads-signals.ts'
import { closesByTwo } from '#server/cases/rules-signals.ts'
import { MONITOR_NUMBER_NAMES, MONITOR_NUMBER_ROWS } from '#server/safeguards/rules/monitors/numbers.ts'
import type { MonitorNumbers } from '#server/safeguards/rules/monitors/policy.ts'
import { MONITOR_TITLES, type MonitorId } from '#server/safeguards/rules/monitors/table.ts'

/** Who closes a signal, for this officer. */
const closes = (one: SignalView, accountId: string | null): SignalShown['closes'] => {
  if (!closesByTwo(one)) return 'alone'
  if (one.closeAskedBy === null) return 'ask'
  return one.closeAskedBy === accountId ? 'waits' : 'second'
}

/**
 * A signal as a page shows it: whom it is about by name, the monitor in words, moments as text.
 * @param accountId of who reads it
 */
export const signalShown = (one: SignalView, accountId: string | null): SignalShown => ({
  id: one.id,
  subject: one.subject,
  name:
    one.subject === 'group'
      ? one.subjectId
      : [...new Set([one.establishmentName, one.employerName].filter(Boolean))].join(', ') || one.subjectId,
  monitor: one.monitor,
  monitorTitle: MONITOR_TITLES[one.monitor as MonitorId]?.nl ?? one.monitor,
  code: one.code,
  params: one.params,
  pauses: one.pauses && one.state !== 'closed',
  closes: closes(one, accountId),
  closeAskedReason: one.closeAskedReason,
  firstSeenOn: one.firstSeenOn,
  lastSeenOn: one.lastSeenOn,
  answerDueOn: one.answerDueOn,
  state: one.state,
  answer: one.answer,
  answeredAt: one.answeredAt?.toISOString() ?? null,
  closingReason: one.closingReason,
  closedAt: one.closedAt?.toISOString() ?? null,
  quietUntil: one.quietUntil,
})

/** The numbers that a signal was made with, by their titles; null where it has none. */
export const madeWith = (policyVersion: string, numbers: Partial<MonitorNumbers> | null) =>
  numbers === null
    ? null
    : {
        policyVersion,
        numbers: MONITOR_NUMBER_NAMES.flatMap((name) => {
          const value = numbers[name]
          const { title, unit } = MONITOR_NUMBER_ROWS[name]
          return value === undefined ? [] : [{ title: title.nl, unit, value }]
        }),
      }

/** A report as a page shows it. */
export const reportShown = (one: Awaited<ReturnType<typeof reportsFor>>[number]): ReportShown => ({
  id: one.id,
  code: one.code,
  name: [...new Set([one.establishmentName, one.employerName])].join(', '),
  concern: one.concern,
  reporterRole: one.reporterRole,
  body: one.body,
  contact: one.contact,
  state: one.state,
  isSerious: one.isSerious,
  sameDay: one.sameDay,
  isMany: one.isMany,
  isWiped: one.wipedOn !== null,
  reportedAt: one.reportedAt.toISOString(),
  motivation: one.motivation,
})
