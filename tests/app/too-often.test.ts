import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { rateLimits } from '#db/schema/accounts.ts'
import type { Role } from '#db/values/accounts.ts'
import { aFakeProvider } from '#tests/make/fake-provider.ts'
import { aHalfSession, aLinkedApp, aSigner } from '#tests/make/sign-ins.ts'
import { aDatabase } from '#tests/setup/database.ts'
import { type Answer, anEdge, type RunningSite } from './edge-site.ts'
import { headerFailures } from './header-checks.ts'
import { aPeopledSite, type PeopledSite } from './route-people.ts'

/** Every door with a limit says 429, after how many seconds it opens again (`Retry-After`), and in words of the page when to come back. */
let people: PeopledSite
let home: Awaited<ReturnType<typeof aDatabase>>
let provider: Awaited<ReturnType<typeof aFakeProvider>>
let site: RunningSite
let sure: string
let half: string
beforeAll(async () => {
  people = await aPeopledSite()
  home = await aDatabase()
  provider = await aFakeProvider()
  site = await anEdge(home.db, { identityProvider: provider.settings })
  const employer = await aSigner(home.db, 'employer')
  const now = new Date()
  const app = await aLinkedApp(home.db, (await aHalfSession(home.db, employer, now)).me, now)
  sure = `__Host-instroom=${app.token}`
  half = `__Host-instroom=${(await aHalfSession(home.db, employer, now)).token}`
})
afterAll(async () => {
  await people.close()
  await site.close()
  await provider.close()
  await home.close()
})
beforeEach(async () => {
  await people.home.db.delete(rateLimits)
  await home.db.delete(rateLimits)
})

const WORDS = {
  nl: /over (een|\d+) (minuut|minuten|uur)/,
  en: /again in (an|\d+) (minute|minutes|hour|hours)/,
  ar: /حاول من جديد بعد/,
}

/** Asks once, lets everybody be over every limit, and asks again. */
async function twice(db: PeopledSite['home']['db'], ask: () => Promise<Answer>): Promise<Answer> {
  const first = await ask()
  expect([first.status >= 500, first.status === 429]).toEqual([false, false])
  expect(await db.$count(rateLimits)).toBeGreaterThan(0)
  await db.update(rateLimits).set({ count: 10_000_000 })
  return ask()
}

function saysWhen({ status, headers, text }: Answer, language: keyof typeof WORDS): void {
  expect(status).toBe(429)
  const seconds = Number(headers['retry-after'])
  expect(seconds).toBeGreaterThan(0)
  expect(seconds).toBeLessThanOrEqual(24 * 3600)
  expect(text).toMatch(WORDS[language])
  expect(text).toContain(`lang="${language}"`)
  expect(headerFailures(headers)).toEqual([])
}

const POSTS: [string, string, Record<string, string>, () => string][] = [
  ['asking for a code', '/inloggen', { with: 'mail', email: 'iemand@voorbeeld.nl' }, () => ''],
  ['signing in with a card', '/inloggen/kaart', { number: '0123-4567-89AB-CDEF', code: '123456' }, () => ''],
  ['asking for a passkey', '/inloggen/passkey', { intent: 'passkey-ask' }, () => ''],
  ['a second step', '/account/bevestigen', { intent: 'totp', code: '123456' }, () => half],
  ['another address', '/account/adres', { intent: 'ask', email: 'nieuw@voorbeeld.nl' }, () => sure],
]
test.each(POSTS)('%s', async (_name, path, fields, cookie) => {
  saysWhen(await twice(home.db, () => site.post(path, fields, { cookie: cookie() })), 'nl')
})

test('going to the identity provider', async () => {
  saysWhen(await twice(home.db, () => site.ask({ path: '/inloggen/extern' })), 'nl')
})

test.each(['nl', 'en', 'ar'] as const)(
  'reporting a workplace, in %s, on a page with an error page of its own',
  async (language) => {
    const fields = {
      establishmentId: crypto.randomUUID(),
      concern: 'no-guidance',
      reporterRole: 'worker',
      body: 'Niemand.',
    }
    // Of no workplace: what is refused counts too.
    saysWhen(await twice(home.db, () => site.post(`/${language}/melden`, fields)), language)
  },
)

const GETS: [string, Role | null, keyof typeof WORDS][] = [
  ['/nl/plekken', null, 'nl'],
  ['/en/plekken?q=bakker', null, 'en'],
  ['/ar/plekken', null, 'ar'],
  ['/ar/plekken/:code', null, 'ar'],
  ['/en/plekken/:code/interesse', null, 'en'],
  ['/nl/plekken', 'newcomer', 'nl'],
  ['/coach/deelnemers.csv', 'coach', 'nl'],
  ['/gemeente.csv', 'municipality', 'nl'],
  ['/nl/mijn-gegevens/kopie.json', 'newcomer', 'nl'],
  ['/werkgever/plekken/:id/kandidaten', 'employer', 'nl'],
]
test.each(GETS)('%s of %s, in %s', async (given, role, language) => {
  const path = given.replace(':code', people.existing.code).replace(':id', people.existing.position)
  const cookie = role === null ? '' : people.own[role]
  saysWhen(await twice(people.home.db, () => people.get(path, cookie)), language)
})

test('data for a script are refused with the same seconds', async () => {
  const ask = () => people.get('/nl/plekken?_data=routes%2Fvisitor.positions')
  const { status, headers, text } = await twice(people.home.db, ask)
  expect([status, Number(headers['retry-after']) > 0, JSON.parse(text).refusal]).toEqual([429, true, 'too-many'])
})
