import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { securityTxt } from '#app/request/security-txt.ts'
import { ROLES } from '#db/values/accounts.ts'
import { aDatabase } from '#tests/setup/database.ts'
import { anEdge, type RunningSite } from './edge-site.ts'
import { headerFailures, noncesOf, securityTxtFailures } from './header-checks.ts'
import { GUARDED, ROUTES, type Route } from './route-map.ts'
import { aPeopledSite, type PeopledSite } from './route-people.ts'

/**
 * Every address of the site map as a document and as data, for nobody and for whoever has a page there, files and probes: each with all of the headers, and
 * each document with a nonce of its own. The pages of refusals (400 to 503) are in `edge-answers`.
 */
let site: PeopledSite
beforeAll(async () => {
  site = await aPeopledSite()
})
afterAll(() => site.close())

const nonces: string[] = []
const seen = new Map<number, number>()

/** What is wrong with one answer, with its address before it. */
async function failuresAt(address: string, cookie: string): Promise<string[]> {
  const { status, headers } = await site.ask({ path: address, headers: { cookie, 'accept-encoding': 'gzip, br' } })
  seen.set(status, (seen.get(status) ?? 0) + 1)
  if (String(headers['content-type']).startsWith('text/html'))
    nonces.push(...noncesOf(String(headers['content-security-policy'])))
  return headerFailures(headers, cookie !== '').map((failure) => `${address}: ${failure}`)
}

const bothWays = (route: Route): string[] => [
  site.address(route, site.objectOf(route)),
  site.data(route, site.objectOf(route)),
]

describe('the headers of every route', () => {
  test.each(ROUTES)('$path', async (route) => {
    const failures: string[] = []
    const cookies = ['', ...ROLES.map((role) => site.own[role]).filter(Boolean)]
    for (const address of bothWays(route))
      for (const cookie of cookies) failures.push(...(await failuresAt(address, cookie)))
    for (const cookie of cookies.slice(0, 2)) {
      const { status, headers } = await site.post(site.address(route, site.objectOf(route)), cookie)
      seen.set(status, (seen.get(status) ?? 0) + 1)
      failures.push(...headerFailures(headers, cookie !== '').map((failure) => `POST ${route.path}: ${failure}`))
    }
    expect(failures).toEqual([])
  })

  test('were looked at on pages, redirects and refusals, and no nonce came twice', () => {
    for (const status of [200, 303, 401, 403, 404, 405])
      expect(seen.get(status) ?? 0, String(status)).toBeGreaterThan(0)
    expect(seen.get(500)).toBeUndefined()
    expect(nonces.length).toBeGreaterThan(GUARDED.length)
    expect(new Set(nonces).size).toBe(nonces.length)
    console.log(`headers: ${JSON.stringify({ routes: ROUTES.length, answers: Object.fromEntries([...seen].sort()) })}`)
  })
})

describe('beside the pages', () => {
  let folder: string
  let home: Awaited<ReturnType<typeof aDatabase>>
  let files: RunningSite
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'instroom-client-'))
    for (const name of ['assets/app.js', 'fonts/a.woff2', 'mark/a.svg', 'scripts/card.js']) {
      await mkdir(path.dirname(path.join(folder, name)), { recursive: true })
      await writeFile(path.join(folder, name), 'x')
    }
    home = await aDatabase()
    files = await anEdge(home.db, { clientFolder: folder })
  })
  afterAll(async () => {
    await files.close()
    await home.close()
    await rm(folder, { recursive: true })
  })

  test.each(['/assets/app.js', '/fonts/a.woff2', '/mark/a.svg', '/scripts/card.js', '/.well-known/security.txt'])(
    'the file %s has them too, and may be kept',
    async (file) => {
      const { status, headers } = await files.ask({ path: file })
      expect([status, headerFailures(headers)]).toEqual([200, []])
      expect(headers['cache-control']).toMatch(/public, max-age=\d+/)
    },
  )

  test.each(['/livez', '/readyz', '/assets/none.js', '/.well-known/none', '/robots.txt'])(
    'so does %s',
    async (address) => {
      expect(headerFailures((await files.ask({ path: address })).headers)).toEqual([])
    },
  )

  test('a file is packed for who can unpack it; a page never is, however long (BREACH)', async () => {
    await writeFile(path.join(folder, 'assets/long.js'), 'let a = 1\n'.repeat(1_000))
    const ask = (address: string) => files.ask({ path: address, headers: { 'accept-encoding': 'gzip' } })
    const file = await ask('/assets/long.js')
    expect([file.headers['content-encoding'], file.headers['vary']]).toEqual(['gzip', 'Accept-Encoding'])
    expect((await files.ask({ path: '/assets/long.js' })).headers['content-encoding']).toBeUndefined()
    for (const address of ['/nl', '/inloggen', '/nl/plekken', '/bestaat-niet']) {
      const page = await ask(address)
      expect([page.headers['content-encoding'], page.text.length > 1_024]).toEqual([undefined, true])
    }
  })

  test('security.txt says whom to tell, and never ends while the site runs', async () => {
    const { text, headers } = await files.ask({ path: '/.well-known/security.txt' })
    expect(headers['content-type']).toBe('text/plain; charset=utf-8')
    expect(text).toContain('Contact: mailto:security@instroom.example')
    expect(securityTxtFailures(text, files.origin, new Date())).toEqual([])
    for (const year of [2026, 2028, 2031, 2040]) {
      const now = new Date(`${year}-02-28T23:59:59Z`)
      const later = securityTxt({ contact: 'mailto:a@b.nl', publicOrigin: files.origin, now })
      expect(securityTxtFailures(later, files.origin, now)).toEqual([])
    }
  })

  test('a page that is asked too often, and a site that is not ready, have them', async () => {
    const ask = () => files.post('/inloggen', { with: 'mail', email: 'niemand@voorbeeld.nl' })
    for (let n = 0; n < 5; n++) expect(headerFailures((await ask()).headers)).toEqual([])
    const refused = await ask()
    expect([refused.status, headerFailures(refused.headers)]).toEqual([429, []])
    const closing = await anEdge(home.db, { closing: () => true })
    const answer = await closing.ask({ path: '/readyz' })
    expect([answer.status, headerFailures(answer.headers)]).toEqual([503, []])
    await closing.close()
  })
})

describe('the checks themselves', () => {
  const GOOD = {
    'content-security-policy': "default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    'strict-transport-security': 'max-age=31536000; includeSubDomains',
    'x-frame-options': 'DENY',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
    'cache-control': 'no-store',
  }
  const policy = (more: string) => ({ 'content-security-policy': `${GOOD['content-security-policy']}; ${more}` })
  test('find nothing where nothing is wrong', () => expect(headerFailures(GOOD, true)).toEqual([]))
  test.each([
    policy("script-src 'self' 'unsafe-inline'"),
    policy("script-src 'unsafe-eval'"),
    policy("script-src 'unsafe-hashes'"),
    policy('img-src data:'),
    policy('img-src https:'),
    policy('img-src http://a.nl'),
    policy('img-src a.nl'),
    policy('img-src *'),
    policy('connect-src https://127.0.0.1:9'),
    policy('frame-src https://a.nl'),
    policy("script-src 'nonce-YWJj'"),
    ...['default-src', 'base-uri', 'form-action', 'frame-ancestors'].map((name) => ({
      'content-security-policy': GOOD['content-security-policy'].replace(name, 'img-src'),
    })),
    { 'content-security-policy': undefined },
    { 'strict-transport-security': 'max-age=31535999; includeSubDomains' },
    { 'strict-transport-security': 'max-age=31536000' },
    { 'x-frame-options': 'ALLOWALL' },
    { 'x-content-type-options': undefined },
    { 'referrer-policy': 'same-origin, unsafe-url' },
    { 'cache-control': 'private, no-cache' },
    { 'x-powered-by': 'Express' },
    { 'content-encoding': 'br' },
    { 'set-cookie': ['__Host-a=b; Path=/; HttpOnly; SameSite=Lax'] },
    { 'set-cookie': ['a=b; Path=/; HttpOnly; SameSite=Lax; Secure'] },
    { 'set-cookie': ['__Host-a=b; Path=/; SameSite=Lax; Secure'] },
  ])('find what is wrong with %j', (wrong) => {
    expect(headerFailures({ ...GOOD, ...wrong } as never, true)).toHaveLength(1)
  })
  test.each([
    'Expires: 2027-06-01T00:00:00Z',
    'Contact: mailto:a@b.nl\nExpires: 2026-11-30T00:00:00Z',
    'Contact: mailto:a@b.nl\nExpires: 2028-01-01T00:00:00Z',
    'Contact: mailto:a@b.nl',
    'Contact: a@b.nl\nExpires: 2027-06-01T00:00:00Z',
    'Contact: mailto:a@b.nl\nExpires: 2027-06-01T00:00:00Z\nCanonical: https://b.nl/.well-known/security.txt',
  ])('find what is wrong with the security.txt %j', (text) => {
    expect(securityTxtFailures(text, 'https://a.nl', new Date('2026-11-22T00:00:00Z'))).toHaveLength(1)
  })
})
