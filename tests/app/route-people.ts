import { sql } from 'drizzle-orm'
import { accounts } from '#db/schema/accounts.ts'
import { matchingRuns } from '#db/schema/matching.ts'
import { fileOpenings } from '#db/schema/members.ts'
import { followUps, placements } from '#db/schema/placements.ts'
import { positionVerdicts } from '#db/schema/positions.ts'
import type { Role } from '#db/values/accounts.ts'
import { aProposal } from '#tests/make/proposals.ts'
import { AMERSFOORT, UTRECHT } from '#tests/make/reference.ts'
import { aNewcomer, anAccount, anEmployer, NOW } from '#tests/make/rooms.ts'
import { aDatabase } from '#tests/setup/database.ts'
import { anEdge, cookiesOf } from './edge-site.ts'
import { someCases } from './route-cases.ts'
import { addressOf, type Existing, type Route, SHOWS } from './route-map.ts'

export type PeopledSite = Awaited<ReturnType<typeof aPeopledSite>>

/** A running site with one object of each kind, and two of each role signed in: whose it all is, and a colleague elsewhere. */
export async function aPeopledSite(given: Pick<NonNullable<Parameters<typeof anEdge>[1]>, 'meili'> = {}) {
  const home = await aDatabase()
  const { db } = home
  const site = await anEdge(db, given)
  const own = {} as Record<Role, string>
  const foreign = {} as Record<Role, string>
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
  const existing: Existing = {
    proposal: proposalId,
    position: position.positionId,
    code: position.code,
    newcomer: newcomer.newcomerId,
    followUp,
    placement: placementId,
    run: crypto.randomUUID(),
    ...(await someCases(db, position.positionId)),
    answer: crypto.randomUUID(),
    opening: crypto.randomUUID(),
    organisation: position.employerId,
  }
  await db.insert(positionVerdicts).values({
    id: existing.answer,
    positionId: position.positionId,
    moment: 'publish',
    outcome: 'ok',
    reasons: [],
    inputs: {},
    policyVersion: '2026-11-22',
    askedAt: NOW,
  })
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
  const manager = await anAccount(db, { role: 'municipality' })
  await db.insert(fileOpenings).values({
    id: existing.opening,
    newcomerId: newcomer.newcomerId,
    municipalityCode: UTRECHT,
    why: 'coach-gone',
    reason: 'De coach is onbereikbaar.',
    state: 'approved',
    askedBy: manager.accountId,
    askedAt: NOW,
    decidedBy: (await anAccount(db, { role: 'municipality' })).accountId,
    decidedAt: NOW,
    endsAt: new Date('2036-01-01T00:00:00Z'),
  })
  const away = { municipalityCode: AMERSFOORT }
  const actors = {
    own: [
      newcomer.actor,
      position.employer,
      coach,
      manager,
      await anAccount(db, { role: 'officer' }),
      await anAccount(db, { role: 'platform' }),
      await anAccount(db, { role: 'auditor' }),
    ],
    foreign: [
      (await aNewcomer(db)).actor,
      (await anEmployer(db)).actor,
      await anAccount(db, { role: 'coach' }),
      await anAccount(db, { role: 'municipality', ...away }),
      await anAccount(db, { role: 'officer', ...away }),
      await anAccount(db, { role: 'platform' }),
      await anAccount(db, { role: 'auditor' }),
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
      if (jar[role] === '') throw new Error(`no session for ${role}`)
    }
  }
  const get = (path: string, cookie = '') => site.ask({ path, headers: { cookie } })
  const post = (path: string, cookie = '') =>
    site.post(path, { key: crypto.randomUUID(), intent: 'publish', answer: 'accept' }, { cookie })
  const send = (path: string, fields: Record<string, string>, cookie: string) => site.post(path, fields, { cookie })
  const address = (route: Route, object: string) => addressOf(route, object, existing.position)
  return {
    home,
    ask: site.ask,
    existing,
    own,
    foreign,
    get,
    post,
    send,
    address,
    data: (route: Route, object: string) =>
      `${address(route, object)}?_data=${encodeURIComponent(`routes/${route.name}`)}`,
    objectOf({ name }: Route): string {
      const shown = SHOWS[name]
      return shown === undefined ? '' : existing[shown]
    },
    async close() {
      await site.close()
      await home.close()
    },
  }
}

const LEFT_OUT = ['sessions', 'rate_limits', 'audit_entries']

/** Everything that the database holds, but for when sessions were last seen, how often somebody tried, and that somebody was refused. */
export async function everything({ home }: Pick<PeopledSite, 'home'>): Promise<Record<string, string>> {
  const tables = await home.db.execute<{ name: string }>(
    sql`select table_name as name from information_schema.tables where table_schema = 'public' order by 1`,
  )
  const kept = tables.map(({ name }) => name).filter((name) => !LEFT_OUT.includes(name))
  // One statement for all of them: asked after every page, a hundred questions would take longer than what they are about.
  const sums = kept.map(
    (name) =>
      sql`select ${name} as name, md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as sum from ${sql.identifier(name)} t`,
  )
  const rows = await home.db.execute<{ name: string; sum: string }>(sql.join(sums, sql` union all `))
  return Object.fromEntries(rows.map(({ name, sum }) => [name, sum]))
}
