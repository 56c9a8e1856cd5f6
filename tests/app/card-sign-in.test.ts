import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { accounts, passkeyChallenges, rateLimits, sessions, totpKeys } from '#db/schema/accounts.ts'
import { newcomers } from '#db/schema/newcomers.ts'
import type { Actor } from '#server/platform/context.ts'
import { aNewcomer, anAccount } from '#tests/make/rooms.ts'
import { aDatabase } from '#tests/setup/database.ts'
import { type Answer, anEdge, cookiesOf, type RunningSite } from './edge-site.ts'

let home: Awaited<ReturnType<typeof aDatabase>>
let site: RunningSite
let made: Awaited<ReturnType<typeof aNewcomer>>
let coach: string
beforeAll(async () => {
  home = await aDatabase()
  site = await anEdge(home.db)
})
afterAll(async () => {
  await site.close()
  await home.close()
})
const asPersona = async ({ accountId }: Actor) => {
  await home.db
    .update(accounts)
    .set({ demo: true })
    .where(eq(accounts.id, accountId ?? ''))
  return cookiesOf(await site.post('/inloggen', { with: 'persona', accountId: accountId ?? '' }))
}
beforeEach(async () => {
  await home.db.delete(rateLimits)
  made = await aNewcomer(home.db, { identity: { givenName: 'Samira' } })
  coach = await asPersona(made.coach)
})

const pageOf = () => `/coach/deelnemers/${made.newcomerId}/kaart`
const get = (path: string, cookie: string) => site.ask({ path, headers: { cookie } })
const sessionOf = (answer: Answer) =>
  cookiesOf(answer)
    .split('; ')
    .find((one) => one.startsWith('__Host-instroom=')) ?? ''
/** Prints a card through the form and reads it from the page, as the coach does. */
async function print(): Promise<{ number: string; code: string; text: string }> {
  const { status, text } = await site.post(pageOf(), { intent: 'make' }, { cookie: coach })
  expect(status).toBe(200)
  const number = /((?:[0-9A-Z]{4}-){3}[0-9A-Z]{4})</.exec(text)?.[1] ?? ''
  const code = /<b dir="ltr">(\d{6})</.exec(text)?.[1] ?? ''
  expect([number.length, code.length]).toEqual([19, 6])
  return { number, code, text }
}
const signIn = ({ number, code }: { number: string; code: string }, query = '') =>
  site.post(`/inloggen/kaart${query}`, { number, code })
const wrongOf = (code: string) => (code === '000000' ? '000001' : '000000')

describe('the card of a newcomer', () => {
  test('is printed once, with a square, in the language of the newcomer, and shown by no other page', async () => {
    await home.db.update(newcomers).set({ screenLanguage: 'en' }).where(eq(newcomers.id, made.newcomerId))
    const { text, number, code } = await print()
    expect(text).toContain('<div lang="en" dir="ltr"')
    expect(text).toContain('Access card of Samira')
    expect(text).toContain('<svg role="img"')
    const again = await get(pageOf(), coach)
    expect(again.text).toContain('Er is een kaart')
    expect(again.text).not.toContain(number)
    expect(again.text).not.toContain(code)
    expect(again.headers['cache-control']).toBe('no-store')
  })

  test('is the own coach’s alone', async () => {
    const colleague = await asPersona(await anAccount(home.db, { role: 'coach' }))
    expect((await get(pageOf(), colleague)).status).toBe(404)
    for (const intent of ['make', 'revoke'])
      expect((await site.post(pageOf(), { intent }, { cookie: colleague })).status).toBe(404)
    expect((await site.post(pageOf(), { intent: 'x' }, { cookie: coach })).status).toBe(400)
  })

  test('signs in, asks for an own code the first time, and then only that one works', async () => {
    const card = await print()
    const first = await signIn(card, '?naar=%2Fnl%2Fmijn-gegevens')
    expect([first.status, first.headers.location]).toEqual([303, '/account/kaart?naar=%2Fnl%2Fmijn-gegevens'])
    const cookie = sessionOf(first)
    expect((await get('/account/kaart', cookie)).text).toContain('Kies je eigen code')
    const choose = (code: string) => site.post('/account/kaart?naar=%2Fnl%2Fmijn-gegevens', { code }, { cookie })
    for (const easy of ['111111', '123456', '654321', '', '12345']) expect((await choose(easy)).status, easy).toBe(422)
    const chosen = await choose('٢٧٠٤١٩')
    expect([chosen.status, chosen.headers.location]).toEqual([303, '/nl/mijn-gegevens'])
    if (card.code !== '270419') expect((await signIn(card)).status).toBe(422)
    const next = await signIn({ ...card, code: '270419' })
    expect([next.status, next.headers.location]).toEqual([303, '/nl/mijn-reis'])
    expect((await get('/account', sessionOf(next))).text).toContain('met een toegangskaart')
    expect((await get('/account', cookie)).status).toBe(303)
  })

  test('opens nothing but the own pages, and no code can be chosen without one', async () => {
    const cookie = sessionOf(await signIn(await print()))
    for (const path of ['/coach', '/werkgever', '/toets', '/gemeente', pageOf()])
      expect((await get(path, cookie)).status, path).toBe(403)
    const other = await asPersona(made.actor)
    expect((await get('/account/kaart', other)).headers.location).toBe('/account')
    expect((await site.post('/account/kaart', { code: '270419' }, { cookie: other })).status).toBe(403)
  })

  test('makes nothing that outlives it: no app, no passkey, and no page that offers them', async () => {
    const cookie = sessionOf(await signIn(await print()))
    for (const intent of ['begin', 'passkey-ask'])
      expect((await site.post('/account/beveiligen', { intent }, { cookie })).status, intent).toBe(403)
    expect(await home.db.select().from(totpKeys)).toEqual([])
    expect(await home.db.select().from(passkeyChallenges)).toEqual([])
    expect((await site.post('/account', { intent: 'link-outward' }, { cookie })).status).toBe(404)
    const { text, status } = await get('/account', cookie)
    expect([status, text.includes('/account/beveiligen'), text.includes('/account/bevestigen')]).toEqual([
      200,
      false,
      false,
    ])
    // Nor does asking for those pages lead round in circles.
    const secure = await get('/account/beveiligen', cookie)
    const step = await get(secure.headers.location ?? '', cookie)
    expect([secure.headers.location, step.headers.location]).toEqual(['/account/bevestigen', '/account'])
  })

  test('refuses in the same words whatever is wrong, and is locked by the fifth', async () => {
    const card = await print()
    const number = card.number
    const answers = [await signIn({ number: '0000-0000-0000-0000', code: card.code })]
    for (let n = 0; n < 5; n++) answers.push(await signIn({ number, code: wrongOf(card.code) }))
    answers.push(await signIn(card))
    const shape = ({ status, text, headers }: Answer) => {
      const { date: _date, 'content-length': _length, 'content-security-policy': _nonce, ...rest } = headers
      return [status, rest, text.replace(/value="[0-9A-Z]*"/, '').replace(/name="key" value="[0-9a-f-]{36}"/g, '')]
    }
    for (const answer of answers) expect(shape(answer)).toEqual(shape(answers[0] as Answer))
    expect(answers[0]?.text).toContain('Het nummer of de code klopt niet')
    expect((await get(pageOf(), coach)).text).toContain('De kaart zit op slot')
  })

  test('fifty times at once has one session that lives; revoked, it has none', async () => {
    const card = await print()
    const answers = await Promise.all(Array.from({ length: 50 }, () => signIn(card)))
    const cookies = answers.map(sessionOf).filter(Boolean)
    const living = []
    for (const cookie of cookies) if ((await get('/account', cookie)).status === 200) living.push(cookie)
    expect(living).toHaveLength(1)
    const gone = await site.post(pageOf(), { intent: 'revoke' }, { cookie: coach })
    expect([gone.status, gone.headers.location]).toEqual([303, `${pageOf()}?gedaan=revoked`])
    expect((await get('/account', living[0] ?? '')).status).toBe(303)
    expect((await signIn(card)).status).toBe(422)
    const rows = await home.db
      .select()
      .from(sessions)
      .where(eq(sessions.accountId, made.actor.accountId ?? ''))
    expect(rows.filter(({ revokedAt }) => revokedAt === null)).toEqual([])
  })

  test('keeps the number that was typed, never the code', async () => {
    const { text } = await site.post('/inloggen/kaart', { number: 'abc', code: '123' })
    expect(text).toContain('value="abc"')
    expect(text).not.toContain('value="123"')
    expect(text).toContain('Er zijn 2 dingen niet goed')
    expect((await site.ask({ path: '/inloggen/kaart?naar=%2Far%2Fmijn-reis' })).text).toContain(
      '<html lang="ar" dir="rtl">',
    )
  })
})
