import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { SECTORS } from '#db/values/reference.ts'
import { meiliSearch } from '#server/search/meili.ts'
import { queriesOf } from '#server/search/meili-query.ts'
import type { SearchPort } from '#server/search/port.ts'
import { postgresSearch } from '#server/search/postgres.ts'
import { wordsOf } from '#server/search/rules.ts'
import type { Ask, Found } from '#server/search/rules-ask.ts'
import type { Filter } from '#server/search/rules-filter.ts'
import { newcomerAsk } from '#server/search/rules-newcomer-query.ts'
import { positionAsk } from '#server/search/rules-position-query.ts'
import { NOW } from '#tests/make/rooms.ts'
import { someStoredNewcomer, someStoredPosition } from '#tests/make/search-documents.ts'
import { type SearchServer, searchServer } from '#tests/make/search-server.ts'
import { type Home, ownDatabase } from '#tests/workers/services.ts'

/** Contract 6, 14 and 17 of search.md, section 12, on both engines: nobody's text or code is ever syntax, and nothing is too long to be answered. */
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })
let home: Home
let server: SearchServer | null
const engines: [string, () => SearchPort | null][] = [
  ['Postgres', () => postgresSearch(home.db, NOW)],
  ['Meilisearch', () => server && meiliSearch(server.settings)],
]
const TERMS = [{ isco: '5120', labels: { nl: 'kok', en: 'cook', ar: 'طباخ' }, searchText: 'kok cook طباخ' }]
const stored = {
  positions: Array.from({ length: 60 }, (_, at) => someStoredPosition(at, TERMS)),
  newcomers: Array.from({ length: 60 }, (_, at) => someStoredNewcomer(at, TERMS)),
}

beforeAll(async () => {
  home = await ownDatabase()
  server = await searchServer()
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

/** Texts that are syntax somewhere: of filters, of queries, of tsquery, of SQL, of like, of JSON, of addresses, of pages. */
const HOSTILE: readonly string[] = [
  '"',
  '""""""""""""""""""""',
  '"kok',
  'kok" OR "x',
  '-kok',
  '- - - -',
  'kok -kok',
  "kok' OR '1'='1",
  "'; drop table position_search; --",
  '$1 $2 %s %n #{7*7} {{7*7}}',
  'a & | ! ( ) : * <-> <2>',
  ':*',
  '!!kok',
  '\\',
  'kok\\',
  '%_%_%',
  '*',
  'kok*',
  'sector = care OR pub = 0',
  'sector EXISTS',
  '_geoRadius(52, 5, 1000000)',
  'kok AND NOT kok',
  '{"$ne": null}',
  '["kok"]',
  '<script>alert(1)</script>',
  'kok\0',
  '\0\u0001\u001f\u007f\u0085',
  '\u202ekok\u202c',
  '\u200b\u200c\u200d\ufeff',
  '\ud800',
  'kok\udfff',
  '😀👩‍👩‍👧‍👦🏳️‍🌈',
  `e${'\u0301'.repeat(5_000)}`,
  'ﷺ'.repeat(200),
  'İ'.repeat(200),
  'ß'.repeat(200),
  '1e308',
  '-0',
  'NaN',
  'null undefined __proto__ constructor',
  'z'.repeat(1_000_000),
  'kok '.repeat(100_000),
  'طباخ '.repeat(10_000),
  `${'a'.repeat(249)} ${'b'.repeat(251)}`,
]

const position = (q: string): Ask => positionAsk({ q, counted: true, today: 20_790 })
const newcomer = (q: string): Ask => newcomerAsk({ q, municipality: 'GM0001' })

describe.each(engines)('hostile questions on %s', (_name, port) => {
  test('14: a text is only its words: with the words alone the answer is the same', async ({ skip }) => {
    const engine = port() ?? skip('no Meilisearch')
    const plainly = new Map<string, Promise<Found>>()
    for (const q of HOSTILE) {
      const words = wordsOf(q).join(' ')
      for (const askFor of [position, newcomer]) {
        const key = `${askFor(words).index} ${words}`
        const plain = await (plainly.get(key) ?? plainly.set(key, engine.search(askFor(words))).get(key))
        const began = Date.now()
        expect(await engine.search(askFor(q)), q.slice(0, 60)).toEqual(plain)
        expect(Date.now() - began, q.slice(0, 60)).toBeLessThan(3_000)
      }
    }
    const everything = await engine.search(positionAsk({}))
    expect((await engine.search(positionAsk({ q: '" - \\ % *' }))).ids).toEqual(everything.ids)
    expect((await engine.search(positionAsk({ q: 'kok -kok' }))).total).toBe(stored.positions.length)
  })

  test('17: any text where a code belongs is refused before it is asked, or is that code and nothing more', async ({
    skip,
  }) => {
    const engine = port() ?? skip('no Meilisearch')
    const piece = fc.constantFrom(
      'care',
      '"',
      '\\',
      "'",
      ']',
      '[',
      '(',
      ')',
      ' OR ',
      ' AND ',
      'NOT ',
      'IN [',
      '=',
      '!=',
      'paid = 1',
      '\0',
      '\n',
      'nl',
      ',',
    )
    const wild = fc.oneof(
      fc.array(piece, { maxLength: 6 }).map((parts) => parts.join('')),
      fc.string({ unit: 'grapheme', maxLength: 40 }),
    )
    const fields = { positions: ['sector', 'region', 'kind'], newcomers: ['scope', 'skill', 'worked'] } as const
    for (const [index, value, kind] of fc.sample(fc.tuple(fc.constantFrom('positions', 'newcomers'), wild, fc.nat(2)), {
      numRuns: 300,
      seed: 17,
    })) {
      const field = fields[index][kind] as string
      const has = (one: object) => [(one as Record<string, unknown>)[field]].flat().includes(value)
      for (const filter of [
        { is: field, value },
        { oneOf: field, values: [value] },
      ] satisfies Filter[]) {
        const answer = await engine.search(askOf(index, filter)).catch((error) => error)
        if (answer instanceof Error) expect(answer, JSON.stringify(filter)).toBeInstanceOf(RangeError)
        else
          expect([...answer.ids].sort(), JSON.stringify(filter)).toEqual(
            stored[index]
              .filter(has)
              .map((one) => one.id)
              .sort(),
          )
        if (answer instanceof Error) expect(answer.message).not.toContain(value || 'nothing')
      }
    }
  })

  test('17: the longest filters that we let through are answered, and longer ones are refused before they are asked', async ({
    skip,
  }) => {
    const engine = port() ?? skip('no Meilisearch')
    const codes = (count: number, length: number) =>
      Array.from({ length: count }, (_, at) => `${at}${'x'.repeat(length - String(at).length)}`)
    const either = (values: string[]): Filter => ({ any: values.map((value) => ({ is: 'region', value })) })
    const deep = (times: number): Filter =>
      Array.from({ length: times }).reduce<Filter>((inside) => ({ not: inside }), { is: 'kind', value: 'x' })
    const largest: Filter[] = [
      { oneOf: 'sector', values: [...codes(499, 70), SECTORS[0]] },
      { oneOf: 'region', values: codes(100, 400) },
      either(codes(299, 100)),
      either(codes(100, 399)),
      deep(20),
    ]
    for (const filter of largest) {
      const found = await engine.search(askOf('positions', filter))
      expect(found.total).toBeLessThanOrEqual(stored.positions.length)
    }
    const larger: Filter[] = [
      { oneOf: 'sector', values: codes(501, 4) },
      { oneOf: 'region', values: codes(101, 400) },
      either(codes(300, 4)),
      either(codes(3_000, 4)),
      { all: [either(codes(200, 4)), either(codes(200, 4))] },
      deep(21),
      deep(5_000),
    ]
    for (const filter of larger) {
      const began = Date.now()
      await expect(engine.search(askOf('positions', filter))).rejects.toThrow(RangeError)
      expect(Date.now() - began).toBeLessThan(200)
    }
  })
})

test('6: the only locale that is ever sent is the Persian one, and only with Arabic script', () => {
  for (const q of [...HOSTILE, 'kok', 'ሓኪም', 'кухар', 'سلام', 'kok طباخ', 'go’aan', 'می‌شود'])
    for (const query of queriesOf('x', positionAsk({ q, counted: true }), 'all'))
      expect(query.locales, q.slice(0, 60)).toEqual(
        /\p{Script=Arabic}/u.test(wordsOf(q).join(' ')) ? ['fa'] : undefined,
      )
})

function askOf(index: 'positions' | 'newcomers', filter: Filter): Ask {
  const ask = index === 'positions' ? positionAsk({ whole: true }) : newcomerAsk({ municipality: 'x', whole: true })
  return { ...ask, must: [filter] }
}
