import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { LEVELS } from '#db/values/language.ts'
import { AVAILABILITIES } from '#db/values/newcomers.ts'
import { POSITION_TYPES, SUPPORTS } from '#db/values/positions.ts'
import { SECTORS } from '#db/values/reference.ts'
import { log } from '#server/platform/log.ts'
import { openPositions } from '#server/positions/reads-public.ts'
import { askSearch } from '#server/search/choose.ts'
import { meiliSearch } from '#server/search/meili.ts'
import { indexNameOf } from '#server/search/meili-settings.ts'
import type { SearchPort } from '#server/search/port.ts'
import { postgresSearch } from '#server/search/postgres.ts'
import { cutFacets, LAST_HIT, MOST_COUNTED } from '#server/search/rules-ask.ts'
import { newcomerAsk } from '#server/search/rules-newcomer-query.ts'
import { HOURS_BANDS, type PositionQuery, positionAsk, START_BANDS } from '#server/search/rules-position-query.ts'
import type { StoredPosition } from '#server/search/stored.ts'
import { requestsTo } from '#tests/make/meili-requests.ts'
import { NOW } from '#tests/make/rooms.ts'
import { someStoredPosition } from '#tests/make/search-documents.ts'
import { type SearchServer, searchServer } from '#tests/make/search-server.ts'
import { type Home, ownDatabase } from '#tests/workers/services.ts'

/** Contract 18 and 19 of search.md, section 12, on both engines: more values than are counted, and more hits than are given. */
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })
let home: Home
let server: SearchServer | null
const engines: [string, () => SearchPort | null][] = [
  ['Postgres', () => postgresSearch(home.db, NOW)],
  ['Meilisearch', () => server && meiliSearch(server.settings)],
]
/** Each of 460 regions has one place or two, and one region has all others. */
const [TWICE, ONCE, ALL] = [MOST_COUNTED.positions - 1, 61, 1_200]
const TERMS = [{ isco: '5120', labels: { nl: 'kok', en: 'cook', ar: 'طباخ' }, searchText: 'kok cook طباخ' }]
const regionOf = (at: number): string => {
  if (at < TWICE * 2) return `gm${String(Math.floor(at / 2)).padStart(4, '0')}`
  return at < TWICE * 2 + ONCE ? `gm${5_000 + at}` : 'nl'
}
const documents: StoredPosition[] = Array.from({ length: ALL }, (_, at) => ({
  ...someStoredPosition(at, TERMS),
  region: [regionOf(at)],
}))

beforeAll(async () => {
  home = await ownDatabase()
  server = await searchServer()
  await postgresSearch(home.db, NOW).put('positions', documents)
  if (!server) return
  const build = await meiliSearch(server.settings).build('positions')
  await build.put(documents)
  await build.goLive()
})
afterAll(async () => {
  await server?.close()
  await home.close()
})

const byRegion = { ...positionAsk({}), facets: { region: 'region', sector: 'sector' } }

describe.each(engines)('counts on %s', (_name, port) => {
  test('18: of more values than are counted the rarest are dropped, and that is noticed', async ({ skip }) => {
    const engine = port() ?? skip('no Meilisearch')
    const found = await engine.search(byRegion)
    const twice = Array.from({ length: TWICE }, (_, at) => [regionOf(at * 2), 2])
    expect(found.facets['region']).toEqual({ nl: ALL - TWICE * 2 - ONCE, ...Object.fromEntries(twice) })
    expect(cutFacets(byRegion, found)).toEqual(['region'])
    expect(found.total).toBe(ALL)
  })

  test('18: the number beside a choice is what that choice gives, with everything else as it is', async ({ skip }) => {
    const engine = port() ?? skip('no Meilisearch')
    const asked: PositionQuery = { today: 20_790, hours: 'most', supports: ['travel-costs', 'language-buddy'] }
    const found = await engine.search(positionAsk({ ...asked, counted: true }))
    const beside = async (count: number | undefined, choice: PositionQuery) =>
      expect([choice, count ?? 0]).toEqual([choice, (await engine.search(positionAsk({ ...asked, ...choice }))).total])
    expect(found.total).toBeGreaterThan(10)
    for (const sector of SECTORS) await beside(found.facets['sector']?.[sector], { sector })
    for (const one of SUPPORTS)
      await beside(found.facets['support']?.[one], { supports: [...(asked.supports ?? []), one] })
    for (const paid of [true, false]) await beside(found.facets['paid']?.[paid ? '1' : '0'], { paid })
    for (const hours of HOURS_BANDS) await beside(found.counts[`hours:${hours}`], { hours })
    for (const start of START_BANDS) await beside(found.counts[`start:${start}`], { start })
    await beside(found.counts['guidance'], { guided: true })
  })

  test('19: the total is exact beyond what is given, and what is given ends at the last hit', async ({ skip }) => {
    const engine = port() ?? skip('no Meilisearch')
    for (const q of ['', 'kok']) {
      const whole = await engine.search(positionAsk({ q, whole: true }))
      expect([whole.total, whole.ids.length, new Set(whole.ids).size]).toEqual([ALL, LAST_HIT, LAST_HIT])
      const last = await engine.search(positionAsk({ q, page: 10, perPage: 100 }))
      expect([last.total, last.ids]).toEqual([ALL, whole.ids.slice(-100)])
      // A page that nobody can reach is the last that there is.
      expect((await engine.search(positionAsk({ q, page: 11, perPage: 100 }))).ids).toEqual(last.ids)
    }
  })
})

test('18: counts that were cut off are said aloud, by the field and not by its values', async () => {
  const said = vi.spyOn(log, 'error').mockReturnValue()
  try {
    await askSearch(home.db, null, byRegion)
    expect(said.mock.calls.map(([what]) => what)).toEqual([{ index: 'positions', fields: ['region'] }])
    await askSearch(home.db, null, positionAsk({ counted: true, today: 20_790 }))
    expect(said).toHaveBeenCalledTimes(1)
  } finally {
    said.mockRestore()
  }
})

test('19: a page of a visitor ends where search ends, whatever the total', async () => {
  const page = async (number: number) => {
    const { total, page, isLast } = await openPositions(home.db, null, { page: number }, '2026-11-22')
    return { total, page, isLast }
  }
  expect(await page(49)).toEqual({ total: ALL, page: 49, isLast: false })
  expect(await page(50)).toEqual({ total: ALL, page: 50, isLast: true })
  expect(await page(51)).toEqual({ total: ALL, page: 50, isLast: true })
})

test('18: every field that a page counts has far fewer values than are counted', () => {
  const values: Record<string, number> = {
    kind: POSITION_TYPES.length,
    sector: SECTORS.length,
    worked: SECTORS.length,
    wants: SECTORS.length,
    support: SUPPORTS.length,
    paid: 2,
    availability: AVAILABILITIES.length,
  }
  for (const ask of [
    positionAsk({ counted: true }),
    newcomerAsk({ municipality: 'GM0344', counted: { months: ['2027-03'] } }),
  ])
    for (const field of Object.keys(ask.facets)) {
      const most = values[field] ?? (/^(req|lvl)_/.test(field) ? LEVELS.length + 1 : Number.POSITIVE_INFINITY)
      expect(most, field).toBeLessThan(MOST_COUNTED[ask.index] / 2)
    }
})

test('19: Meilisearch itself gives nothing beyond the last hit, counts on, and says a number of pages that are not there', async ({
  skip,
}) => {
  if (!server) return skip('no Meilisearch')
  const { ask } = requestsTo({ ...server.settings, key: server.master })
  const path = `/indexes/${indexNameOf(server.settings.prefix, 'positions')}/search`
  const page = async (number: number) => {
    const { body } = await ask('POST', path, { q: 'kok', page: number, hitsPerPage: 100, facets: ['kind'] })
    return [(body['hits'] as unknown[]).length, body['totalHits'], body['totalPages']]
  }
  expect(await page(10)).toEqual([100, ALL, 12])
  expect(await page(11)).toEqual([0, ALL, 12])
})
