import { type Moment, OUTCOMES, type Outcome, type PassedBy, type RuleBasis } from '#db/values/safeguards.ts'
import { laterOf } from './calendar.ts'
import { ABOUT_ONE_HAPPENING, ABOUT_PLANNED_TERMS } from './codes.ts'
import type { SafeguardFacts } from './facts.ts'
import { numbersOf } from './numbers.ts'
import type { SafeguardNumbers, SafeguardPolicy } from './policy.ts'
import type { Asked, Basis, Finding, Ground, SafeguardRule } from './rule.ts'
import type { Source } from './sources.ts'
import { rulesOf } from './table.ts'

/** One reason of a verdict; `approved` = a person of the municipality decided that this may go on, `passedBy` the decision on which that stands. */
export type VerdictReason = Finding & {
  ruleId: string
  /** Version of the rule. */
  version: number
  basis: Basis
  approved?: true
  passedBy?: PassedBy
}

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

const IN_ORDER: Finding = { outcome: 'ok', code: 'in-order', params: {} }

const reasonsOf = (rule: SafeguardRule, inputs: Record<string, unknown>, ground: Ground): VerdictReason[] => {
  const found = rule.ask(inputs, ground)
  return (found.length > 0 ? found : [IN_ORDER]).map((one) => ({
    ruleId: rule.id,
    version: rule.version,
    ...one,
    basis: rule.basis,
  }))
}

/**
 * Asks every safeguard of this moment, and never stops at the first that objects.
 * @param today `YYYY-MM-DD`; terms count from the planned start, from today while there is none; look-backs count from today once the planned day
 *   has passed, of a placement that runs as well: what happened since would stay unseen
 */
export const askSafeguards = (
  moment: Moment,
  facts: SafeguardFacts,
  policy: SafeguardPolicy,
  today: string,
): Verdict => {
  const { position, person } = facts
  const start = position.startsOn ?? today
  const lookBackFrom = laterOf(start, today)
  const asked: Asked = { moment, position, person, policy, today, start, lookBackFrom }
  const inputs: Verdict['inputs'] = {}
  const reasons: VerdictReason[] = []
  for (const rule of rulesOf(policy)) {
    if (!rule.moments.includes(moment) || !rule.appliesTo(position, person)) continue
    const read = rule.inputs(asked)
    inputs[rule.id] = read
    reasons.push(...reasonsOf(rule, read, { moment, policy }))
  }
  return {
    moment,
    outcome: worstOf(reasons.map((one) => one.outcome)),
    reasons,
    policyVersion: policy.version,
    inputs,
  }
}

/**
 * Gives a stored answer again from what was stored alone: the moment, the inputs of each rule that was asked, and the policy that its version
 * names. The same reasons in the same order, so a difference means that somebody changed a rule without a new version.
 */
export const replayVerdict = (stored: Pick<Verdict, 'moment' | 'inputs'>, policy: SafeguardPolicy): Verdict => {
  const { moment, inputs } = stored
  const reasons = rulesOf(policy).flatMap((rule) => {
    const read = inputs[rule.id]
    return read === undefined ? [] : reasonsOf(rule, read, { moment, policy })
  })
  return {
    moment,
    outcome: worstOf(reasons.map((one) => one.outcome)),
    reasons,
    policyVersion: policy.version,
    inputs,
  }
}

/** One line of the trail of an answer: which rule, on which ground, what it read, with which numbers, what it said. */
export type TrailLine = {
  rule: string
  version: number
  title: SafeguardRule['title']
  tags: readonly RuleBasis[]
  sources: readonly Source[]
  outcome: Outcome
  reasons: { outcome: Outcome; code: string; params: Finding['params'] }[]
  inputs: Record<string, unknown>
  numbers: Partial<SafeguardNumbers>
}

/** The trail of a verdict, one line per rule in the order of the catalogue. */
export const trailOf = (verdict: Verdict, policy: SafeguardPolicy): TrailLine[] =>
  rulesOf(policy).flatMap((rule): TrailLine[] => {
    const inputs = verdict.inputs[rule.id]
    if (inputs === undefined) return []
    const reasons = verdict.reasons
      .filter((one) => one.ruleId === rule.id)
      .map(({ outcome, code, params }) => ({ outcome, code, params }))
    return [
      {
        rule: rule.id,
        version: rule.version,
        title: rule.title,
        tags: rule.tags,
        sources: rule.basis.sources,
        outcome: worstOf(reasons.map((one) => one.outcome)),
        reasons,
        inputs,
        numbers: numbersOf(rule.id, policy),
      },
    ]
  })

/** A reason that somebody decided on, as they read it, with that decision where it is known. */
export type Approved = { ruleId?: string; code: string; params?: Finding['params']; passedBy?: PassedBy }

/** The same reason, let pass; where an earlier decision let it pass already, that one stays named. */
export const passed = (one: VerdictReason, passedBy: PassedBy | undefined): VerdictReason => ({
  ...one,
  approved: true,
  ...(!one.passedBy && passedBy && { passedBy }),
})

const isExact = (code: string, moment: Moment): boolean =>
  ABOUT_ONE_HAPPENING.includes(code) ||
  ((moment === 'start' || moment === 'extend') && ABOUT_PLANNED_TERMS.includes(code))

const isSame = (
  seen: { ruleId?: string; code: string; params?: Finding['params'] },
  one: VerdictReason,
  exactly: boolean,
): boolean =>
  seen.ruleId === one.ruleId &&
  seen.code === one.code &&
  (!exactly || Object.entries(one.params).every(([name, value]) => seen.params?.[name] === value))

/**
 * The verdict after a person of the municipality approved: `human` reasons of the rules that this person decided on no
 * longer hold it up. Never touches a block; a reason that the person did not see still asks for a decision.
 * @param approved the reasons of the verdict that the decision was about, each with that decision; of several the first counts
 * @param exactly only with the same parameters, e.g. of a start on the terms that the person read; codes about one happening always, those about the
 *   planned terms at a start and a longer term
 */
export const withApproval = (verdict: Verdict, approved: readonly Approved[], exactly?: 'exactly'): Verdict => {
  const reasons = verdict.reasons.map((one): VerdictReason => {
    const mustBeExact = exactly === 'exactly' || isExact(one.code, verdict.moment)
    const by = one.outcome === 'human' ? approved.find((seen) => isSame(seen, one, mustBeExact)) : undefined
    return by ? passed(one, by.passedBy) : one
  })
  return { ...verdict, reasons, outcome: worstOf(reasons.map((one) => (one.approved ? 'ok' : one.outcome))) }
}
