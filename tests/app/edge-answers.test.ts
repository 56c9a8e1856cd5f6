import { connect } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { rawRefusal } from '#app/request/raw-refusal.ts'
import { cookiesAreSecure } from '#app/request/session.ts'
import { openDatabase } from '#db/client.ts'
import { aDatabase } from '#tests/setup/database.ts'
import { type Answer, type Asked, anEdge, FORM, type RunningSite, ran } from './edge-site.ts'
import { headerFailures } from './header-checks.ts'

let home: Awaited<ReturnType<typeof aDatabase>>
let site: RunningSite
const OURS = 'https://instroom.example'
const limits = { bytes: 20_000, fields: 200, milliseconds: 300 }
beforeAll(async () => {
  home = await aDatabase()
  site = await anEdge(home.db, { limits })
})
afterAll(async () => {
  await site.close()
  await home.close()
})

const post = (body: string | Buffer, headers: Record<string, string> = {}, path = '/accept'): Asked => ({
  method: 'POST',
  path,
  headers: { origin: OURS, 'content-type': FORM, ...headers },
  body,
})

/** Each answer that the edge can give, by its status. */
const ANSWERS: [number, string, Asked][] = [
  [200, 'a page', { path: '/only-read' }],
  [200, 'a page with scripts', { path: '/accept' }],
  [200, 'the sign-in page', { path: '/inloggen' }],
  [200, 'the data of a page', { path: '/accept?_data=test%2Faccept' }],
  [200, 'a probe', { path: '/livez' }],
  [200, 'the other probe', { path: '/readyz' }],
  [303, 'a redirect', { path: '/uitloggen' }],
  [400, 'NUL in the path', { path: '/only-read%00' }],
  [400, 'NUL in the query', { path: '/only-read?q=%00' }],
  [400, 'broken UTF-8 in the query', { path: '/only-read?q=%ff' }],
  [400, 'NUL in a form', post('a=%00')],
  [400, 'a raw NUL in a form', post('a=\0')],
  [400, 'broken UTF-8 in a form', post('a=%c3%28')],
  [400, 'raw broken UTF-8 in a form', post(Buffer.from([0x61, 0x3d, 0xff]))],
  [400, 'a lone surrogate in a form', post('a=%ED%A0%80')],
  [400, 'a name that is absurdly deep', post(`${'a[a]'.repeat(20)}=1`, {}, '/inloggen')],
  [403, 'a form from elsewhere', post('a=1', { origin: 'https://evil.example' })],
  [403, 'the data of no page', { path: '/accept?_data=routes%2Fnope' }],
  [404, 'no page', { path: '/bestaat-niet' }],
  [404, 'no page, in Arabic', { path: '/ar/bestaat-niet' }],
  [404, 'no file', { path: '/assets/nope.js' }],
  [404, 'two slashes', { path: '//evil.example/x' }],
  [404, 'single fetch, which is off', { path: '/accept.data' }],
  [404, 'lazy discovery, which is off', { path: '/__manifest?p=/accept&version=1' }],
  [405, 'a method', { method: 'PUT', path: '/accept' }],
  [405, 'a post to a page that only reads', post('a=1', {}, '/only-read')],
  [413, 'a body too large', post('a'.repeat(20_001))],
  [413, 'too many fields', post('a=1&'.repeat(300))],
  [414, 'an address too long', { path: `/only-read?q=${'a'.repeat(5_000)}` }],
  [415, 'text', post('a=1', { 'content-type': 'text/plain' })],
  [415, 'files', post('a=1', { 'content-type': 'multipart/form-data; boundary=x' })],
  [415, 'JSON', post('{"a":1}', { 'content-type': 'application/json' })],
  [415, 'another charset', post('a=1', { 'content-type': `${FORM}; charset=utf-16` })],
  [415, 'a compressed body', post(gzipSync('a'.repeat(10_000)), { 'content-encoding': 'gzip' })],
  [500, 'a loader that breaks', { path: '/breaks/loader' }],
  [500, 'a page that cannot be drawn', { path: '/breaks/render' }],
  [500, 'a resource that breaks', { path: '/breaks/resource' }],
  [500, 'the data of a loader that breaks', { path: '/breaks/loader?_data=test%2Fbreaks%2Floader' }],
]

describe.each(ANSWERS)('%i for %s', (status, name, asked) => {
  let answer: Answer
  beforeAll(async () => {
    ran.times = 0
    answer = await site.ask(asked)
  })
  test('is that status, and no action ran', () => {
    expect(answer.status).toBe(status)
    expect(ran.times).toBe(0)
  })
  test('has every header', () => {
    const { headers } = answer
    expect(headerFailures(headers)).toEqual([])
    const policy = String(headers['content-security-policy'])
    for (const part of [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "form-action 'self'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
      "frame-src 'none'",
    ]) {
      expect(policy).toContain(part)
    }
    expect(policy).not.toMatch(/unsafe|data:|\*|https?:/)
    expect(headers['strict-transport-security']).toMatch(/^max-age=(3[1-9]|[4-9]\d)\d{6}; includeSubDomains$/)
    expect(headers['x-content-type-options']).toBe('nosniff')
    expect(headers['x-frame-options']).toBe('DENY')
    expect(headers['referrer-policy']).toBe('same-origin')
    expect(headers['permissions-policy']).toContain('geolocation=()')
    expect(headers['cross-origin-opener-policy']).toBe('same-origin')
    expect(headers['x-powered-by']).toBeUndefined()
    expect(headers['cache-control']).toMatch(/no-store|no-cache/)
  })
  test('leaks nothing', () => {
    expect(answer.text).not.toMatch(/SECRET|select |node_modules|at \w+ \(|Error:/)
    if (status >= 400 && !name.includes('data')) expect(answer.text).toMatch(/<h1>[^<]+<\/h1>/)
  })
})

test('each answer with scripts has its own nonce of at least 128 bits, on the scripts and in the policy', async () => {
  const nonces = new Set<string>()
  for (let n = 0; n < 5; n++) {
    const { headers, text } = await site.ask({ path: '/accept' })
    const nonce = /'nonce-([^']+)'/.exec(String(headers['content-security-policy']))?.[1] ?? ''
    expect(Buffer.from(nonce, 'base64').length).toBeGreaterThanOrEqual(16)
    const scripts = [...text.matchAll(/<script([^>]*)>/g)].map((match) => match[1])
    expect(scripts.length).toBeGreaterThan(0)
    for (const script of scripts) expect(script).toContain(`nonce="${nonce}"`)
    nonces.add(nonce)
  }
  expect(nonces.size).toBe(5)
})

test('a page that does not hydrate, and an error page, have no script at all', async () => {
  for (const path of ['/only-read', '/inloggen', '/bestaat-niet', '/breaks/loader']) {
    expect((await site.ask({ path })).text).not.toMatch(/<script|modulepreload/)
  }
})

test('an error page speaks the language of its address', async () => {
  const { text } = await site.ask({ path: '/ar/bestaat-niet' })
  expect(text).toContain('<html lang="ar" dir="rtl">')
  expect(text).toContain('هذه الصفحة غير موجودة')
  expect((await site.ask({ path: '/en/x%00' })).text).toContain('<html lang="en" dir="ltr">')
})

test('a body that comes too slowly ends in 408, and the connection closes', async () => {
  const { port } = site.server.address() as { port: number }
  const text = await new Promise<string>((resolve, reject) => {
    let got = ''
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(
        `POST /accept HTTP/1.1\r\nHost: x\r\nOrigin: ${OURS}\r\nContent-Type: ${FORM}\r\nContent-Length: 100\r\n\r\na=1`,
      )
    })
    socket.on('data', (part) => {
      got += part.toString()
    })
    socket.on('end', () => socket.end())
    socket.on('close', () => resolve(got))
    socket.on('error', reject)
  })
  expect(text).toMatch(/^HTTP\/1\.1 408 /)
  expect(text).toContain('Connection: close')
})

test('a body without a length is cut at the limit', async () => {
  const answer = await site.ask(post('a'.repeat(30_000), { 'transfer-encoding': 'chunked' }))
  expect(answer.status).toBe(413)
})

test('a connection without a request gets the same headers', () => {
  const text = rawRefusal('HPE_HEADER_OVERFLOW', OURS)
  expect(text).toMatch(/^HTTP\/1\.1 431 Request Header Fields Too Large\r\n/)
  expect(text).toContain('Content-Security-Policy: ')
  expect(text).toContain('Strict-Transport-Security: ')
})

test('HEAD answers as GET without a body', async () => {
  const answer = await site.ask({ method: 'HEAD', path: '/only-read' })
  expect([answer.status, answer.text]).toEqual([200, ''])
})

test('without Postgres the site lives and is not ready; pages say so kindly', async () => {
  const gone = openDatabase('postgres://nobody@127.0.0.1:1/none')
  const lost = await anEdge(gone.db)
  expect((await lost.ask({ path: '/livez' })).status).toBe(200)
  expect((await lost.ask({ path: '/readyz' })).status).toBe(503)
  const page = await lost.ask({ path: '/inloggen' })
  expect(page.status).toBe(500)
  expect(page.text).toContain('Er ging iets mis bij ons')
  await lost.close()
  await gone.close()
})

test('while closing it is not ready and keeps no connection', async () => {
  const going = await anEdge(home.db, { closing: () => true })
  const answer = await going.ask({ path: '/readyz' })
  expect([answer.status, answer.headers.connection]).toEqual([503, 'close'])
  expect((await going.ask({ path: '/only-read' })).status).toBe(200)
  await going.close()
})

test('plain http is for the own machine only, and has no HSTS', async () => {
  expect(() => cookiesAreSecure('http://instroom.example')).toThrow('https')
  const local = await anEdge(home.db, { publicOrigin: 'http://localhost:3000' })
  expect((await local.ask({ path: '/only-read' })).headers['strict-transport-security']).toBeUndefined()
  await local.close()
})
