import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { accounts, loginChallenges, rateLimits, sessions, totpKeys } from '#db/schema/accounts.ts'
import type { Role } from '#db/values/accounts.ts'
import { openTotpSecret, openWaitingSecret } from '#server/accounts/totp-code.ts'
import { aSigner, codeAt, RING } from '#tests/make/sign-ins.ts'
import { aDatabase } from '#tests/setup/database.ts'
import { anEdge, type RunningSite } from './edge-site.ts'
import { addressOf, GUARDED } from './route-map.ts'
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
const appCode = async (accountId: string, seconds = 0) => {
  const [row] = await home.db.select().from(totpKeys).where(eq(totpKeys.accountId, accountId))
  if (!row) throw new Error('no app')
  const all = await home.db.select({ id: sessions.id }).from(sessions)
  const secret = row.confirmedAt
    ? openTotpSecret(RING, row)
    : all.map(({ id }) => openWaitingSecret(RING, row, id)).find((one) => one !== null)
  return codeAt(secret ?? '', new Date(Date.now() + seconds * 1000))
}
/** Links an app through the forms. Returns the cookie after it. */
async function linkApp(accountId: string, cookie: string): Promise<string> {
  await site.post('/account/beveiligen', { intent: 'begin' }, { cookie })
  const code = await appCode(accountId)
  return sessionOf(await site.post('/account/beveiligen', { intent: 'link', code }, { cookie }))
}

describe.each(['coach', 'municipality', 'officer'] as const)('a %s with a code from the mail alone', (role: Role) => {
  test('reaches the second step and nothing else: no page, no data, no form, no file', async () => {
    const account = await aSigner(home.db, role)
    const { cookie } = await signIn(account.email)
    expect(cookie).not.toBe('')
    const before = await home.db.select().from(accounts)
    // The pages of the second step itself, and the choice of another account of the same person (choose-role.test.ts).
    const open = ['account.secure', 'account.step', 'account.role']
    const routes = GUARDED.filter(({ name, desks }) => desks.includes(role) && !open.includes(name))
    expect(routes.length).toBeGreaterThan(3)
    for (const route of routes) {
      const path = addressOf(route, crypto.randomUUID(), crypto.randomUUID())
      const answers = [
        await get(path, cookie),
        await get(`${path}?_data=${encodeURIComponent(`routes/${route.name}`)}`, cookie),
        await site.post(path, { key: crypto.randomUUID(), intent: 'end-others' }, { cookie }),
        await site.post(`${path}?_data=${encodeURIComponent(`routes/${route.name}`)}`, { key: 'x' }, { cookie }),
      ]
      for (const { status, headers, text } of answers) {
        const said = `${path}: ${status} ${headers.location ?? headers['x-remix-redirect'] ?? text.slice(0, 80)}`
        expect([303, 401, 405], said).toContain(status)
        if (status === 303) expect(headers.location, said).toMatch(/^\/account\/bevestigen(\?|$)/)
        if (status === 401 && headers['x-remix-redirect'])
          expect(headers['x-remix-redirect'], said).toMatch(/^\/account\/bevestigen(\?|$)/)
        expect(text).not.toContain(`Test ${role}`)
      }
    }
    expect(await home.db.select().from(accounts)).toEqual(before)
  })

  test('is nobody on the open pages, and an error page shows no desk', async () => {
    const account = await aSigner(home.db, role)
    const { cookie } = await signIn(account.email)
    for (const path of ['/nl', '/nl/plekken', '/nl/hulp', '/bestaat-niet']) {
      expect((await get(path, cookie)).text).not.toContain(`Test ${role}`)
    }
  })

  test('links an app on the way to the page that was asked for, and comes back with its code', async () => {
    const account = await aSigner(home.db, role)
    const home_ = { coach: '/coach', municipality: '/gemeente', officer: '/toets' }[role as 'coach']
    const first = await signIn(account.email, `${home_}?x=1`)
    expect(first.to).toBe(`${home_}?x=1`)
    const step = await get(first.to ?? '', first.cookie)
    expect(step.headers.location).toBe(`/account/bevestigen?naar=${encodeURIComponent(`${home_}?x=1`)}`)
    const secure = await get(step.headers.location ?? '', first.cookie)
    expect(secure.headers.location).toBe(`/account/beveiligen?naar=${encodeURIComponent(`${home_}?x=1`)}`)
    const path = secure.headers.location ?? ''
    expect((await get(path, first.cookie)).text).toContain('Ik heb zo een app')
    const begun = await site.post(path, { intent: 'begin' }, { cookie: first.cookie })
    expect([begun.status, begun.headers.location]).toEqual([303, path])
    const page = (await get(path, first.cookie)).text
    expect(page).toContain('<svg role="img" aria-label="QR-code')
    expect(page).not.toMatch(/href="[^"]*secret=/)
    const wrong = await site.post(path, { intent: 'link', code: '000000' }, { cookie: first.cookie })
    expect([wrong.status, wrong.text.includes('Deze code klopt niet')]).toEqual([422, true])
    expect(wrong.text).toContain('<title>Fout: Beveilig je account - Instroom</title>')
    const firstCode = await appCode(account.id)
    const linked = await site.post(path, { intent: 'link', code: firstCode }, { cookie: first.cookie })
    expect(linked.headers.location).toBe(`/account/herstelcodes?naar=${encodeURIComponent(`${home_}?x=1`)}`)
    const sure = sessionOf(linked)
    expect((await get(home_ ?? '', first.cookie)).headers.location).toContain('/inloggen')
    expect((await get(home_ ?? '', sure)).status).toBe(200)

    const shown = await site.post('/account/herstelcodes', {}, { cookie: sure })
    const codes = [...shown.text.matchAll(/<code dir="ltr">([0-9A-Z]{5}-[0-9A-Z]{5})</g)].map(([, code]) => code ?? '')
    expect([shown.status, codes.length, shown.headers['cache-control']]).toEqual([200, 10, 'no-store'])
    expect((await get('/account/herstelcodes', sure)).text).not.toContain(codes[0])

    const second = await signIn(account.email)
    const asked = await get('/account/bevestigen', second.cookie)
    expect(asked.text).toContain('Bevestig dat jij het bent')
    const replay = await site.post(
      '/account/bevestigen',
      { intent: 'totp', code: firstCode },
      { cookie: second.cookie },
    )
    expect(replay.status).toBe(422)
    const next = await site.post(
      '/account/bevestigen',
      { intent: 'totp', code: await appCode(account.id, 30) },
      { cookie: second.cookie },
    )
    expect([next.status, next.headers.location]).toEqual([303, home_])
    expect((await get(home_ ?? '', sessionOf(next))).status).toBe(200)

    const third = await signIn(account.email)
    const paper = await site.post(
      '/account/bevestigen',
      { intent: 'recovery', recovery: (codes[3] ?? '').toLowerCase() },
      { cookie: third.cookie },
    )
    expect([paper.status, paper.headers.location]).toEqual([303, home_])
  })

  test('cannot link another app in the place of the one there is', async () => {
    const account = await aSigner(home.db, role)
    await linkApp(account.id, (await signIn(account.email)).cookie)
    const { cookie } = await signIn(account.email)
    expect((await get('/account/beveiligen', cookie)).headers.location).toBe('/account/bevestigen')
    for (const form of [{ intent: 'begin' }, { intent: 'link', code: '123456' }]) {
      expect((await site.post('/account/beveiligen', form, { cookie })).status).toBe(403)
    }
    expect((await site.post('/account/herstelcodes', {}, { cookie })).headers.location).toMatch(
      /^\/account\/bevestigen/,
    )
    expect(await home.db.select().from(totpKeys)).toHaveLength(1)
  })
})

test('the sixth try of a second step says when to come back', async () => {
  const account = await aSigner(home.db, 'coach')
  await linkApp(account.id, (await signIn(account.email)).cookie)
  const { cookie } = await signIn(account.email)
  const send = () => site.post('/account/bevestigen', { intent: 'totp', code: '000000' }, { cookie })
  for (let n = 0; n < 5; n++) expect((await send()).status).toBe(422)
  const answer = await send()
  expect([answer.status, Number(answer.headers['retry-after']) > 800]).toEqual([429, true])
})

describe('the demo', () => {
  test('opens every desk with one click, and nothing of that exists outside it', async () => {
    const demo = await anEdge(home.db, { demo: true })
    try {
      for (const [role, path] of [
        ['coach', '/coach'],
        ['municipality', '/gemeente'],
        ['officer', '/toets'],
      ] as const) {
        const { id } = await aSigner(home.db, role, { demo: true })
        const form = { with: 'persona', accountId: id }
        const cookie = sessionOf(await demo.post('/inloggen', form))
        expect((await demo.ask({ path, headers: { cookie } })).status).toBe(200)
        const real = await site.post('/inloggen', form)
        expect([real.status, real.headers['set-cookie']]).toEqual([404, undefined])
        // The same database behind a site for real people: the session of the demo opens nothing there.
        expect((await get(path, cookie)).headers.location).toMatch(/^\/inloggen/)
      }
    } finally {
      await demo.close()
    }
  })

  test('asks a persona who signs in by mail for the second step like anybody, and is nobody outside it', async () => {
    const { email } = await aSigner(home.db, 'coach', { demo: true })
    const { cookie } = await signIn(email)
    expect((await get('/coach', cookie)).headers.location).toMatch(/^\/inloggen/)
    const demo = await anEdge(home.db, { demo: true })
    try {
      const there = await demo.ask({ path: '/coach', headers: { cookie } })
      expect(there.headers.location).toMatch(/^\/account\/bevestigen/)
    } finally {
      await demo.close()
    }
  })
})
