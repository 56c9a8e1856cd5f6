import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aBadSite, type Bad, type BadSite, kindWordFailures, tryAll } from './bad-input-site.ts'
import { FORM } from './edge-site.ts'

/** Bad inputs in addresses, headers and cookies: groups 6 to 9, 32, 33 and 44 of the list in reliability.md. */
let site: BadSite
beforeAll(async () => {
  site = await aBadSite()
})
afterAll(() => site.close())

const MARK = 'kwade-zeshonderd'
const _NEW = '/coach/deelnemers/nieuw'
const get = (path: string, status: Bad['status'], more: Partial<Bad> = {}): Bad => ({
  name: 'GET',
  path,
  status,
  ...more,
})

describe('6. ids of others, and what is no id', () => {
  const NO_IDS = [
    '1',
    '2',
    '0',
    '-1',
    '%00',
    '%20',
    'null',
    'undefined',
    '../1',
    "'",
    '1%27%20or%201=1',
    'a'.repeat(10_000),
    encodeURIComponent('١٢'),
  ]
  tryAll(
    () => site,
    () => [
      ...NO_IDS.map((id) => get(`/coach/deelnemers/${id}`, [400, 404, 414], { by: 'coach' })),
      ...NO_IDS.map((id) => get(`/werkgever/kandidaten/${id}`, [400, 404, 414], { by: 'employer' })),
      ...NO_IDS.map((id) => get(`/nl/mijn-reis/voorstel/${id}`, [400, 404, 414], { by: 'newcomer' })),
      ...NO_IDS.map((id) => get(`/toets/${id}`, [400, 404, 414], { by: 'officer' })),
      get(`/coach/deelnemers/${site.existing.newcomer.toUpperCase()}x`, 404, { by: 'coach' }),
      get(`/coach/deelnemers/%20${site.existing.newcomer}`, 404, { by: 'coach' }),
      get(`/coach/deelnemers/{${site.existing.newcomer}}`, 404, { by: 'coach' }),
    ],
  )
  test('the object of a colleague elsewhere is not there, whatever the way in', async () => {
    for (const [path, role] of [
      [`/coach/deelnemers/${site.existing.newcomer}`, 'coach'],
      [`/werkgever/kandidaten/${site.existing.proposal}`, 'employer'],
      [`/nl/mijn-reis/voorstel/${site.existing.proposal}`, 'newcomer'],
    ] as const) {
      const answer = await site.get(path, site.foreign[role])
      expect(answer.status, path).toBe(404)
      expect(kindWordFailures(answer, path)).toEqual([])
      expect(answer.text.replace(/name="key" value="[^"]+"/g, '')).toBe(
        (await site.get(path.replace(/[0-9a-f-]{36}/, crypto.randomUUID()), site.foreign[role])).text.replace(
          /name="key" value="[^"]+"/g,
          '',
        ),
      )
    }
  })
})

describe('7. addresses in other shapes', () => {
  tryAll(
    () => site,
    () => [
      get('/coach?_data=routes%2Femployer.positions', [403, 404], { by: 'coach' }),
      get('/coach?_data=root', [200, 204, 400, 403, 404], { by: 'coach' }),
      get(`/coach?_data=${MARK}`, [403, 404], { by: 'coach', secret: MARK }),
      get('/coach.data', 404, { by: 'coach' }),
      get('/_root.data', 404),
      get('//coach', 404),
      get('/coach//deelnemers', [200, 404], { by: 'coach' }),
      get('/coach/%2e%2e/gemeente', [404, 403, 200], { by: 'coach' }),
      get('/COACH', [200, 404, 403], { by: 'employer' }),
      get('/coach/', [200, 403], { by: 'employer' }),
      get('/.env', 404),
      get('/assets/../package.json', [400, 404]),
      get('/assets/%2e%2e/%2e%2e/package.json', [400, 403, 404]),
      get('/..%5c..%5cetc/passwd', [400, 404]),
      get('http://evil.example/coach', [400, 404]),
    ],
  )
  test('five thousand questions for a list of routes get five thousand times nothing', async () => {
    const before = process.memoryUsage().heapUsed
    for (let n = 0; n < 5_000; n += 50) {
      const answers = await Promise.all(
        Array.from({ length: 50 }, (_, m) => site.get(`/__manifest?p=/${n + m}&version=1`)),
      )
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([404]))
    }
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(400_000_000)
  }, 120_000)
})

describe('8. a way back that leads away', () => {
  const AWAY = [
    '//evil.example',
    '/\\evil.example',
    '\\\\evil',
    '/%09/evil',
    'https:evil',
    'javascript:alert(1)',
    'data:text/html,x',
    '/..//evil.example',
    'foo:bar',
    'http://instroom.example@evil.example',
    'https://instroоm.example/',
    '/nl/%0d%0aSet-Cookie:a=b',
  ]
  test.each(AWAY)('%j is forgotten at every door', async (away) => {
    const naar = encodeURIComponent(away)
    for (const door of ['/inloggen', '/inloggen/kaart', '/inloggen/passkey']) {
      const { status, text, headers } = await site.get(`${door}?naar=${naar}`)
      expect([status, headers.location]).toEqual([200, undefined])
      expect(text).not.toMatch(/evil|javascript:alert|foo:bar|instroоm/)
    }
    const chosen = await site.get(`/?taal=en&van=${naar}`)
    expect(chosen.status).toBe(303)
    expect(new URL(chosen.headers.location ?? '', 'https://instroom.example').origin).toBe('https://instroom.example')
    const sent = await site.try({
      name: '',
      path: `/inloggen?naar=${naar}`,
      fields: { with: 'mail', email: 'x' },
      status: 422,
    })
    expect(sent.text).not.toMatch(/evil|foo:bar/)
  })
})

describe('9. another host', () => {
  const HOSTS: Record<string, string>[] = [
    { host: 'evil.example' },
    { 'x-forwarded-host': 'evil.example' },
    { forwarded: 'host=evil.example' },
    { host: 'instroom.example:@evil.example' },
    { 'x-original-url': '/coach', 'x-rewrite-url': '/coach' },
  ]
  test.each(HOSTS)('%j decides no address', async (headers) => {
    for (const path of ['/coach', '/uitloggen', '/nl', '/bestaat-niet']) {
      const answer = await site.ask({ path, headers })
      expect(`${answer.text} ${JSON.stringify(answer.headers)}`, path).not.toContain('evil')
      expect(answer.status).toBeLessThan(500)
    }
  })
})

describe('32. languages that we do not speak', () => {
  tryAll(
    () => site,
    () => [
      get('/', 200, { headers: { 'accept-language': 'xx-XX,*;q=0.1' } }),
      ...['xx', '..%2f..%2fetc', 'nl%00', 'NL', 'nl-NL', '__proto__', '%F0%9F%8D%9E'].map((language) =>
        get(`/${language}/plekken`, [400, 404]),
      ),
      ...['xx', '../../etc', '__proto__', 'a'.repeat(3_000)].map((language) =>
        get(`/?taal=${encodeURIComponent(language)}`, 200),
      ),
      get('/', 200, { headers: { cookie: '__Host-instroom-taal=../../etc' } }),
    ],
  )
  test('headers of 50 kB are turned away before there is a request', async () => {
    const answer = await site.ask({ path: '/nl', headers: { 'accept-language': 'nl,'.repeat(17_000) } })
    expect(answer.status).toBe(431)
  })
})

describe('33. cookies that are not ours', () => {
  const token = 'A'.repeat(43)
  tryAll(
    () => site,
    () => [
      ...[
        `__Host-instroom=${token}`,
        '__Host-instroom=',
        '__Host-instroom=%00',
        `__Host-instroom=${'a'.repeat(8_000)}`,
        `instroom=${token}`,
        `__Host-instroom=${token}; __Host-instroom=${token}`,
        "__Host-instroom=' or 1=1--",
      ].map((cookie) => get('/coach', 303, { headers: { cookie } })),
      get('/coach', 303, { headers: { cookie: `${site.own.coach}; ${site.own.employer}` } }),
    ],
  )
  test('of somebody else opens their pages only, and one that ended opens nothing', async () => {
    const cookie = site.foreign.coach
    expect((await site.get('/coach', cookie)).status).toBe(200)
    await site.ask({
      method: 'POST',
      path: '/uitloggen',
      headers: { cookie, origin: 'https://instroom.example', 'content-type': FORM },
      body: '',
    })
    const answer = await site.get('/coach', cookie)
    expect([answer.status, answer.headers.location]).toEqual([303, '/inloggen?naar=%2Fcoach'])
  })
})

describe('44. pages in other pages', () => {
  test.each(['/nl', '/inloggen', '/coach', '/bestaat-niet'])(
    '%s lets no frame, base, worker or plugin in',
    async (path) => {
      const { headers } = await site.ask({ path, headers: { 'service-worker': 'script', cookie: site.own.coach } })
      const policy = String(headers['content-security-policy'])
      for (const part of [
        "default-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "frame-src 'none'",
        "form-action 'self'",
      ])
        expect(policy).toContain(part)
      expect(policy).not.toMatch(/worker-src|object-src|child-src/)
      expect([headers['x-frame-options'], headers['service-worker-allowed']]).toEqual(['DENY', undefined])
    },
  )
})
