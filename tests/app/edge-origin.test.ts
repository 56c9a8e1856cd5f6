import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { comesFromUs } from '#app/request/origin-gate.ts'
import { aDatabase } from '#tests/setup/database.ts'
import { anEdge, FORM, type RunningSite, ran } from './edge-site.ts'

let home: Awaited<ReturnType<typeof aDatabase>>
let site: RunningSite
beforeAll(async () => {
  home = await aDatabase()
  site = await anEdge(home.db, { publicOrigin: 'https://app.example' })
})
afterAll(async () => {
  await site.close()
  await home.close()
})
beforeEach(() => {
  ran.times = 0
})

const OURS = 'https://app.example'
const EVIL = 'https://evil.example'
const WAYS_IN: [string, string][] = [
  ['a page', '/accept'],
  ['a page by _data', '/accept?_data=test%2Faccept'],
  ['a page by .data', '/accept.data'],
  ['a resource', '/api/accept'],
  ['a resource by _data', '/api/accept?_data=test%2Fapi%2Faccept'],
]
const STRANGERS: [string, Record<string, string>][] = [
  ['another origin', { origin: EVIL }],
  ['another origin that forges the host', { origin: EVIL, host: 'evil.example' }],
  ['another origin that forges X-Forwarded-Host', { origin: EVIL, 'x-forwarded-host': 'evil.example' }],
  ['no origin', {}],
  ['no origin, with our own referer', { referer: `${OURS}/accept` }],
  ['the origin null', { origin: 'null' }],
  ['the origin null that says it is us', { origin: 'null', 'sec-fetch-site': 'same-origin' }],
  ['our origin over http', { origin: 'http://app.example' }],
  ['our origin with a port', { origin: `${OURS}:8443` }],
  ['a name that begins with ours', { origin: `${OURS}.evil.example` }],
  ['our name in another case', { origin: 'https://APP.example' }],
  ['another subdomain', { origin: 'https://a.app.example', 'sec-fetch-site': 'same-site' }],
  ['another site', { origin: EVIL, 'sec-fetch-site': 'cross-site' }],
  ['another origin that says it is us', { origin: EVIL, 'sec-fetch-site': 'same-origin' }],
  ['another origin that says nobody sent it', { origin: EVIL, 'sec-fetch-site': 'none' }],
  ['our origin over http that says it is us', { origin: 'http://app.example', 'sec-fetch-site': 'same-origin' }],
  ['two origins', { origin: `${OURS}, ${EVIL}` }],
]

describe.each(WAYS_IN)('a post to %s', (_name, path) => {
  test.each(STRANGERS)('from %s is refused before any action runs', async (_from, headers) => {
    const answer = await site.ask({
      method: 'POST',
      path,
      headers: { host: 'app.example', 'content-type': FORM, ...headers },
      body: 'a=1',
    })
    expect(answer.status).toBe(403)
    expect(answer.text).toContain('We hebben dit tegengehouden')
    expect(ran.times).toBe(0)
  })
  test.each(['PUT', 'PATCH', 'DELETE', 'PROPFIND', 'TRACE', 'OPTIONS'])('%s is no method of ours', async (method) => {
    const answer = await site.ask({ method, path, headers: { origin: OURS, 'content-type': FORM } })
    expect(answer.status).toBe(405)
    expect(answer.headers.allow).toBe('GET, HEAD, POST')
    expect(ran.times).toBe(0)
  })
})

test.each([
  ['our origin', { origin: OURS }],
  ['our origin, same-origin', { origin: OURS, 'sec-fetch-site': 'same-origin' }],
  ['a form sent again by hand', { 'sec-fetch-site': 'none' }],
  ['our origin while Host says something else', { origin: OURS, host: '127.0.0.1:9' }],
])('a post from %s runs', async (_from, headers: Record<string, string>) => {
  const answer = await site.ask({
    method: 'POST',
    path: '/accept',
    headers: { 'content-type': FORM, ...headers },
    body: 'a=1',
  })
  expect(answer.status).toBe(200)
  expect(ran.times).toBe(1)
})

test('the gate alone', () => {
  expect(comesFromUs({}, OURS)).toBe(false)
  expect(comesFromUs({ origin: OURS }, OURS)).toBe(true)
  expect(comesFromUs({ origin: OURS, secFetchSite: 'cross-site' }, OURS)).toBe(false)
  expect(comesFromUs({ origin: '', secFetchSite: '' }, OURS)).toBe(false)
  expect(comesFromUs({ origin: EVIL, secFetchSite: 'same-origin' }, OURS)).toBe(false)
  expect(comesFromUs({ origin: '', secFetchSite: 'same-origin' }, OURS)).toBe(false)
})

test('what a stranger wrote in Host decides no address', async () => {
  const answer = await site.ask({
    path: '/uitloggen',
    headers: { host: 'evil.example', 'x-forwarded-host': 'evil.example' },
  })
  expect(answer.status).toBe(303)
  expect(answer.headers.location).toBe('/')
})
