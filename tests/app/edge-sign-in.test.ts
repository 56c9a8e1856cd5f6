import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { accounts, loginChallenges, rateLimits, sessions } from '#db/schema/accounts.ts'
import { aDatabase } from '#tests/setup/database.ts'
import { anEdge, cookiesOf, type RunningSite } from './edge-site.ts'

let home: Awaited<ReturnType<typeof aDatabase>>
let demo: RunningSite
let real: RunningSite
beforeAll(async () => {
  home = await aDatabase()
  demo = await anEdge(home.db)
  real = await anEdge(home.db, { demo: false })
})
afterAll(async () => {
  await demo.close()
  await real.close()
  await home.close()
})
let coachId: string
let newcomerId: string
beforeEach(async () => {
  await home.db.delete(accounts)
  await home.db.delete(loginChallenges)
  await home.db.delete(rateLimits)
  const base = { createdAt: new Date(), demo: true }
  coachId = crypto.randomUUID()
  newcomerId = crypto.randomUUID()
  await home.db.insert(accounts).values([
    {
      ...base,
      id: coachId,
      role: 'coach',
      displayName: 'Joke Bakker',
      email: 'joke@voorbeeld.nl',
      municipalityCode: 'GM0344',
    },
    { ...base, id: newcomerId, role: 'newcomer', displayName: 'Sami', newcomerId: crypto.randomUUID(), language: 'ar' },
  ])
})

const codeIn = (text: string | undefined) => /\d{6}/.exec(text ?? '')?.[0] ?? ''

describe('a persona', () => {
  test('is one click in the demo, and lands at the own desk', async () => {
    expect((await demo.ask({ path: '/inloggen' })).text).toContain('Joke Bakker')
    const coach = await demo.post('/inloggen', { with: 'persona', accountId: coachId })
    expect([coach.status, coach.headers.location]).toEqual([303, '/coach'])
    expect(coach.headers['set-cookie']?.[0]).toMatch(
      /^__Host-instroom=[\w-]{43}; Path=\/; Max-Age=43200; HttpOnly; SameSite=Lax; Secure$/,
    )
    const newcomer = await demo.post('/inloggen', { with: 'persona', accountId: newcomerId })
    expect(newcomer.headers.location).toBe('/ar/mijn-reis')
  })

  test('does not exist outside the demo', async () => {
    expect((await real.ask({ path: '/inloggen' })).text).not.toContain('Joke Bakker')
    const answer = await real.post('/inloggen', { with: 'persona', accountId: coachId })
    expect([answer.status, answer.headers['set-cookie']]).toEqual([404, undefined])
    expect(await home.db.select().from(sessions)).toHaveLength(0)
  })

  test('goes on to the page that was asked for, and never off the site', async () => {
    const to = async (naar: string) =>
      (await demo.post(`/inloggen?naar=${encodeURIComponent(naar)}`, { with: 'persona', accountId: coachId })).headers
        .location
    expect(await to('/coach/voorstellen')).toBe('/coach/voorstellen')
    for (const away of ['//evil.example', '/\\evil.example', 'https://evil.example', '/..//evil.example']) {
      expect(await to(away)).toBe('/coach')
    }
  })
})

test('a way back that is too long to carry along is forgotten, and signing in goes on', async () => {
  const wanted = `/coach?q=${'%26'.repeat(150)}`
  const asked = await real.post(`/inloggen?naar=${encodeURIComponent(wanted)}`, {
    with: 'mail',
    email: 'joke@voorbeeld.nl',
  })
  expect([asked.status, asked.headers.location]).toEqual([303, '/inloggen/code'])
  const browser = cookiesOf(asked)
  const page = await real.ask({
    path: `/inloggen/code?naar=${encodeURIComponent(wanted)}`,
    headers: { cookie: browser },
  })
  expect(page.status).toBe(200)
})

describe('a code by mail', () => {
  test('signs in through the forms, in one browser', async () => {
    const asked = await real.post('/inloggen?naar=%2Fcoach%2Fvandaag', { with: 'mail', email: ' Joke@Voorbeeld.nl ' })
    expect([asked.status, asked.headers.location]).toEqual([303, '/inloggen/code?naar=%2Fcoach%2Fvandaag'])
    const browser = cookiesOf(asked)
    const page = await real.ask({ path: '/inloggen/code', headers: { cookie: browser } })
    expect(page.text).toContain('autoComplete="one-time-code"')
    const code = codeIn(real.mails.at(-1)?.text)
    const wrong = await real.post(
      '/inloggen/code',
      { code: code === '000000' ? '000001' : '000000' },
      { cookie: browser },
    )
    expect(wrong.status).toBe(422)
    expect(wrong.text).toContain('Deze code klopt niet')
    expect(wrong.text).toContain('<title>Fout: Vul de code in - Instroom</title>')
    expect(page.text).toContain('<title>Vul de code in - Instroom</title>')
    const other = await real.post('/inloggen/code', { code })
    expect(other.headers.location).toBe('/inloggen')
    expect(other.headers['set-cookie']).toBeUndefined()
    const done = await real.post('/inloggen/code?naar=%2Fcoach%2Fvandaag', { code }, { cookie: browser })
    expect([done.status, done.headers.location]).toEqual([303, '/coach/vandaag'])
    expect(done.headers['set-cookie']).toHaveLength(3)
  })

  test('is asked for with the same answer for a known and an unknown address', async () => {
    const before = real.mails.length
    const known = await real.post('/inloggen', { with: 'mail', email: 'joke@voorbeeld.nl' })
    const unknown = await real.post('/inloggen', { with: 'mail', email: 'niemand@voorbeeld.nl' })
    const shape = ({ status, headers, text }: typeof known) => {
      const { date: _date, 'set-cookie': cookies, ...rest } = headers
      return { status, rest, text, cookies: cookies?.map((cookie) => cookie.replace(/=[^;]+/, `=${cookie.length}`)) }
    }
    const noPolicy = (answer: ReturnType<typeof shape>) => JSON.stringify(answer)
    expect(noPolicy(shape(unknown))).toBe(noPolicy(shape(known)))
    expect(real.mails.length - before).toBe(1)
  })

  test('keeps what was typed when the address is wrong, and says what to mend', async () => {
    const answer = await real.post('/inloggen', { with: 'mail', email: 'joke@voorbeeld' })
    expect(answer.status).toBe(422)
    expect(answer.text).toContain('<title>Fout: Inloggen - Instroom</title>')
    expect(answer.text).toContain('value="joke@voorbeeld"')
    expect(answer.text).toContain('aria-invalid="true"')
    expect(answer.text).toContain('naam@voorbeeld.nl')
  })

  test('too often is a page that says when to come back', async () => {
    for (let n = 0; n < 5; n++) await real.post('/inloggen', { with: 'mail', email: 'joke@voorbeeld.nl' })
    const answer = await real.post('/inloggen', { with: 'mail', email: 'joke@voorbeeld.nl' })
    expect(answer.status).toBe(429)
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(800)
    expect(answer.text).toContain('te vaak')
  })

  test('speaks the language of the page that was asked for', async () => {
    const answer = await real.ask({ path: '/inloggen?naar=%2Far%2Fmijn-reis' })
    expect(answer.text).toContain('<html lang="ar" dir="rtl">')
    expect(answer.text).toContain('تسجيل الدخول')
  })
})

describe('a session', () => {
  const signIn = async () => cookiesOf(await demo.post('/inloggen', { with: 'persona', accountId: coachId }))

  test('is replaced by the next sign-in and ends at sign-out, which is a form and not a link', async () => {
    const first = await signIn()
    const second = cookiesOf(
      await demo.post('/inloggen', { with: 'persona', accountId: newcomerId }, { cookie: first }),
    )
    const alive = async () => (await home.db.select().from(sessions)).filter((row) => row.revokedAt === null).length
    expect(await alive()).toBe(1)
    await demo.ask({ path: '/uitloggen', headers: { cookie: second } })
    expect(await alive()).toBe(1)
    const out = await demo.post('/uitloggen', {}, { cookie: second })
    expect([out.status, out.headers.location]).toEqual([303, '/'])
    expect(out.headers['set-cookie']?.[0]).toMatch(/^__Host-instroom=; Path=\/; Max-Age=0/)
    expect(await alive()).toBe(0)
  })

  test('makes every page no-store', async () => {
    const cookie = await signIn()
    for (const path of ['/inloggen', '/only-read', '/bestaat-niet', '/accept?_data=test%2Faccept']) {
      expect((await demo.ask({ path, headers: { cookie } })).headers['cache-control']).toBe('no-store')
    }
  })
})
