import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { LanguageSkill, Level } from '#db/values/language.ts'
import type { Availability, TravelMeans } from '#db/values/newcomers.ts'
import type { Sector } from '#db/values/reference.ts'
import { caseloadOf } from '#server/newcomers/reads-caseload.ts'
import { ableInCaseload } from '#server/newcomers/reads-caseload-search.ts'
import type { AbilityQuestion } from '#server/newcomers/rules-ability.ts'
import type { Actor } from '#server/platform/context.ts'
import { WORKER } from '#server/platform/context.ts'
import type { MeiliSettings } from '#server/search/port.ts'
import { searchNewcomers } from '#server/search/reads.ts'
import { rebuildIndex } from '#server/search/rebuild-index.ts'
import { CARER, COOK, UTRECHT } from '#tests/make/reference.ts'
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
  test('beside every choice: as many as the list has when it is chosen, with all the other filters, and as this engine finds', async () => {
    const meili = settings()
    if (meili === undefined) return console.info(`Skipped: counts on ${name} (no server).`)
    const ctx = ctxOf(home.db, coach)
    const travel = { postcode: '3511', minutes: 45, means: 'public-transport' as const }
    const questions: [Partial<AbilityQuestion>, { q?: string; availability?: 'available' }][] = [
      [{}, {}],
      [{ worked: 'care', dutch: speaking('A2', '2027-03') }, {}],
      [{ dutch: speaking('A1', null), travel }, {}],
      [{ words: 'verzorgende', dutch: speaking('A1', null) }, { availability: 'available' }],
      [
        { travel, worked: 'care' },
        { q: 'amal', availability: 'available' },
      ],
    ]
    let compared = 0
    for (const [part, list] of questions) {
      const asked = { ...NOTHING, ...part }
      const { counts } = await ableInCaseload(ctx, meili, asked, list)
      for (const [field, choices] of Object.entries(counts))
        for (const [at, [choice, count]] of Object.entries(choices).entries()) {
          // Of those that give nobody, some.
          if (count === 0 && at % 5 > 0) continue
          const chosen = choose(asked, list, field, choice)
          const { ids } = await ableInCaseload(ctx, meili, chosen.asked)
          const { total } = await caseloadOf(ctx, { ...chosen.list, ids })
          expect(count, `${JSON.stringify(part)} ${field} ${choice}`).toBe(total)
          if (chosen.asked.travel === null && chosen.list.q === undefined && chosen.list.availability === undefined) {
            const { words, worked, dutch } = chosen.asked
            const query = { municipality: UTRECHT, caseload: coach.accountId, q: words, worked, dutch }
            expect((await searchNewcomers(home.db, meili, query)).total, `engine: ${field} ${choice}`).toBe(count)
          }
          compared += 1
        }
    }
    expect(compared).toBeGreaterThan(60)
  })
  test('without each filter that is asked: as many as the list has without it', async () => {
    const meili = settings()
    if (meili === undefined) return console.info(`Skipped: what to leave out on ${name} (no server).`)
    const ctx = ctxOf(home.db, coach)
    const travel = { postcode: '3511', minutes: 30, means: null }
    const questions: [Partial<AbilityQuestion>, { q?: string; availability?: Availability }][] = [
      [{ words: 'kok', worked: 'care' }, {}],
      [{ words: 'verzorgende', dutch: speaking('B1', null), travel }, {}],
      [
        { worked: 'care', dutch: speaking('B1', null) },
        { q: 'niemand', availability: 'paused' },
      ],
      [{ travel }, { availability: 'placed' }],
    ]
    for (const [part, list] of questions) {
      const { without } = await ableInCaseload(ctx, meili, { ...NOTHING, ...part }, list)
      const asked = [...Object.keys(part), ...Object.keys(list)].map((one) => (one === 'q' ? 'name' : one))
      expect(Object.keys(without).sort()).toEqual(asked.sort())
      for (const [filter, count] of Object.entries(without)) {
        const none = { words: '', worked: null, dutch: null, travel: null }
        const rest = filter in none ? { ...part, [filter]: none[filter as 'words'] } : part
        const { q, availability } = list
        const left = {
          ...(q && filter !== 'name' ? { q } : {}),
          ...(availability && filter !== 'availability' ? { availability } : {}),
        }
        const { ids } = await ableInCaseload(ctx, meili, { ...NOTHING, ...rest }, left)
        const { total } = await caseloadOf(ctx, { ...left, ids })
        expect(count, `${JSON.stringify(part)} without ${filter}`).toBe(total)
      }
    }
  })
  test('which engine answered is said, so that the page can say that search is limited', async () => {
    const meili = settings()
    if (meili === undefined) return
    const able = await ableInCaseload(ctxOf(home.db, coach), meili, { ...NOTHING, words: 'kok' })
    expect(able.engine).toBe(name.toLowerCase())
  })
  test('a place that nobody knows is said, and leaves nobody out', async () => {
    const meili = settings()
    if (meili === undefined) return
    const travel = { postcode: '9999', minutes: 10, means: null }
    const able = await ableInCaseload(ctxOf(home.db, coach), meili, { ...NOTHING, words: 'kok', travel })
    expect([able.placeUnknown, able.ids]).toEqual([true, [people['cook']]])
  })
})

/** The question with another choice in one of its fields. */
function choose(
  asked: AbilityQuestion,
  list: { q?: string; availability?: Availability },
  field: string,
  choice: string,
): { asked: AbilityQuestion; list: { q?: string; availability?: Availability } } {
  const dutch = asked.dutch ?? { skill: 'speaking' as const, level: 'A1' as const, by: null }
  const travel = asked.travel ?? { postcode: '3511', minutes: 45, means: null }
  const { availability: _, ...others } = list
  switch (field) {
    case 'availability':
      return { asked, list: choice === 'all' ? others : { ...others, availability: choice as Availability } }
    case 'worked':
      return { asked: { ...asked, worked: choice as Sector }, list }
    case 'level':
      return { asked: { ...asked, dutch: { ...dutch, level: choice as Level } }, list }
    case 'skill':
      return { asked: { ...asked, dutch: { ...dutch, skill: choice as LanguageSkill } }, list }
    case 'by':
      return { asked: { ...asked, dutch: { ...dutch, by: choice === 'now' ? null : choice } }, list }
    case 'minutes':
      return { asked: { ...asked, travel: { ...travel, minutes: Number(choice) } }, list }
    case 'means':
      return {
        asked: { ...asked, travel: { ...travel, means: choice === 'own' ? null : (choice as TravelMeans) } },
        list,
      }
  }
  throw new Error(`no field ${field}`)
}

test('only a coach may ask', async () => {
  const officer = await anAccount(home.db, { role: 'officer' })
  await expect(ableInCaseload(ctxOf(home.db, officer), null, NOTHING)).rejects.toThrow()
})
