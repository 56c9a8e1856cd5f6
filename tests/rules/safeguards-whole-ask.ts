import type { Moment } from '#db/values/safeguards.ts'
import { type SafeguardCase, safeguardCase } from '#server/safeguards/rules/case.ts'
import {
  type GivenPerson,
  type GivenPosition,
  type GivenStaffing,
  PAID_IN_ORDER,
  PERSON_IN_ORDER,
  PLACE_IN_ORDER,
  QUIET_STAFFING,
  TRIAL_IN_ORDER,
} from '#server/safeguards/rules/examples/bases.ts'
import { type SafeguardNumbers, WHOLE_POLICY } from '#server/safeguards/rules/policy.ts'
import { askSafeguards } from '#server/safeguards/rules/verdict.ts'

export const DAY = '2026-11-22'

/** What one row changes of a place and a person for which everything is in order. */
export type Given = {
  base?: 'unpaid' | 'paid' | 'trial'
  today?: string
  position?: Partial<GivenPosition>
  staffing?: Partial<GivenStaffing>
  /** null = nobody is known. */
  person?: Partial<GivenPerson> | null
  numbers?: Partial<SafeguardNumbers>
  ampleMarket?: 'human' | 'block'
}
/** Rule, moment, what is otherwise, what it says: `outcome code` with commas, or `not asked`. */
export type Row = [rule: string, moment: Moment, given: Given, says: string]

const BASES = { unpaid: PLACE_IN_ORDER, paid: PAID_IN_ORDER, trial: TRIAL_IN_ORDER }

const factsOf = ({ base = 'unpaid', position, staffing, person }: Given, moment: Moment): SafeguardCase =>
  safeguardCase.parse({
    moment,
    position: { ...BASES[base], ...position, staffing: { ...QUIET_STAFFING, ...BASES[base].staffing, ...staffing } },
    person: person === null ? null : { ...PERSON_IN_ORDER, ...person },
  })

export const verdictOn = (moment: Moment, given: Given) => {
  const { position, person } = factsOf(given, moment)
  // Any number, also those that no municipality sets.
  const policy = {
    ...WHOLE_POLICY,
    numbers: { ...WHOLE_POLICY.numbers, ...given.numbers },
    choices: given.ampleMarket ? { ampleMarket: given.ampleMarket } : WHOLE_POLICY.choices,
  }
  return askSafeguards(moment, { position, person }, policy, given.today ?? DAY)
}

export const saysOf = (rule: string, moment: Moment, given: Given): string => {
  const reasons = verdictOn(moment, given).reasons.filter((one) => one.ruleId === rule)
  return reasons.length === 0 ? 'not asked' : reasons.map((one) => `${one.outcome} ${one.code}`).join(', ')
}
