import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { accounts, loginChallenges, rateLimits, sessions, totpKeys } from '#db/schema/accounts.ts'
import type { Role } from '#db/values/accounts.ts'
import { openTotpSecret, openWaitingSecret } from '#server/accounts/totp-code.ts'
import { aSigner, codeAt, RING } from '#tests/make/sign-ins.ts'
import { aDatabase } from '#tests/setup/database.ts'
import { type Answer, anEdge, cookiesOf, type RunningSite } from './edge-site.ts'
import { addressOf, GUARDED } from './route-map.ts'

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

/** Signs in by mail through the forms. Returns the cookie and where the site led. */
async function signIn(email: string, naar?: string): Promise<{ cookie: string; to: string | undefined; code: string }> {
  const query = naar === undefined ? '' : `?naar=${encodeURIComponent(naar)}`
  const asked = await site.post(`/inloggen${query}`, { with: 'mail', email })
  await new Promise((resolve) => setImmediate(resolve))
  const code = /\d{6}/.exec(site.mails.at(-1)?.text ?? '')?.[0] ?? ''
  const done = await site.post(`/inloggen/code${query}`, { code }, { cookie: cookiesOf(asked) })
  return { cookie: sessionOf(done), to: done.headers.location, code }
}
const sessionOf = (answer: Answer) =>
  cookiesOf(answer)
    .split('; ')
    .find((one) => one.startsWith('__Host-instroom=')) ?? ''
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
    const open = ['account.secure', 'account.step']
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

describe('the link in the mail', () => {
  const linkIn = () => /https:\/\/instroom\.example(\/inloggen\/link\S+)/.exec(site.mails.at(-1)?.text ?? '')?.[1] ?? ''
  const ask = async (email: string) => {
    const asked = await site.post('/inloggen?naar=%2Fnl%2Fplekken', { with: 'mail', email })
    await new Promise((resolve) => setImmediate(resolve))
    const path = linkIn()
    return { browser: cookiesOf(asked), path, token: new URLSearchParams(path.split('?')[1]).get('sleutel') ?? '' }
  }

  test('shows a button and uses nothing up, however often it is opened; the button signs in, once', async () => {
    const account = await aSigner(home.db, 'newcomer')
    const { browser, path, token } = await ask(account.email)
    const before = await home.db.select().from(loginChallenges)
    for (const cookie of ['', browser, browser]) expect((await get(path, cookie)).status).toBe(200)
    for (const method of ['HEAD', 'GET']) await site.ask({ method, path })
    expect(await home.db.select().from(loginChallenges)).toEqual(before)
    expect((await get(path, browser)).text).toContain('Druk op de knop')
    const done = await site.post(path, { token }, { cookie: browser })
    expect([done.status, done.headers.location]).toEqual([303, '/nl/plekken'])
    expect((await get('/account', sessionOf(done))).status).toBe(200)
    const again = await site.post(path, { token }, { cookie: browser })
    expect([again.status, again.text.includes('werkt niet meer')]).toEqual([422, true])
  })

  test('does not work in another browser, which is told to type the code', async () => {
    const account = await aSigner(home.db, 'newcomer')
    const { path, token, browser } = await ask(account.email)
    const other = await ask((await aSigner(home.db, 'newcomer')).email)
    expect((await get(path, '')).text).toContain('andere browser')
    for (const cookie of ['', other.browser]) {
      const answer = await site.post(path, { token }, { cookie })
      expect([answer.status, answer.headers['set-cookie']]).toEqual([422, undefined])
    }
    expect((await site.post(path, { token }, { cookie: browser })).status).toBe(303)
  })

  test('pressed fifty times at once opens one session; the code of the same mail is used up with it', async () => {
    const account = await aSigner(home.db, 'newcomer')
    const { path, token, browser } = await ask(account.email)
    const code = /\d{6}/.exec(site.mails.at(-1)?.text ?? '')?.[0] ?? ''
    const answers = await Promise.all(Array.from({ length: 50 }, () => site.post(path, { token }, { cookie: browser })))
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1)
    expect(await home.db.select().from(sessions)).toHaveLength(1)
    expect((await site.post('/inloggen/code', { code }, { cookie: browser })).status).toBe(422)
  })

  test('that is no link of ours leads to the sign-in page', async () => {
    for (const query of ['', '?sleutel=', '?sleutel=x', `?sleutel=${'a'.repeat(44)}`, '?sleutel=%00']) {
      const answer = await get(`/inloggen/link${query}`, '')
      expect([303, 400], query).toContain(answer.status)
    }
    const answer = await site.post(`/inloggen/link?sleutel=${'a'.repeat(43)}`, { token: 'a'.repeat(43) })
    expect(answer.status).toBe(422)
  })
})
