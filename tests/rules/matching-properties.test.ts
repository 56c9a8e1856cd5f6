import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LANGUAGE_SKILLS, LEVELS } from '#db/values/language.ts'
import { explainPair } from '#server/matching/rules/explain.ts'
import type { NewcomerFacts, PositionFacts } from '#server/matching/rules/facts.ts'
import { allPass, pairOf } from '#server/matching/rules/gates.ts'
import { MATCHING_POLICY as policy } from '#server/matching/rules/policy.ts'
import { TODAY } from '#tests/make/facts.ts'
import { anyNewcomer, anyPosition } from './arbitrary-facts.ts'
import { slowlyPasses } from './slow-gate.ts'

const answerOf = (newcomer: NewcomerFacts, position: PositionFacts): string =>
  explainPair(newcomer, position, policy, TODAY).answer

type Pair = { newcomer: NewcomerFacts; position: PositionFacts }

/** What makes a newcomer pass a gate of a place, just so: each only where it is needed. */
const MENDS: ((pair: Pair) => Pair)[] = [
  ({ newcomer, position }) => ({
    newcomer: { ...newcomer, place: position.place, futurePlace: null, travel: { means: ['walk'], maxMinutes: 15 } },
    position,
  }),
  ({ newcomer, position }) => {
    const dutch = { ...newcomer.dutch }
    for (const skill of LANGUAGE_SKILLS) {
      const asks = position.dutch[skill]
      if (asks) dutch[skill] = { level: asks.level, reference: null, source: 'tested', assessedOn: TODAY }
    }
    return { newcomer: { ...newcomer, dutch }, position }
  },
  ({ newcomer, position }) => ({
    newcomer: {
      ...newcomer,
      slots: [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ kind: 'available', weekday, from: 360, to: 1320 })),
    },
    position,
  }),
  ({ newcomer, position }) => ({
    newcomer: { ...newcomer, hours: { min: position.hoursPerWeek, max: position.hoursPerWeek } },
    position,
  }),
  ({ newcomer, position }) => ({ newcomer: { ...newcomer, availableFrom: position.startsOn }, position }),
  ({ newcomer, position }) => ({
    newcomer: { ...newcomer, mayWork: { known: true, allowed: true, from: null, until: null } },
    position,
  }),
  ({ newcomer, position }) => ({
    newcomer: {
      ...newcomer,
      skillsKnown: true,
      skills: [...newcomer.skills, ...position.requiredSkills.map((one) => ({ ...one, evidence: 'self' as const }))],
    },
    position,
  }),
  ({ newcomer, position }) => ({
    newcomer: { ...newcomer, otherLanguages: position.otherLanguages.map(({ task: _task, ...one }) => one) },
    position,
  }),
  ({ newcomer, position }) => ({ newcomer: { ...newcomer, noGo: { isco: [], employers: [] } }, position }),
  ({ newcomer, position }) => ({ newcomer: { ...newcomer, licences: [...position.licences] }, position }),
  ({ newcomer, position }) => ({ newcomer, position: { ...position, safeguard: 'ok', seatsTaken: 0 } }),
]

/** A random pair, mended where a gate misses and nowhere else, so that it stands as near to the edges of the gates as it was drawn. */
const mended = (drawn: Pair): Pair => {
  const passes = (without: ReadonlySet<number>): Pair | null => {
    const pair = MENDS.reduce((so, mend, n) => (without.has(n) ? so : mend(so)), drawn)
    return allPass(pairOf(pair.newcomer, pair.position, policy, TODAY)) ? pair : null
  }
  const without = new Set<number>()
  let best = passes(without) ?? drawn
  for (const n of MENDS.keys()) {
    const found = passes(new Set([...without, n]))
    if (!found) continue
    without.add(n)
    best = found
  }
  return best
}

const nearPair = fc
  .record({
    newcomer: anyNewcomer('n'),
    drawn: anyPosition('p'),
    licences: fc.constantFrom<PositionFacts['licences'] | null>(null, null, null, ['B'], ['vca'], ['AM', 'vca']),
  })
  .map(({ newcomer, drawn, licences }) => mended({ newcomer, position: licences ? { ...drawn, licences } : drawn }))

/** Holds a rule against eligible pairs, and says when there are too few of them, or too few that ask for something, to mean anything. */
const forEligible = (rule: (newcomer: NewcomerFacts, position: PositionFacts) => void): void => {
  const seen = { eligible: 0, dutch: 0, times: 0, licence: 0 }
  fc.assert(
    fc.property(nearPair, ({ newcomer, position }) => {
      if (answerOf(newcomer, position) !== 'eligible') return
      seen.eligible += 1
      seen.dutch += LANGUAGE_SKILLS.some((skill) => position.dutch[skill] !== null) ? 1 : 0
      seen.times += position.slots.length > 0 ? 1 : 0
      seen.licence += position.licences.length > 0 ? 1 : 0
      rule(newcomer, position)
    }),
    { numRuns: 500 },
  )
  expect(seen.eligible).toBeGreaterThanOrEqual(300)
  for (const demand of ['dutch', 'times', 'licence'] as const) expect(seen[demand], demand).toBeGreaterThanOrEqual(20)
}

describe('the engine, whatever the facts', () => {
  it('agrees with the slow gate, and stopping early gives the same answer', () => {
    let passed = 0
    const pairs = fc.oneof(fc.record({ newcomer: anyNewcomer('n'), position: anyPosition('p') }), nearPair)
    fc.assert(
      fc.property(pairs, ({ newcomer, position }) => {
        const { answer } = explainPair(newcomer, position, policy, TODAY)
        expect(answer === 'eligible').toBe(slowlyPasses(newcomer, position, TODAY))
        expect(allPass(pairOf(newcomer, position, policy, TODAY))).toBe(answer === 'eligible')
        if (answer === 'eligible') passed += 1
      }),
      { numRuns: 1500 },
    )
    expect(passed).toBeGreaterThan(300)
  })

  it('never loses an eligible pair when somebody can do more', () => {
    const better: ((one: NewcomerFacts) => NewcomerFacts)[] = [
      (one) => {
        const dutch = { ...one.dutch }
        for (const skill of LANGUAGE_SKILLS) {
          const has = dutch[skill]
          const next = has?.level ? LEVELS[LEVELS.indexOf(has.level) + 1] : undefined
          if (has && next) dutch[skill] = { ...has, level: next }
        }
        return { ...one, dutch }
      },
      (one) => ({ ...one, hours: one.hours && { min: one.hours.min, max: one.hours.max + 4 } }),
      (one) => ({ ...one, travel: { ...one.travel, maxMinutes: (one.travel.maxMinutes ?? 0) + 30 } }),
      (one) => ({ ...one, travel: { ...one.travel, means: ['walk', 'bicycle', 'public-transport', 'car'] } }),
      (one) => ({ ...one, skills: [...one.skills, { uri: 'skill:new', broader: [], evidence: 'tested' }] }),
      (one) => ({ ...one, slots: [...one.slots, { kind: 'available', weekday: 6, from: 0, to: 1440 }] }),
      (one) => ({ ...one, slots: one.slots.filter((slot) => slot.kind === 'available') }),
      (one) => ({ ...one, availableFrom: '2020-01-01' }),
      (one) => ({ ...one, licences: [...(one.licences ?? []), 'B', 'C'] }),
    ]
    forEligible((newcomer, position) => {
      for (const [n, more] of better.entries()) expect(answerOf(more(newcomer), position), `${n}`).toBe('eligible')
    })
  })

  it('never loses an eligible pair when the place asks less', () => {
    const easier: ((one: PositionFacts) => PositionFacts)[] = [
      (one) => {
        const dutch = { ...one.dutch }
        for (const skill of LANGUAGE_SKILLS) {
          const asks = dutch[skill]
          const lower = asks ? LEVELS[LEVELS.indexOf(asks.level) - 1] : undefined
          if (asks) dutch[skill] = lower ? { ...asks, level: lower } : null
        }
        return { ...one, dutch }
      },
      (one) => ({ ...one, dutch: { ...one.dutch, speaking: null } }),
      (one) => ({ ...one, slots: one.slots.length > 1 ? one.slots.slice(1) : one.slots }),
      (one) => ({
        ...one,
        slots: one.slots.map((slot) => (slot.to - slot.from > 60 ? { ...slot, from: slot.from + 30 } : slot)),
      }),
      (one) => ({ ...one, requiredSkills: one.requiredSkills.slice(1) }),
      (one) => ({ ...one, otherLanguages: [] }),
      (one) => ({ ...one, licences: one.licences.slice(1) }),
      (one) => ({ ...one, seats: one.seats + 1 }),
      (one) => ({ ...one, flexibleStart: true }),
    ]
    forEligible((newcomer, position) => {
      for (const [n, less] of easier.entries()) expect(answerOf(newcomer, less(position)), `${n}`).toBe('eligible')
    })
  })
})
