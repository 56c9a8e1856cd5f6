import { afterAll, beforeAll, expect, test } from 'vitest'
import { identities, sessions } from '#db/schema/accounts.ts'
import { aFakeProvider } from '#tests/make/fake-provider.ts'
import { aSigner } from '#tests/make/sign-ins.ts'
import { aDatabase } from '#tests/setup/database.ts'
import { type Answer, anEdge, cookiesOf, type RunningSite } from './edge-site.ts'

let home: Awaited<ReturnType<typeof aDatabase>>
let provider: Awaited<ReturnType<typeof aFakeProvider>>
let site: RunningSite
let plain: RunningSite
beforeAll(async () => {
  home = await aDatabase()
  provider = await aFakeProvider()
  site = await anEdge(home.db, { identityProvider: provider.settings })
  plain = await anEdge(home.db)
})
afterAll(async () => {
  await site.close()
  await plain.close()
  await provider.close()
  await home.close()
})

const get = (path: string, cookie = '') => site.ask({ path, headers: { cookie } })
const cookieNamed = (answer: Answer, name: string) =>
  cookiesOf(answer)
    .split('; ')
    .find((one) => one.startsWith(`__Host-${name}=`)) ?? ''
const backTo = (answer: Answer, subject: string) => {
  const { pathname, search } = provider.come(answer.headers.location ?? '', subject)
  return `${pathname}${search}`
}

test('a person links the provider to the own account, and signs in with it from then on', async () => {
  const { id } = await aSigner(home.db, 'employer', { demo: true })
  const persona = await site.post('/inloggen', { with: 'persona', accountId: id })
  const session = cookieNamed(persona, 'instroom')
  expect((await get('/account', session)).text).toContain('Koppel DigiD aan je account')
  // A link from another site begins no linking: what comes back signs in, and nobody is linked.
  const lured = await get('/inloggen/extern?koppel=1', session)
  const back0 = await get(backTo(lured, 'evil'), `${session}; ${cookieNamed(lured, 'instroom-extern')}`)
  expect([back0.status, await home.db.select().from(identities)]).toEqual([403, []])
  const form = { intent: 'link-outward' }
  const foreign = await site.post('/account', form, { cookie: session, origin: 'https://evil.example' })
  expect([foreign.status, foreign.headers['set-cookie']]).toEqual([403, undefined])

  const out = await site.post('/account', form, { cookie: session })
  const way = /href="([^"]+\/authorize\?[^"]+)"/.exec(out.text)?.[1]?.replaceAll('&amp;', '&') ?? ''
  expect([out.status, way.startsWith(`${provider.settings.issuer}/authorize?`)]).toEqual([200, true])
  const { pathname, search } = provider.come(way, 'els')
  const linked = await get(`${pathname}${search}`, `${session}; ${cookieNamed(out, 'instroom-extern')}`)
  expect([linked.status, linked.headers.location]).toEqual([303, '/account?gedaan=outward'])

  expect((await get('/inloggen')).text).toContain('Inloggen met DigiD')
  const again = await get('/inloggen/extern')
  expect(again.headers['set-cookie']?.[0]).toMatch(
    /^__Host-instroom-extern=[\w.-]+; Path=\/; Max-Age=600; HttpOnly; SameSite=Lax; Secure$/,
  )
  const back = backTo(again, 'els')
  const stranger = await get(back)
  expect([stranger.status, stranger.headers['set-cookie']?.some((one) => one.startsWith('__Host-instroom='))]).toEqual([
    403,
    false,
  ])
  expect(stranger.text).toContain('Het inloggen is niet gelukt')
  const done = await get(back, cookieNamed(again, 'instroom-extern'))
  expect([done.status, done.headers.location]).toEqual([303, '/werkgever'])
  expect((await get('/werkgever', cookieNamed(done, 'instroom'))).status).toBe(200)
  const rows = await home.db.select().from(sessions)
  expect(rows.map(({ amr }) => amr.join()).sort()).toEqual(['demo', 'outward'])
})

test('who is not linked is told how, and gets no account', async () => {
  const out = await get('/inloggen/extern')
  const answer = await get(backTo(out, 'onbekend'), cookieNamed(out, 'instroom-extern'))
  expect([answer.status, answer.text.includes('nog niet aan een account gekoppeld')]).toEqual([403, true])
  expect(await home.db.select().from(identities)).toHaveLength(1)
})

test('without a provider there is no such way', async () => {
  const { id } = await aSigner(home.db, 'employer', { demo: true })
  const cookie = cookieNamed(await plain.post('/inloggen', { with: 'persona', accountId: id }), 'instroom')
  expect((await plain.post('/account', { intent: 'link-outward' }, { cookie })).status).toBe(404)
  for (const path of ['/inloggen/extern', '/inloggen/extern/terug?code=x'])
    expect((await plain.ask({ path })).status).toBe(404)
  expect((await plain.ask({ path: '/inloggen' })).text).not.toContain('DigiD')
})
