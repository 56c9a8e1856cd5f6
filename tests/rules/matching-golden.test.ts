import { describe, expect, it } from 'vitest'
import { ASKS } from '#server/matching/rules/asks.ts'
import { explainFully, type FullExplanation } from '#server/matching/rules/full-explanation.ts'
import { GATES, type Gate } from '#server/matching/rules/gates.ts'
import { MATCHING_POLICY } from '#server/matching/rules/policy.ts'
import { REASON_CODES } from '#server/matching/rules/reasons.ts'
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
  /** The facts to fill in. */
  asks?: string[]
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

type Outcome = 'met' | 'expected' | 'missed' | 'unknown'
const CAN_BE_UNKNOWN: readonly Gate[] = [
  'language',
  'licences',
  'skills',
  'travel',
  'hours',
  'week',
  'start',
  'may-work',
]

/** Only lessons lead to something expected; what a person decides or a count says is never unknown. */
const outcomesOf = (gate: Gate): string[] =>
  (['met', 'expected', 'missed', 'unknown'] satisfies Outcome[])
    .filter((one) => one !== 'expected' || gate === 'language')
    .filter((one) => one !== 'unknown' || CAN_BE_UNKNOWN.includes(gate))
    .map((one) => `${gate} ${one}`)
const EXAMPLES = GATES.flatMap(outcomesOf)

/** A gate counts as met only where something was asked: a place that asks no licence is no example of one. */
const isAsked = (gate: Gate, newcomer: Short, position: Short): boolean => {
  const [person, place] = [newcomerFrom(newcomer), positionFrom(position)]
  if (gate === 'licences') return place.licences.length > 0
  if (gate === 'skills') return place.requiredSkills.length > 0
  if (gate === 'no-go') return person.noGo.isco.length + person.noGo.employers.length > 0
  return gate !== 'language' || Object.values(place.dutch).some((one) => one !== null)
}

/** `gate outcome` of each gate of each pair. */
const outcomes = new Map(pairs.map((pair) => [pair, outcomesOfPair(pair)] as const))
function outcomesOfPair({ newcomer, position }: Pair): Set<string> {
  return new Set(
    found(newcomer, position).gates.flatMap(({ gate, state, for: pro }) => {
      if (state === 'pass' && !isAsked(gate, newcomer, position)) return []
      const isExpected = pro.some((one) => one.code === 'language-expected')
      const outcome: Outcome =
        state === 'miss' ? 'missed' : state === 'unknown' ? state : isExpected ? 'expected' : 'met'
      return `${gate} ${outcome}`
    }),
  )
}
const outcomesIn = (pair: Pair): ReadonlySet<string> => outcomes.get(pair) ?? new Set()

/** Which of these no pair is an example of. */
const withoutExample = (some: readonly Pair[], wanted: readonly string[]): string[] => {
  const seen = new Set(some.flatMap((one) => [...outcomesIn(one)]))
  return wanted.filter((one) => !seen.has(one))
}

describe('the golden set', () => {
  it('belongs to the policy in force and is large enough', () => {
    expect(MATCHING_POLICY.version).toBe(policy)
    expect(pairs.length).toBeGreaterThanOrEqual(60)
    expect(new Set(pairs.map((one) => one.name)).size).toBe(pairs.length)
  })

  it('has an example of every gate in every outcome that it can have, and of every answer', () => {
    expect(withoutExample(pairs, EXAMPLES)).toEqual([])
    expect(new Set(pairs.map((one) => one.expected.answer))).toEqual(new Set(['eligible', 'unknown', 'not-eligible']))
  })

  it('has Alfa learners in every outcome of language, and people in an asylum centre in every outcome of travel', () => {
    const alfa = pairs.filter(({ newcomer }) => JSON.stringify(newcomer['dutch'] ?? '').includes('alfa-'))
    expect(withoutExample(alfa, outcomesOf('language'))).toEqual([])
    const centre = pairs.filter(({ name }) => /asylum/.test(name))
    expect(withoutExample(centre, outcomesOf('travel'))).toEqual([])
    expect(withoutExample(centre, ['language expected', 'may-work met', 'may-work missed'])).toEqual([])
  })

  it('says which example is missing once its pairs are taken away', () => {
    for (const one of EXAMPLES) {
      const rest = pairs.filter((pair) => !outcomesIn(pair).has(one))
      expect(withoutExample(rest, EXAMPLES)).toContain(one)
    }
  })

  it('has every reason that the engine can give, and every question', () => {
    const told = pairs.map(({ newcomer, position }) => found(newcomer, position))
    const codes = told.flatMap(({ gates, parts, components }) =>
      [...gates, ...Object.values(parts), ...components].flatMap((one) => [...one.for, ...one.against]),
    )
    const seen = new Set(codes.map((one) => one.code))
    expect(REASON_CODES.filter((code) => !seen.has(code))).toEqual([])
    const asked = new Set(told.flatMap((one) => one.asks))
    expect(ASKS.filter((one) => !asked.has(one))).toEqual([])
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
      const noted = explained.gates.some((one) => one.against.some((note) => note.code === 'travel-after-move-unknown'))
      expect(explained.asks.length > 0).toBe(explained.unknown.length > 0 || noted)
      if (expected.asks) expect(explained.asks).toEqual(expected.asks)
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
