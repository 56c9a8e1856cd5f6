import { STAFFING_POLICY } from '#server/employers/rules.ts'
import { addMonths } from '#server/safeguards/rules/calendar.ts'

/** Whether there is a strike is for the employer to say, and a strike can begin any day: nobody approves it away for longer than a look is good for. */
const ONLY_AS_LONG_AS_A_LOOK: readonly string[] = ['industrial-action-unknown']

/**
 * What an officer approved and still counts. Everything does while the approval runs, but a strike that nobody looked for: that one counts as long as
 * a look would.
 * @param decidedOn Dutch day of the decision, `YYYY-MM-DD`
 * @param today as `decidedOn`
 */
export const stillApproved = <R extends { code: string }>(
  reasons: readonly R[],
  decidedOn: string,
  today: string,
): R[] => {
  const isFresh = addMonths(decidedOn, STAFFING_POLICY.strikeLookIsGoodForMonths) >= today
  return reasons.filter(({ code }) => isFresh || !ONLY_AS_LONG_AS_A_LOOK.includes(code))
}
