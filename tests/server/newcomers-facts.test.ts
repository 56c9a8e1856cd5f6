import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newcomerFacts } from '#server/matching/rules/facts.ts'
import { newcomerFactsOf } from '#server/newcomers/reads.ts'
import { BAKER, BAKING, KNEADING, someReference } from '#tests/make/reference.ts'
import { aNewcomer } from '#tests/make/rooms.ts'
import { aDatabase } from '#tests/setup/database.ts'

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
    expect([facts?.place?.lat, facts?.futurePlace?.from, facts?.futurePlace?.place.lat]).toEqual([
      52.0669,
      '2026-12-01',
      52.1554,
    ])
    const undated = await aNewcomer(home.db, { futurePostcode4: '3811' })
    expect((await newcomerFactsOf(home.db, [undated.newcomerId]))[0]?.futurePlace).toBeNull()
  })
})
