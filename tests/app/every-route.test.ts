import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import siteMap from '#app/routes.ts'
import { accounts } from '#db/schema/accounts.ts'
import { matchingRuns } from '#db/schema/matching.ts'
import { followUps, placements } from '#db/schema/placements.ts'
import { ROLES, type Role } from '#db/values/accounts.ts'
import { aProposal } from '#tests/make/proposals.ts'
import { AMERSFOORT } from '#tests/make/reference.ts'
import { aNewcomer, anAccount, anEmployer, NOW } from '#tests/make/rooms.ts'
import { aDatabase } from '#tests/setup/database.ts'
import { type Answer, anEdge, cookiesOf, type RunningSite } from './edge-site.ts'

/** Whose page it is, by the beginning of its address; the first of several is who goes there in these tests. */
const DESKS: [RegExp, Role, ...Role[]][] = [
  [/^:language\/mijn-/, 'newcomer'],
  [/^werkgever/, 'employer'],
  [/^coach/, 'coach'],
  [/^gemeente/, 'municipality'],
  [/^toets/, 'officer'],
  [/^rondes/, 'coach', 'municipality', 'officer'],
]
/** Objects that are about nobody in particular: everybody of the desk may see them. */
const SHARED = ['staff.run']

/** Open to everybody. A new page comes here, or below a desk and behind its guard. */
const OPEN = [
  'visitor.language',
  'visitor.home',
  'visitor.positions',
  'visitor.position',
  'visitor.interest',
  'visitor.explained',
  'visitor.privacy',
  'visitor.accessibility',
  'visitor.help',
  'visitor.sign-in',
  'visitor.sign-in-code',
  'system.sign-out',
  'system.not-found',
]

/** Objects that exist, by the page that shows one. */
type Existing = Record<'proposal' | 'position' | 'newcomer' | 'followUp' | 'code' | 'run', string>
const SHOWS: Record<string, keyof Existing> = {
  'visitor.position': 'code',
  'visitor.interest': 'code',
  'newcomer.proposal': 'proposal',
  'newcomer.withdraw': 'proposal',
  'employer.position': 'position',
  'employer.position-edit': 'position',
  'employer.demands': 'position',
  'employer.candidates': 'position',
  'employer.candidate': 'proposal',
  'coach.proposal': 'proposal',
  'coach.start-placement': 'proposal',
  'coach.newcomer': 'newcomer',
  'coach.intake': 'newcomer',
  'coach.places': 'newcomer',
  'coach.match': 'newcomer',
  'coach.follow-up': 'followUp',
  'municipality.case': 'position',
  'municipality.start': 'proposal',
  'staff.run': 'run',
}

const ROUTES = siteMap.map((line) => {
  const path = 'path' in line ? line.path : ''
  const name = line.file.replace(/^routes\/|\.tsx$/g, '')
  const found = DESKS.find(([pattern]) => pattern.test(path))
  const desks: Role[] = found ? found.slice(1).map((one) => one as Role) : []
  return { name, path, desks, desk: desks[0] ?? null }
})
type Route = (typeof ROUTES)[number]
const GUARDED = ROUTES.flatMap((route) => (route.desk === null ? [] : [{ ...route, desk: route.desk }]))
const OBJECT_PAGES = ROUTES.filter(({ path }) => /:(id|code|section)/.test(path))

/** The address of a page, with this where an object is named. */
const addressOf = ({ path }: Route, object: string): string =>
  `/${path
    .replace(':language', 'nl')
    .replace(/:(id|code)/, object)
    .replace(':section', 'basics')
    .replace(':positionId', existing.position)
    .replace('*', 'bestaat-niet')}`
const dataOf = (route: Route, object: string): string =>
  `${addressOf(route, object)}?_data=${encodeURIComponent(`routes/${route.name}`)}`

/** What no id or code of ours is; `%00` does not even pass the edge. */
const MALFORMED = [
  'abc',
  '%00',
  '%0A',
  '%25',
  "'",
  '..%2f..',
  '%F0%9F%8D%9E',
  '00000000-0000-0000-0000-00000000000g',
  '-1',
]
const LONG = ['a'.repeat(3_000), 'a'.repeat(10_000)]

let home: Awaited<ReturnType<typeof aDatabase>>
let site: RunningSite
let existing: Existing
const own = {} as Record<Role, string>
const foreign = {} as Record<Role, string>

beforeAll(async () => {
  home = await aDatabase()
  const { db } = home
  site = await anEdge(db)
  const { proposalId, newcomer, position, coach } = await aProposal(db, { state: 'consented' })
  const placed = await aProposal(db, { state: 'placed', newcomer: await aNewcomer(db, { coach }), position })
  const placementId = crypto.randomUUID()
  const followUp = crypto.randomUUID()
  await db.insert(placements).values({
    id: placementId,
    proposalId: placed.proposalId,
    newcomerId: placed.newcomer.newcomerId,
    positionId: position.positionId,
    state: 'active',
    seat: 1,
    startsOn: '2026-11-02',
    mentor: 'Anneke',
    learningGoals: ['Brood bakken'],
    createdAt: NOW,
    stateSince: NOW,
  })
  await db
    .insert(followUps)
    .values({ id: followUp, placementId, kind: 'week-2', state: 'due', dueOn: '2026-11-16', askedAt: NOW })
  existing = {
    proposal: proposalId,
    position: position.positionId,
    code: position.code,
    newcomer: newcomer.newcomerId,
    followUp,
    run: crypto.randomUUID(),
  }
  await db.insert(matchingRuns).values({
    id: existing.run,
    kind: 'night',
    day: '2026-11-22',
    state: 'scoring',
    policyVersion: 'test',
    policy: {},
    parts: 2,
    plannedAt: NOW,
  })
  const away = { municipalityCode: AMERSFOORT }
  const actors = {
    own: [
      newcomer.actor,
      position.employer,
      coach,
      await anAccount(db, { role: 'municipality' }),
      await anAccount(db, { role: 'officer' }),
    ],
    foreign: [
      (await aNewcomer(db)).actor,
      (await anEmployer(db)).actor,
      await anAccount(db, { role: 'coach' }),
      await anAccount(db, { role: 'municipality', ...away }),
      await anAccount(db, { role: 'officer', ...away }),
    ],
  }
  await db.update(accounts).set({ demo: true })
  for (const [jar, people] of [
    [own, actors.own],
    [foreign, actors.foreign],
  ] as const) {
    for (const { role, accountId } of people) {
      if (role === 'worker') throw new Error('a worker signs in nowhere')
      jar[role] = cookiesOf(await site.post('/inloggen', { with: 'persona', accountId: accountId ?? '' }))
      expect(jar[role]).not.toBe('')
    }
  }
})
afterAll(async () => {
  await site.close()
  await home.close()
})

const get = (path: string, cookie = '') => site.ask({ path, headers: { cookie } })
const post = (path: string, cookie = '') =>
  site.post(path, { key: crypto.randomUUID(), intent: 'publish', answer: 'accept' }, { cookie })
const objectOf = ({ name }: Route): string => {
  const shown = SHOWS[name]
  return shown === undefined ? '' : existing[shown]
}

/** Everything that the database holds, but for when sessions were last seen and how often somebody tried. */
async function everything(): Promise<Record<string, string>> {
  const tables = await home.db.execute<{ name: string }>(
    sql`select table_name as name from information_schema.tables where table_schema = 'public' order by 1`,
  )
  const held: Record<string, string> = {}
  for (const { name } of tables) {
    if (name === 'sessions' || name === 'rate_limits') continue
    const [row] = await home.db.execute<{ sum: string }>(
      sql`select md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as sum from ${sql.identifier(name)} t`,
    )
    held[name] = row?.sum ?? ''
  }
  return held
}

/** An answer without what differs each time: the nonce, the keys of forms. */
const said = ({ status, headers, text }: Answer) => ({
  status,
  to: headers.location,
  remix: headers['x-remix-redirect'],
  text,
})

test('every line of the site map is open, or below a desk', () => {
  expect(ROUTES.filter(({ desk }) => desk === null).map(({ name }) => name)).toEqual(OPEN)
  expect(OBJECT_PAGES.map(({ name }) => name).sort()).toEqual(Object.keys(SHOWS).sort())
})

describe.each(GUARDED)('$path', (route) => {
  test('asks a stranger to sign in, whether or not the object exists', async () => {
    for (const object of [objectOf(route), crypto.randomUUID(), 'abc']) {
      const path = addressOf(route, object)
      const isFile = path.endsWith('.csv')
      // Signing in leads back to pages, and to a file only where its address lies below a desk.
      const signIn = path === '/gemeente.csv' ? '/inloggen' : `/inloggen?naar=${encodeURIComponent(path)}`
      const page = said(await get(path))
      if (isFile) expect([page.status, page.text]).toEqual([401, expect.stringContaining('href="/inloggen"')])
      else expect(page).toMatchObject({ status: 303, to: signIn, text: '' })
      expect(said(await get(dataOf(route, object)))).toEqual({ status: 401, to: undefined, remix: signIn, text: '' })
      for (const sent of [await post(path), await post(dataOf(route, object))]) {
        expect([303, 401, 405]).toContain(sent.status)
        if (sent.status === 303) expect(sent.headers.location).toBe(signIn)
        if (sent.status === 401) expect(sent.text).toBe('')
      }
    }
  })

  test('is closed to every other role', async () => {
    for (const role of ROLES.filter((one) => !route.desks.includes(one))) {
      for (const object of [objectOf(route), crypto.randomUUID()]) {
        const answers = [
          await get(addressOf(route, object), own[role]),
          await get(dataOf(route, object), own[role]),
          await post(addressOf(route, object), own[role]),
          await post(dataOf(route, object), own[role]),
        ]
        expect(answers.slice(0, 2).map(({ status }) => status)).toEqual([403, 403])
        for (const { status } of answers.slice(2)) expect([403, 405]).toContain(status)
      }
    }
  })

  test('opens for its role', async () => {
    for (const role of route.desks) {
      const { status } = await get(addressOf(route, objectOf(route)), own[role])
      // No start waits for a decision here.
      expect(status).toBe(route.name === 'municipality.start' ? 404 : 200)
    }
  })
})

describe.each(OBJECT_PAGES)('the object of $path', (route) => {
  const cookieOf = (jar: Record<Role, string>) => (route.desk === null ? '' : jar[route.desk])

  test('is not there for somebody else of the same role', async () => {
    if (route.desk === null || SHARED.includes(route.name)) return
    const path = addressOf(route, objectOf(route))
    expect((await get(path, cookieOf(foreign))).status).toBe(404)
    expect((await get(dataOf(route, objectOf(route)), cookieOf(foreign))).status).toBe(404)
    // A wrong form (422) says nothing of the object: what the address shows decides.
    expect([400, 404, 405]).toContain((await post(path, cookieOf(foreign))).status)
  })

  test('is not found when there is none', async () => {
    for (const object of [crypto.randomUUID(), ...MALFORMED, ...LONG]) {
      const edge = object.length > 4_000 ? [414] : object === '%00' ? [400] : [404, 400]
      expect(edge, object).toContain((await get(addressOf(route, object), cookieOf(own))).status)
      const data = (await get(dataOf(route, object), cookieOf(own))).status
      expect([400, 404, 414], object).toContain(data)
      const sent = (await post(addressOf(route, object), cookieOf(own))).status
      expect([400, 404, 405, 414], object).toContain(sent)
    }
  })
})

test('no part of the intake and no language is made up', async () => {
  for (const part of ['abc', '__proto__', ...MALFORMED]) {
    const intake = await get(`/coach/deelnemers/${existing.newcomer}/intake/${part}`, own.coach)
    expect([400, 404], part).toContain(intake.status)
    for (const { path } of ROUTES.filter(({ path }) => path.startsWith(':language'))) {
      const address = `/${path.replace(':language', part).replace(/:(id|code)/, existing.proposal)}`
      const { status } = await get(address, own.newcomer)
      expect([400, 404], address).toContain(status)
    }
  }
})

test('the open pages break for nobody', async () => {
  for (const route of ROUTES.filter(({ desk }) => desk === null)) {
    for (const cookie of ['', ...Object.values(own)]) {
      // Signing out would end the session that the other tests use.
      const sends = route.name === 'system.sign-out' ? [] : [await post(addressOf(route, existing.code), cookie)]
      const answers = [await get(addressOf(route, existing.code), cookie), ...sends]
      for (const { status } of answers) expect(status, route.path).toBeLessThan(500)
      for (const { status } of sends) expect(status, route.path).toBeGreaterThan(299)
    }
  }
})

test('nothing that a stranger, another role or a colleague elsewhere posts has an effect', async () => {
  const before = await everything()
  for (const route of GUARDED) {
    const path = addressOf(route, objectOf(route))
    const others = ROLES.filter((role) => !route.desks.includes(role)).map((role) => own[role])
    const colleague = SHOWS[route.name] === undefined ? [] : [foreign[route.desk]]
    for (const cookie of ['', ...others, ...colleague]) {
      await post(path, cookie)
      await post(dataOf(route, objectOf(route)), cookie)
    }
  }
  expect(await everything()).toEqual(before)
})
