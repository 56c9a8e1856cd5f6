/** The words of the safeguards room. */

/** The worst outcome of all rules is the outcome of a verdict. Unknown input on a blocking rule gives `human`, never `ok`. */
export const OUTCOMES = ['ok', 'warn', 'human', 'block'] as const
export type Outcome = (typeof OUTCOMES)[number]

/** When a rule is asked (ruling 1). */
export const MOMENTS = ['publish', 'propose', 'disclose', 'start', 'extend'] as const
export type Moment = (typeof MOMENTS)[number]

/** L law, P published policy, D our own design default: configurable, dated, shown as policy and never as law. */
const RULE_BASES = ['law', 'policy', 'own'] as const
export type RuleBasis = (typeof RULE_BASES)[number]

export const DECISION_OUTCOMES = ['approved', 'rejected'] as const
export type DecisionOutcome = (typeof DECISION_OUTCOMES)[number]
