import type { PositionType } from '#db/values/positions.ts'
import { isLearning, isPaid, isTrial, isUnpaid, isUnpaidWork } from '#server/safeguards/rules/sets.ts'

/** Groups of questions that only some types of position are asked. */
export type AskedGroup =
  | 'decision'
  | 'extra'
  | 'productive'
  | 'replaces'
  | 'reason'
  | 'intention'
  | 'followUp'
  | 'insurance'
  | 'plan'
  | 'contract'
  | 'subsidised'
  | 'subsidy'
  | 'agreement'

/** The rules for which a group is asked: what the page says of why. */
export const RULES_OF_GROUP = {
  decision: ['DSP-02'],
  extra: ['DSP-08'],
  productive: ['DSP-16'],
  replaces: ['DSP-08'],
  reason: ['DSP-13', 'DSP-10'],
  intention: ['DSP-04'],
  followUp: ['DSP-28'],
  insurance: ['DSP-29'],
  plan: ['DSP-14'],
  contract: ['DSP-05', 'DSP-37'],
  subsidised: ['DSP-09', 'DSP-35'],
  subsidy: ['DSP-36'],
  agreement: ['DSP-17'],
} as const satisfies Record<AskedGroup, readonly string[]>

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
    productive: isUnpaidWork(unpaid) || type === 'INTERNSHIP',
    contract: isPaid(unpaid) || type === 'PRACTICAL_LEARNING',
    // Of a subsidised job it is known.
    subsidised: (isPaid(unpaid) && type !== 'WAGE_SUBSIDISED_JOB') || type === 'PRACTICAL_LEARNING',
    subsidy: type === 'WAGE_SUBSIDISED_JOB',
    agreement: type === 'APPRENTICESHIP_BBL' || type === 'PRACTICAL_LEARNING',
  }
  return (group) => asked[group]
}
