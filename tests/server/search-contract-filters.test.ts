import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { LANGUAGE_SKILLS, LEVELS } from '#db/values/language.ts'
import { POSITION_TYPES, SUPPORTS } from '#db/values/positions.ts'
import { SECTORS } from '#db/values/reference.ts'
import { meiliSearch } from '#server/search/meili.ts'
import type { SearchPort } from '#server/search/port.ts'
import { postgresSearch } from '#server/search/postgres.ts'
import { EARTH_KM } from '#server/search/rules.ts'
import type { Ask } from '#server/search/rules-ask.ts'
import { NEVER, SLOT_TOKENS } from '#server/search/rules-encode.ts'
import { FIELDS, type Filter, type IndexName, meiliFilterOf } from '#server/search/rules-filter.ts'
import {
  type Folded,
  type NewcomerDocument,
  type PositionDocument,
  type StoredNewcomer,
  type StoredPosition,
  storedNewcomer,
  storedPosition,
} from '#server/search/stored.ts'
import { NOW } from '#tests/make/rooms.ts'
import { type SearchServer, searchServer } from '#tests/make/search-server.ts'
import { type Home, ownDatabase } from '#tests/workers/services.ts'

/** Contract 15 to 18 of search.md, section 12: a filter finds what the documents say, on both engines. */
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })
const DOCUMENTS = 400
const FILTERS = 120

let home: Home
let server: SearchServer | null
const stored: { positions: StoredPosition[]; newcomers: StoredNewcomer[] } = { positions: [], newcomers: [] }
const engines: [string, () => SearchPort | null][] = [
  ['Postgres', () => postgresSearch(home.db, NOW)],
  ['Meilisearch', () => server && meiliSearch(server.settings)],
]

const uuid = (at: number, kind: string) =>
  `${((at * 2654435761) % 4294967296).toString(16).padStart(8, '0')}-0000-4000-8000-${kind}${String(at).padStart(11, '0')}`
const some = <T>(values: readonly T[], most: number): fc.Arbitrary<T[]> =>
  fc.uniqueArray(fc.constantFrom(...values), { maxLength: most })
const REGIONS = ['gm0344', 'gm0307', 'lmr:am18', 'nl', 'p:utrecht'] as const
const rank = fc.integer({ min: 0, max: LEVELS.length - 1 })
const perSkill = <T>(one: fc.Arbitrary<T>) => fc.record({ listening: one, speaking: one, reading: one, writing: one })
const folded: fc.Arbitrary<Folded> = fc.constant({ nl: 'kok', en: 'cook', ar: 'طباخ' })

const positionDocument = (at: number): fc.Arbitrary<PositionDocument> =>
  fc.record({
    id: fc.constant(uuid(at, 'a')),
    version: fc.constant<number>(1),
    title: fc.constantFrom<string>('werken', 'leren'),
    occupation: folded,
    occupationWords: fc.constant<string>('kok cook'),
    skills: folded,
    organisation: fc.constant<string>('huis'),
    place: fc.constant<string>('utrecht'),
    body: fc.constant<string>('taak'),
    kind: fc.constantFrom(...POSITION_TYPES),
    sector: fc.constantFrom(...SECTORS),
    isco: fc.constantFrom<string[]>(['5', '51', '512', '5120'], ['7', '71', '711', '7111'], []),
    region: some(REGIONS, 4),
    lat: fc.double({ min: 51.9, max: 52.3, noNaN: true }),
    lon: fc.double({ min: 4.9, max: 5.5, noNaN: true }),
    supports: some(SUPPORTS, 3),
    slots: some(SLOT_TOKENS, 6),
    paid: fc.boolean(),
    guidanceHours: fc.constantFrom(0, 2, 4, 8.5),
    hours: fc.constantFrom(8, 16, 24, 24.5, 36, 40),
    asks: perSkill(rank),
    startsOn: fc.constantFrom('2026-12-01', '2027-01-15', '2027-06-30'),
    publishedDay: fc.integer({ min: 20_700, max: 20_800 }),
    closeDay: fc.integer({ min: 20_700, max: 20_900 }),
  })

const newcomerDocument = (at: number): fc.Arbitrary<NewcomerDocument> =>
  fc.record({
    id: fc.constant(uuid(at, 'b')),
    version: fc.constant<number>(1),
    scope: some(['m:GM0344', 'm:GM0307', 'c:x', 'c:y'], 2),
    availability: fc.constantFrom('available' as const, 'paused' as const, 'placed' as const),
    region: some(REGIONS, 3),
    slots: some(SLOT_TOKENS, 6),
    dutch: perSkill(
      fc.option(
        fc.constantFrom(...LEVELS).map((level) => ({ level, assessedOn: '2026-10-01' })),
        { nil: null },
      ),
    ),
    reach: perSkill(fc.array(fc.constantFrom(0, 24_320, 24_325, NEVER), { minLength: 10, maxLength: 10 })),
    hours: fc.option(fc.constantFrom({ min: 8, max: 16 }, { min: 16, max: 32.5 }), { nil: null }),
    fromDay: fc.integer({ min: 0, max: 3 }),
    skillUris: some(['http://data.europa.eu/esco/skill/a', 'http://data.europa.eu/esco/skill/b'], 2),
    skills: folded,
    occupations: folded,
    occupationWords: fc.constant<string>('kok cook'),
    isco: fc.constantFrom<string[]>(['5', '51'], []),
    worked: some(SECTORS, 2),
    wants: some(SECTORS, 2),
  })

beforeAll(async () => {
  home = await ownDatabase()
  server = await searchServer()
  for (let at = 0; at < DOCUMENTS; at++) {
    const [position] = fc.sample(positionDocument(at), { numRuns: 1, seed: at + 1 })
    const [newcomer] = fc.sample(newcomerDocument(at), { numRuns: 1, seed: at + 1 })
    if (position) stored.positions.push(storedPosition(position))
    if (newcomer) stored.newcomers.push(storedNewcomer(newcomer))
  }
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

describe.each(engines)('filters on %s', (name, port) => {
  test.each(['positions', 'newcomers'] as const)(
    '%s: what the documents say, nothing more and nothing less',
    async (index) => {
      const engine = port()
      if (!engine) return console.info(`Skipped: filters on ${name} (no server).`)
      for (const filter of fc.sample(tree(index, 3), { numRuns: FILTERS, seed: 20_261_122 })) {
        const expected = stored[index].filter((one) => passes(one, filter)).map((one) => one.id)
        const found = await engine.search(askFor(index, filter))
        expect([...found.ids].sort(), JSON.stringify(filter)).toEqual(expected.sort())
        expect(found.total, JSON.stringify(filter)).toBe(expected.length)
      }
    },
  )

  test('distances: within one percent at the edge', async () => {
    const engine = port()
    if (!engine) return
    for (const km of [1, 5, 10, 25, 50]) {
      const near = { lat: 52.09, lon: 5.12, km }
      const found = new Set((await engine.search(askFor('positions', { near }))).ids)
      for (const one of stored.positions) {
        const far = kmTo(one, near)
        if (Math.abs(far - km) > km / 100) expect(found.has(one.id), `${far} of ${km}`).toBe(far < km)
      }
    }
  })

  test('counts of a group leave that group out, and are exact', async () => {
    const engine = port()
    if (!engine) return
    const chosen = fc.sample(fc.tuple(tree('positions', 1), tree('positions', 1)), { numRuns: 25, seed: 7 })
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

  test('a filter that is no code, no number, no field or too deep is refused before it is asked', async () => {
    const engine = port()
    if (!engine) return
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

  test('the last page is the end, and no further page has anybody', async () => {
    const engine = port()
    if (!engine) return
    const everything: Filter = { all: [] }
    const ids: string[] = []
    for (let page = 1; page <= 5; page++)
      ids.push(...(await engine.search(askFor('positions', everything, { page, perPage: 100 }))).ids)
    expect(ids).toHaveLength(DOCUMENTS)
    // Nothing is asked and nothing ordered: the neutral tie decides, the same on both engines.
    expect(ids).toEqual([...stored.positions].sort((a, b) => a.tie - b.tie).map((one) => one.id))
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
