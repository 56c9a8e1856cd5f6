import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Ask } from '#server/matching/rules/asks.ts'
import { type NewcomerFacts, newcomerFacts } from '#server/matching/rules/facts.ts'
import { explainFully } from '#server/matching/rules/full-explanation.ts'
import type { Gate } from '#server/matching/rules/gates.ts'
import { MATCHING_POLICY } from '#server/matching/rules/policy.ts'
import { newcomerFactsOf } from '#server/newcomers/reads.ts'
import { aPositionFacts } from '#tests/make/facts.ts'
import { BAKER, BAKING, KNEADING, someReference } from '#tests/make/reference.ts'
import { aNewcomer, TODAY } from '#tests/make/rooms.ts'
import { aDatabase } from '#tests/setup/database.ts'

const NO_DUTCH = { listening: null, speaking: null, reading: null, writing: null }

let home: Awaited<ReturnType<typeof aDatabase>>

beforeAll(async () => {
  home = await aDatabase()
  await someReference(home.db)
})
afterAll(() => home.close())

describe('the facts for matching', () => {
  test('they are what the engine accepts, and nothing that names or is protected', async () => {
    const canary = 'Kanarieveld'
    const { newcomerId } = await aNewcomer(home.db, {
      needsAtWork: `${canary} stilte`,
      identity: { givenName: canary, familyName: canary, email: 'kanarieveld@voorbeeld.nl', phone: '0699999999' },
      languages: [
        { language: 'nld', skill: 'speaking', level: 'A2', source: 'tested', assessedOn: '2026-10-01' },
        {
          language: 'nld',
          skill: 'reading',
          level: null,
          referenceLevel: '1F',
          source: 'exam',
          assessedOn: '2026-10-01',
        },
        { language: 'ara', skill: 'speaking', level: 'C2', source: 'self', assessedOn: '2026-10-01' },
      ],
    })
    const [facts] = await newcomerFactsOf(home.db, [newcomerId])
    expect(newcomerFacts.parse(facts)).toEqual(facts)
    expect(facts).toMatchObject({
      place: { lat: 52.0669, lon: 5.0948 },
      dutch: { speaking: { level: 'A2' }, reading: { level: null, reference: '1F' }, writing: null },
      otherLanguages: [{ language: 'ara', skill: 'speaking', level: 'C2' }],
      hours: { min: 8, max: 32 },
      mayWork: { known: true, allowed: true, from: null, until: null },
      wishes: [{ rank: 1, occupationUri: BAKER, isco: '7512' }],
    })
    expect(facts?.skillsOfWishes.toSorted()).toEqual([BAKING, KNEADING].sort())
    expect(facts?.skills[0]?.broader).toHaveLength(1)
    const told = JSON.stringify(facts)
    for (const word of [canary, 'kanarieveld', '0699999999', 'workRight', 'name', 'needs', 'coach'])
      expect(told).not.toContain(word)
  })

  test('without ids it is everybody who is available; a known move comes with its day', async () => {
    const here = await aNewcomer(home.db, { futurePostcode4: '3811', futureFrom: '2026-12-01' })
    const paused = await aNewcomer(home.db, { availability: 'paused' })
    const all = (await newcomerFactsOf(home.db)).map((one) => one.id)
    expect(all).toContain(here.newcomerId)
    expect(all).not.toContain(paused.newcomerId)
    const [facts] = await newcomerFactsOf(home.db, [here.newcomerId])
    expect([facts?.place?.lat, facts?.futurePlace?.from, facts?.futurePlace?.place?.lat]).toEqual([
      52.0669,
      '2026-12-01',
      52.1554,
    ])
  })
})

describe('what is not known stays not known', () => {
  const factsOf = async (given: Parameters<typeof aNewcomer>[1]) => {
    const { newcomerId } = await aNewcomer(home.db, { availableFrom: '2026-09-01', ...given })
    const [facts] = await newcomerFactsOf(home.db, [newcomerId])
    expect(newcomerFacts.parse(facts)).toEqual(facts)
    if (!facts) throw new Error('no facts')
    return facts
  }
  const gateOf = (gate: Gate, facts: NewcomerFacts, over: Parameters<typeof aPositionFacts>[0] = {}) => {
    const position = aPositionFacts({ place: { lat: 52.0669, lon: 5.0948 }, startsOn: '2027-01-04', ...over })
    const found = explainFully(facts, position, MATCHING_POLICY, TODAY)
    return { state: found.gates.find((one) => one.gate === gate)?.state, asks: found.asks }
  }

  test('hours of which only the least or the most is recorded', async () => {
    for (const half of [{ hoursMin: null }, { hoursMax: null }, { hoursMin: null, hoursMax: null }]) {
      const facts = await factsOf(half)
      expect(facts.hours).toBeNull()
      for (const hoursPerWeek of [4, 24, 39])
        expect(gateOf('hours', facts, { hoursPerWeek })).toMatchObject({ state: 'unknown', asks: ['hours'] })
    }
    expect((await factsOf({ hoursMin: 0, hoursMax: 0 })).hours).toEqual({ min: 0, max: 0 })
  })

  test('licences: nobody asked, asked and none, and some, whatever skills are recorded', async () => {
    const skill = { skillUri: KNEADING, evidence: 'observed' as const, updatedOn: '2026-10-01' }
    for (const skills of [[], [skill]]) {
      const unasked = await factsOf({ skills })
      expect(unasked.licences).toBeNull()
      expect(gateOf('licences', unasked, { licences: ['B'] })).toMatchObject({ state: 'unknown', asks: ['licences'] })
      expect(gateOf('licences', await factsOf({ skills, licences: [] }), { licences: ['B'] }).state).toBe('miss')
      expect(gateOf('licences', await factsOf({ skills, licences: ['B'] }), { licences: ['B'] }).state).toBe('pass')
    }
  })

  test('a move without its day or its place', async () => {
    const undated = await factsOf({ futurePostcode4: '3811' })
    expect(undated.futurePlace).toMatchObject({ from: null, place: { lat: 52.1554 } })
    expect(gateOf('travel', undated)).toMatchObject({ state: 'unknown', asks: ['move-day'] })
    const placeless = await factsOf({ futureFrom: '2026-12-01' })
    expect(placeless.futurePlace).toEqual({ from: '2026-12-01', place: null })
    expect(gateOf('travel', placeless)).toMatchObject({ state: 'unknown', asks: ['move-place'] })
    expect(gateOf('travel', placeless, { startsOn: '2026-11-30' })).toMatchObject({ state: 'pass' })
  })

  test('home, means, the longest journey, the week, the first day, the right to work, skills and a level', async () => {
    for (const [gate, asks, given] of [
      ['travel', ['home'], { postcode4: null }],
      ['travel', ['travel-means'], { travelMeans: [] }],
      ['travel', ['travel-most'], { maxTravelMinutes: null }],
      ['travel', ['home', 'travel-means', 'travel-most'], { postcode4: null, travelMeans: [], maxTravelMinutes: null }],
      ['week', ['week'], { slots: [] }],
      ['start', ['start'], { availableFrom: null }],
      ['may-work', ['may-work'], { workRight: 'unknown' as const }],
      ['may-work', ['may-work'], { workRightUntil: '2026-12-31' }],
      ['skills', ['skills'], { skills: [] }],
      ['language', ['language-level'], { languages: [] }],
    ] satisfies [Gate, Ask[], Parameters<typeof aNewcomer>[1]][]) {
      const asked = gate === 'skills' ? { requiredSkills: [{ uri: BAKING, broader: [] }] } : {}
      const spoken =
        gate === 'language' ? { dutch: { ...NO_DUTCH, speaking: { level: 'A1' as const, task: 'Praten' } } } : {}
      const found = gateOf(gate, await factsOf(given), { ...asked, ...spoken })
      expect([gate, found]).toEqual([gate, { state: 'unknown', asks }])
    }
  })
})
