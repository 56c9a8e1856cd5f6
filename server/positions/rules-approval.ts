import type { PassedBy } from '#db/values/safeguards.ts'
import { STAFFING_POLICY } from '#server/employers/rules.ts'
import { addMonths } from '#server/safeguards/rules/calendar.ts'

/** Whether there is a strike is for the employer to say, and a strike can begin any day: nobody approves it away for longer than a look is good for at a start. */
const ONLY_AS_LONG_AS_A_LOOK: readonly string[] = ['industrial-action-unknown']

/**
 * What an officer approved and still counts, each reason with the decision on which that stands. Everything does while the approval runs, but a strike that
 * nobody looked for: that one counts as long as a look would.
 * @param decision its id and its Dutch day, `YYYY-MM-DD`
 * @param today as that day
 */
export const stillApproved = <R extends { code: string }>(
  reasons: readonly R[],
  decision: { id: string; on: string },
  today: string,
): (R & { passedBy: PassedBy })[] => {
  const isFresh = addMonths(decision.on, STAFFING_POLICY.strikeAtStartIsGoodForMonths) >= today
  const passedBy: PassedBy = { kind: 'decision', id: decision.id, role: 'officer', on: decision.on }
  return reasons
    .filter(({ code }) => isFresh || !ONLY_AS_LONG_AS_A_LOOK.includes(code))
    .map((one) => ({ ...one, passedBy }))
}
