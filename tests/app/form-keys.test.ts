import { and, eq, isNull } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  accessCards,
  accounts,
  loginChallenges,
  rateLimits,
  recoveryCodes,
  submissions,
  totpKeys,
} from '#db/schema/accounts.ts'
import { publicReports } from '#db/schema/monitoring.ts'
import { sourcesIn } from '#tests/laws/sources.ts'
import { aNewcomer, anEmployer } from '#tests/make/rooms.ts'
import { aHalfSession, aLinkedApp, aSigner } from '#tests/make/sign-ins.ts'
import { aDatabase } from '#tests/setup/database.ts'
import { kindWordFailures } from './bad-input-site.ts'
import { type Answer, anEdge, cookiesOf, type RunningSite } from './edge-site.ts'
import { ROUTES } from './route-map.ts'
import { aPeopledSite, type PeopledSite } from './route-people.ts'

/**
 * Actions without a key, each for one reason: what they take is good for one time itself, and the answer opens a session, which no table may keep (a second
 * post finds the code used); or doing it twice is doing it once.
 */
const WITHOUT_KEY: Record<string, string> = {
  'visitor.sign-in-code': 'a mailed code works once',
  'visitor.sign-in-link': 'so does the link',
  'visitor.sign-in-card': 'opens a session and changes nothing else',
  'visitor.sign-in-passkey': 'a challenge is signed once',
  'visitor.invitation': 'an invitation is accepted once, and opens a session',
  'auditor.chain': 'reads the chain of the audit and changes nothing',
  'account.role': 'opens a session of another account of the same person',
  'account.step': 'a code of an app, a recovery code and a challenge work once',
  'system.sign-out': 'a session ends once',
  'system.not-found': 'does nothing',
}
/** Addresses to which forms without a key post. */
const POSTED_WITHOUT = /^\/(uitloggen|inloggen\/(code|link|kaart|passkey)|account\/(bevestigen|rol))(\?|$)/

test('every action runs its command once, or says here why not', () => {
  const sources = sourcesIn(['app/routes'])
  const textOf = (name: string) => sources.find(({ path }) => path.startsWith(`app/routes/${name}.ts`))?.text ?? ''
  const keeps = (text: string): boolean =>
    /\bonceFor(Anybody)?\b/.test(text) ||
    [...text.matchAll(/from '\.\/([\w.-]+?)\.tsx?'/g)].some(([, name = '']) =>
      /\bonceFor(Anybody)?[<(]/.test(textOf(name)),
    )
  const open = ROUTES.map(({ name }) => name).filter((name) =>
    /export (async function|const) action\b|export \{[^}]*\baction\b/.test(textOf(name)),
  )
  expect(open.length).toBeGreaterThan(40)
  expect(open.filter((name) => !keeps(textOf(name)) && !(name in WITHOUT_KEY))).toEqual([])
  expect(Object.keys(WITHOUT_KEY).filter((name) => !open.includes(name))).toEqual([])
})

describe('every form on a page', () => {
  let site: PeopledSite
  beforeAll(async () => {
    site = await aPeopledSite()
  })
  afterAll(() => site.close())

  test('that changes something has a key of its own, new for each time it is shown', async () => {
    const keys: string[] = []
    const missing: string[] = []
    let forms = 0
    for (const route of ROUTES) {
      const address = site.address(route, site.objectOf(route))
      for (const cookie of route.desks.length > 0 ? route.desks.map((role) => site.own[role]) : ['']) {
        const { text } = await site.get(address, cookie)
        for (const [form] of text.split('<script')[0]?.matchAll(/<form\b[\s\S]*?<\/form>/g) ?? []) {
          if (!/<form[^>]*method="post"/.test(form)) continue
          forms += 1
          const action = /action="([^"]*)"/.exec(form)?.[1] ?? address
          const key = /name="key"[^>]*value="([0-9a-f-]{36})"/.exec(form)?.[1]
          if (key) keys.push(key)
          else if (!POSTED_WITHOUT.test(action) && !form.includes('data-passkey'))
            missing.push(`${address} to ${action}`)
        }
      }
    }
    expect(missing).toEqual([])
    expect(forms).toBeGreaterThan(100)
    console.log(
      `forms: ${JSON.stringify({ routes: ROUTES.length, forms, keys: keys.length, different: new Set(keys).size })}`,
    )
    const page = async () => /name="key"[^>]*value="([^"]+)"/.exec((await site.get('/inloggen')).text)?.[1]
    expect(await page()).not.toBe(await page())
  })
})

describe('sent twenty times at once, a form', () => {
  let home: Awaited<ReturnType<typeof aDatabase>>
  let site: RunningSite
  beforeAll(async () => {
    home = await aDatabase()
    site = await anEdge(home.db)
  })
  afterAll(async () => {
    await site.close()
    await home.close()
  })
  beforeEach(() => home.db.delete(rateLimits))

  const seen = ({ status, headers, text }: Answer) =>
    JSON.stringify([
      status,
      headers.location,
      headers['set-cookie'],
      text.replace(/nonce[-="][^"' ]*|[0-9a-f]{8}-[0-9a-f-]{27}|mark[A-Za-z0-9]+/g, ''),
    ])

  /** One answer for all twenty; another body with the key is refused in words. */
  async function once(
    path: string,
    fields: Record<string, string>,
    cookie: string,
    more: Record<string, string>,
  ): Promise<Answer> {
    const sent = { key: crypto.randomUUID(), ...fields }
    const answers = await Promise.all(Array.from({ length: 20 }, () => site.post(path, sent, { cookie })))
    expect([...new Set(answers.map(({ status }) => status))]).toHaveLength(1)
    expect(new Set(answers.map(seen)).size).toBe(1)
    const changed = await site.post(path, { ...sent, ...more }, { cookie })
    expect([changed.status, kindWordFailures(changed, path)]).toEqual([422, []])
    expect(changed.text).toContain('al eens verstuurd')
    const [first] = answers
    if (!first) throw new Error('no answer')
    return first
  }
  const sure = async (role: 'coach' | 'employer') => {
    const account = await aSigner(home.db, role)
    const { me, token } = await aLinkedApp(home.db, (await aHalfSession(home.db, account, new Date())).me, new Date())
    return { ...account, me, cookie: `__Host-instroom=${token}` }
  }
  const settled = () => new Promise((resolve) => setTimeout(resolve, 50))

  test('that asks for a code sends one mail, and binds the same browser', async () => {
    const { email } = await aSigner(home.db, 'employer')
    const before = [site.mails.length, await home.db.$count(loginChallenges)]
    const answer = await once('/inloggen', { with: 'mail', email }, '', { email: 'a@voorbeeld.nl' })
    await settled()
    expect([site.mails.length, await home.db.$count(loginChallenges)]).toEqual(before.map((count) => count + 1))
    const code = /\d{6}/.exec(site.mails.at(-1)?.text ?? '')?.[0] ?? ''
    expect((await site.post('/inloggen/code', { code }, { cookie: cookiesOf(answer) })).status).toBe(303)
    expect(JSON.stringify(await home.db.select().from(submissions))).not.toContain(email)
  })

  test('that reports a workplace makes one report, with one code', async () => {
    const { establishmentId } = await anEmployer(home.db)
    const fields = { establishmentId, concern: 'no-guidance', reporterRole: 'worker', body: 'Er is nooit iemand.' }
    expect((await once('/nl/melden', fields, '', { body: 'Iets anders.' })).status).toBe(200)
    expect(await home.db.$count(publicReports, eq(publicReports.establishmentId, establishmentId))).toBe(1)
  })

  test('that makes recovery codes shows the same ten, which work', async () => {
    const { me, cookie } = await sure('employer')
    const { status, text } = await once('/account/herstelcodes', {}, cookie, { intent: 'x' })
    expect([status, new Set(text.match(/[0-9A-Z]{5}-[0-9A-Z]{5}/g)).size]).toEqual([200, 10])
    expect(await home.db.$count(recoveryCodes, eq(recoveryCodes.accountId, me.accountId))).toBe(10)
  })

  test('of which the codes were replaced since shows nothing', async () => {
    const { cookie } = await sure('employer')
    const key = crypto.randomUUID()
    expect((await site.post('/account/herstelcodes', { key }, { cookie })).status).toBe(200)
    expect((await site.post('/account/herstelcodes', {}, { cookie })).status).toBe(200)
    const late = await site.post('/account/herstelcodes', { key }, { cookie })
    expect([late.status, /[0-9A-Z]{5}-[0-9A-Z]{5}/.test(late.text)]).toEqual([409, false])
  })

  test('that makes a card prints the same card', async () => {
    const { newcomerId, coach, actor } = await aNewcomer(home.db)
    await home.db.update(accounts).set({ demo: true })
    const cookie = cookiesOf(await site.post('/inloggen', { with: 'persona', accountId: coach.accountId ?? '' }))
    const { text } = await once(`/coach/deelnemers/${newcomerId}/kaart`, { intent: 'make' }, cookie, {
      intent: 'revoke',
    })
    expect(text).toMatch(/[0-9A-Z]{4}(-[0-9A-Z]{4}){3}/)
    expect(await home.db.$count(accessCards, eq(accessCards.accountId, actor.accountId ?? ''))).toBe(1)
  })

  test('that begins to link an app makes one secret', async () => {
    const account = await aSigner(home.db, 'coach')
    const { token, me } = await aHalfSession(home.db, account, new Date())
    expect(
      (await once('/account/beveiligen', { intent: 'begin' }, `__Host-instroom=${token}`, { x: '1' })).status,
    ).toBe(303)
    const waiting = and(eq(totpKeys.accountId, me.accountId), isNull(totpKeys.confirmedAt))
    expect(await home.db.$count(totpKeys, waiting)).toBe(1)
  })

  test('that asks for another address sends each mailbox one mail', async () => {
    const { cookie } = await sure('employer')
    const before = site.mails.length
    expect(
      (
        await once('/account/adres', { intent: 'ask', email: 'nieuw@voorbeeld.nl' }, cookie, {
          email: 'b@voorbeeld.nl',
        })
      ).status,
    ).toBe(303)
    await settled()
    expect(site.mails.length - before).toBe(2)
  })

  test('that ends all other sessions, and one that was refused can be sent again', async () => {
    const { id, cookie, me } = await sure('employer')
    await aHalfSession(home.db, { id, role: 'employer' }, new Date())
    const answer = await once('/account', { intent: 'end-others' }, cookie, { intent: 'unlink-app' })
    expect([answer.status, answer.headers.location]).toEqual([303, '/account?gedaan=others'])
    const key = crypto.randomUUID()
    const address = (fields: Record<string, string>) =>
      site.post('/account/adres', { key, intent: 'change', ...fields }, { cookie })
    for (let n = 0; n < 2; n++) expect((await address({ oldCode: '123456', newCode: '123456' })).status).toBe(422)
    const rows = and(eq(submissions.accountId, me.accountId), eq(submissions.key, key))
    expect(await home.db.$count(submissions, rows)).toBe(0)
  })
})
