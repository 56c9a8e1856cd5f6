import { describe, expect, it } from 'vitest'
import { explainFully, type FullExplanation } from '#server/matching/rules/full-explanation.ts'
import { GATES } from '#server/matching/rules/gates.ts'
import { MATCHING_POLICY } from '#server/matching/rules/policy.ts'
import golden from '#tests/golden/matching.json'
import { newcomerFrom, positionFrom, type Short } from '#tests/make/golden.ts'

/**
 * Pairs thought through by hand. A change of what is expected here is a change of policy: it needs a new policy version
 * and a line in the changelog.
 */
type Expected = {
  answer: string
  /** Gates that say something else than a plain pass, or pass with something to tell: state, then codes for and against. */
  gates?: Record<string, string[]>
  who?: string
  /** What would change it: who, then the codes of the changes. */
  changes?: string[][]
  expectedOn?: string
  scores?: { a: number; e: number; w: number }
  parts?: string
  /** The strongest reasons, most telling first. */
  for?: string[]
  against?: string[]
}
type Pair = { name: string; newcomer: Short; position: Short; expected: Expected }
type Order = { name: string; newcomers: Short[]; positions: Short[]; order: string[] }
const { today, policy, pairs, orders } = golden as unknown as {
  today: string
  policy: string
  pairs: Pair[]
  orders: Order[]
}
const found = (newcomer: Short, position: Short): FullExplanation =>
  explainFully(newcomerFrom(newcomer), positionFrom(position), MATCHING_POLICY, today)

describe('the golden set', () => {
  it('belongs to the policy in force and is large enough', () => {
    expect(MATCHING_POLICY.version).toBe(policy)
    expect(pairs.length).toBeGreaterThanOrEqual(60)
    expect(new Set(pairs.map((one) => one.name)).size).toBe(pairs.length)
  })

  it('has every gate in every state that it can have, and every answer', () => {
    const seen = new Set(
      pairs.flatMap(({ expected }) =>
        Object.entries(expected.gates ?? {}).map(([gate, [state]]) => `${gate} ${state}`),
      ),
    )
    for (const gate of GATES) expect(seen).toContain(`${gate} miss`)
    for (const gate of ['language', 'licences', 'skills', 'travel', 'hours', 'week', 'start', 'may-work'])
      expect(seen).toContain(`${gate} unknown`)
    expect(new Set(pairs.map((one) => one.expected.answer))).toEqual(new Set(['eligible', 'unknown', 'not-eligible']))
  })

  for (const { name, newcomer, position, expected } of pairs) {
    it(name, () => {
      const explained = found(newcomer, position)
      const { answer, oneThing, score, parts, reasons, counterfactuals } = explained
      expect({ answer, who: oneThing?.who }).toEqual({ answer: expected.answer, who: expected.who })
      for (const { gate, state, for: pro, against } of explained.gates) {
        const codes = [...pro, ...against].map((one) => one.code)
        const told = expected.gates?.[gate]
        if (told) expect([gate, state, ...codes]).toEqual([gate, ...told])
        else expect([gate, state, against.length]).toEqual([gate, 'pass', 0])
      }
      if (expected.changes)
        expect(counterfactuals.map(({ who, changes }) => [who, ...changes.map((one) => one.code)])).toEqual(
          expected.changes,
        )
      if (expected.expectedOn) expect(counterfactuals[0]?.expectedOn).toBe(expected.expectedOn)
      if (expected.scores) expect(score).toMatchObject(expected.scores)
      if (expected.parts)
        expect(
          Object.values(parts)
            .map((part) => part.state)
            .join(' '),
        ).toBe(expected.parts)
      if (expected.for) expect(reasons.for.map((one) => one.name)).toEqual(expected.for)
      if (expected.against) expect(reasons.against.map((one) => one.name)).toEqual(expected.against)
    })
  }

  it('passes every gate with nothing against it in the plain pair', () => {
    for (const { state, against } of found({}, {}).gates) expect([state, against]).toEqual(['pass', []])
  })

  for (const { name, newcomers, positions, order } of orders) {
    it(`orders ${name}`, () => {
      const ranked = newcomers
        .flatMap((newcomer) => positions.map((position) => found(newcomer, position)))
        .filter((one) => one.answer === 'eligible')
        .sort((x, y) => y.score.w - x.score.w)
      expect(ranked.map((one) => (positions.length > 1 ? one.positionId : one.newcomerId))).toEqual(order)
      expect(new Set(ranked.map((one) => one.score.w)).size).toBe(ranked.length)
    })
  }
})
