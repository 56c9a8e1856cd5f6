import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { LANGUAGE_SKILLS } from '#db/values/language.ts'
import { POSITION_TYPES, SUPPORTS } from '#db/values/positions.ts'
import { SECTORS } from '#db/values/reference.ts'
import { meiliSearch } from '#server/search/meili.ts'
import type { SearchPort } from '#server/search/port.ts'
import { postgresSearch } from '#server/search/postgres.ts'
import { EARTH_KM } from '#server/search/rules.ts'
import { type Ask, LAST_HIT } from '#server/search/rules-ask.ts'
import { SLOT_TOKENS } from '#server/search/rules-encode.ts'
import { FIELDS, type Filter, type IndexName, meiliFilterOf } from '#server/search/rules-filter.ts'
import { type StoredNewcomer, type StoredPosition, storedNewcomer, storedPosition } from '#server/search/stored.ts'
import { NOW } from '#tests/make/rooms.ts'
import { newcomerDocument, positionDocument, REGIONS, some } from '#tests/make/search-random.ts'
import { type SearchServer, searchServer } from '#tests/make/search-server.ts'
import { type Home, ownDatabase } from '#tests/workers/services.ts'

/** Contract 15 and 17 to 19 of search.md, section 12: a filter finds what the documents say, on both engines. */
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })
const DOCUMENTS = 2_000
const FILTERS = 120

let home: Home
let server: SearchServer | null
const stored: { positions: StoredPosition[]; newcomers: StoredNewcomer[] } = { positions: [], newcomers: [] }
/** As they are found when nothing is asked for and nothing ordered. */
const inOrder: typeof stored = { positions: [], newcomers: [] }
const engines: [string, () => SearchPort | null][] = [
  ['Postgres', () => postgresSearch(home.db, NOW)],
  ['Meilisearch', () => server && meiliSearch(server.settings)],
]

beforeAll(async () => {
  home = await ownDatabase()
  server = await searchServer()
  for (let at = 0; at < DOCUMENTS; at++) {
    const [position] = fc.sample(positionDocument(at), { numRuns: 1, seed: at + 1 })
    const [newcomer] = fc.sample(newcomerDocument(at), { numRuns: 1, seed: at + 1 })
    if (position) stored.positions.push(storedPosition(position))
    if (newcomer) stored.newcomers.push(storedNewcomer(newcomer))
  }
  const byTie = (one: { tie: number }, other: { tie: number }) => one.tie - other.tie
  inOrder.positions = [...stored.positions].sort(byTie)
  inOrder.newcomers = [...stored.newcomers].sort(byTie)
  for (const index of ['positions', 'newcomers'] as const) {
    await postgresSearch(home.db, NOW).put(index, stored[index])
    if (!server) continue
    const build = await meiliSearch(server.settings).build(index)
    await build.put(stored[index])
    await build.goLive()
  }
})
afterAll(async () => {
  await server?.close()
  await home.close()
})

const VALUES: Record<string, readonly string[]> = {
  kind: POSITION_TYPES,
  sector: SECTORS,
  isco: ['5', '512', '7111', '9'],
  region: [...REGIONS, 'gm9999'],
  slots: SLOT_TOKENS,
  support: SUPPORTS,
  scope: ['m:GM0344', 'c:x', 'c:z'],
  availability: ['available', 'paused', 'withdrawn'],
  skill: ['http://data.europa.eu/esco/skill/a', 'http://data.europa.eu/esco/skill/z'],
  worked: SECTORS,
  wants: SECTORS,
}
const NUMBERS = [-1, 0, 1, 2, 4, 5, 8, 9, 16, 24, 24.5, 32.5, 40, 20_740, 20_800, 24_320, 24_323, 24_326]

const leaf = (index: IndexName): fc.Arbitrary<Filter> => {
  const fields = Object.entries(FIELDS[index])
  return fc.constantFrom(...fields).chain(([field, kind]): fc.Arbitrary<Filter> => {
    if (kind === 'number')
      return fc.oneof(
        fc.constantFrom(...NUMBERS).map((value) => ({ atLeast: field, value })),
        fc.constantFrom(...NUMBERS).map((value) => ({ atMost: field, value })),
        fc.constantFrom(...NUMBERS).map((value) => ({ is: field, value })),
        some(NUMBERS, 3).map((values) => ({ oneOf: field, values })),
      )
    const values = VALUES[field] ?? []
    return fc.oneof(
      fc.constantFrom(...values).map((value) => ({ is: field, value })),
      some(values, 3).map((list) => ({ oneOf: field, values: list })),
    )
  })
}
const tree = (index: IndexName, depth: number): fc.Arbitrary<Filter> =>
  depth === 0
    ? leaf(index)
    : fc.oneof(
        leaf(index),
        fc.array(tree(index, depth - 1), { maxLength: 3 }).map((all) => ({ all })),
        fc.array(tree(index, depth - 1), { maxLength: 3 }).map((any) => ({ any })),
        tree(index, depth - 1).map((not) => ({ not })),
      )

/** Of the values that documents have in a field: the least, one in the middle, and one more than the greatest. */
function edges(index: IndexName, field: string): number[] {
  const numbers = [
    ...new Set(stored[index].flatMap((one) => (one as Record<string, unknown>)[field] ?? [])),
  ] as number[]
  numbers.sort((one, other) => one - other)
  return [numbers[0] ?? 0, numbers[Math.floor(numbers.length / 2)] ?? 0, (numbers.at(-1) ?? 0) + 1]
}

/** Every field with every way of asking for a value, and for none. */
const table = (index: IndexName): Filter[] =>
  Object.entries(FIELDS[index]).flatMap(([field, kind]): Filter[] => {
    const numbers = kind === 'number' ? edges(index, field) : []
    const values = kind === 'number' ? numbers : (VALUES[field] ?? [])
    const one = (value: string | number): Filter => ({ is: field, value })
    return [
      ...values.flatMap((value): Filter[] => [one(value), { not: one(value) }]),
      ...numbers.flatMap((value): Filter[] => [
        { atLeast: field, value },
        { atMost: field, value },
        { not: { atLeast: field, value } },
      ]),
      ...[values.slice(0, 2), []].flatMap((list): Filter[] => [
        { oneOf: field, values: list },
        { not: { oneOf: field, values: list } },
      ]),
    ]
  })

/** What a filter means, said a third time and as plainly as can be. */
function passes(one: StoredPosition | StoredNewcomer, filter: Filter): boolean {
  if ('all' in filter) return filter.all.every((part) => passes(one, part))
  if ('any' in filter) return filter.any.some((part) => passes(one, part))
  if ('not' in filter) return !passes(one, filter.not)
  if ('near' in filter) return kmTo(one as StoredPosition, filter.near) <= filter.near.km
  const field =
    'is' in filter ? filter.is : 'oneOf' in filter ? filter.oneOf : 'atLeast' in filter ? filter.atLeast : filter.atMost
  const has = (one as Record<string, unknown>)[field]
  const values = (Array.isArray(has) ? has : [has]).filter((value) => value !== undefined)
  if ('is' in filter) return values.includes(filter.value)
  if ('oneOf' in filter) return values.some((value) => filter.values.includes(value as string))
  return values.some((value) =>
    'atLeast' in filter ? (value as number) >= filter.value : (value as number) <= filter.value,
  )
}
const radians = (degrees: number) => (degrees * Math.PI) / 180
function kmTo(one: StoredPosition, near: { lat: number; lon: number }): number {
  const half = (degrees: number) => Math.sin(radians(degrees) / 2) ** 2
  const { lat, lng } = one._geo
  const h = half(lat - near.lat) + Math.cos(radians(near.lat)) * Math.cos(radians(lat)) * half(lng - near.lon)
  return 2 * EARTH_KM * Math.asin(Math.sqrt(h))
}

const askFor = (index: IndexName, filter: Filter, more: Partial<Ask> = {}): Ask => ({
  index,
  q: '',
  must: [filter],
  groups: {},
  facets: {},
  counts: {},
  order: null,
  browse: null,
  page: 1,
  perPage: 1_000,
  ...more,
})

describe.each(engines)('filters on %s', (_name, port) => {
  test.for(['positions', 'newcomers'] as const)(
    '15: %s: what the documents say, nothing more and nothing less',
    async (index, { skip }) => {
      const engine = port() ?? skip('no Meilisearch')
      const finds = async (filter: Filter, perPage: number) => {
        const expected = inOrder[index].filter((one) => passes(one, filter)).map((one) => one.id)
        const { ids, total } = await engine.search(askFor(index, filter, { perPage }))
        expect({ total, ids }, JSON.stringify(filter)).toEqual({
          total: expected.length,
          ids: expected.slice(0, perPage),
        })
      }
      for (const filter of table(index)) await finds(filter, 50)
      for (const filter of fc.sample(tree(index, 3), { numRuns: FILTERS, seed: 20_261_122 }))
        await finds(filter, LAST_HIT)
    },
  )

  test('15: distances: within one percent at the edge', async ({ skip }) => {
    const engine = port() ?? skip('no Meilisearch')
    for (const km of [1, 5, 10, 25, 50]) {
      const near = { lat: 52.09, lon: 5.12, km }
      const found = new Set<string>()
      // By kind, since no answer has all of them.
      for (const value of POSITION_TYPES) {
        const of = await engine.search(askFor('positions', { all: [{ near }, { is: 'kind', value }] }))
        for (const id of of.ids) found.add(id)
      }
      for (const one of stored.positions) {
        const far = kmTo(one, near)
        if (Math.abs(far - km) > km / 100) expect(found.has(one.id), `${far} of ${km}`).toBe(far < km)
      }
    }
  })

  test('18: counts of a group leave that group out, and are exact', async ({ skip }) => {
    const engine = port() ?? skip('no Meilisearch')
    const chosen = fc.sample(fc.tuple(tree('positions', 1), tree('positions', 1)), { numRuns: 50, seed: 7 })
    for (const [must, other] of chosen) {
      const groups = { sector: { is: 'sector', value: 'care' }, other } satisfies Record<string, Filter>
      const found = await engine.search(
        askFor('positions', must, {
          groups,
          facets: { sector: 'sector', support: 'support', req_speaking: 'speaking', region: 'other' },
          counts: { paid: { filter: { is: 'paid', value: 1 } }, wider: { without: 'other' } },
          perPage: 5,
        }),
      )
      const left = (...parts: Filter[]) => stored.positions.filter((one) => passes(one, { all: [must, ...parts] }))
      const tally = (list: StoredPosition[], of: (one: StoredPosition) => readonly (string | number)[]) => {
        const counts: Record<string, number> = {}
        for (const one of list) for (const value of of(one)) counts[String(value)] = (counts[String(value)] ?? 0) + 1
        return counts
      }
      expect(found.total).toBe(left(groups.sector, other).length)
      expect(found.facets['sector'] ?? {}).toEqual(tally(left(other), (one) => [one.sector]))
      expect(found.facets['support'] ?? {}).toEqual(tally(left(groups.sector, other), (one) => one.support))
      expect(found.facets['req_speaking'] ?? {}).toEqual(tally(left(groups.sector, other), (one) => [one.req_speaking]))
      expect(found.facets['region'] ?? {}).toEqual(tally(left(groups.sector), (one) => one.region))
      expect(found.counts).toEqual({
        paid: left(groups.sector, other, { is: 'paid', value: 1 }).length,
        wider: left(groups.sector).length,
      })
    }
  })

  test('17: a filter that is no code, no number, no field or too deep is refused before it is asked', async ({
    skip,
  }) => {
    const engine = port() ?? skip('no Meilisearch')
    const wild: Filter[] = [
      ...['x" OR paid = 1', "care' OR 1=1", 'a]', '\\', ' OR pub = 0', ''].map((value) => ({ is: 'sector', value })),
      { is: 'title', value: 'x' },
      { is: 'constructor', value: 'x' },
      { atLeast: 'hours', value: Number.NaN },
      { atLeast: 'sector', value: 1 },
      { oneOf: 'sector', values: Array.from({ length: 501 }, () => 'care') },
      Array.from({ length: 200 }).reduce<Filter>((inside) => ({ not: inside }), { is: 'sector', value: 'care' }),
    ]
    for (const filter of wild) await expect(engine.search(askFor('positions', filter))).rejects.toThrow(RangeError)
  })

  test('19: the last page is the last hit, and no further page has anybody', async ({ skip }) => {
    const engine = port() ?? skip('no Meilisearch')
    const everything: Filter = { all: [] }
    const ids: string[] = []
    for (let page = 1; page <= LAST_HIT / 100; page++)
      ids.push(...(await engine.search(askFor('positions', everything, { page, perPage: 100 }))).ids)
    // Nothing is asked and nothing ordered: the neutral tie decides, the same on both engines.
    expect(ids).toEqual(inOrder.positions.slice(0, LAST_HIT).map((one) => one.id))
  })
})

test('skills and levels of filters are those of the documents', () => {
  for (const index of ['positions', 'newcomers'] as const)
    for (const field of Object.keys(FIELDS[index]))
      if (!field.startsWith('reach_') && !field.startsWith('hrs_'))
        expect(
          stored[index].some((one) => field in one),
          field,
        ).toBe(true)
  expect(LANGUAGE_SKILLS.every((skill) => `req_${skill}` in FIELDS.positions)).toBe(true)
  expect(meiliFilterOf('positions', { all: [] })).toBeNull()
})
