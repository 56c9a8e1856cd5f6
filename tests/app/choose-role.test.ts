import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { accounts, loginChallenges, rateLimits } from '#db/schema/accounts.ts'
import type { Role } from '#db/values/accounts.ts'
import { AMERSFOORT, someReference } from '#tests/make/reference.ts'
import { anEmployer } from '#tests/make/rooms.ts'
import { aHalfSession, aLinkedApp, aSigner } from '#tests/make/sign-ins.ts'
import { aDatabase } from '#tests/setup/database.ts'
import { anEdge, type RunningSite } from './edge-site.ts'
import { sessionOf, signInAt } from './sign-in-by-mail.ts'

let home: Awaited<ReturnType<typeof aDatabase>>
let site: RunningSite
let employerId: string
beforeAll(async () => {
  home = await aDatabase()
  await someReference(home.db)
  employerId = (await anEmployer(home.db, { unasked: true })).employerId
  site = await anEdge(home.db, { demo: false })
})
afterAll(async () => {
  await site.close()
  await home.close()
})
beforeEach(async () => {
  await home.db.delete(accounts)
  await home.db.delete(loginChallenges)
  await home.db.delete(rateLimits)
})

const get = (path: string, cookie: string) => site.ask({ path, headers: { cookie } })
const choose = (accountId: string, cookie: string) => site.post('/account/rol', { accountId }, { cookie })
/** The cookie of a session with the first proof alone. */
const aHalfCookie = async (account: { id: string; role: Role }): Promise<string> =>
  `__Host-instroom=${(await aHalfSession(home.db, account, new Date())).token}`
/** The cookie of a session with both proofs. */
async function sureCookie(account: { id: string; role: Role }): Promise<string> {
  const { me } = await aHalfSession(home.db, account, new Date())
  return `__Host-instroom=${(await aLinkedApp(home.db, me, new Date())).token}`
}

describe('who signed in by mail alone and has several accounts', () => {
  test('reads the roles, nothing else of any account, and comes past no second step by choosing', async () => {
    const manager = await aSigner(home.db, 'municipality', { displayName: 'Mirjam Manager' })
    const { email } = manager
    const officer = await aSigner(home.db, 'officer', { displayName: 'Olga Toetser', email })
    const { cookie, to } = await signInAt(site, email)
    expect(to).toBe('/account/rol')
    const { status, text } = await get('/account/rol', cookie)
    expect(status).toBe(200)
    expect(text).toContain(manager.id)
    expect(text).toContain(officer.id)
    expect(text).not.toMatch(/Mirjam|Olga|Utrecht|in-staffnav/)
    expect(text).not.toContain(email)
    expect((await get('/gemeente', cookie)).headers.location).toMatch(/^\/account\/bevestigen/)

    for (const [{ id }, desk] of [
      [officer, '/toets'],
      [manager, '/gemeente'],
    ] as const) {
      const half = (await signInAt(site, email)).cookie
      const chosen = await choose(id, half)
      expect([chosen.status, chosen.headers.location]).toEqual([303, desk])
      const next = sessionOf(chosen) || half
      expect((await get(desk, next)).headers.location).toMatch(/^\/account\/bevestigen/)
      expect((await get('/account', next)).headers.location).toMatch(/^\/account\/bevestigen/)
    }
    expect((await get('/account/rol', '')).headers.location).toMatch(/^\/inloggen/)
  })

  test('reads the organisation only of two of the same role, who cannot be told apart without', async () => {
    const one = await aSigner(home.db, 'officer')
    const { email } = one
    await aSigner(home.db, 'officer', { email, municipalityCode: AMERSFOORT })
    await aSigner(home.db, 'employer', { email, employerId })
    const { text } = await get('/account/rol', await aHalfCookie(one))
    expect(text).toContain('Utrecht')
    expect(text).toContain('Amersfoort')
    expect(text).not.toContain('Bakkerij')
    expect((await get('/account/rol', await sureCookie(one))).text).toContain('Bakkerij')
  })

  test('takes no account of another address, and finds no choice where there is one account', async () => {
    const one = await aSigner(home.db, 'coach')
    const { email } = one
    const other = await aSigner(home.db, 'officer', { email })
    const stranger = await aSigner(home.db, 'employer')
    const cookie = await aHalfCookie(one)
    const answer = await choose(stranger.id, cookie)
    expect([answer.status, sessionOf(answer)]).toEqual([404, ''])
    expect((await choose(crypto.randomUUID(), cookie)).status).toBe(404)
    expect((await choose(other.id, cookie)).status).toBe(303)
    const alone = await get('/account/rol', await aHalfCookie(stranger))
    expect([alone.status, alone.headers.location]).toEqual([303, '/werkgever'])
  })
})

describe.each([
  ['coach', '/coach'],
  ['employer', '/werkgever'],
  ['municipality', '/gemeente'],
  ['officer', '/toets'],
  ['platform', '/beheer'],
  ['auditor', '/controle'],
] as const)('the top bar of a %s', (role, desk) => {
  test('leads to the other accounts of the same person, on every page, and only where there are any', async () => {
    const link = /<a href="\/account\/rol">Verder als \.\.\.<span class="in-hidden"> iemand anders<\/span><\/a>/
    const one = await aSigner(home.db, role, role === 'employer' ? { employerId } : {})
    const cookie = await sureCookie(one)
    const pages = [desk, '/account', `${desk}/bestaat-niet`]
    for (const path of pages) expect((await get(path, cookie)).text, path).not.toContain('Verder als ...')
    await aSigner(home.db, role === 'coach' ? 'officer' : 'coach', { email: one.email })
    for (const path of pages) expect((await get(path, cookie)).text, path).toMatch(link)
    expect((await get('/account/rol', cookie)).text).toMatch(link)
  })
})
