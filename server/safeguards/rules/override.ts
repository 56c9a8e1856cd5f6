import type { PassedBy } from '#db/values/safeguards.ts'
import type { SafeguardPolicy } from './policy.ts'
import type { Finding } from './rule.ts'
import { rulesOf } from './table.ts'
import { passed, type Verdict, type VerdictReason, worstOf } from './verdict.ts'

/**
 * Whether two people together may let something go on that a rule blocks: never where the rule stands on law, since a municipality cannot set
 * aside a law. What is law by our own knowledge alone, and not verified, is shown as policy and can be overridden.
 */
export const mayOverride = (ruleId: string, policy: SafeguardPolicy): boolean => {
  const rule = rulesOf(policy).find((one) => one.id === ruleId)
  return rule !== undefined && !rule.tags.includes('law')
}

/** The blocks that stand in the way of an override of the whole; empty = two people may decide. */
export const blocksByLaw = (verdict: Verdict, policy: SafeguardPolicy): VerdictReason[] =>
  verdict.reasons.filter((one) => one.outcome === 'block' && !one.approved && !mayOverride(one.ruleId, policy))

/** A decision of two people on the blocks that they read. */
export type Override = {
  reasons: readonly { ruleId: string; code: string; params: Finding['params'] }[]
  decidedBy: string
  secondBy: string
  /** As what it is named at the reasons that it lets pass. */
  passedBy?: PassedBy
}

/**
 * The verdict after an override: blocks of the same rule, code and parameters no longer hold it up, where the rule may be overridden.
 * One person twice overrides nothing.
 */
export const withOverride = (verdict: Verdict, override: Override, policy: SafeguardPolicy): Verdict => {
  if (override.decidedBy === override.secondBy) return verdict
  const covers = (one: VerdictReason) =>
    mayOverride(one.ruleId, policy) &&
    override.reasons.some(
      (seen) =>
        seen.ruleId === one.ruleId &&
        seen.code === one.code &&
        Object.entries(one.params).every(([name, value]) => seen.params[name] === value),
    )
  const reasons = verdict.reasons.map(
    (one): VerdictReason => (one.outcome === 'block' && covers(one) ? passed(one, override.passedBy) : one),
  )
  return { ...verdict, reasons, outcome: worstOf(reasons.map((one) => (one.approved ? 'ok' : one.outcome))) }
}
