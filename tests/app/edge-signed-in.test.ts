import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { accounts, submissions } from '#db/schema/accounts.ts'
import type { Role } from '#db/values/accounts.ts'
import { aDatabase } from '#tests/setup/database.ts'
import { anEdge, cookiesOf, type RunningSite, ran } from './edge-site.ts'

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

async function signInAs(role: Role): Promise<string> {
  const id = crypto.randomUUID()
  await home.db.insert(accounts).values({
    id,
    role,
    displayName: `Test ${role}`,
    demo: true,
    createdAt: new Date(),
    newcomerId: role === 'newcomer' ? crypto.randomUUID() : null,
    employerId: role === 'employer' ? crypto.randomUUID() : null,
    municipalityCode: role === 'newcomer' || role === 'employer' ? null : 'GM0344',
  })
  return cookiesOf(await site.post('/inloggen', { with: 'persona', accountId: id }))
}

describe('a page of one role', () => {
  const PAGE = '/coach/test?q=a%26b'
  const DATA = '/coach/test?_data=test%2Fcoach%2Ftest'

  test('sends a stranger to the sign-in page, and back afterwards; data are 401, which leads our scripts there too', async () => {
    const page = await site.ask({ path: PAGE })
    expect([page.status, page.headers.location]).toEqual([303, '/inloggen?naar=%2Fcoach%2Ftest%3Fq%3Da%2526b'])
    const data = await site.ask({ path: DATA })
    expect([data.status, data.headers['x-remix-redirect'], data.text]).toEqual([
      401,
      '/inloggen?naar=%2Fcoach%2Ftest',
      '',
    ])
    const post = await site.post('/coach/test', { choice: 'yes' })
    expect([post.status, post.headers.location]).toEqual([303, '/inloggen?naar=%2Fcoach%2Ftest'])
    for (const cookie of ['__Host-instroom=x', `__Host-instroom=${'a'.repeat(43)}`, '__Host-instroom=%00']) {
      expect((await site.ask({ path: PAGE, headers: { cookie } })).status).toBe(303)
    }
  })

  test.each(['newcomer', 'employer', 'municipality', 'officer'] as const)('is 403 for a %s', async (role) => {
    const cookie = await signInAs(role)
    for (const path of [PAGE, DATA]) expect((await site.ask({ path, headers: { cookie } })).status).toBe(403)
    expect((await site.post('/coach/test', { choice: 'yes' }, { cookie })).status).toBe(403)
    expect((await site.ask({ path: PAGE, headers: { cookie } })).text).toContain('<h1>')
  })

  test('opens for its role, with the municipality of the session', async () => {
    const cookie = await signInAs('coach')
    expect((await site.ask({ path: PAGE, headers: { cookie } })).status).toBe(200)
    const data = await site.ask({ path: DATA, headers: { cookie } })
    expect(JSON.parse(data.text)).toEqual({ municipality: 'GM0344', name: 'Test coach' })
  })
})

describe('a form with a key', () => {
  let cookie: string
  beforeEach(async () => {
    cookie = await signInAs('coach')
    ran.times = 0
  })
  const send = (fields: Record<string, string>) => site.post('/coach/test', fields, { cookie })

  test('sent 20 times at once has one effect and one answer', async () => {
    const key = crypto.randomUUID()
    const answers = await Promise.all(Array.from({ length: 20 }, () => send({ key, choice: 'yes' })))
    expect(new Set(answers.map((answer) => `${answer.status} ${answer.headers.location}`)).size).toBe(1)
    expect(answers[0]?.status).toBe(303)
    expect(ran.times).toBe(1)
  })

  test('with another body is refused in words', async () => {
    const key = crypto.randomUUID()
    await send({ key, choice: 'yes' })
    const answer = await send({ key, choice: 'yes', more: '1' })
    expect(answer.status).toBe(422)
    expect(answer.text).toContain('al eens verstuurd')
  })

  test('can be mended and sent again, and a refusal leaves nothing', async () => {
    const key = crypto.randomUUID()
    expect((await send({ key, choice: 'wrong' })).status).toBe(422)
    expect((await send({ key, choice: 'mend' })).status).toBe(422)
    const stale = await send({ key, choice: 'stale' })
    expect(stale.status).toBe(409)
    expect(stale.text).toContain('was je voor')
    expect((await send({ key, choice: 'yes' })).status).toBe(303)
    expect(ran.times).toBe(1)
  })

  test('that lost its key is refused', async () => {
    for (const key of ['', 'x']) expect((await send({ key, choice: 'yes' })).status).toBe(400)
    expect(ran.times).toBe(0)
  })

  test('keeps no name and no form value', async () => {
    await send({ key: crypto.randomUUID(), choice: 'yes' })
    expect(JSON.stringify(await home.db.select().from(submissions))).not.toMatch(/Test coach|choice/)
  })
})
