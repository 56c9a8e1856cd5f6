import type { NewcomerFacts, PositionFacts } from '#server/matching/rules/facts.ts'
import { explainFully } from '#server/matching/rules/full-explanation.ts'
import { MATCHING_POLICY as policy } from '#server/matching/rules/policy.ts'
import { aNewcomerFacts, aPositionFacts, TODAY } from '#tests/make/facts.ts'

/** The whole explanation of the pair that fits, with these facts changed. */
export const ask = (newcomer: Partial<NewcomerFacts> = {}, position: Partial<PositionFacts> = {}) =>
  explainFully(aNewcomerFacts(newcomer), aPositionFacts(position), policy, TODAY)
/** One gate or one part of the score of it. */
export const part = (
  kind: 'gate' | 'score',
  name: string,
  newcomer: Partial<NewcomerFacts> = {},
  position: Partial<PositionFacts> = {},
) => {
  const found = ask(newcomer, position).components.find((one) => one.kind === kind && one.name === name)
  if (!found) throw new Error(`no ${kind} ${name}`)
  return found
}
