import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { accounts, loginChallenges, rateLimits, sessions } from '#db/schema/accounts.ts'
import { aSigner } from '#tests/make/sign-ins.ts'
import { aDatabase } from '#tests/setup/database.ts'
import { anEdge, type RunningSite } from './edge-site.ts'
import { sessionOf, signInAt } from './sign-in-by-mail.ts'

let home: Awaited<ReturnType<typeof aDatabase>>
let site: RunningSite
beforeAll(async () => {
  home = await aDatabase()
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

const signIn = (email: string, naar?: string) => signInAt(site, email, naar)
const get = (path: string, cookie: string) => site.ask({ path, headers: { cookie } })

describe('the account page', () => {
  test.each(['newcomer', 'employer'] as const)('of a %s lists the sessions and ends them', async (role) => {
    const account = await aSigner(home.db, role, { language: 'en' })
    const one = await signIn(account.email)
    const other = await signIn(account.email)
    const page = await get('/account', one.cookie)
    expect(page.status).toBe(200)
    expect(page.text).toContain(role === 'newcomer' ? '<html lang="en" dir="ltr">' : '<html lang="nl" dir="ltr">')
    const [id] = [...page.text.matchAll(/name="id" value="([0-9a-f-]{36})"/g)].map(([, found]) => found ?? '')
    const ended = await site.post('/account', { intent: 'end', id: id ?? '' }, { cookie: one.cookie })
    expect([ended.status, ended.headers.location]).toEqual([303, '/account?gedaan=ended'])
    expect((await get('/account', other.cookie)).status).toBe(303)
    const third = await signIn(account.email)
    await site.post('/account', { intent: 'end-others' }, { cookie: third.cookie })
    expect((await get('/account', one.cookie)).status).toBe(303)
    expect((await get('/account', third.cookie)).status).toBe(200)
  })

  test('cannot end a session of somebody else, and takes no form that it does not have', async () => {
    const mine = await signIn((await aSigner(home.db, 'employer')).email)
    const theirs = await signIn((await aSigner(home.db, 'employer')).email)
    const rows = await home.db.select().from(sessions)
    for (const { id } of rows.slice(1)) await site.post('/account', { intent: 'end', id }, { cookie: mine.cookie })
    expect((await get('/account', theirs.cookie)).status).toBe(200)
    for (const form of [{}, { intent: 'x' }, { intent: 'end', id: '%00' }, { intent: 'remove-passkey' }]) {
      expect((await site.post('/account', form as Record<string, string>, { cookie: mine.cookie })).status).toBe(400)
    }
    expect((await site.post('/account', { intent: 'unlink-app' }, { cookie: mine.cookie })).status).toBe(403)
  })

  test('is one click away in the menu of every role', async () => {
    const demo = await anEdge(home.db, { demo: true })
    try {
      for (const [role, path] of [
        ['employer', '/werkgever'],
        ['coach', '/coach'],
        ['municipality', '/gemeente'],
        ['officer', '/toets'],
        ['newcomer', '/nl/hulp'],
      ] as const) {
        const { id } = await aSigner(home.db, role, { demo: true })
        const cookie = sessionOf(await demo.post('/inloggen', { with: 'persona', accountId: id }))
        const page = await demo.ask({ path, headers: { cookie } })
        expect([role, page.status, page.text.includes('href="/account"')]).toEqual([role, 200, true])
      }
    } finally {
      await demo.close()
    }
  })
})

describe('another address', () => {
  test('is asked for and changed by forms, with a code from each mailbox; a newcomer has no such page', async () => {
    const account = await aSigner(home.db, 'employer')
    const { cookie } = await signIn(account.email)
    const bad = await site.post('/account/adres', { intent: 'ask', email: 'x@y' }, { cookie })
    expect([bad.status, bad.text.includes('value="x@y"')]).toEqual([422, true])
    const same = await site.post('/account/adres', { intent: 'ask', email: account.email }, { cookie })
    expect([same.status, same.text.includes('Dit is je adres al')]).toEqual([422, true])
    const asked = await site.post('/account/adres', { intent: 'ask', email: 'nieuw@voorbeeld.nl' }, { cookie })
    expect([asked.status, asked.headers.location]).toEqual([303, '/account/adres?stap=codes'])
    await new Promise((resolve) => setImmediate(resolve))
    const codeTo = (to: string) => /\d{6}/.exec(site.mails.findLast((mail) => mail.to === to)?.text ?? '')?.[0] ?? ''
    const codes = { oldCode: codeTo(account.email), newCode: codeTo('nieuw@voorbeeld.nl') }
    const send = (form: Record<string, string>) =>
      site.post('/account/adres?stap=codes', { intent: 'change', ...form }, { cookie })
    expect((await send({ ...codes, newCode: '12' })).status).toBe(422)
    const done = await send(codes)
    expect([done.status, done.headers.location]).toEqual([303, '/account?gedaan=address'])
    expect((await signIn('nieuw@voorbeeld.nl')).cookie).not.toBe('')
    const newcomer = await signIn((await aSigner(home.db, 'newcomer')).email)
    expect((await get('/account/adres', newcomer.cookie)).status).toBe(403)
    expect((await get('/account', newcomer.cookie)).text).not.toContain('/account/adres')
  })
})
