import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LANGUAGE_SKILLS, LEVELS } from '#db/values/language.ts'
import { LICENCES, TRAVEL_MEANS } from '#db/values/newcomers.ts'
import type { NewcomerFacts } from '#server/matching/rules/facts.ts'
import { explainFully } from '#server/matching/rules/full-explanation.ts'
import { allPass, GATES, gatesOf, pairOf } from '#server/matching/rules/gates.ts'
import { MATCHING_POLICY as policy } from '#server/matching/rules/policy.ts'
import { scoreOf } from '#server/matching/rules/score.ts'
import { TODAY } from '#tests/make/facts.ts'
import { anyNewcomer, anyPosition } from './arbitrary-facts.ts'
import { slowMoveNote, slowScore, slowStates } from './slow-gate.ts'

const SIDE = 320
const newcomers = fc.sample(anyNewcomer('n'), { numRuns: SIDE, seed: 22 })
const positions = fc.sample(anyPosition('p'), { numRuns: SIDE, seed: 11 })

describe('a hundred thousand pairs', () => {
  it('have the same gates and the same score as the slow engine', () => {
    const seen = new Map<string, number>()
    let passed = 0
    for (const newcomer of newcomers)
      for (const position of positions) {
        const pair = pairOf(newcomer, position, policy, TODAY)
        const gates = gatesOf(pair)
        const slow = slowStates(newcomer, position, TODAY)
        let isEligible = true
        for (const { gate, state } of gates) {
          if (state !== slow[gate])
            expect([gate, state, newcomer, position]).toEqual([gate, slow[gate], newcomer, position])
          isEligible &&= state === 'pass'
          seen.set(`${gate} ${state}`, (seen.get(`${gate} ${state}`) ?? 0) + 1)
        }
        if (allPass(pair) !== isEligible) expect([newcomer, position]).toBe(isEligible)
        if (isEligible) passed += 1
        const { a, e, w } = scoreOf(pair)
        const also = slowScore(newcomer, position, TODAY)
        if (a !== also.a || e !== also.e || w !== also.w) expect({ a, e, w, newcomer, position }).toEqual(also)
      }
    expect(newcomers.length * positions.length).toBeGreaterThan(100_000)
    expect(passed).toBeGreaterThan(300)
    const asked = ['language', 'licences', 'skills', 'travel', 'hours', 'week', 'start', 'may-work']
    const states = GATES.flatMap((gate) => [
      `${gate} pass`,
      `${gate} miss`,
      ...(asked.includes(gate) ? [`${gate} unknown`] : []),
    ])
    expect(states.filter((one) => (seen.get(one) ?? 0) < 50)).toEqual([])
  }, 240_000)
})

it('notes a move during the place as the slow engine does', () => {
  const seen = new Map<string | null, number>()
  for (const newcomer of newcomers)
    for (const position of newcomer.futurePlace ? positions : []) {
      const gate = gatesOf(pairOf(newcomer, position, policy, TODAY)).find((one) => one.gate === 'travel')
      if (gate?.state !== 'pass') continue
      const note = slowMoveNote(newcomer, position, TODAY)
      seen.set(note, (seen.get(note) ?? 0) + 1)
      if ((gate.against[0]?.code ?? null) !== note) expect([gate.against, newcomer, position]).toBe(note)
    }
  expect([...seen].filter(([, count]) => count < 5)).toEqual([])
  expect([...seen.keys()].sort()).toEqual([null, 'travel-after-move', 'travel-after-move-unknown'].sort())
}, 60_000)

/** Ways in which somebody can do more, each as large as it gets. */
const MORE: Record<string, (one: NewcomerFacts) => NewcomerFacts> = {
  levels: (one) => {
    const dutch = { ...one.dutch }
    for (const skill of LANGUAGE_SKILLS) {
      const has = dutch[skill]
      const next = has?.level ? LEVELS[LEVELS.indexOf(has.level) + 1] : undefined
      if (has && next) dutch[skill] = { ...has, level: next }
    }
    return { ...one, dutch }
  },
  lessons: (one) => ({
    ...one,
    courses: one.courses.map((course) => ({ ...course, attendance: 1, hoursPerWeek: 40 })),
  }),
  hours: (one) => ({ ...one, hours: one.hours && { min: Math.max(0, one.hours.min - 4), max: one.hours.max + 4 } }),
  minutes: (one) => ({ ...one, travel: { ...one.travel, maxMinutes: (one.travel.maxMinutes ?? 0) + 30 } }),
  means: (one) => ({ ...one, travel: { ...one.travel, means: [...TRAVEL_MEANS] } }),
  skills: (one) => ({
    ...one,
    skills: [...one.skills, { uri: 'skill:0', broader: ['broader:0'], evidence: 'tested' }],
  }),
  week: (one) => ({ ...one, slots: [...one.slots, { kind: 'available', weekday: 6, from: 0, to: 1440 }] }),
  'no lessons': (one) => ({ ...one, slots: one.slots.filter((slot) => slot.kind === 'available') }),
  start: (one) => ({ ...one, availableFrom: '2020-01-01' }),
  licences: (one) => ({ ...one, licences: [...LICENCES] }),
  'no-gos': (one) => ({ ...one, noGo: { isco: [], employers: [] } }),
  'right to work': (one) => ({ ...one, mayWork: { known: true, allowed: true, from: null, until: null } }),
}

describe('whoever can do more', { timeout: 60_000 }, () => {
  const eligible = newcomers.flatMap((newcomer) =>
    positions
      .filter((position) => allPass(pairOf(newcomer, position, policy, TODAY)))
      .map((position) => ({ newcomer, position })),
  )
  for (const [name, more] of Object.entries(MORE))
    it(`loses no eligible pair: ${name}`, () => {
      for (const { newcomer, position } of eligible)
        expect(allPass(pairOf(more(newcomer), position, policy, TODAY))).toBe(true)
    })

  it('never scores lower for more skills, a higher level or a nearer wish', () => {
    for (const { newcomer, position } of eligible) {
      const w = scoreOf(pairOf(newcomer, position, policy, TODAY)).w
      const { uri: occupationUri, isco } = position.occupation
      const wished = { ...newcomer, wishes: [...newcomer.wishes, { rank: 9, occupationUri, isco }] }
      for (const better of [MORE['levels'], MORE['skills'], () => wished])
        expect(scoreOf(pairOf(better?.(newcomer) ?? newcomer, position, policy, TODAY)).w).toBeGreaterThanOrEqual(w)
    }
  })
})

describe('the explanation, whatever the facts', { timeout: 60_000 }, () => {
  it('says one thing in three states, counts lifts anew, and depends on the facts alone', () => {
    fc.assert(
      fc.property(anyNewcomer('n'), anyPosition('p'), (newcomer, position) => {
        const found = explainFully(newcomer, position, policy, TODAY)
        expect(found.components.map((one) => one.name)).toEqual([
          ...GATES,
          ...found.score.contributions.map((one) => one.component),
        ])
        for (const { kind, state, score, name } of found.components) {
          if (kind === 'gate') {
            const told = { met: 'pass', 'not-yet': 'miss', unknown: 'unknown' }[state]
            expect(found.gates.find((one) => one.gate === name)?.state).toBe(told)
          } else {
            expect(score && score.lift >= 0 && score.room >= 0 && score.lift <= found.score.w).toBe(true)
            expect(found.score.w + (score?.room ?? 0)).toBeLessThanOrEqual(1000)
          }
        }
        expect(explainFully(structuredClone(newcomer), structuredClone(position), policy, TODAY)).toEqual(found)
      }),
      { numRuns: 400 },
    )
  })
})
