import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { auditEntries } from '#db/schema/audit.ts'
import { newcomers } from '#db/schema/newcomers.ts'
import { recordProfileSearch } from '#server/audit/record-view.ts'
import { type ProfileQuestion, profilesInMunicipality } from '#server/newcomers/reads-municipality-search.ts'
import { shortNumber } from '#server/newcomers/rules-number.ts'
import type { Actor } from '#server/platform/context.ts'
import { WORKER } from '#server/platform/context.ts'
import { indexNewcomers } from '#server/search/index-newcomers.ts'
import type { MeiliSettings } from '#server/search/port.ts'
import { rebuildIndex } from '#server/search/rebuild-index.ts'
import { AMERSFOORT, BAKER, CARER, COOK } from '#tests/make/reference.ts'
import { aNewcomer, anAccount, ctxOf, dutchAt } from '#tests/make/rooms.ts'
import { type SearchServer, searchServer } from '#tests/make/search-server.ts'
import { type Home, ownDatabase } from '#tests/workers/services.ts'

/** Ruling 23: a coach has the full view of the own caseload, and searches the own municipality without names. */
vi.setConfig({ testTimeout: 60_000, hookTimeout: 90_000 })
let home: Home
let server: SearchServer | null
let coach: Actor
let colleague: Actor
let elsewhere: Actor
const people: Record<string, string> = {}
const NOTHING: ProfileQuestion = { words: '', worked: null, dutch: null, wants: null, page: 1 }

beforeAll(async () => {
  home = await ownDatabase()
  server = await searchServer()
  coach = await anAccount(home.db, { role: 'coach', displayName: 'Femke Coach' })
  colleague = await anAccount(home.db, { role: 'coach', displayName: 'Joris Collega' })
  elsewhere = await anAccount(home.db, { role: 'coach', municipalityCode: AMERSFOORT })
  const did = (occupationUri: string) => [{ occupationUri, months: 12, evidence: 'self' as const }]
  const wish = (occupationUri: string) => [{ occupationUri, rank: 1 }]
  const add = async (name: string, given: Parameters<typeof aNewcomer>[1]) => {
    people[name] = (await aNewcomer(home.db, given)).newcomerId
  }
  const lessons = [
    { skills: ['speaking' as const], hoursPerWeek: 24, startsOn: '2026-12-01', endsOn: null, attendance: 1 },
  ]
  await add('own', { coach, experiences: did(CARER), wishes: wish(BAKER), languages: dutchAt('A2') })
  await add('theirs', { coach: colleague, experiences: did(COOK), wishes: wish(CARER), languages: dutchAt('B1') })
  await add('learning', {
    coach: colleague,
    experiences: did(CARER),
    wishes: [],
    languages: dutchAt('A1'),
    courses: lessons,
  })
  await add('paused', { coach: colleague, experiences: did(CARER), wishes: [], languages: dutchAt('B1') })
  await add('far', { coach: elsewhere, municipalityCode: AMERSFOORT, postcode4: '3811', experiences: did(CARER) })
  await home.db
    .update(newcomers)
    .set({ availability: 'paused' })
    .where(eq(newcomers.id, people['paused'] ?? ''))
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
const speaking = (level: 'A1' | 'A2' | 'B1', by: string | null) => ({ skill: 'speaking' as const, level, by })

describe.each(engines)('people of the municipality, on %s', (name, settings) => {
  const ask = (question: Partial<ProfileQuestion>, actor = coach) => {
    const meili = settings()
    if (meili === undefined) return null
    return profilesInMunicipality(ctxOf(home.db, actor), meili, { ...NOTHING, ...question })
  }
  const who = async (question: Partial<ProfileQuestion>, actor = coach) => {
    const found = await ask(question, actor)
    return found?.rows
      .map((row) => Object.entries(people).find(([, id]) => shortNumber(id) === row.number)?.[0] ?? 'somebody else')
      .sort()
  }
  const expecting = (found: string[] | undefined, expected: string[]) => {
    if (found === undefined) return console.info(`Skipped: profiles on ${name} (no server).`)
    expect(found).toEqual(expected.sort())
  }

  test('whoever is available there, of every coach; nobody who pauses, and nobody of elsewhere', async () => {
    expecting(await who({ worked: 'care' }), ['own', 'learning'])
    expecting(await who({ worked: 'care' }, elsewhere), ['far'])
    expecting(await who({ words: 'kok' }), ['theirs'])
    expecting(await who({ wants: 'care' }), ['theirs'])
    expecting(await who({ dutch: speaking('A2', null) }), ['own', 'theirs'])
    expecting(await who({ worked: 'care', dutch: speaking('A2', '2027-04') }), ['own', 'learning'])
  })

  test('nobody leafs through everybody: without a question there are counts, and no people', async () => {
    const found = await ask({})
    if (found === null) return
    expect(found.rows).toEqual([])
    expect(found.counts['worked']).toEqual({ care: 2, hospitality: 1 })
    // Everybody has the lowest level: that alone asks nothing, also with a month.
    for (const by of [null, '2027-04']) {
      const asked = { dutch: { skill: 'speaking' as const, level: 'none' as const, by } }
      expect((await ask(asked))?.rows).toEqual([])
      expect((await ask({ ...asked, worked: 'care' }))?.rows).not.toEqual([])
    }
  })

  test('which engine answered is said, so that the page can say that search is limited', async () => {
    const found = await ask({ words: 'kok' })
    if (found === null) return
    expect(found.engine).toBe(name.toLowerCase())
  })

  test('nobody leafs through many: no page comes after the fifth', async () => {
    const found = await ask({ worked: 'care', page: 60 })
    if (found === null) return
    expect(found).toMatchObject({ page: 5, isLast: true, total: 2, most: 100 })
    expect(await ask({ worked: 'care' })).toMatchObject({ page: 1, isLast: true })
  })

  test('who asks too much hears what to leave out, and how many that gives: counts, and nobody of them', async () => {
    const hard: Partial<ProfileQuestion> = { words: 'kok', worked: 'care', dutch: speaking('A2', null) }
    const found = await ask(hard)
    if (found === null) return console.info(`Skipped: what to leave out on ${name} (no server).`)
    expect([found.total, found.rows]).toEqual([0, []])
    expect(found.without).toEqual({ words: 1, worked: 1, dutch: 0 })
    // Each count is what the question without it gives.
    const rests = { words: '', worked: null, dutch: null }
    for (const [part, none] of Object.entries(rests))
      expect((await ask({ ...hard, [part]: none }))?.total, part).toBe(found.without[part])
    // What asks nothing any more gives nobody, so it is no way out; who pauses is never counted.
    expect((await ask({ words: 'timmerman' }))?.without).toEqual({})
    expect((await ask({ worked: 'construction', wants: 'bakery' }))?.without).toEqual({ worked: 1, wants: 0 })
    expect((await ask({ worked: 'care' }))?.without).toEqual({})
  })

  test('a number, what somebody can do, and the coach to speak with; only the own caseload leads to a file', async () => {
    const found = await ask({ dutch: speaking('A2', null) })
    if (found === null) return
    const own = found.rows.find((row) => row.ownId !== null)
    const theirs = found.rows.find((row) => row.ownId === null)
    expect(own).toMatchObject({ ownId: people['own'], coach: 'Femke Coach' })
    expect(theirs).toMatchObject({ coach: 'Joris Collega', dutch: { speaking: 'B1' }, wants: ['care'] })
    expect(Object.keys(theirs ?? {}).sort()).toEqual(
      ['coach', 'did', 'dutch', 'hours', 'number', 'ownId', 'skills', 'wants', 'worked'].sort(),
    )
    expect(JSON.stringify(theirs)).not.toContain(people['theirs'])
    expect(JSON.stringify(found)).not.toMatch(/Samira|Amal|35\d\d|birth|asylum/)
  })

  test('beside every choice: as many as there are with it', async () => {
    // A high level: without it there are more, so that a count that forgets to leave it out is seen.
    const asked: Partial<ProfileQuestion> = { dutch: speaking('B1', null) }
    const found = await ask(asked)
    if (found === null) return console.info(`Skipped: counts of profiles on ${name} (no server).`)
    expect(Object.keys(found.counts).sort()).toEqual(['by', 'level', 'skill', 'wants', 'worked'])
    const total = async (more: Partial<ProfileQuestion>) => (await ask({ ...asked, ...more }))?.total
    for (const [sector, count] of Object.entries(found.counts['worked'] ?? {}))
      expect(await total({ worked: sector as 'care' }), sector).toBe(count)
    for (const [sector, count] of Object.entries(found.counts['wants'] ?? {}))
      expect(await total({ wants: sector as 'care' }), sector).toBe(count)
    for (const [level, count] of Object.entries(found.counts['level'] ?? {}))
      expect(await total({ dutch: speaking(level as 'A2', null) }), level).toBe(count)
    for (const [skill, count] of Object.entries(found.counts['skill'] ?? {}))
      expect(await total({ dutch: { ...speaking('B1', null), skill: skill as 'reading' } }), skill).toBe(count)
    for (const [by, count] of Object.entries(found.counts['by'] ?? {}).slice(0, 8))
      expect(await total({ dutch: speaking('B1', by === 'now' ? null : by) }), by).toBe(count)
  })
})

test('both engines count the same', async () => {
  if (!server) return console.info('Skipped: counts of two engines (no server).')
  for (const part of [
    {},
    { worked: 'care' as const, dutch: speaking('A1', null) },
    { words: 'kok' },
    { wants: 'care' as const },
  ]) {
    const question = { ...NOTHING, ...part }
    const [one, other] = await Promise.all(
      [null, server.settings].map((meili) => profilesInMunicipality(ctxOf(home.db, coach), meili, question)),
    )
    expect([one?.total, one?.counts]).toEqual([other?.total, other?.counts])
  }
})

test('only a coach may; and that somebody looked is written down, not what for', async () => {
  for (const role of ['officer', 'municipality', 'platform', 'auditor'] as const)
    await expect(
      profilesInMunicipality(ctxOf(home.db, await anAccount(home.db, { role })), null, { ...NOTHING, worked: 'care' }),
    ).rejects.toThrow('forbidden')
  await recordProfileSearch(ctxOf(home.db, coach), 2)
  const rows = await home.db.select().from(auditEntries).where(eq(auditEntries.action, 'profiles.searched'))
  expect(rows.map(({ subjectId, actorId, detail }) => [subjectId, actorId, detail])).toEqual([
    ['GM0344', coach.accountId, { page: 'profiles', found: 2 }],
  ])
})

test('the rows decide: who stopped a moment ago is not shown, though Meilisearch still has them', async () => {
  if (!server) return console.info('Skipped: a stale index (no server).')
  // A person of its own: who else is here stays as the other tests know them.
  const { newcomerId } = await aNewcomer(home.db, {
    coach: colleague,
    experiences: [{ occupationUri: COOK, months: 12, evidence: 'self' }],
    wishes: [],
  })
  await indexNewcomers(ctxOf(home.db, WORKER), { newcomerIds: [newcomerId] }, server.settings)
  const ask = () =>
    profilesInMunicipality(ctxOf(home.db, coach), server?.settings ?? null, { ...NOTHING, words: 'kok' })
  await vi.waitFor(async () => expect((await ask()).rows).toHaveLength(2), { timeout: 20_000, interval: 200 })
  await home.db.update(newcomers).set({ availability: 'withdrawn' }).where(eq(newcomers.id, newcomerId))
  const found = await ask()
  expect([found.total, found.rows.map(({ number }) => number)]).toEqual([2, [shortNumber(people['theirs'] ?? '')]])
  // Nor whose caseload it was: the new coach is named, and the old one has no way to the file any more.
  await home.db
    .update(newcomers)
    .set({ availability: 'available', coachId: coach.accountId ?? '' })
    .where(eq(newcomers.id, newcomerId))
  expect((await ask()).rows.map(({ ownId }) => ownId)).toContain(newcomerId)
  await home.db.update(newcomers).set({ availability: 'withdrawn' }).where(eq(newcomers.id, newcomerId))
  await indexNewcomers(ctxOf(home.db, WORKER), { newcomerIds: [newcomerId] }, server.settings)
})
