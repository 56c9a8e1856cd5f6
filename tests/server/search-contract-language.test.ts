import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { meiliSearch } from '#server/search/meili.ts'
import type { SearchPort } from '#server/search/port.ts'
import { postgresSearch } from '#server/search/postgres.ts'
import { foldText } from '#server/search/rules.ts'
import { positionAsk } from '#server/search/rules-position-query.ts'
import { type PositionDocument, storedPosition } from '#server/search/stored.ts'
import { NOW } from '#tests/make/rooms.ts'
import { type SearchServer, searchServer } from '#tests/make/search-server.ts'
import { type Home, ownDatabase } from '#tests/workers/services.ts'

/** Contract 7 to 14 of search.md, section 12: what a person types, in the scripts of the people we work for. */
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })
let home: Home
let server: SearchServer | null
const engines: [string, () => SearchPort | null][] = [
  ['Postgres', () => postgresSearch(home.db, NOW)],
  ['Meilisearch', () => server && meiliSearch(server.settings)],
]

const TITLES = [
  'Coördinator keuken',
  'Verpleegkundige in de wijk',
  'Ouderenzorg',
  'De zorg in',
  'طبخ في مطعم',
  'أستاذ في مدرسة',
  'كتاب',
  'می‌شود ۲۴',
  "п'ять майстрів",
  'вчитель й учень',
  'ሠራሕተኛ። ፀሓፊ፡ስራሕ',
  'ሐኪም',
  'İstanbul kebap ustası',
  "go'aan qaado",
  '24 uur per week',
] as const
const emptyLabels = { nl: '', en: '', ar: '' }
const nothing = { listening: 0, speaking: 0, reading: 0, writing: 0 }
const documentOf = (title: string, at: number): PositionDocument => ({
  id: `${String(at).padStart(8, '0')}-0000-4000-8000-000000000000`,
  version: 1,
  title: foldText(title),
  occupation: emptyLabels,
  occupationWords: '',
  skillWords: '',
  skills: emptyLabels,
  organisation: 'huis',
  place: 'utrecht',
  body: '',
  kind: 'REGULAR_JOB',
  sector: 'care',
  isco: [],
  region: ['nl', 'gm0344'],
  lat: 52,
  lon: 5,
  supports: [],
  slots: [],
  paid: true,
  guidanceHours: 0,
  hours: 24,
  asks: nothing,
  startsOn: '2027-01-04',
  publishedDay: 20_700,
  closeDay: 20_900,
})

beforeAll(async () => {
  home = await ownDatabase()
  server = await searchServer()
  const documents = TITLES.map(documentOf).map(storedPosition)
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

describe.each(engines)('words on %s', (_name, port) => {
  /** Set before each test, which is skipped where there is no such engine. */
  let engine: SearchPort
  beforeEach(({ skip }) => {
    engine = port() ?? skip('no Meilisearch')
  })
  const titles = async (q: string): Promise<string[]> => {
    const { ids, loosely } = await engine.search(positionAsk({ q }))
    return loosely ? [] : ids.map((id) => TITLES[Number(id.slice(0, 8))] ?? '').sort()
  }

  test.each([
    ['Dutch accents', 'Coördinator keuken', ['coordinator', 'coördinator', 'COÖRDINATOR']],
    ['a part of a Dutch compound', 'Ouderenzorg', ['ouderenzorg', 'ouderen']],
    ['the Arabic article', 'طبخ في مطعم', ['طبخ', 'الطبخ']],
    ['hamza and ta marbuta', 'أستاذ في مدرسة', ['أستاذ', 'استاذ', 'مدرسة', 'مدرسه', 'المدرسة']],
    ['both kafs', 'كتاب', ['كتاب', 'کتاب', 'الكتاب']],
    ['Persian digits and joiner', 'می‌شود ۲۴', ['می‌شود', 'می شود', 'مي شود']],
    ['Ukrainian apostrophes', "п'ять майстрів", ["п'ять", 'п’ять', 'пʼять', 'пять', 'майстрів']],
    ['Tigrinya separators and rows', 'ሠራሕተኛ። ፀሓፊ፡ስራሕ', ['ሠራሕተኛ', 'ሰራሕተኛ', 'ጸሓፊ', 'ፀሓፊ', 'ስራሕ']],
    ['Turkish capitals', 'İstanbul kebap ustası', ['İstanbul', 'istanbul', 'ISTANBUL', 'ıstanbul', 'ustasi']],
    ['Somali apostrophes', "go'aan qaado", ["go'aan", 'go’aan', 'goaan']],
  ])('%s', async (_what, title, queries) => {
    for (const q of queries) expect(await titles(q), q).toEqual([title])
  })

  test('case changes nothing, since there are no stop words', async () => {
    expect(await titles('De zorg')).toEqual(await titles('de zorg'))
    expect(await titles('de zorg')).toContain('De zorg in')
  })

  test('digits of every script are the same digits', async () => {
    for (const q of ['24', '٢٤', '۲۴']) expect(await titles(q), q).toEqual(['24 uur per week', 'می‌شود ۲۴'].sort())
  })

  test('letters that differ in Tigrinya stay apart, and a short word is taken as written', async () => {
    expect(await titles('ሀኪም')).toEqual([])
    expect(await titles('ሐኪም')).toEqual(['ሐኪም'])
  })

  test.each([
    ['a quote', '"'],
    ['an open phrase', '"keuken'],
    ['a minus excludes nothing', 'keuken -coordinator'],
    ['operators of tsquery', 'a & | ! ( ) : * <->'],
    ['an injection', "'; drop table positions; --"],
    ['wildcards of like', '%_\\'],
    ['control characters and emoji', '😀\0\u202e\ud800'],
    ['300 words', 'zorg '.repeat(300)],
    ['a filter', 'pub = 1 OR sector EXISTS'],
    ['10 kB', 'z'.repeat(10_240)],
    ['combining marks without end', `e${'\u0301'.repeat(2_000)}`],
  ])('%s is only text', async (_what, q) => {
    const found = await engine.search(positionAsk({ q }))
    expect(found.total).toBeGreaterThanOrEqual(0)
    if (q.startsWith('keuken -')) expect(await titles(q)).toEqual(['Coördinator keuken'])
  })

  test('words that never stand together still find something, and it is said', async () => {
    const found = await engine.search(positionAsk({ q: 'keuken ouderenzorg' }))
    expect([found.loosely, found.total > 0]).toEqual([true, true])
    expect((await engine.search(positionAsk({ q: 'xqzwv' }))).total).toBe(0)
  })
})

test('on Meilisearch two halves of a word find the whole, and a compound only by its parts', async ({ skip }) => {
  if (!server) return skip('no Meilisearch')
  const engine = meiliSearch(server.settings)
  const find = async (q: string) =>
    (await engine.search(positionAsk({ q }))).ids.map((id) => TITLES[Number(id.slice(0, 8))])
  expect(await find('verpleeg kundige')).toEqual(['Verpleegkundige in de wijk'])
  expect((await find('zorg')).sort()).toEqual(['De zorg in', 'Ouderenzorg'])
  // Persian joined where the document has a joiner: cut in two, as Dutch is.
  expect(await find('میشود')).toEqual(['می‌شود ۲۴'])
})
