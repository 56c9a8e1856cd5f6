import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { and, eq, inArray, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { type Database, openDatabase } from '#db/client.ts'
import { matchingAreas, matchingChanges } from '#db/schema/matching.ts'
import { newcomers } from '#db/schema/newcomers.ts'
import { positions } from '#db/schema/positions.ts'
import { proposals } from '#db/schema/proposals.ts'
import { randomOf } from '#db/seed/random.ts'
import { MATCHING_POLICY } from '#server/matching/rules/policy.ts'
import { changeAvailability } from '#server/newcomers/change-availability.ts'
import { recordEvent } from '#server/outbox/record-event.ts'
import { type Actor, WORKER } from '#server/platform/context.ts'
import { closePosition } from '#server/positions/close-position.ts'
import { pausePosition } from '#server/positions/pause-position.ts'
import { resumePosition } from '#server/positions/resume-position.ts'
import { differingPairs } from '#server/proposals/compare-areas.ts'
import { declineProposal } from '#server/proposals/decline-proposal.ts'
import { markSeen } from '#server/proposals/mark-seen.ts'
import { proposeMatches } from '#server/proposals/propose-matches.ts'
import { setAsideProposal } from '#server/proposals/set-aside-proposal.ts'
import { shortlistProposal } from '#server/proposals/shortlist-proposal.ts'
import { takeBackProposal } from '#server/proposals/take-back-proposal.ts'
import { codeOf } from '#tests/make/proposals.ts'
import { ctxOf, NOW, TODAY } from '#tests/make/rooms.ts'
import { lastEvent, settle } from '#tests/make/settle.ts'
import { aDatabase } from '#tests/setup/database.ts'

vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 })

/** The live allocators of a town against fresh solves, whatever happens and in whatever order. */
let base: Awaited<ReturnType<typeof aDatabase>>
/** Two processes, each with a memory of its own. */
const processes: Database[] = []
beforeAll(async () => {
  base = await aDatabase()
  for (let n = 0; n < 2; n += 1) processes.push(openDatabase(base.url, { max: 4, statementTimeoutMs: 30_000 }))
  await promisify(execFile)(
    process.execPath,
    ['--import', 'tsx', 'bin/seed.ts', '--now', NOW.toISOString(), '--size', 'town', '--seed', '3'],
    { env: { ...process.env, DATABASE_URL: base.url, MEILI_URL: '' } },
  )
})
afterAll(async () => {
  for (const each of processes) await each.close()
  await base.close()
})

const one = () => processes[0] as Database
const worker = (n = 0) => ctxOf((processes[n] as Database).db, WORKER)
const isMatching = (job: string) =>
  job.startsWith('match-') || job === 'close-proposals' || job === 'withdraw-proposals'
const random = randomOf('live')
const below = (count: number): number => Math.floor(random.next() * count)

async function anyProposal(...states: (typeof proposals.$inferSelect.state)[]) {
  const [row] = await one()
    .db.select({ proposal: proposals, coachId: newcomers.coachId, municipalityCode: newcomers.municipalityCode })
    .from(proposals)
    .innerJoin(newcomers, eq(newcomers.id, proposals.newcomerId))
    .where(inArray(proposals.state, states))
    .orderBy(sql`md5(${proposals.id}::text || ${String(below(1_000_000))})`)
    .limit(1)
  return row
}
const coach = (of: { coachId: string; municipalityCode: string }): Actor => ({
  role: 'coach',
  accountId: of.coachId,
  municipalityCode: of.municipalityCode,
  newcomerId: null,
  employerId: null,
})
async function anyNewcomer(availability: 'available' | 'paused') {
  const rows = await one()
    .db.select()
    .from(newcomers)
    .where(eq(newcomers.availability, availability))
    .orderBy(newcomers.id)
  return rows[below(rows.length)]
}
async function anyPosition(state: 'published' | 'paused') {
  const rows = await one().db.select().from(positions).where(eq(positions.state, state)).orderBy(positions.id)
  return rows[below(rows.length)]
}
const employer = (employerId: string): Actor => ({
  role: 'employer',
  accountId: crypto.randomUUID(),
  employerId,
  newcomerId: null,
  municipalityCode: null,
  isAdmin: true,
})

/** One thing that happens in a day; some refuse, which changes nothing. */
const HAPPENINGS: Record<string, () => Promise<unknown>> = {
  pause: async () => {
    const who = await anyNewcomer('available')
    return who && changeAvailability(ctxOf(one().db, coach(who)), { newcomerId: who.id, step: 'pause' })
  },
  resume: async () => {
    const who = await anyNewcomer('paused')
    return who && changeAvailability(ctxOf(one().db, coach(who)), { newcomerId: who.id, step: 'resume' })
  },
  travel: async () => {
    const who = await anyNewcomer('available')
    if (!who) return
    await one().db.transaction(async (tx) => {
      await tx
        .update(newcomers)
        .set({ maxTravelMinutes: 5 + below(90) })
        .where(eq(newcomers.id, who.id))
      await recordEvent(tx, 'newcomer.updated', { newcomerId: who.id }, ctxOf(one().db, WORKER).now)
    })
  },
  seats: async () => {
    const where = await anyPosition('published')
    if (!where) return
    await one().db.transaction(async (tx) => {
      await tx
        .update(positions)
        .set({ seats: 1 + below(5) })
        .where(eq(positions.id, where.id))
      await recordEvent(tx, 'position.updated', { positionId: where.id }, ctxOf(one().db, WORKER).now)
    })
  },
  'pause position': async () => {
    const where = await anyPosition('published')
    return where && pausePosition(ctxOf(one().db, employer(where.employerId)), { positionId: where.id })
  },
  'resume position': async () => {
    const where = await anyPosition('paused')
    return where && resumePosition(ctxOf(one().db, employer(where.employerId)), { positionId: where.id })
  },
  close: async () => {
    const where = below(3) === 0 ? await anyPosition('published') : undefined
    return where && closePosition(ctxOf(one().db, employer(where.employerId)), { positionId: where.id })
  },
  see: async () => {
    const row = await anyProposal('proposed')
    return row && markSeen(ctxOf(one().db, coach(row)), { proposalIds: [row.proposal.id] })
  },
  shortlist: async () => {
    const row = await anyProposal('proposed')
    const { id, version } = row?.proposal ?? { id: '', version: 0 }
    return row && shortlistProposal(ctxOf(one().db, coach(row)), { proposalId: id, version })
  },
  decline: async () => {
    const row = await anyProposal('shortlisted')
    if (!row) return
    const { newcomerId } = row.proposal
    const actor: Actor = {
      role: 'newcomer',
      accountId: crypto.randomUUID(),
      newcomerId,
      employerId: null,
      municipalityCode: null,
    }
    return declineProposal(ctxOf(one().db, actor), { proposalId: row.proposal.id, choice: 'no' })
  },
  'set aside': async () => {
    const row = await anyProposal('proposed', 'shortlisted')
    return row && setAsideProposal(ctxOf(one().db, coach(row)), { proposalId: row.proposal.id, reason: 'timing' })
  },
  'take back': async () => {
    const row = await anyProposal('set-aside')
    return row && takeBackProposal(ctxOf(one().db, coach(row)), { proposalId: row.proposal.id })
  },
}

/** What must hold at every moment, from the rows themselves. */
async function expectOrder() {
  const [over] = await one().db.execute<{ newcomers: number; positions: number }>(sql`
    select
      (select count(*)::int from (select newcomer_id from proposals where state in ('proposed','shortlisted','consented','accepted')
        group by 1 having count(*) > ${MATCHING_POLICY.proposalsPerNewcomer} and bool_or(state = 'proposed' and seen_at is null)) as n) as newcomers,
      (select count(*)::int from (select p.position_id from proposals p join positions q on q.id = p.position_id
        where p.state in ('proposed','shortlisted','consented','accepted')
        group by 1, q.seats having count(*) > q.seats * ${MATCHING_POLICY.proposalsPerSeat} and bool_or(p.state = 'proposed' and p.seen_at is null)) as n) as positions`)
  expect(over).toEqual({ newcomers: 0, positions: 0 })
}

describe('the live allocation', () => {
  test('of a town is written down, and a second look changes nothing', async () => {
    const made = await proposeMatches(worker(), { all: true })
    expect(made.proposed).toBeGreaterThan(500)
    expect(await proposeMatches(worker(1), { all: true })).toEqual({ proposed: 0, withdrawn: 0, refreshed: 0 })
    expect(await differingPairs(worker())).toBe(0)
    await expectOrder()
  })

  test.each([1, 2])('equals a fresh solve after any sequence of changes, with %i processes', async (count) => {
    const names = Object.keys(HAPPENINGS)
    let done = await lastEvent(one().db)
    const used = processes.slice(0, count).map((each) => each.db)
    let happened = 0
    for (let round = 1; round <= 60; round += 1) {
      const name = names[below(names.length)] as string
      await codeOf(HAPPENINGS[name]?.() ?? Promise.resolve())
      // Now and then several things happen before anybody looks.
      if (below(3) > 0) done = await settle(used, done, isMatching)
      if (round % 20 === 0) {
        done = await settle(used, done, isMatching)
        expect(await differingPairs(worker()), `after ${round}`).toBe(0)
        await expectOrder()
      }
      happened += 1
    }
    expect(happened).toBe(60)
  })

  test('never takes away what a coach has seen while it fits, and does when it does not', async () => {
    const seen = await anyProposal('proposed')
    if (!seen) throw new Error('nobody')
    const { newcomerId, positionId, id } = seen.proposal
    await markSeen(ctxOf(one().db, coach(seen)), { proposalIds: [id] })
    // The process does not know yet that it was seen, and everybody else is worth more there.
    await one().db.update(newcomers).set({ waitingSince: TODAY }).where(eq(newcomers.id, newcomerId))
    await one().db.update(positions).set({ seats: 1 }).where(eq(positions.id, positionId))
    await proposeMatches(worker(), { positionId })
    const stateNow = async () => (await one().db.select().from(proposals).where(eq(proposals.id, id)))[0]?.state
    expect(await stateNow()).toBe('proposed')
    await one().db.update(newcomers).set({ hoursMin: 1, hoursMax: 1 }).where(eq(newcomers.id, newcomerId))
    await proposeMatches(worker(), { newcomerId })
    expect(await stateNow()).toBe('withdrawn')
  })

  test('a process that lags catches up by what changed, and one that lags too far reads everything', async () => {
    const who = await anyNewcomer('available')
    if (!who) throw new Error('nobody')
    for (let n = 0; n < 3; n += 1) await proposeMatches(worker(0), { newcomerId: who.id })
    const [area] = await one().db.select().from(matchingAreas)
    const journal = await one()
      .db.select()
      .from(matchingChanges)
      .where(and(eq(matchingChanges.area, 'one'), eq(matchingChanges.generation, area?.generation ?? 0)))
    expect(journal[0]?.newcomerIds).toContain(who.id)
    expect(await proposeMatches(worker(1), { newcomerId: who.id })).toEqual({ proposed: 0, withdrawn: 0, refreshed: 0 })
    await one()
      .db.update(matchingAreas)
      .set({ generation: (area?.generation ?? 0) + 700 })
    expect(await proposeMatches(worker(1), { newcomerId: who.id })).toEqual({ proposed: 0, withdrawn: 0, refreshed: 0 })
    expect(await differingPairs(worker())).toBe(0)
  })

  test('a transaction that was rolled back leaves nothing in memory', async () => {
    const who = await anyNewcomer('paused')
    if (!who) throw new Error('nobody')
    await one().sql`create function stop_it() returns trigger language plpgsql as $$ begin raise exception 'no'; end $$`
    await one().sql`create trigger stop_it before insert on matching_changes for each row execute function stop_it()`
    await one().db.update(newcomers).set({ availability: 'available' }).where(eq(newcomers.id, who.id))
    await expect(proposeMatches(worker(), { newcomerId: who.id })).rejects.toThrow()
    await one().sql`drop function stop_it cascade`
    await proposeMatches(worker(), { newcomerId: who.id })
    expect(await differingPairs(worker())).toBe(0)
  })

  test('nor does one that fails only when it commits, for others of the process that wait behind it', async () => {
    await proposeMatches(worker(), { all: true })
    const rows = await one()
      .db.select({ id: newcomers.id })
      .from(newcomers)
      .where(eq(newcomers.availability, 'available'))
      .orderBy(newcomers.id)
      .limit(8)
    // Every other one fails when it commits: a sequence counts on where a transaction rolls back.
    await one().sql`create sequence tries`
    await one().sql`create function stop_it() returns trigger language plpgsql as $$ begin
      if nextval('tries') % 2 = 1 then raise exception 'no'; end if; return null; end $$ security definer`
    await one()
      .sql`create constraint trigger stop_it after insert on matching_changes deferrable initially deferred for each row execute function stop_it()`
    for (const { id } of rows) await one().db.update(newcomers).set({ maxTravelMinutes: 6 }).where(eq(newcomers.id, id))
    const tries = await Promise.allSettled(
      rows.map(({ id }, i) => proposeMatches(worker(i % 4 === 3 ? 1 : 0), { newcomerId: id })),
    )
    expect(new Set(tries.map((one) => one.status))).toEqual(new Set(['fulfilled', 'rejected']))
    await one().sql`drop function stop_it cascade`
    await one().sql`drop sequence tries`
    for (const [i, { id }] of rows.entries()) await proposeMatches(worker(i % 2), { newcomerId: id })
    expect(await differingPairs(worker())).toBe(0)
    await expectOrder()
  })
})
