import type { RuleId } from '#server/safeguards/rules/titles.ts'
import { type Verdict, worstOf } from '#server/safeguards/rules/verdict.ts'

/**
 * What can have changed between the agreement and the first day: dismissals and strikes at the workplace, the right to work with its permit, declaration
 * and notice, the yes, and what is heard of the workplace: what conversations there reported (MON-12) and a pause by the monitors (MON). The terms
 * themselves were asked about when they were agreed and are not asked again.
 * Policy of 2026-11-22: after the laws that these rules stand on, and for the monitors our own, so that who has not begun is held up as a new start is.
 */
export const BEGIN_RULES: readonly RuleId[] = [
  'DSP-11',
  'DSP-12',
  'DSP-18',
  'DSP-19',
  'DSP-20',
  'DSP-21',
  'DSP-33',
  'MON-12',
  'MON',
]

/** The part of a verdict that is about these rules, as if no other had been asked: complete enough to store and replay. */
export const partOf = (verdict: Verdict, rules: readonly string[]): Verdict => {
  const reasons = verdict.reasons.filter((one) => rules.includes(one.ruleId))
  return {
    ...verdict,
    reasons,
    inputs: Object.fromEntries(Object.entries(verdict.inputs).filter(([rule]) => rules.includes(rule))),
    outcome: worstOf(reasons.map((one) => (one.approved ? 'ok' : one.outcome))),
  }
}
