import type { SafeguardPolicy } from '#server/safeguards/rules/policy.ts'
import { rulesOf } from '#server/safeguards/rules/table.ts'
import { type Verdict, worstOf } from '#server/safeguards/rules/verdict.ts'

/** Who took a place off the site that its employer did not: the recheck of what is blocked since, or an officer who rejected it. */
export type TakenOffBy = 'worker' | 'officer'

/**
 * The verdict at a moment about a candidate, with what blocks the place itself: a rule that is asked at `publish` alone, such as the pause of a monitor,
 * holds up its candidates as well. Rules that were asked at this moment keep their own answer. In the order of the catalogue, so that it can be replayed.
 * @param published the verdict at `publish` today, after what people decided
 */
export const withBlocksOf = (verdict: Verdict, published: Verdict, policy: SafeguardPolicy): Verdict => {
  const added = new Set(
    published.reasons
      .filter((one) => one.outcome === 'block' && !one.approved && verdict.inputs[one.ruleId] === undefined)
      .map(({ ruleId }) => ruleId),
  )
  if (added.size === 0) return verdict
  const answers = rulesOf(policy).flatMap(({ id }) => {
    const from = added.has(id) ? published : verdict
    return from.inputs[id] === undefined ? [] : [{ id, from }]
  })
  const reasons = answers.flatMap(({ id, from }) => from.reasons.filter(({ ruleId }) => ruleId === id))
  return {
    ...verdict,
    reasons,
    inputs: Object.fromEntries(answers.map(({ id, from }) => [id, from.inputs[id] ?? {}])),
    outcome: worstOf(reasons.map((one) => (one.approved ? 'ok' : one.outcome))),
  }
}

/**
 * Whether nobody starts at a place that was taken off the site, whatever the verdict about the start says. Two people who let the block pass for this
 * start decided about the same, so it goes on; what an officer rejected comes back only by its employer, who sends it in again.
 * @param verdict at `start`, after what people decided
 */
export const isClosedForStarts = (takenOffBy: TakenOffBy | undefined, verdict: Verdict): boolean => {
  if (takenOffBy === undefined) return false
  return takenOffBy === 'officer' || !verdict.reasons.some((one) => one.outcome === 'block' && one.approved)
}
