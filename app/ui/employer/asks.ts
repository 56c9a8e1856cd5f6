import type { PositionType } from '#db/values/positions.ts'
import { isLearning, isTrial, isUnpaid, isUnpaidWork } from '#server/safeguards/rules/sets.ts'

/** Groups of questions that only some types of position are asked. */
export type AskedGroup = 'decision' | 'extra' | 'replaces' | 'reason' | 'intention' | 'followUp' | 'insurance' | 'plan'

/**
 * What the safeguards ask of a type: by the sets of ruling 3, as the rules themselves. Practical learning can be paid or not: without a wage it is
 * asked most, so it is asked that. Nothing chosen yet: nothing is asked.
 */
export function asksOf(type: PositionType | null): (group: AskedGroup) => boolean {
  if (type === null) return () => false
  const unpaid = { type, hourlyWageCents: null, wageSubsidy: type === 'WAGE_SUBSIDISED_JOB' }
  const asked: Record<AskedGroup, boolean> = {
    decision: isUnpaidWork(unpaid),
    extra: (isUnpaid(unpaid) || type === 'INTERNSHIP') && !isTrial(unpaid),
    replaces: isUnpaid(unpaid) || type === 'INTERNSHIP',
    reason: isUnpaid(unpaid),
    intention: type === 'TRIAL_PLACEMENT' || type === 'UWV_TRIAL_PLACEMENT',
    followUp: isUnpaidWork(unpaid) || type === 'APPRENTICESHIP_BBL',
    insurance: isUnpaid(unpaid),
    plan: isLearning(unpaid) || type === 'Z_ROUTE_PARTICIPATION',
  }
  return (group) => asked[group]
}
