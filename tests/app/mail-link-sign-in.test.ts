import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { accounts, loginChallenges, rateLimits, sessions } from '#db/schema/accounts.ts'
import { aSigner } from '#tests/make/sign-ins.ts'
import { aDatabase } from '#tests/setup/database.ts'
import { anEdge, cookiesOf, type RunningSite } from './edge-site.ts'
import { sessionOf } from './sign-in-by-mail.ts'

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

const get = (path: string, cookie: string) => site.ask({ path, headers: { cookie } })

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
