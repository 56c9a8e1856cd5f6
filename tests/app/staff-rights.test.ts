import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accounts, sessions, totpKeys } from '#db/schema/accounts.ts'
import { notices } from '#db/schema/notices.ts'
import { addressOf } from '#server/platform/addresses.ts'
import { someReference } from '#tests/make/reference.ts'
import { aNewcomer } from '#tests/make/rooms.ts'
import { aHalfSession, aLinkedApp, aSigner, codeAt } from '#tests/make/sign-ins.ts'
import { aDatabase } from '#tests/setup/database.ts'
import { anEdge, type RunningSite } from './edge-site.ts'

let home: Awaited<ReturnType<typeof aDatabase>>
let site: RunningSite
beforeAll(async () => {
  home = await aDatabase()
  await someReference(home.db)
  site = await anEdge(home.db, { demo: false })
})
afterAll(async () => {
  await site?.close()
  await home?.close()
})

/** Somebody of the staff who took the second step just now. */
async function somebody(role: 'coach' | 'officer' | 'employer') {
  const now = new Date()
  const signer = await aSigner(home.db, role, { displayName: 'Kanarie van Dijk' })
  const half = await aHalfSession(home.db, signer, now)
  const app = await aLinkedApp(home.db, half.me, now)
  await home.db
    .insert(notices)
    .values({ accountId: signer.id, code: 'decision-asked', params: {}, effectKey: signer.id, createdAt: now })
  return { ...signer, secret: app.secret, sessionId: app.me.sessionId, cookie: `__Host-instroom=${app.token}` }
}
const get = (path: string, cookie: string) => site.ask({ path, headers: { cookie } })
/** As if the last proof was long ago. */
const letTimePass = (sessionId: string) =>
  home.db
    .update(sessions)
    .set({ provedAt: new Date(Date.now() - 11 * 60_000) })
    .where(eq(sessions.id, sessionId))

test('a copy to read and as a file, with the address opened; none for a newcomer', async () => {
  const officer = await somebody('officer')
  const page = await get('/account/kopie', officer.cookie)
  expect(page.status).toBe(200)
  for (const part of ['Kanarie van Dijk', officer.email, 'Er is een besluit gevraagd'])
    expect(page.text).toContain(part)
  const file = await get('/account/kopie.json', officer.cookie)
  expect([file.status, file.headers['content-type'], file.headers['cache-control']]).toEqual([
    200,
    'application/json; charset=utf-8',
    'no-store',
  ])
  expect(file.text).toContain(officer.email)
  await letTimePass(officer.sessionId)
  for (const path of ['/account/kopie', '/account/kopie.json']) {
    const late = await get(path, officer.cookie)
    expect([late.status, late.headers.location]).toEqual([303, `/account/bevestigen?naar=${encodeURIComponent(path)}`])
  }
  const { actor } = await aNewcomer(home.db)
  const newcomer = await aHalfSession(home.db, { id: actor.accountId ?? '', role: 'newcomer' }, new Date())
  for (const path of ['/account/kopie', '/account/kopie.json', '/account/wissen'])
    expect((await get(path, `__Host-instroom=${newcomer.token}`)).status).toBe(403)
})

describe('erasing the own account', () => {
  test('asks for a fresh proof, and then everything goes and the session with it', async () => {
    const officer = await somebody('officer')
    await letTimePass(officer.sessionId)
    const asked = await get('/account/wissen', officer.cookie)
    expect([asked.status, asked.headers.location]).toEqual([303, '/account/bevestigen?naar=%2Faccount%2Fwissen'])
    const late = await site.post('/account/wissen', { intent: 'erase' }, { cookie: officer.cookie })
    expect([late.status, late.headers.location]).toEqual([303, '/account/bevestigen?naar=%2Faccount%2Fwissen'])
    const step = await get('/account/bevestigen?naar=%2Faccount%2Fwissen', officer.cookie)
    expect([step.status, step.text.includes('Bevestig dat jij het bent')]).toEqual([200, true])
    await home.db.update(totpKeys).set({ lastStep: 0 }).where(eq(totpKeys.accountId, officer.id))
    const proved = await site.post(
      '/account/bevestigen?naar=%2Faccount%2Fwissen',
      { intent: 'totp', code: codeAt(officer.secret, new Date()) },
      { cookie: officer.cookie },
    )
    expect([proved.status, proved.headers.location]).toEqual([303, '/account/wissen'])
    const cookie = (proved.headers['set-cookie'] ?? []).map((one) => one.split(';')[0]).join('; ')
    expect((await get('/account/wissen', cookie)).text).toContain('Ja, wis mijn account')
    const gone = await site.post('/account/wissen', { intent: 'erase' }, { cookie })
    expect([gone.status, gone.headers.location]).toEqual([303, '/nl/gewist'])
    expect((await get('/account', cookie)).status).toBe(303)
    const [row] = await home.db.select().from(accounts).where(eq(accounts.id, officer.id))
    expect(row).toMatchObject({ displayName: 'een toetser van Utrecht', state: 'removed' })
    expect(row && addressOf(row)).toBeNull()
    expect(await home.db.$count(sessions, eq(sessions.accountId, officer.id))).toBe(0)
    expect(await home.db.$count(notices, eq(notices.accountId, officer.id))).toBe(0)
  })

  test('a coach with newcomers is told to hand them over first', async () => {
    const coach = await somebody('coach')
    await aNewcomer(home.db, {
      coach: { role: 'coach', accountId: coach.id, newcomerId: null, employerId: null, municipalityCode: 'GM0344' },
    })
    const refused = await site.post('/account/wissen', { intent: 'erase' }, { cookie: coach.cookie })
    expect([refused.status, refused.text.includes('Je bent nog coach van deelnemers')]).toEqual([422, true])
    expect((await home.db.select().from(accounts).where(eq(accounts.id, coach.id)))[0]?.state).toBe('active')
  })
})

describe('changing how one signs in, long after the last proof', () => {
  test('goes through the page that asks for it, and back', async () => {
    const officer = await somebody('officer')
    await letTimePass(officer.sessionId)
    for (const path of ['/account/beveiligen', '/account/herstelcodes', '/account/adres']) {
      const page = await get(path, officer.cookie)
      expect([page.status, page.headers.location]).toEqual([
        303,
        `/account/bevestigen?naar=${encodeURIComponent(path)}`,
      ])
    }
    const unlink = await site.post('/account', { intent: 'unlink-app' }, { cookie: officer.cookie })
    expect([unlink.status, unlink.headers.location]).toEqual([303, '/account/bevestigen?naar=%2Faccount'])
    // What was typed stays, with the way to the proof beside it.
    const typed = await site.post('/account/adres', { intent: 'ask', email: 'nieuw@x.nl' }, { cookie: officer.cookie })
    expect(typed.status).toBe(422)
    for (const part of ['value="nieuw@x.nl"', '/account/bevestigen?naar=%2Faccount', 'Bevestig eerst dat jij het bent'])
      expect(typed.text).toContain(part)
    expect((await get('/account', officer.cookie)).status).toBe(200)
  })

  test('who has no second step signs in again, and comes back', async () => {
    const { id, role } = await aSigner(home.db, 'employer')
    const { token, me } = await aHalfSession(home.db, { id, role }, new Date())
    await letTimePass(me.sessionId)
    const cookie = `__Host-instroom=${token}`
    const page = await get('/account/bevestigen?naar=%2Faccount%2Fadres', cookie)
    expect(page.status).toBe(200)
    expect(page.text).toContain('href="/inloggen?naar=%2Faccount%2Fadres"')
    expect((await get('/account/adres', cookie)).headers.location).toBe('/account/bevestigen?naar=%2Faccount%2Fadres')
  })
})
