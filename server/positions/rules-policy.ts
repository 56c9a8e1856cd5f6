import { laterOf } from '#server/safeguards/rules/calendar.ts'
import { blocksByLaw } from '#server/safeguards/rules/override.ts'
import { SAFEGUARD_POLICIES, SAFEGUARD_POLICY, type SafeguardPolicy } from '#server/safeguards/rules/policy.ts'
import { policyOn } from '#server/safeguards/rules/profile.ts'
import type { Verdict } from '#server/safeguards/rules/verdict.ts'

/** The policies that this site asks: all there were, each from its day on. */
const ASKED: readonly SafeguardPolicy[] = SAFEGUARD_POLICIES

/**
 * What holds on a day where a municipality set nothing: `wholeFor` and `policiesFor` put the profile of the municipality on it. The one place that decides
 * which rules are asked. A day before the first policy is asked under the first.
 * @param day Dutch day, `YYYY-MM-DD`
 */
export const baseOn = (day: string): SafeguardPolicy =>
  policyOn(laterOf(day, SAFEGUARD_POLICY.datedOn), null, [], ASKED)

/**
 * Whether a coach can bring what holds up a start or a longer term before the municipality: one person decides, or two let a block pass that does not
 * stand on law. For what a page offers; the commands ask again.
 * @param day as of `baseOn`
 */
export const canBeAsked = (verdict: Verdict, day: string): boolean =>
  verdict.outcome === 'human' || (verdict.outcome === 'block' && blocksByLaw(verdict, baseOn(day)).length === 0)
