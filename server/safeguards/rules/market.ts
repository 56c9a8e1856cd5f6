import { addDays, addMonths, lastDayOfTerm } from './calendar.ts'
import { finding, PLACE_MOMENTS, SINCE_WHOLE, safeguardRule } from './rule.ts'
import { isSubsidised, isUnpaidWork } from './sets.ts'

/** The last day of a quarter written `2026-Q3`. */
export const lastDayOfQuarter = (quarter: string): string => {
  const [year = '', number = ''] = quarter.split('-Q')
  const firstMonth = String(Number(number) * 3 - 2).padStart(2, '0')
  return lastDayOfTerm(`${year}-${firstMonth}-01`, 3)
}

/**
 * Unpaid and subsidised work only where people are short: tension of UWV per occupation group, region and quarter, never per sector.
 * An ample market blocks only where the municipality chose so (ruling 8).
 */
export const shortage = safeguardRule({
  id: 'DSP-35',
  since: SINCE_WHOLE,
  moments: PLACE_MOMENTS,
  tags: ['policy', 'own'],
  severity: 'block',
  appliesTo: (position) => isUnpaidWork(position) || isSubsidised(position),
  inputs: ({ position, lookBackFrom }) => ({
    isUnpaid: isUnpaidWork(position),
    tension: position.tension ?? null,
    lookBackFrom,
  }),
  ask: ({ isUnpaid, tension, lookBackFrom }, { policy }) => {
    if (tension === null) return [finding('human', 'tension-unknown', {})]
    const { ratio, quarter } = tension
    const { tensionTight: tight, tensionAmple: ample, tensionGoodMonths } = policy.numbers
    const goodUntil = addDays(addMonths(addDays(lastDayOfQuarter(quarter), 1), tensionGoodMonths), -1)
    if (goodUntil < lookBackFrom) return [finding('human', 'tension-old', { ratio, quarter })]
    if (ratio >= tight) return []
    if (ratio >= ample) return [finding('human', 'tension-average', { ratio, quarter, tight })]
    const outcome = isUnpaid ? policy.choices.ampleMarket : 'human'
    return [finding(outcome, 'tension-ample', { ratio, quarter, ample })]
  },
})
