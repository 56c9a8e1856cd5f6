import { describe, expect, it } from 'vitest'
import { explainPair } from '#server/matching/rules/explain.ts'
import { newcomerFacts, positionFacts } from '#server/matching/rules/facts.ts'
import { MATCHING_POLICY } from '#server/matching/rules/policy.ts'
import golden from '#tests/golden/matching.json'
import { aNewcomerFacts, aPositionFacts } from '#tests/make/facts.ts'

/** A change of these numbers is a change of policy: it needs a new policy version and a line in the changelog. */
describe('the golden set', () => {
  it('belongs to the policy in force', () => {
    expect(MATCHING_POLICY.version).toBe(golden.policy)
    expect(golden.pairs.length).toBeGreaterThanOrEqual(12)
  })

  for (const { name, newcomer, position, expected } of golden.pairs) {
    it(name, () => {
      const someone = newcomerFacts.parse({ ...aNewcomerFacts(), ...newcomer })
      const place = positionFacts.parse({ ...aPositionFacts(), ...position })
      const found = explainPair(someone, place, MATCHING_POLICY, golden.today)
      const { a, e, w } = found.score
      const states = Object.values(found.parts).map((part) => part.state)
      const who = found.oneThing?.who ?? null
      const { answer, missed, unknown } = found
      expect({ answer, missed, unknown, who, a, e, w, parts: states.join(' ') }).toEqual(expected)
    })
  }
})
