import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aBadSite, type Bad, type BadSite, tryAll } from './bad-input-site.ts'

/** Bad inputs in the fields of forms: groups 22 to 28 and 31 of the list in reliability.md. */
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
const intake = (section: string, fields: Record<string, string>, more: Partial<Bad> = {}): Bad => ({
  name: Object.values(fields).join(' ').slice(0, 60),
  path: `/coach/deelnemers/${site.existing.newcomer}/intake/${section}`,
  by: 'coach',
  fields: {
    intent: 'save',
    version: '1',
    ...(section === 'basics' && { givenName: 'Sara', screenLanguage: 'nl' }),
    ...fields,
  },
  status: 422,
  ...more,
})
const place = (fields: Record<string, string>, more: Partial<Bad> = {}): Bad => ({
  name: Object.entries(fields).flat().join(' ').slice(0, 60),
  path: '/werkgever/plekken/nieuw',
  by: 'employer',
  fields: { intent: 'draft', type: 'paid', occupationUri: 'http://data.europa.eu/esco/occupation/x', ...fields },
  status: 422,
  ...more,
})
const report = (fields: Record<string, string>, more: Partial<Bad> = {}): Bad => ({
  name: Object.values(fields).join(' ').slice(0, 60),
  path: '/nl/melden',
  fields: {
    establishmentId: crypto.randomUUID(),
    concern: 'no-guidance',
    reporterRole: 'worker',
    body: 'Er is niemand.',
    ...fields,
  },
  status: 422,
  ...more,
})
const _get = (path: string, status: Bad['status'], more: Partial<Bad> = {}): Bad => ({
  name: 'GET',
  path,
  status,
  ...more,
})

describe('22. days that are none', () => {
  const DAYS = [
    '2026-02-31',
    '2026-02-29',
    '0001-01-01',
    '9999-12-31',
    '1969-00-01',
    '1900-01-01',
    '1990-00-00',
    '31-02-2026',
    '2026-11-22T10:00',
    'morgen',
    '２０２６-01-01',
  ]
  tryAll(
    () => site,
    () => [
      ...DAYS.map((availableFrom) => intake('practical', { workRight: 'free', availableFrom })),
      ...DAYS.map((startsOn) => place({ title: 'Bakker', startsOn })),
      place({ title: 'Bakker', startsOn: '2027-03-01', endsOn: '2027-02-01' }),
      place({
        title: 'Bakker',
        startsOn: '2027-03-01',
        'otherLanguages[0].language': '12345',
        'languages[0].language': '\u0661',
        seats: 'x',
      }),
      intake('basics', { futureFrom: '2026-02-30', futurePostcode4: '3511' }),
    ],
  )
})

describe('23. numbers that are none', () => {
  const NUMBERS = [
    '1e309',
    '0x10',
    '１２',
    '1.000,50',
    '1,000.50',
    'NaN',
    'Infinity',
    '--1',
    '2147483648',
    '9007199254740993',
    '1 000',
    'zes',
    '²',
  ]
  tryAll(
    () => site,
    () => [
      ...NUMBERS.map((seats) => place({ title: 'Bakker', seats })),
      ...['0', '-1', '-0', '51', '1.5'].map((seats) => place({ title: 'Bakker', seats })),
      ...['0', '169', '40.3', '-8'].map((hoursPerWeek) => place({ title: 'Bakker', hoursPerWeek })),
      ...NUMBERS.map((hourlyWage) => place({ title: 'Bakker', hourlyWage }, { status: [303, 422] }))
        .filter(({ name }) => /e309|NaN|Inf|zes|--/.test(name))
        .map((bad) => ({ ...bad, status: 422 })),
      ...['41', '-1', '1e309', '12,3'].map((hoursMin) => intake('practical', { workRight: 'free', hoursMin })),
      ...['181', '-1', '1e9', '1.5'].map((maxTravelMinutes) =>
        intake('practical', { workRight: 'free', maxTravelMinutes }),
      ),
    ],
  )
})

describe('24. postcodes and phone numbers', () => {
  tryAll(
    () => site,
    () => [
      ...['12', '0123', '12345', 'abcd', 'B-1000', '1234 5', '１２３４'].map((postcode4) =>
        intake('basics', { postcode4 }),
      ),
      ...['06', 'bel me', '+', '0'.repeat(60), '06-abc', '+31<script>', '1;2'].map((phone) =>
        newcomer(phone.slice(0, 30), { phone }),
      ),
    ],
  )
})

describe('25. numbers of the Chamber of Commerce', () => {
  test('no form of ours takes one: it comes from the register with the organisation', async () => {
    const answer = await site.try({
      name: 'kvk',
      path: '/werkgever/bedrijf',
      by: 'employer',
      fields: { kvk: '1234567', kind: 'vacancy-open' },
      status: 422,
    })
    expect(answer.status).toBe(422)
  })
})

describe('26. numbers that are not kept here', () => {
  const NEVER = [
    '111222333',
    '111.222.333',
    'NL91 ABNA 0417 1643 00',
    'NL91ABNA0417164300',
    'V-nummer 123 456 7890',
    'v1234567890',
  ]
  tryAll(
    () => site,
    () => [
      ...NEVER.map((number) =>
        intake(
          'basics',
          { needsAtWork: `Mijn nummer is ${number}` },
          { secret: number, shown: true, says: /BSN|burgerservice/i },
        ),
      ),
      ...NEVER.map((number) => newcomer(number, { familyName: number }, { secret: number, shown: true })),
      ...NEVER.map((number) => report({ body: `Over ${number}` }, { secret: number, shown: true })),
      ...NEVER.map((number) => place({ title: `Bakker ${number}` }, { secret: number, shown: true })),
      ...NEVER.map((note) => ({
        name: note,
        path: `/coach/vervolg/${site.existing.followUp}`,
        by: 'coach' as const,
        fields: { outcome: 'good', note },
        status: 422,
        secret: note,
        shown: true,
      })),
    ],
  )
})

describe('28. JSON', () => {
  const WRONG = [
    '{"id":1,"id":2}',
    '{"id":1n}',
    '['.repeat(5_000),
    `${'['.repeat(9_000)}${']'.repeat(9_000)}`,
    '{/*a*/}',
    'NaN',
    '{"__proto__":{"polluted":1}}',
    '"',
    'null',
    '{"id":"a","rawId":"a","type":"public-key","response":{"__proto__":{"polluted":1}}}',
  ]
  tryAll(
    () => site,
    () => [
      ...WRONG.map((response) => ({
        name: response.slice(0, 30),
        path: '/inloggen/passkey',
        fields: { intent: 'passkey', challenge: crypto.randomUUID(), response },
        status: 422,
      })),
      {
        name: '5 MB of [',
        path: '/inloggen/passkey',
        fields: { intent: 'passkey', challenge: crypto.randomUUID(), response: '['.repeat(5_000_000) },
        status: 413,
      },
      {
        name: 'a body of JSON',
        path: '/inloggen/passkey',
        body: '{"intent":"passkey"}',
        headers: { 'content-type': 'application/json' },
        status: 415,
      },
    ],
  )
})

describe('31. markup in what is told about a place', () => {
  const MARKUP = '<img src=x onerror=alert(1)><style>*{display:none}</style>[klik](javascript:alert(1))<b>x</b>'
  test('is text, wherever it is shown', async () => {
    const made = await site.try(place({ title: 'Bakker <b>x</b>', tasks: MARKUP, learns: MARKUP }, { status: 303 }))
    // Without an occupation that we know, the form comes back with what was typed.
    const text =
      made.status === 303 ? (await site.get(String(made.headers.location), site.own.employer)).text : made.text
    const [drawn = ''] = text.split('<script', 1)
    expect(drawn).not.toMatch(/<img src=x|<style>\*|href="javascript|<b>x<\/b>/)
    expect(drawn).toContain('&lt;')
  })
  tryAll(
    () => site,
    () => [report({ body: MARKUP }, { status: [404, 422] }), newcomer('markup', { givenName: MARKUP, email: 'x' })],
  )
})
