import { laterOf } from '#server/safeguards/rules/calendar.ts'
import { SAFEGUARD_POLICIES, SAFEGUARD_POLICY, type SafeguardPolicy } from '#server/safeguards/rules/policy.ts'
import { policyOn } from '#server/safeguards/rules/profile.ts'

/** The policies that this site asks: all there were, each from its day on. */
const ASKED: readonly SafeguardPolicy[] = SAFEGUARD_POLICIES

/**
 * What holds on a day where a municipality set nothing: `wholeFor` and `policiesFor` put the profile of the municipality on it. The one place that decides
 * which rules are asked. A day before the first policy is asked under the first.
 * @param day Dutch day, `YYYY-MM-DD`
 */
export const baseOn = (day: string): SafeguardPolicy =>
  policyOn(laterOf(day, SAFEGUARD_POLICY.datedOn), null, [], ASKED)
