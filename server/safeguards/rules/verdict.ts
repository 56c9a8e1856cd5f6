import { type Moment, OUTCOMES, type Outcome } from '#db/values/safeguards.ts'
import { laterOf } from './calendar.ts'
import { ABOUT_ONE_HAPPENING } from './codes.ts'
import type { SafeguardFacts } from './facts.ts'
import type { SafeguardPolicy } from './policy.ts'
import type { Asked, Basis, Finding } from './rule.ts'
import { SAFEGUARD_RULES } from './table.ts'

/** One reason of a verdict; `approved` = a person of the municipality decided that this may go on. */
type VerdictReason = Finding & { ruleId: string; basis: Basis; approved?: true }

/** The answer of all safeguards at one moment, complete enough to store and to check again later. */
export type Verdict = {
  moment: Moment
  /** The worst of all reasons. */
  outcome: Outcome
  /** Every rule that was asked has at least one reason; `in-order` where it found nothing. */
  reasons: VerdictReason[]
  policyVersion: string
  /** What each rule read, by rule id. */
  inputs: Record<string, Record<string, unknown>>
}

/** The worst of some outcomes; `ok` when there are none. */
export const worstOf = (outcomes: readonly Outcome[]): Outcome =>
  outcomes.reduce<Outcome>((worst, one) => (OUTCOMES.indexOf(one) > OUTCOMES.indexOf(worst) ? one : worst), 'ok')

/**
 * Asks every safeguard of this moment, and never stops at the first that objects.
 * @param today `YYYY-MM-DD`; look-backs and terms count from the planned start, from today while there is none; before anybody
 *   starts, look-backs count from today also when the planned day has passed, or what happened since would stay unseen
 */
export const askSafeguards = (
  moment: Moment,
  facts: SafeguardFacts,
  policy: SafeguardPolicy,
  today: string,
): Verdict => {
  const { position, person } = facts
  const start = position.startsOn ?? today
  const isPlanned = moment === 'start' || moment === 'extend'
  const lookBackFrom = isPlanned ? start : laterOf(start, today)
  const asked: Asked = { moment, position, person, policy, today, start, lookBackFrom }
  const rules = SAFEGUARD_RULES.filter((rule) => rule.moments.includes(moment) && rule.appliesTo(position))
  const reasons = rules.flatMap((rule): VerdictReason[] => {
    const found = rule.ask(asked)
    const all: Finding[] = found.length > 0 ? found : [{ outcome: 'ok', code: 'in-order', params: {} }]
    return all.map((one) => ({ ruleId: rule.id, ...one, basis: rule.basis }))
  })
  return {
    moment,
    outcome: worstOf(reasons.map((one) => one.outcome)),
    reasons,
    policyVersion: policy.version,
    inputs: Object.fromEntries(rules.map((rule) => [rule.id, rule.inputs(asked)])),
  }
}

const isSame = (
  seen: { ruleId?: string; code: string; params?: Finding['params'] },
  one: VerdictReason,
  exactly?: 'exactly',
): boolean =>
  seen.ruleId === one.ruleId &&
  seen.code === one.code &&
  ((!exactly && !ABOUT_ONE_HAPPENING.includes(one.code)) ||
    Object.entries(one.params).every(([name, value]) => seen.params?.[name] === value))

/**
 * The verdict after a person of the municipality approved: `human` reasons of the rules that this person decided on no
 * longer hold it up. Never touches a block; a reason that the person did not see still asks for a decision.
 * @param approved the reasons of the verdict that the decision was about
 * @param exactly only with the same parameters, e.g. of a start on the terms that the person read
 */
export const withApproval = (
  verdict: Verdict,
  approved: readonly { ruleId?: string; code: string; params?: Finding['params'] }[],
  exactly?: 'exactly',
): Verdict => {
  const reasons = verdict.reasons.map(
    (one): VerdictReason =>
      one.outcome === 'human' && approved.some((seen) => isSame(seen, one, exactly)) ? { ...one, approved: true } : one,
  )
  return { ...verdict, reasons, outcome: worstOf(reasons.map((one) => (one.approved ? 'ok' : one.outcome))) }
}
