import { addMonths } from '../calendar.ts'
import { grouped } from './history.ts'
import type { MonitorPolicy } from './policy.ts'
import { inOrder, type MonitorResult, says } from './signal.ts'

/** One decision of a person on a verdict that asked for one; an override let something go on that a rule held up. */
export type DecisionRecord = { officer: string; employer: string; isOverride: boolean; decidedOn: string }

/**
 * MON-15: who overrides much more than the others, of the officers or of the employers. Above the mean by more than two standard deviations (of all
 * who decided), in whole numbers so that it is exact: c > S/n + 2 sqrt(Q/n - (S/n)^2) means (c n - S)^2 > 4 (n Q - S^2) with c n > S.
 */
export const manyOverrides = (
  decisions: readonly DecisionRecord[],
  by: 'officer' | 'employer',
  { numbers }: MonitorPolicy,
  today: string,
): MonitorResult[] => {
  const since = addMonths(today, -numbers.overrideMonths)
  const decided = decisions.filter((one) => one.decidedOn >= since && one.decidedOn <= today)
  const counts = [...grouped(decided, (one) => one[by])].map(([subject, rows]) => ({
    subject,
    count: rows.filter((one) => one.isOverride).length,
    of: rows.length,
  }))
  const n = counts.length
  if (n < numbers.overrideLeast)
    return counts.map(({ subject }) =>
      says(subject, by, 'too-little-data', 'too-little-data', { count: n, least: numbers.overrideLeast }),
    )
  const sum = counts.reduce((total, one) => total + one.count, 0)
  const squares = counts.reduce((total, one) => total + one.count ** 2, 0)
  return counts.map(({ subject, count, of }) => {
    const above = count * n - sum
    return above > 0 && above ** 2 > 4 * (n * squares - sum ** 2)
      ? says(subject, by, 'warn', 'overrides-many', { count, of })
      : inOrder(subject, by)
  })
}
