import type { History } from '#server/safeguards/rules/monitors/history.ts'
import type { DecisionRecord } from '#server/safeguards/rules/monitors/overrides.ts'
import type { LookId } from '#server/safeguards/rules/monitors/table.ts'
import { little, months, ok, type Slow } from './monitor-oracle-count.ts'
import { SLOW_PLACEMENTS } from './monitor-oracle-placements.ts'
import { SLOW_WORKPLACE } from './monitor-oracle-workplace.ts'

/**
 * The monitors once more, slowly and by other means: every pair of rows against every other, days counted one by one with the language's own dates,
 * thresholds as fractions. Written from the table of the catalogue and ruling 14, not from the rules.
 */
export type Said = Record<string, string>

const SLOW: Record<LookId, Slow> = { ...SLOW_PLACEMENTS, ...SLOW_WORKPLACE }

/** What the slow monitor says, by subject and role. */
export const slowly = (monitor: LookId, history: History, today: string): Said => {
  const said: Said = {}
  SLOW[monitor](history, today, (subject, about, text) => {
    said[`${subject} ${about ?? ''}`] = text
  })
  return said
}

/** MON-15 with sums of squared differences instead of the short formula. */
export const slowOverrides = (
  decisions: readonly DecisionRecord[],
  by: 'officer' | 'employer',
  today: string,
): Said => {
  const decided = decisions.filter((one) => one.decidedOn >= months(today, -12) && one.decidedOn <= today)
  const who = [...new Set(decided.map((one) => one[by]))]
  const counts = who.map((one) => decided.filter((row) => row[by] === one && row.isOverride).length)
  const n = who.length
  const sum = counts.reduce((total, one) => total + one, 0)
  const spread = counts.reduce((total, one) => total + (n * one - sum) ** 2, 0)
  return Object.fromEntries(
    who.map((one, index) => {
      const above = n * (counts[index] ?? 0) - sum
      const isFar = above > 0 && n * above ** 2 > 4 * spread
      return [`${one} ${by}`, n < 6 ? little : isFar ? `warn ${counts[index]}` : ok]
    }),
  )
}
