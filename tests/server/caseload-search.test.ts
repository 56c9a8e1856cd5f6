import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { caseloadOf } from '#server/newcomers/reads-caseload.ts'
import { type AbilityQuestion, ableInCaseload } from '#server/newcomers/reads-caseload-search.ts'
import type { Actor } from '#server/platform/context.ts'
import { WORKER } from '#server/platform/context.ts'
import type { MeiliSettings } from '#server/search/port.ts'
import { rebuildIndex } from '#server/search/rebuild-index.ts'
import { CARER, COOK } from '#tests/make/reference.ts'
import { aNewcomer, anAccount, ctxOf, dutchAt } from '#tests/make/rooms.ts'
import { type SearchServer, searchServer } from '#tests/make/search-server.ts'
import { type Home, ownDatabase } from '#tests/workers/services.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 90_000 })
let home: Home
let server: SearchServer | null
let coach: Actor
const people: Record<string, string> = {}
const NOTHING: AbilityQuestion = { words: '', worked: null, dutch: null, travel: null }

beforeAll(async () => {
  home = await ownDatabase()
  server = await searchServer()
  coach = await anAccount(home.db, { role: 'coach' })
  const other = await anAccount(home.db, { role: 'coach' })
  const did = (occupationUri: string) => [{ occupationUri, months: 12, evidence: 'self' as const }]
  const add = async (name: string, given: Parameters<typeof aNewcomer>[1]) => {
    people[name] = (await aNewcomer(home.db, { coach, wishes: [], ...given })).newcomerId
  }
  // A1 now; with 24 hours a week from December the next step of 240 hours comes in the spring.
  const lessons = [
    { skills: ['speaking' as const], hoursPerWeek: 24, startsOn: '2026-12-01', endsOn: null, attendance: 1 },
  ]
  await add('carer', { experiences: did(CARER), languages: dutchAt('A1'), courses: lessons })
  await add('carer without lessons', { experiences: did(CARER), languages: dutchAt('A1') })
  await add('cook', { experiences: did(COOK), languages: dutchAt('A2'), travelMeans: ['walk'] })
  await add('far', { experiences: did(CARER), languages: dutchAt('B1'), postcode4: '3811' })
  await add('nowhere', { experiences: did(CARER), languages: [], postcode4: null })
  await aNewcomer(home.db, { coach: other, experiences: did(CARER) })
  await rebuildIndex(ctxOf(home.db, WORKER), server?.settings ?? null)
})
afterAll(async () => {
  await server?.close()
  await home.close()
})

const engines: [string, () => MeiliSettings | null | undefined][] = [
  ['Postgres', () => null],
  ['Meilisearch', () => server?.settings],
]

describe.each(engines)('the caseload by what people can do, on %s', (name, settings) => {
  const who = async (question: Partial<AbilityQuestion>): Promise<string[] | null> => {
    const meili = settings()
    if (meili === undefined) return null
    const ctx = ctxOf(home.db, coach)
    const { ids } = await ableInCaseload(ctx, meili, { ...NOTHING, ...question })
    const { rows } = await caseloadOf(ctx, { ids })
    return rows.map((row) => Object.entries(people).find(([, id]) => id === row.id)?.[0] ?? 'somebody else').sort()
  }
  const expecting = (found: string[] | null, expected: string[]) => {
    if (found === null) return console.info(`Skipped: the caseload on ${name} (no server).`)
    expect(found).toEqual(expected.sort())
  }
  const speaking = (level: 'A1' | 'A2' | 'B1', by: string | null) => ({ skill: 'speaking' as const, level, by })

  test('nothing asked is everybody of the own caseload', async () => {
    expecting(await who({}), Object.keys(people))
  })
  test('work in any language, and never somebody of another caseload', async () => {
    expecting(await who({ words: 'kok' }), ['cook'])
    expecting(await who({ words: 'cook' }), ['cook'])
    expecting(await who({ worked: 'care' }), ['carer', 'carer without lessons', 'far', 'nowhere'])
  })
  test('a level reached now, and one that is expected by a month', async () => {
    expecting(await who({ dutch: speaking('A2', null) }), ['cook', 'far'])
    expecting(await who({ dutch: speaking('A2', '2026-12') }), ['cook', 'far'])
    expecting(await who({ dutch: speaking('A2', '2027-03') }), ['carer', 'cook', 'far'])
    expecting(await who({ dutch: speaking('B1', '2030-01') }), ['cook', 'far'].slice(1))
  })
  test('the way from home by bus, by own means, and together with all the rest', async () => {
    const travel = (minutes: number, means: 'public-transport' | null) => ({ postcode: '3511', minutes, means })
    expecting(await who({ travel: travel(30, 'public-transport') }), ['carer', 'carer without lessons', 'cook'])
    expecting(await who({ travel: travel(30, null) }), ['carer', 'carer without lessons'])
    expecting(await who({ worked: 'care', dutch: speaking('A2', '2027-03'), travel: travel(45, 'public-transport') }), [
      'carer',
    ])
  })
  test('a place that nobody knows is said, and leaves nobody out', async () => {
    const meili = settings()
    if (meili === undefined) return
    const travel = { postcode: '9999', minutes: 10, means: null }
    const able = await ableInCaseload(ctxOf(home.db, coach), meili, { ...NOTHING, words: 'kok', travel })
    expect([able.placeUnknown, able.ids]).toEqual([true, [people['cook']]])
  })
})

test('only a coach may ask', async () => {
  const officer = await anAccount(home.db, { role: 'officer' })
  await expect(ableInCaseload(ctxOf(home.db, officer), null, NOTHING)).rejects.toThrow()
})
