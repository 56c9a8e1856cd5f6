import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LANGUAGE_SKILLS, LEVELS } from '#db/values/language.ts'
import { explainPair } from '#server/matching/rules/explain.ts'
import type { NewcomerFacts } from '#server/matching/rules/facts.ts'
import { allPass, pairOf } from '#server/matching/rules/gates.ts'
import { MATCHING_POLICY as policy } from '#server/matching/rules/policy.ts'
import { TODAY } from '#tests/make/facts.ts'
import { anyNewcomer, anyPosition } from './arbitrary-facts.ts'
import { slowlyPasses } from './slow-gate.ts'

describe('the engine, whatever the facts', () => {
  it('agrees with the slow gate, and stopping early gives the same answer', () => {
    let passed = 0
    fc.assert(
      fc.property(anyNewcomer('n'), anyPosition('p'), (newcomer, position) => {
        const { answer } = explainPair(newcomer, position, policy, TODAY)
        expect(answer === 'eligible').toBe(slowlyPasses(newcomer, position, TODAY))
        expect(allPass(pairOf(newcomer, position, policy, TODAY))).toBe(answer === 'eligible')
        if (answer === 'eligible') passed += 1
      }),
      { numRuns: 1500 },
    )
    expect(passed).toBeGreaterThan(5)
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
    fc.assert(
      fc.property(anyNewcomer('n'), anyPosition('p'), (newcomer, position) => {
        if (explainPair(newcomer, position, policy, TODAY).answer !== 'eligible') return
        for (const more of better) expect(explainPair(more(newcomer), position, policy, TODAY).answer).toBe('eligible')
      }),
      { numRuns: 800 },
    )
  })
})
