import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { csvAnswer } from '#app/request/csv.ts'
import { LoginEmail } from '#server/accounts/rules.ts'
import { aBadSite, type Bad, type BadSite, tryAll } from './bad-input-site.ts'

/** Bad inputs in names, mail addresses, files of rows and questions: groups 11, 12, 15, 16, 18 to 21, 38 and 40 of the list in reliability.md. */
let site: BadSite
beforeAll(async () => {
  site = await aBadSite()
})
afterAll(() => site.close())

const newcomer = (name: string, fields: Record<string, string>, more: Partial<Bad> = {}): Bad => ({
  name,
  path: '/coach/deelnemers/nieuw',
  by: 'coach',
  fields: { givenName: 'Sara', ...fields },
  status: 422,
  ...more,
})
const get = (path: string, status: Bad['status'], more: Partial<Bad> = {}): Bad => ({
  name: 'GET',
  path,
  status,
  ...more,
})

describe('11. line ends where a header could be made of them', () => {
  tryAll(
    () => site,
    () => [
      get('/nl/plekken?q=a%0d%0aSet-Cookie:%20kwaad=1', 200, { secret: 'kwaad', shown: true }),
      get('/?taal=nl&van=/x%0d%0aSet-Cookie:%20kwaad=1', [200, 303]),
      get('/inloggen?naar=/nl%0d%0aSet-Cookie:%20kwaad=1', 200),
      newcomer(
        'a name with line ends',
        { givenName: 'Sara\r\nBcc: kwaad@x.nl', familyName: '\u0000'.slice(1), email: 'x' },
        { secret: 'kwaad', shown: true },
      ),
    ],
  )
  test('no header is made of them', async () => {
    for (const path of ['/nl/plekken?q=a%0d%0aSet-Cookie:%20kwaad=1', '/?taal=nl&van=/x%0d%0aSet-Cookie:%20kwaad=1'])
      expect(JSON.stringify((await site.get(path)).headers)).not.toContain('kwaad')
  })
})

describe('12. mail addresses', () => {
  const ADDRESSES = [
    'a@b.nl,evil@x',
    '"a" <evil@x>',
    'a@b.nl\nBcc: x@y.nl',
    '"a@b"@c.nl',
    `${'a'.repeat(250)}@voorbeeld.nl`,
    `${'"'.repeat(50_000)}@b.nl`,
    'a@b.nl.',
    'a@аpp.nl',
    'a@b',
    '@b.nl',
    'a b@c.nl',
    '<script>@b.nl',
  ]
  tryAll(
    () => site,
    () => [
      ...ADDRESSES.map((email) => ({
        name: email.slice(0, 40),
        path: '/inloggen',
        fields: { with: 'mail', email },
        status: 422,
      })),
      ...ADDRESSES.map((email) => newcomer(email.slice(0, 40), { email })),
      ...ADDRESSES.map((email) => ({
        name: email.slice(0, 40),
        path: '/account/adres',
        by: 'coach' as const,
        fields: { intent: 'ask', email },
        status: 422,
      })),
    ],
  )
  test('a tag and capitals are one address as it was typed, in small letters', () => {
    expect(LoginEmail.parse('Sara+Werk@Voorbeeld.NL')).toBe('sara+werk@voorbeeld.nl')
  })
})

describe('15. names that are no names, and names that only look so', () => {
  tryAll(
    () => site,
    () => [
      newcomer('200 letters', { givenName: 'a'.repeat(200) }),
      newcomer('spaces alone', { givenName: ' \u00a0 ' }),
      newcomer('a control character', { givenName: 'Sa\u0007ra' }),
      newcomer('an escape of a terminal', { givenName: '\u001b[31mSara' }),
      newcomer('more than a name', { givenName: 'Sara', familyName: 'x'.repeat(81) }),
    ],
  )
  const NAMES = [
    'Y',
    'Ḥusayn',
    'محمد',
    'ኣበራ',
    'Олена',
    'زهرا',
    "O'Brien",
    'Null',
    '%s%n',
    '{{7*7}}',
    '<script>alert(1)</script>',
    'Sa\u202Era',
    'A\u200Bli',
    `Z${'\u0301'.repeat(20)}`,
    '👩🏽‍🔧',
    '=1+1',
    '__proto__',
    'undefined',
  ]
  test.each(NAMES)('%j is somebody, and is shown as it is written and nothing else', async (givenName) => {
    const made = await site.try(newcomer(givenName, { givenName }))
    expect(made.status).toBe(303)
    const page = await site.get(String(made.headers.location), site.own.coach)
    expect(page.status).toBe(200)
    expect(page.text).not.toContain('<script>alert')
    expect(page.text).not.toContain('49</')
  })
})

describe('16. files of rows', () => {
  const head = 'region;occupation_group;quarter;ratio;source'
  const rows = (text: string): Bad => ({
    name: text.slice(0, 40),
    path: '/toets/invoer',
    by: 'officer',
    fields: { kind: 'tensions', file: 'uwv.csv', intent: 'import', text },
    status: 422,
  })
  tryAll(
    () => site,
    () => [
      rows(`${head}\n=HYPERLINK("x");751;2026-Q3;1,8;UWV`),
      rows(`${head}\nAM18;751;2026-Q3;1.000,5;UWV`),
      rows(`${head}\nAM18;751;2026-Q3;1e309;UWV`),
      rows(`${head}\nAM18;751;2026-Q5;1,8;UWV`),
      rows(`${head}\nAM18;751;2026-Q3;1,8`),
      rows(`${head}\nAM18;751;2026-Q3;1,8;UWV;x`),
      rows(`${head};region\nAM18;751;2026-Q3;1,8;UWV;AM18`),
      rows('region;x\n1;2'),
      rows(`${head}\n"AM18;751`),
      rows(''),
      rows(`${head}\n${'AM18;751;2026-Q3;1,8;UWV\n'.repeat(4_000)}XX;751;2026-Q3;1,8;UWV`),
      rows(`${head}\n${'a'.repeat(199_000)}`),
      rows(Buffer.from(`${head}\nAM18`, 'utf16le').toString('latin1').replaceAll('\0', '')),
      { ...rows(`${head}\n${'AM18;751;2026-Q3;1,8;UWV\n'.repeat(40_000)}`), status: 413 },
    ],
  )
  test('a cell that a spreadsheet would run is made harmless on the way out', async () => {
    for (const cell of ['=1+1', '+1', '-1', '@x', '\t=1', '\r=1', '=HYPERLINK("http://evil")'])
      expect((await csvAnswer('x', [[cell]]).text()).slice(0, 3)).toMatch(/^\uFEFF?"?'/)
    expect(await csvAnswer('x', [['a;"b"', -1]]).text()).toContain('"a;""b""";-1')
  })
})

describe('18, 20 and 38. questions for a search', () => {
  const QUESTIONS = [
    'a'.repeat(3_000),
    'bakker '.repeat(400),
    'de het een',
    '"',
    '"""',
    '-bakker',
    'a OR b',
    '👩‍🍳',
    '%_%',
    '\\',
    '_',
    "'",
    "' or 1=1--",
    '& | ! <->',
    '(',
    ':*',
    '*',
    '{{7*7}}',
    '<script>alert(1)</script>',
  ]
  const OPTIONS = [
    'attributesToRetrieve=*',
    'showRankingScoreDetails=true',
    'retrieveVectors=true',
    'facets=*',
    'sort=email:asc',
    'filter=x%20EXISTS',
    'limit=100000',
    'hybrid=1',
  ]
  tryAll(
    () => site,
    () => [
      ...QUESTIONS.map((q) => get(`/nl/plekken?q=${encodeURIComponent(q).slice(0, 3_900)}`, 200)),
      ...QUESTIONS.map((q) =>
        get(`/coach/deelnemers?q=${encodeURIComponent(q).slice(0, 3_900)}`, 200, { by: 'coach' }),
      ),
      ...QUESTIONS.map((q) => get(`/nl/melden?naam=${encodeURIComponent(q).slice(0, 3_900)}`, 200)),
      ...OPTIONS.map((option) => get(`/nl/plekken?${option}`, 200)),
      get(`/nl/plekken?q=${'a'.repeat(10_000)}`, 414),
      get('/nl/plekken?q=%00', 400),
    ],
  )
  test('signs of a pattern find what they are and not everything; options of the engine change nothing', async () => {
    const found = async (path: string, cookie = '') =>
      (await site.get(path, cookie)).text.match(/in-result|<tr /g)?.length ?? 0
    const nothing = await found('/coach/deelnemers?q=zzzznietszzzz', site.own.coach)
    for (const q of ['%25', '_', '%25_%25', '%5C'])
      expect(await found(`/coach/deelnemers?q=${q}`, site.own.coach), q).toBe(nothing)
    const data = async (option: string) => {
      const { text } = await site.get(`/nl/plekken?_data=routes%2Fvisitor.positions&${option}`)
      expect(text).not.toMatch(/_rankingScore|_vectors|@voorbeeld/)
      return (JSON.parse(text) as { found: unknown }).found
    }
    const plain = await data('')
    for (const option of OPTIONS) expect(await data(option), option).toEqual(plain)
  })
})

describe('19 and 21. filters and pages', () => {
  const FILTERS = [
    'x" OR municipality EXISTS',
    "food' or 1=1",
    'food" AND "a"="a',
    'a'.repeat(469),
    '__proto__',
    'GM0344 OR 1=1',
    'GM٠٣٤٤',
    '',
  ]
  const PAGES = ['0', '-1', '1e9', 'NaN', '1;drop table x', 'Infinity', '1.5', '0x10', '', '９', '99999999999999999999']
  tryAll(
    () => site,
    () => [
      ...FILTERS.flatMap((value) =>
        ['sector', 'gemeente'].map((name) => get(`/nl/plekken?${name}=${encodeURIComponent(value)}`, 200)),
      ),
      ...FILTERS.map((value) =>
        get(`/coach/voorstellen?stand=${encodeURIComponent(value)}&plek=${encodeURIComponent(value)}`, 200, {
          by: 'coach',
        }),
      ),
      ...PAGES.map((page) => get(`/nl/plekken?page=${encodeURIComponent(page)}`, [200, 303])),
      ...PAGES.map((page) => get(`/coach/deelnemers?pagina=${encodeURIComponent(page)}`, 200, { by: 'coach' })),
      ...PAGES.map((page) => get(`/coach/voorstellen?pagina=${encodeURIComponent(page)}`, 200, { by: 'coach' })),
      ...PAGES.map((page) => get(`/rondes?pagina=${encodeURIComponent(page)}`, 200, { by: 'officer' })),
      get(`/nl/plekken?${'sector=food&'.repeat(201)}`, 200),
    ],
  )
})

describe('40. counts of few', () => {
  tryAll(
    () => site,
    () => [
      ...[
        'gemeente=GM0307',
        'van=2026-11-22&tot=2026-11-22',
        'van=2030-01-01',
        'k=1',
        'drempel=0',
        'afdeling=1',
        "gemeente='",
      ].map((query) => get(`/gemeente?${query}`, 200, { by: 'municipality' })),
      ...['gemeente=GM0307', 'k=1', 'van=2026-11-22&tot=2026-11-22'].map((query) =>
        get(`/gemeente.csv?${query}`, 200, { by: 'municipality' }),
      ),
    ],
  )
  test('no question of an address makes the counts finer or of another municipality', async () => {
    const counts = (await site.get('/gemeente.csv', site.own.municipality)).text
    for (const query of ['gemeente=GM0307', 'k=1', 'van=2026-11-22&tot=2026-11-22', 'drempel=0'])
      expect((await site.get(`/gemeente.csv?${query}`, site.own.municipality)).text).toBe(counts)
  })
})
