import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { newcomers } from '#db/schema/newcomers.ts'
import { positions } from '#db/schema/positions.ts'
import { WORKER } from '#server/platform/context.ts'
import { meiliOf } from '#server/search/choose.ts'
import { compareIndex } from '#server/search/compare-index.ts'
import { indexNewcomers } from '#server/search/index-newcomers.ts'
import { indexPositions } from '#server/search/index-positions.ts'
import { mendIndex } from '#server/search/mend-index.ts'
import type { SearchPort } from '#server/search/port.ts'
import { postgresSearch } from '#server/search/postgres.ts'
import { rebuildIndex } from '#server/search/rebuild-index.ts'
import { type NewcomerQuery, newcomerAsk } from '#server/search/rules-newcomer-query.ts'
import { type PositionQuery, positionAsk } from '#server/search/rules-position-query.ts'
import { AMERSFOORT, CARER, COOK, HYGIENE, KNEADING, UTRECHT } from '#tests/make/reference.ts'
import { aNewcomer, anAccount, anEmployer, aPosition, ctxOf, dutchAt, NOW } from '#tests/make/rooms.ts'
import { searchServer } from '#tests/make/search-server.ts'
import { type Home, ownDatabase } from '#tests/workers/services.ts'

/** One suite over every engine: Postgres always, Meilisearch when there is one. */
const server = await searchServer()
const meili = server?.settings ?? null

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })
let home: Home
const ids: Record<string, string> = {}
const persons: Record<string, string> = {}
const ctx = () => ctxOf(home.db, WORKER)

beforeAll(async () => {
  home = await ownDatabase()
  const utrecht = await anEmployer(home.db, { name: 'De Linde' })
  const amersfoort = await anEmployer(home.db, {
    name: 'Café Zonneschijn',
    establishment: { postcode4: '3811', name: 'Café' },
  })
  const add = async (name: string, given: Parameters<typeof aPosition>[1]) => {
    ids[name] = (await aPosition(home.db, given)).positionId
  }
  const day = (n: number) => new Date(NOW.getTime() + n * 86_400_000)
  await add('baker', { employer: utrecht, title: 'Leren bakken', publishedAt: day(0) })
  await add('carer', {
    employer: utrecht,
    title: 'Helpende in de ouderenzorg',
    occupationUri: CARER,
    tasks: ['Mensen helpen'],
    learns: [],
    skills: [{ skillUri: HYGIENE, role: 'taught' }],
    publishedAt: day(1),
  })
  await add('cook', {
    employer: amersfoort,
    title: 'Coördinator keuken الطبخ',
    occupationUri: COOK,
    tasks: ['Groente snijden'],
    learns: [],
    skills: [],
    publishedAt: day(2),
  })
  await add('draft', { employer: utrecht, title: 'Geheime bakkerij', state: 'draft' })
  const coach = await anAccount(home.db, { role: 'coach' })
  const elsewhere = await anAccount(home.db, { role: 'coach', municipalityCode: AMERSFOORT })
  const person = async (name: string, given: Parameters<typeof aNewcomer>[1]) => {
    persons[name] = (await aNewcomer(home.db, { coach, ...given })).newcomerId
  }
  await person('a2', {})
  await person('b1', { languages: dutchAt('B1'), skills: [], availability: 'paused' })
  await person('quiet', { languages: [], skills: [], experiences: [], wishes: [] })
  await person('gone', { availability: 'withdrawn' })
  await person('other', { coach: elsewhere })
  await rebuildIndex(ctx(), meili)
})
afterAll(async () => {
  await server?.close()
  await home.close()
})

const engines: [string, () => SearchPort][] = [['Postgres', () => postgresSearch(home.db, NOW)]]
if (meili) engines.push(['Meilisearch', () => meiliOf(meili)])

describe.each(engines)('search on %s', (_name, port) => {
  const named = (found: string[]) => found.map((id) => Object.entries(ids).find(([, one]) => one === id)?.[0])
  const find = (query: PositionQuery) => port().search(positionAsk(query))
  const people = (query: NewcomerQuery) => port().search(newcomerAsk(query))
  const namesFor = async (q: string) => named((await find({ q })).ids)

  test('is healthy', async () => {
    await port().health()
  })

  test('browsing shows what is published, newest first, with exact totals and sectors', async () => {
    const all = await find({})
    expect(named(all.ids)).toEqual(['cook', 'carer', 'baker'])
    expect(all.total).toBe(3)
    expect(all.facets['sector']).toEqual({ bakery: 1, care: 1, hospitality: 1 })
    const paged = await find({ page: 2, perPage: 2 })
    expect([named(paged.ids), paged.total]).toEqual([['baker'], 3])
    expect((await find({ page: 99 })).ids).toEqual([])
  })

  test.each([
    ['bakken', ['baker']],
    ['bak', ['baker']],
    ['deeg kneden', ['baker']],
    ['baker', ['baker']],
    ['zorg', ['carer']],
    ['ouderen', ['carer']],
    ['coordinator', ['cook']],
    ['COÖRDINATOR keu', ['cook']],
    ['طبخ', ['cook']],
    ['الطبخ', ['cook']],
    ['zonneschijn', ['cook']],
    ['amersfoort', ['cook']],
    // Another name of a skill that is learnt there.
    ['handhygiene', ['carer']],
    ['geheime', []],
    ['vliegtuigbouw', []],
  ])('%s finds %j', async (q, expected) => {
    expect(await namesFor(q)).toEqual(expected)
  })

  test.each([['cordinator'], ['helpenbe']])('%s is forgiven', async (q) => {
    expect(await namesFor(q)).toHaveLength(1)
  })

  test.each([
    ['a quote', '"'],
    ['a minus', 'zij -keuken'],
    ['operators of tsquery', 'a & | ! ( ) : * <->'],
    ['an injection', "'; drop table positions; --"],
    ['wildcards of like', '%_\\'],
    ['control characters', '😀\0\u202e'],
    ['300 words', 'x '.repeat(300)],
    ['a filter', 'pub = 1 OR sector EXISTS'],
    ['10 kB', 'z'.repeat(10_240)],
  ])('%s in the text of a person is only text', async (_what, q) => {
    const found = await find({ q })
    expect(found.total).toBeGreaterThanOrEqual(0)
  })

  test('filters: sector keeps the counts of the others, municipality, distance', async () => {
    const care = await find({ sector: 'care' })
    expect([named(care.ids), care.total, care.facets['sector']?.['bakery']]).toEqual([['carer'], 1, 1])
    expect(named((await find({ municipality: AMERSFOORT })).ids)).toEqual(['cook'])
    const amersfoort = { lat: 52.1554, lon: 5.3872 }
    expect(named((await find({ near: { ...amersfoort, km: 5 } })).ids)).toEqual(['cook'])
    const far = await find({ near: { ...amersfoort, km: 40 } })
    expect([named(far.ids)[0], far.total]).toEqual(['cook', 3])
  })

  test('profiles: only the own municipality, who withdrew is not there, unknown levels do not pass', async () => {
    const who = (found: string[]) =>
      found.map((id) => Object.entries(persons).find(([, one]) => one === id)?.[0]).sort()
    const ask = async (query: object) => who((await people({ municipality: UTRECHT, ...query })).ids)
    expect(await ask({})).toEqual(['a2', 'b1', 'quiet'])
    expect(await ask({ dutch: { skill: 'speaking', level: 'B1' } })).toEqual(['b1'])
    expect(await ask({ dutch: { skill: 'speaking', level: 'A1' } })).toEqual(['a2', 'b1'])
    expect(await ask({ availability: 'paused' })).toEqual(['b1'])
    expect(await ask({ skillUris: [KNEADING] })).toEqual(['a2'])
    expect(await ask({ q: 'bakker' })).toEqual(['a2', 'b1'])
    expect(await ask({ q: 'Samira' })).toEqual([])
    expect(await ask({ municipality: AMERSFOORT })).toEqual(['other'])
  })

  test('order is the same after a rebuild', async () => {
    const before = await find({ q: 'de' })
    await rebuildIndex(ctx(), meili)
    expect(await find({ q: 'de' })).toEqual(before)
  })

  test('a change, a pause and an erased row are followed; the last state wins', async () => {
    const { positionId } = await aPosition(home.db, { title: 'Fietsen maken' })
    await Promise.all([1, 2, 3].map(() => indexPositions(ctx(), { positionIds: [positionId] }, meili)))
    expect((await find({ q: 'fietsen' })).ids).toEqual([positionId])
    const change = (set: object) =>
      home.db
        .update(positions)
        .set({ ...set, version: sql`${positions.version} + 1` })
        .where(eq(positions.id, positionId))
    await change({ title: 'Brommers maken' })
    await indexPositions(ctx(), { positionIds: [positionId] }, meili)
    expect((await find({ q: 'fietsen' })).ids).toEqual([])
    expect((await find({ q: 'brommers' })).ids).toEqual([positionId])
    await change({ state: 'paused' })
    await indexPositions(ctx(), { positionIds: [positionId] }, meili)
    expect((await find({ q: 'brommers' })).ids).toEqual([])
    const { newcomerId } = await aNewcomer(home.db, { municipalityCode: 'GM0344' })
    await indexNewcomers(ctx(), { newcomerIds: [newcomerId] }, meili)
    await home.db.update(newcomers).set({ availability: 'withdrawn' }).where(eq(newcomers.id, newcomerId))
    await indexNewcomers(ctx(), { newcomerIds: [newcomerId] }, meili)
    expect((await people({ municipality: UTRECHT })).ids).not.toContain(newcomerId)
  })

  test('drift is found and mended', async () => {
    const { positionId } = await aPosition(home.db, { title: 'Nooit geïndexeerd' })
    expect(await compareIndex(ctx(), meili)).toBeGreaterThanOrEqual(1)
    expect((await find({ q: 'nooit geindexeerd' })).ids).toEqual([positionId])
    await home.db.delete(positions).where(eq(positions.id, positionId))
    expect(await mendIndex(ctx(), meili)).toBe(1)
    expect((await find({ q: 'nooit geindexeerd' })).ids).toEqual([])
    expect(await mendIndex(ctx(), meili)).toBe(0)
  })
})
