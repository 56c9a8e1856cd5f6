import type { History } from '#server/safeguards/rules/monitors/history.ts'
import { MONITOR_POLICY as policy } from '#server/safeguards/rules/monitors/policy.ts'
import type { MonitorResult } from '#server/safeguards/rules/monitors/signal.ts'
import { type LookId, look } from '#server/safeguards/rules/monitors/table.ts'
import { TODAY } from './monitor-histories.ts'
import type { Said } from './monitor-oracle.ts'

/** What is compared: the outcome and the count behind it; the rest of the parameters are thresholds. */
const FIGURE: Record<string, string> = {
  'MON-01': 'count',
  'MON-02': 'days',
  'MON-05': 'count',
  'MON-06': 'days',
  'MON-07': 'hours',
  'MON-08': 'count',
  'MON-10': 'count',
  'MON-11': 'count',
  'MON-12': 'count',
}
/** A result as the oracle words it. */
export const short = (monitor: LookId, one: MonitorResult): string => {
  if (one.code === 'learning-only-one') return 'ok one'
  if (one.code === 'report-late') return `warn reports ${one.params['count']}`
  if (one.code === 'certificate-late') return `warn papers ${one.params['count']}`
  const figure = FIGURE[monitor]
  if (one.outcome === 'ok' || one.outcome === 'too-little-data' || figure === undefined) return one.outcome
  return `${one.outcome} ${one.params[figure]}`
}
/** What the rules say, by subject and role. */
export const quickly = (monitor: LookId, history: History): Said =>
  Object.fromEntries(
    look(monitor, history, policy, TODAY).map((one) => [`${one.subject} ${one.about ?? ''}`, short(monitor, one)]),
  )
