import type { Level } from '#db/values/language.ts'
import type { DutchBand, KnownBand, PlacedBand } from '#db/values/privacy.ts'

/** How long data stay when nothing happens. Our policy, not law (les-emplois keeps two years and tells 30 days before). */
export const RETENTION_POLICY = {
  version: 'retention-2026-11',
  datedOn: '2026-11-22',
  label: 'policy',
  /** Months without a sign of life: no change of the profile, no sign-in, no step of a proposal or placement. */
  inactiveMonths: 12,
  /** Days between the message and the erasure. */
  noticeDays: 30,
} as const

/** How long an account of staff stays when nobody signs in with it. Our policy, not law: no account that nobody uses lies about (BIO2, ISO 27002 5.18). */
export const STAFF_RETENTION = {
  version: 'staff-retention-2026-11',
  datedOn: '2026-11-22',
  label: 'policy',
  unusedMonths: 12,
  suspendedMonths: 6,
} as const

/** Whole months between two days `YYYY-MM-DD`. */
const monthsBetween = (from: string, until: string): number => {
  const [fromYear = 0, fromMonth = 0, fromDay = 0] = from.split('-').map(Number)
  const [untilYear = 0, untilMonth = 0, untilDay = 0] = until.split('-').map(Number)
  return (untilYear - fromYear) * 12 + untilMonth - fromMonth - (untilDay < fromDay ? 1 : 0)
}

export const knownBandOf = (createdOn: string, today: string): KnownBand => {
  const months = monthsBetween(createdOn, today)
  if (months < 6) return 'under-6-months'
  if (months < 12) return 'under-12-months'
  return months < 24 ? 'under-24-months' : 'longer'
}

/** @param speaking the level of spoken Dutch; null = not known */
export const dutchBandOf = (speaking: Level | null): DutchBand => {
  if (speaking === null) return 'unknown'
  if (speaking === 'A2') return 'a2'
  return ['B1', 'B2', 'C1', 'C2'].includes(speaking) ? 'b1-up' : 'below-a2'
}

export const placedBandOf = (placements: number): PlacedBand =>
  placements === 0 ? 'never' : placements === 1 ? 'once' : 'more'

/** A warning as it is kept. One whose erasure lies further away than the notice is a mark that somebody came back. */
export type Warning = { warnedOn: string; eraseOn: string }

/**
 * What to do with somebody's data today.
 *
 * @param lastSign the last day on which there was a sign of life
 * @param warning null = not told
 * @param add days to a day
 * @param months without a sign of life after which somebody is told
 */
export const retentionStepOf = (
  lastSign: string,
  warning: Warning | null,
  today: string,
  add: (day: string, days: number) => string,
  months: number = RETENTION_POLICY.inactiveMonths,
): 'keep' | 'warn' | 'came-back' | 'wait' | 'erase' => {
  const isMark = warning !== null && warning.eraseOn > add(warning.warnedOn, RETENTION_POLICY.noticeDays)
  const last = isMark && warning.warnedOn > lastSign ? warning.warnedOn : lastSign
  if (warning !== null && !isMark) {
    if (lastSign >= warning.warnedOn) return 'came-back'
    return today < warning.eraseOn ? 'wait' : 'erase'
  }
  return monthsBetween(last, today) >= months ? 'warn' : 'keep'
}
