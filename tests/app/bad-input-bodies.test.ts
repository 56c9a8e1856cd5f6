import { request } from 'node:http'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aBadSite, type Bad, type BadSite, kindWordFailures, tryAll } from './bad-input-site.ts'
import { anEdge, FORM } from './edge-site.ts'
import { ROUTES } from './route-map.ts'

/** Bad inputs in the body of a request: groups 1 to 5, 10, 17 and 45 of the list in reliability.md. */
let site: BadSite
beforeAll(async () => {
  site = await aBadSite()
})
afterAll(() => site.close())

const MARK = 'kwade-zeshonderd'
const NEW = '/coach/deelnemers/nieuw'
const many = (count: number, one: (n: number) => string) => Array.from({ length: count }, (_, n) => one(n)).join('&')
const post = (name: string, status: Bad['status'], more: Partial<Bad>): Bad => ({
  name,
  path: NEW,
  by: 'coach',
  status,
  secret: MARK,
  ...more,
})
const get = (path: string, status: Bad['status'], more: Partial<Bad> = {}): Bad => ({
  name: 'GET',
  path,
  status,
  ...more,
})

describe('1. a body too large or too slow', () => {
  tryAll(
    () => site,
    () => [
      post('a byte over the limit', 413, { body: `givenName=${MARK}${'a'.repeat(256 * 1024 - 25)}` }),
      post('a length that is a lie', 413, { body: 'a=1', headers: { 'content-length': '3000000000' } }),
    ],
  )
  test('two gigabytes in chunks stop at the limit, one byte a second at the clock', async () => {
    const small = await anEdge(site.home.db, { limits: { bytes: 20_000, fields: 100, milliseconds: 400 } })
    const { port } = small.server.address() as { port: number }
    const sent = (each: string, everyMs: number) =>
      new Promise<{ status: number; bytes: number }>((resolve) => {
        let bytes = 0
        const asking = request({
          host: '127.0.0.1',
          port,
          method: 'POST',
          path: NEW,
          headers: { origin: small.origin, 'content-type': FORM, 'transfer-encoding': 'chunked' },
        })
        const timer = setInterval(() => {
          bytes += each.length
          asking.write(each)
        }, everyMs)
        asking.on('error', () => {})
        asking.on('response', (got) => {
          clearInterval(timer)
          got.resume()
          asking.destroy()
          resolve({ status: got.statusCode ?? 0, bytes })
        })
      })
    const large = await sent('a'.repeat(5_000), 1)
    expect(large.status).toBe(413)
    expect(large.bytes).toBeLessThan(2_000_000)
    expect((await sent('a', 100)).status).toBe(408)
    await small.close()
  })
})

describe('2. ten thousand fields, a thousand levels deep', () => {
  tryAll(
    () => site,
    () => [
      post('10,000 fields', 413, { body: many(10_000, (n) => `f${n}=${MARK}`) }),
      post('a thousand levels', 400, { body: `${'a[a]'.repeat(1_000)}=${MARK}` }),
      post('a thousand points', 400, { body: `${'a.'.repeat(1_000)}a=${MARK}` }),
      post('a list of a billion', [400, 422], { body: `skills[999999999]=${MARK}&givenName=`, shown: true }),
      post('the same name 1,999 times', 422, { body: many(1_999, () => 'givenName=') }),
      post('names of 200 letters', 400, { body: `${'a'.repeat(200)}=${MARK}` }),
    ],
  )
})

describe('3. names that every object has', () => {
  const names = [
    '__proto__',
    'constructor',
    'prototype',
    'constructor.prototype.polluted',
    '__proto__[polluted]',
    'toString',
    'hasOwnProperty',
    '__defineGetter__',
  ]
  tryAll(
    () => site,
    () => [
      ...names.map((name) => post(name, 422, { body: `${encodeURIComponent(name)}=${MARK}&givenName=`, shown: true })),
      ...names.map((name) =>
        get(`/nl/plekken?${encodeURIComponent(name)}=${MARK}&sector=${encodeURIComponent(name)}`, [200]),
      ),
      ...names.map((name) => get(`/coach/deelnemers?stand=${encodeURIComponent(name)}`, 200, { by: 'coach' })),
      ...names.map((name) => get(`/account?gedaan=${encodeURIComponent(name)}`, 200, { by: 'coach' })),
      ...names.map((name) => get(`/nl/mijn-gegevens?gedaan=${encodeURIComponent(name)}`, 200, { by: 'newcomer' })),
      ...['__proto__', 'constructor'].map((name) => get('/nl', 200, { headers: { [name]: MARK } })),
    ],
  )
})

describe('4. fields twice, and fields that nobody asked for', () => {
  const extra = [
    'role=admin',
    'coachId=1',
    'municipalityCode=GM0307',
    'state=accepted',
    'availability=available',
    'isAdmin=on',
    'demo=1',
  ]
  tryAll(
    () => site,
    () => [
      ...extra.map((field) =>
        post(field, 422, { body: `givenName=${MARK}&${field}&key=${crypto.randomUUID()}`, shown: true }),
      ),
      post('a list where a text is', 422, {
        body: `givenName=${MARK}&givenName=b&key=${crypto.randomUUID()}`,
        shown: true,
      }),
      post('a part of a text', 422, { body: `givenName.a=${MARK}&key=${crypto.randomUUID()}`, shown: true }),
      post('a choice twice', [400, 422], {
        path: '/werkgever/bedrijf',
        by: 'employer',
        body: 'kind=contract-ended&kind=vacancy-open&happenedOn=2026-01-01',
      }),
    ],
  )
})

describe('5. what is not a form of ours, or not text', () => {
  const bytes = (...more: number[]) => Buffer.concat([Buffer.from('givenName='), Buffer.from(more)])
  tryAll(
    () => site,
    () => [
      post('no content type', 415, { body: `givenName=${MARK}`, headers: { 'content-type': '' } }),
      post('plain text', 415, { body: `givenName=${MARK}`, headers: { 'content-type': 'text/plain' } }),
      post('multipart without boundary', 415, { body: MARK, headers: { 'content-type': 'multipart/form-data' } }),
      post('JSON', 415, { body: `{"givenName":"${MARK}"}`, headers: { 'content-type': 'application/json' } }),
      post('another charset', 415, {
        body: `givenName=${MARK}`,
        headers: { 'content-type': `${FORM}; charset=utf-7` },
      }),
      post('bytes that are no UTF-8', 400, { body: bytes(0xc3, 0x28) }),
      post('a lone surrogate', 400, { body: 'givenName=%ED%A0%80' }),
      post('NUL', 400, { body: 'givenName=a%00b' }),
      post('raw NUL', 400, { body: bytes(0) }),
      post('a percent sign alone', 400, { body: 'givenName=%' }),
      post('a control character', 422, { fields: { givenName: `a\u0007${MARK}` }, shown: true }),
      get('/nl/plekken?q=%00', 400),
      get('/nl/plekken?q=%ff', 400),
      get('/nl/%00', 400),
    ],
  )
})

describe('10. other methods', () => {
  tryAll(
    () => site,
    () => [
      ...['TRACE', 'PROPFIND', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'LOCK'].map((method) =>
        get('/coach', 405, { method, by: 'coach' }),
      ),
      post('a field that overrides the method', 422, { fields: { _method: 'DELETE', givenName: '' } }),
      post('a header that overrides the method', 422, {
        fields: { givenName: '' },
        headers: { 'x-http-method-override': 'DELETE' },
      }),
      post('a post to a page that only reads', 405, { path: '/coach/voorstellen', fields: {} }),
      get(NEW, 200, { method: 'HEAD', by: 'coach' }),
    ],
  )
})

describe('45. bodies that are packed', () => {
  const bomb = gzipSync(Buffer.alloc(10_000_000, 'a'))
  tryAll(
    () => site,
    () =>
      ['gzip', 'deflate', 'br', 'x-gzip', 'gzip, gzip', 'zstd'].map((encoding) =>
        post(encoding, 415, { body: bomb, headers: { 'content-encoding': encoding } }),
      ),
  )
})

test('17. no page takes a file: every address refuses multipart', async () => {
  for (const route of ROUTES) {
    const answer = await site.try({
      name: route.path,
      path: site.address(route, site.objectOf(route)),
      ...(route.desk && { by: route.desk }),
      body: '--x\r\nContent-Disposition: form-data; name="cv"; filename="../../x.pdf.exe"\r\n\r\nMZ\r\n--x--',
      headers: { 'content-type': 'multipart/form-data; boundary=x' },
      status: 415,
    })
    expect(answer.status, route.path).toBe(415)
    expect(kindWordFailures(answer, route.path)).toEqual([])
  }
})
