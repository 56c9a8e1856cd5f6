import type { Moment } from '#db/values/safeguards.ts'
import type { PersonSafeguardFacts, PositionSafeguardFacts } from '#server/safeguards/rules/facts.ts'
import { SAFEGUARD_POLICY } from '#server/safeguards/rules/policy.ts'
import { askSafeguards } from '#server/safeguards/rules/verdict.ts'
import { TODAY } from '#tests/make/facts.ts'

/** What one rule says at a moment: its findings as `outcome code`, or `not asked`. */
export const says = (
  ruleId: string,
  moment: Moment,
  position: PositionSafeguardFacts,
  person: PersonSafeguardFacts | null = null,
  policy = SAFEGUARD_POLICY,
): string => {
  const reasons = askSafeguards(moment, { position, person }, policy, TODAY).reasons.filter(
    (one) => one.ruleId === ruleId,
  )
  return reasons.length === 0 ? 'not asked' : reasons.map((one) => `${one.outcome} ${one.code}`).join(', ')
}
