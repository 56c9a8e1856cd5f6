import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { accounts, identities, rateLimits, sessions } from '#db/schema/accounts.ts'
import { aFakeProvider } from '#tests/make/fake-provider.ts'
import { aHalfSession, aLinkedApp, aSigner, codeAt } from '#tests/make/sign-ins.ts'
import { aDatabase } from '#tests/setup/database.ts'
import { kindWordFailures } from './bad-input-site.ts'
import { type Answer, anEdge, cookiesOf, type RunningSite } from './edge-site.ts'

/** Bad inputs in place of a proof of who somebody is: groups 13, 14 and 39 of the list in reliability.md. */
let home: Awaited<ReturnType<typeof aDatabase>>
let provider: Awaited<ReturnType<typeof aFakeProvider>>
let site: RunningSite
beforeAll(async () => {
  home = await aDatabase()
  provider = await aFakeProvider()
  site = await anEdge(home.db, { identityProvider: provider.settings })
})
afterAll(async () => {
  await site.close()
  await provider.close()
  await home.close()
})
beforeEach(() => home.db.delete(rateLimits))

const _as = async (accountId: string | null) => {
  if (accountId === null) throw new Error('a worker signs in nowhere')
  await home.db.update(accounts).set({ demo: true }).where(eq(accounts.id, accountId))
  return cookiesOf(await site.post('/inloggen', { with: 'persona', accountId }))
}
const get = (path: string, cookie = '') => site.ask({ path, headers: { cookie } })
const post = (path: string, fields: Record<string, string>, cookie = '') => site.post(path, fields, { cookie })
/** An answer says what is the matter, in words, with one of these statuses. */
function refused(answer: Answer, name: string, ...statuses: number[]): void {
  expect(statuses, name).toContain(answer.status)
  if (answer.status >= 400) expect(kindWordFailures(answer, name)).toEqual([])
}
const codeIn = (text: string | undefined) => /\d{6}/.exec(text ?? '')?.[0] ?? ''
const other = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0')

describe('13. a code that is not the one', () => {
  const askCode = async (email: string) => {
    const asked = await post('/inloggen', { with: 'mail', email })
    return { bind: cookiesOf(asked), code: codeIn(site.mails.at(-1)?.text) }
  }
  test('wrong, too long, of somebody else, of before, used, or for another browser', async () => {
    const one = await aSigner(home.db, 'employer')
    const two = await aSigner(home.db, 'employer')
    const before = await askCode(one.email)
    const mine = await askCode(one.email)
    const theirs = await askCode(two.email)
    const opened = await home.db.$count(sessions)
    const wrong = [other(mine.code), '1234567', '12345', 'abcdef', '１２３４５６', '']
    for (const code of wrong.slice(1)) refused(await post('/inloggen/code', { code }, mine.bind), code, 422)
    refused(await post('/inloggen/code', { code: wrong[0] ?? '' }, mine.bind), 'wrong', 422)
    if (theirs.code !== mine.code)
      refused(await post('/inloggen/code', { code: theirs.code }, mine.bind), 'theirs', 422)
    if (before.code !== mine.code)
      refused(await post('/inloggen/code', { code: before.code }, mine.bind), 'before', 422)
    refused(await post('/inloggen/code', { code: mine.code }), 'another browser', 303)
    expect(await home.db.$count(sessions)).toBe(opened)
    const eastern = [...mine.code].map((digit) => String.fromCharCode(0x660 + Number(digit))).join('')
    const done = await post('/inloggen/code', { code: ` ${eastern.slice(0, 3)} ${eastern.slice(3)}` }, mine.bind)
    expect([done.status, done.headers.location]).toEqual([303, '/werkgever'])
    refused(await post('/inloggen/code', { code: mine.code }, mine.bind), 'used', 422)
    expect(await home.db.$count(sessions)).toBe(opened + 1)
  })
})

describe('14. a code of an app that is not of now', () => {
  test('two steps early or late, or a second time; and a secret in an address goes nowhere', async () => {
    const account = await aSigner(home.db, 'coach')
    const past = new Date(Date.now() - 600_000)
    const half = await aHalfSession(home.db, account, past)
    const app = await aLinkedApp(home.db, half.me, past)
    const fresh = async () => `__Host-instroom=${(await aHalfSession(home.db, account, new Date())).token}`
    const cookie = await fresh()
    const step = (code: string, by: string) => post('/account/bevestigen', { intent: 'totp', code }, by)
    for (const seconds of [-120, 120, 3_600]) {
      const code = codeAt(app.secret, new Date(Date.now() + seconds * 1_000))
      refused(await step(code, cookie), String(seconds), 422)
    }
    const page = await get(`/account/bevestigen?secret=${app.secret}&code=123456`, cookie)
    expect([page.status, page.text.includes(app.secret)]).toEqual([200, false])
    const now = codeAt(app.secret, new Date())
    const second = await fresh()
    expect((await step(now, cookie)).status).toBe(303)
    await home.db.delete(rateLimits)
    refused(await step(now, second), 'the same code again', 422)
  })
})

describe('39. coming back from an identity provider', () => {
  const BACK = '/inloggen/extern/terug'
  const cookieNamed = (answer: Answer) =>
    cookiesOf(answer)
      .split('; ')
      .find((one) => one.startsWith('__Host-instroom-extern=')) ?? ''
  test('without a state, with an error, with a long code, by another session, or twice', async () => {
    const before = await home.db.$count(sessions)
    const wrong = [
      '',
      '?code=x',
      '?state=x&code=y',
      '?error=access_denied&state=x',
      `?state=x&code=${'a'.repeat(3_500)}`,
      '?code=%27',
      '?state=&code=',
    ]
    for (const query of wrong) refused(await get(`${BACK}${query}`), query, 403)
    refused(await get(`${BACK}?code=${'a'.repeat(8_000)}`), 'a code of 8 kB', 414)
    const out = await get('/inloggen/extern')
    const { pathname, search } = provider.come(out.headers.location ?? '', 'iemand')
    refused(await get(`${pathname}${search}`), 'another browser', 403)
    refused(await get(`${pathname}${search}`, '__Host-instroom-extern=x.y'), 'a forged cookie', 403)
    const first = await get(`${pathname}${search}`, cookieNamed(out))
    refused(first, 'somebody unknown', 403)
    expect(first.text).not.toMatch(/iemand|state=|code=/)
    refused(await get(`${pathname}${search}`, cookieNamed(out)), 'twice', 403)
    expect([await home.db.$count(sessions), await home.db.$count(identities)]).toEqual([before, 0])
  })
})
