import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { and, asc, eq, inArray, isNotNull, or, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { type Database, openDatabase } from '#db/client.ts'
import { matchingPolicies, matchingRunParts, matchingRuns } from '#db/schema/matching.ts'
import { newcomers } from '#db/schema/newcomers.ts'
import { outboxEvents } from '#db/schema/outbox.ts'
import { positions } from '#db/schema/positions.ts'
import { proposalLog, proposals } from '#db/schema/proposals.ts'
import { MATCHING_POLICY } from '#server/matching/rules/policy.ts'
import { type Actor, WORKER } from '#server/platform/context.ts'
import { allocateRun } from '#server/proposals/allocate-run.ts'
import { differingPairs } from '#server/proposals/compare-areas.ts'
import { planRun } from '#server/proposals/plan-run.ts'
import { proposeMatches } from '#server/proposals/propose-matches.ts'
import { runForStaff, runsForStaff } from '#server/proposals/reads-runs.ts'
import { scorePart } from '#server/proposals/score-part.ts'
import { changedBehindTheirBack, codeOf } from '#tests/make/proposals.ts'
import { anAccount, ctxOf, NOW } from '#tests/make/rooms.ts'
import { lastEvent, settle } from '#tests/make/settle.ts'
import { aDatabase } from '#tests/setup/database.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

let base: Awaited<ReturnType<typeof aDatabase>>
let home: Database
beforeAll(async () => {
  base = await aDatabase()
  home = openDatabase(base.url, { max: 8, statementTimeoutMs: 30_000 })
  await promisify(execFile)(
    process.execPath,
    ['--import', 'tsx', 'bin/seed.ts', '--now', NOW.toISOString(), '--size', 'town', '--seed', '4'],
    { env: { ...process.env, DATABASE_URL: base.url, MEILI_URL: '' } },
  )
})
afterAll(async () => {
  await home.close()
  await base.close()
})

const worker = (now = NOW) => ctxOf(home.db, WORKER, now)
const isRun = (job: string) => job === 'score-part' || job === 'allocate-run'
const rowOf = async (runId: string) => {
  const [row] = await home.db.select().from(matchingRuns).where(eq(matchingRuns.id, runId))
  if (!row) throw new Error('no run')
  return row
}
const partsOf = (runId: string) =>
  home.db.select().from(matchingRunParts).where(eq(matchingRunParts.runId, runId)).orderBy(asc(matchingRunParts.number))
const openPairs = async () => {
  const rows = await home.db
    .select({ newcomerId: proposals.newcomerId, positionId: proposals.positionId })
    .from(proposals)
    .where(eq(proposals.state, 'proposed'))
  return rows.map((row) => `${row.newcomerId} ${row.positionId}`).sort()
}
/** Nobody has more open proposals than a newcomer may have, and no position more than its seats allow. */
const expectCaps = async () => {
  const over = await home.sql`
    select 'newcomer' as side, newcomer_id as id, count(*)::int from proposals where state = 'proposed'
      group by 2 having count(*) > ${MATCHING_POLICY.proposalsPerNewcomer}
    union all
    select 'position', p.position_id, count(*)::int from proposals p join positions q on q.id = p.position_id
      where p.state = 'proposed' group by 2, q.seats having count(*) > q.seats * ${MATCHING_POLICY.proposalsPerSeat}::int`
  expect([...over]).toEqual([])
}
let minutes = 0
const planned = async (partSize = 300) => {
  minutes += 1
  const run = await planRun(worker(new Date(NOW.getTime() + minutes * 60_000)), { kind: 'asked', partSize })
  if (!run) throw new Error('not planned')
  return run
}

describe('a run over everybody', () => {
  test('goes by parts through the outbox, writes the proposals, and says how good they are', async () => {
    const since = await lastEvent(home.db)
    const { runId, parts } = await planned()
    expect(parts).toBeGreaterThan(2)
    await settle([home.db], since, isRun)
    const run = await rowOf(runId)
    expect(run).toMatchObject({ state: 'done', partsScored: parts, policyVersion: MATCHING_POLICY.version })
    expect(run.policy).toEqual(JSON.parse(JSON.stringify(MATCHING_POLICY)))
    const open = await openPairs()
    expect([run.made, run.withdrawn, run.written]).toEqual([open.length, 0, open.length])
    expect(open.length).toBeGreaterThan(500)
    expect(run.certificate?.ratio).toBeGreaterThanOrEqual(0.9999)
    expect(run.certificate?.ratio).toBeLessThanOrEqual(1)
    const { numbers } = run
    expect(numbers?.covered).toBe(new Set(open.map((pair) => pair.split(' ')[0])).size)
    expect(numbers?.covered).toBeLessThanOrEqual(numbers?.eligible ?? 0)
    expect(numbers?.eligiblePairs).toBe((await partsOf(runId)).reduce((sum, part) => sum + (part.pairs ?? 0), 0))
    expect([run.prices?.length, run.positionIds?.length]).toEqual([4 * (numbers?.positions ?? 0), numbers?.positions])
    expect([run.inputHash?.length, run.outputHash?.length]).toEqual([64, 64])
    expect((await home.db.select().from(matchingPolicies)).map((row) => row.version)).toEqual([MATCHING_POLICY.version])
    const [logged] = await home.db
      .select({ count: sql<number>`count(*)::int` })
      .from(proposalLog)
      .where(and(eq(proposalLog.step, 'propose'), eq(proposalLog.toState, 'proposed')))
    expect(logged?.count).toBe(open.length)
  })

  test('finds what the live allocation finds, so the day has nothing to add and the night nothing to change', async () => {
    expect(await proposeMatches(worker(), { all: true })).toEqual({ proposed: 0, withdrawn: 0, refreshed: 0 })
    const since = await lastEvent(home.db)
    const { runId } = await planned(137)
    await settle([home.db], since, isRun)
    const run = await rowOf(runId)
    expect(run).toMatchObject({ state: 'done', made: 0, withdrawn: 0, refreshed: 0, differing: 0 })
    expect(run.kept).toBe((await openPairs()).length)
    const [before] = await home.db
      .select()
      .from(matchingRuns)
      .where(and(isNotNull(matchingRuns.outputHash), sql`${matchingRuns.id} <> ${runId}`))
    expect([run.inputHash, run.outputHash]).toEqual([before?.inputHash, before?.outputHash])
  })

  test('takes back what stopped fitting with the gate as reason, and fills the room', async () => {
    const rows = await home.db.select().from(proposals).where(eq(proposals.state, 'proposed')).limit(40)
    const people = [...new Set(rows.map((row) => row.newcomerId))].slice(0, 10)
    await home.db
      .update(newcomers)
      .set({ maxTravelMinutes: 0 })
      .where(inArray(newcomers.id, people.slice(0, 5)))
    await home.db
      .update(newcomers)
      .set({ availability: 'paused' })
      .where(inArray(newcomers.id, people.slice(5)))
    const since = await lastEvent(home.db)
    const { runId } = await planned()
    await settle([home.db], since, isRun)
    const run = await rowOf(runId)
    expect(run.withdrawn).toBeGreaterThanOrEqual(people.length)
    // What changed past the events is what the comparison is for.
    expect(run.differing).toBeGreaterThan(0)
    const reasons = await home.db
      .select({ reasons: proposalLog.reasons, newcomerId: proposals.newcomerId })
      .from(proposalLog)
      .innerJoin(proposals, eq(proposals.id, proposalLog.proposalId))
      .where(and(eq(proposalLog.step, 'withdraw'), inArray(proposals.newcomerId, people)))
    for (const { reasons: why, newcomerId } of reasons)
      expect(why[0]?.code).toBe(people.indexOf(newcomerId) < 5 ? 'gate-missed' : 'not-open')
    expect(await differingPairs(worker())).toBe(0)
  })

  test('twice is once: every step may be done again, at once or after it stopped halfway', async () => {
    await home.db.update(newcomers).set({ maxTravelMinutes: 25 }).where(sql`${newcomers.id}::text < '3'`)
    const { runId } = await planned()
    for (const part of await partsOf(runId))
      await Promise.all([1, 2].map(() => scorePart(worker(), { partId: part.id })))
    const scored = await home.db.select().from(outboxEvents).where(eq(outboxEvents.name, 'run.scored'))
    expect(scored.filter((row) => row.payload['runId'] === runId)).toHaveLength(1)
    // The first transaction that writes is the last that gets through.
    await home.sql`create function stop_it() returns trigger language plpgsql as $$ begin
      if (select count(*) from matching_runs where written > 0 and state = 'writing') > 0 then raise exception 'killed'; end if; return new; end $$`
    await home.sql`create trigger stop_it after update on matching_areas for each row execute function stop_it()`
    await allocateRun(worker(), { runId }).catch(() => {})
    await home.sql`drop function stop_it cascade`
    await Promise.all([1, 2].map(() => allocateRun(worker(), { runId })))
    const run = await rowOf(runId)
    expect(run).toMatchObject({ state: 'done' })
    await allocateRun(worker(), { runId })
    expect((await rowOf(runId)).made).toBe(run.made)
    expect(
      await home.sql`select newcomer_id, position_id from proposals where state = 'proposed' group by 1, 2 having count(*) > 1`,
    ).toEqual([])
    await changedBehindTheirBack(home.db)
    expect(await proposeMatches(worker(), { all: true })).toMatchObject({ proposed: 0, withdrawn: 0 })
  })

  test('a position that closed after it was scored gets nobody', async () => {
    const { runId } = await planned()
    for (const part of await partsOf(runId)) await scorePart(worker(), { partId: part.id })
    const [row] = await home.db.select().from(proposals).where(eq(proposals.state, 'proposed')).limit(1)
    const positionId = row?.positionId ?? ''
    await home.db.update(positions).set({ state: 'closed' }).where(eq(positions.id, positionId))
    await allocateRun(worker(), { runId })
    expect((await openPairs()).filter((pair) => pair.endsWith(positionId))).toEqual([])
  })

  test('what the day made after the scoring takes its room in the night: nobody gets too much, nothing is doubled', async () => {
    await changedBehindTheirBack(home.db)
    await proposeMatches(worker(), { all: true })
    // The fullest places, and people who have all that they may have, come only after the scoring.
    const full = await home.sql<{ id: string }[]>`select position_id id from proposals where state = 'proposed'
      group by 1 order by count(*) desc, 1 limit 3`
    const busy = await home.sql<{ id: string }[]>`select newcomer_id id from proposals where state = 'proposed'
      and position_id not in ${home.sql(full.map((row) => row.id))} group by 1 order by count(*) desc, 1 limit 40`
    const [places, people] = [full.map((row) => row.id), busy.map((row) => row.id)]
    const bothSides = async (state: 'paused' | 'published', availability: 'paused' | 'available') => {
      await home.db.update(positions).set({ state }).where(inArray(positions.id, places))
      await home.db.update(newcomers).set({ availability }).where(inArray(newcomers.id, people))
      await changedBehindTheirBack(home.db)
      await proposeMatches(worker(), { all: true })
    }
    await bothSides('paused', 'paused')
    const { runId } = await planned()
    for (const part of await partsOf(runId)) await scorePart(worker(), { partId: part.id })
    await bothSides('published', 'available')
    const isNew = or(inArray(proposals.positionId, places), inArray(proposals.newcomerId, people))
    const byDay = await home.db
      .select()
      .from(proposals)
      .where(and(isNew, eq(proposals.state, 'proposed')))
    expect(byDay.length).toBeGreaterThan(30)
    // Two of them do not fit by the time of the night: those go.
    const unfit = byDay.slice(0, 2).map((row) => row.newcomerId)
    await home.db.update(newcomers).set({ maxTravelMinutes: 0 }).where(inArray(newcomers.id, unfit))
    await allocateRun(worker(), { runId })
    const open = await openPairs()
    expect(new Set(open).size).toBe(open.length)
    await expectCaps()
    for (const { newcomerId, positionId } of byDay)
      expect(open.includes(`${newcomerId} ${positionId}`)).toBe(!unfit.includes(newcomerId))
  })

  test('what a coach has seen is there in the morning, though a rival has the better claim and goes', async () => {
    await changedBehindTheirBack(home.db)
    await proposeMatches(worker(), { all: true })
    // Who has another proposal has no bonus to lose here, so a better score is the better claim.
    const [seen] = await home.sql<{ id: string; position_id: string; score: number }[]>`
      select p.id, p.position_id, p.score from proposals p where p.state = 'proposed' and p.seen_at is null
        and (select count(*) from proposals o where o.newcomer_id = p.newcomer_id and o.state = 'proposed') > 1
        and (select count(*) from proposals o where o.position_id = p.position_id and o.state = 'proposed' and o.score > p.score) > ${MATCHING_POLICY.proposalsPerSeat}
      order by p.score, p.id limit 1`
    if (!seen) throw new Error('nobody')
    await home.db.update(proposals).set({ seenAt: NOW }).where(eq(proposals.id, seen.id))
    await home.db.update(positions).set({ seats: 1 }).where(eq(positions.id, seen.position_id))
    const since = await lastEvent(home.db)
    const { runId } = await planned()
    await settle([home.db], since, isRun)
    expect(await rowOf(runId)).toMatchObject({ state: 'done' })
    const there = await home.db.select().from(proposals).where(eq(proposals.positionId, seen.position_id))
    expect(there.find((row) => row.id === seen.id)?.state).toBe('proposed')
    expect(there.filter((row) => row.state === 'proposed')).toHaveLength(MATCHING_POLICY.proposalsPerSeat)
    const gone = await home.db
      .select({ score: proposals.score, reasons: proposalLog.reasons })
      .from(proposalLog)
      .innerJoin(proposals, eq(proposals.id, proposalLog.proposalId))
      .where(and(eq(proposalLog.step, 'withdraw'), eq(proposals.positionId, seen.position_id)))
    expect(gone.some((row) => row.reasons[0]?.code === 'no-room' && row.score > seen.score)).toBe(true)
    await expectCaps()
  })

  test('comes once a Dutch day, from three at night; pairs are kept until the run after the next', async () => {
    expect(await planRun(worker(new Date('2026-11-24T01:59:00Z')), { kind: 'night' })).toBeNull()
    const at = new Date('2026-11-24T02:00:00Z')
    const both = await Promise.all([1, 2].map(() => planRun(worker(at), { kind: 'night' })))
    expect(both.filter((run) => run !== null)).toHaveLength(1)
    expect(await planRun(worker(new Date('2026-11-24T21:00:00Z')), { kind: 'night' })).toBeNull()
    const coach = await anAccount(home.db, {
      role: 'coach',
      municipalityCode: (await home.db.select().from(newcomers).limit(1))[0]?.municipalityCode ?? null,
    })
    expect(await codeOf(planRun(ctxOf(home.db, coach), { kind: 'night' }))).toBe('forbidden')
    const kept = await home.db
      .selectDistinct({ runId: matchingRunParts.runId })
      .from(matchingRunParts)
      .where(isNotNull(matchingRunParts.edges))
    expect(kept.length).toBeLessThanOrEqual(2)
  })
})

describe('the run page', () => {
  const staff = async (role: 'coach' | 'municipality' | 'officer') => {
    const [row] = await home.db.select({ code: newcomers.municipalityCode }).from(newcomers).limit(1)
    return ctxOf(home.db, await anAccount(home.db, { role, municipalityCode: row?.code ?? null }))
  }

  test('shows staff every run, the newest first, and one with what changed since the run before', async () => {
    const runs = await runsForStaff(await staff('officer'))
    const done = runs.filter((run) => run.state === 'done')
    expect(done.length).toBeGreaterThanOrEqual(4)
    expect(runs.map((run) => run.plannedAt.getTime())).toEqual(
      runs.map((run) => run.plannedAt.getTime()).sort((x, y) => y - x),
    )
    const [newest, before] = done
    const run = await runForStaff(await staff('municipality'), newest?.id ?? '')
    expect(run.policy).toMatchObject({ coverageBonus: MATCHING_POLICY.coverageBonus, weights: MATCHING_POLICY.weights })
    expect(run.numbers?.people.newcomers).toBeGreaterThan(100)
    expect(Object.keys(run.numbers?.milliseconds ?? {})).toEqual(
      expect.arrayContaining(['read', 'allocate', 'write', 'score']),
    )
    expect(run.since).toMatchObject({
      id: before?.id,
      eligiblePairs: (run.numbers?.eligiblePairs ?? 0) - (before?.numbers?.eligiblePairs ?? 0),
    })
    expect(await codeOf(runForStaff(await staff('coach'), crypto.randomUUID()))).toBe('not-found')
    expect(await codeOf(runForStaff(await staff('coach'), 'x'))).toBe('not-found')
  })

  test('is for staff only', async () => {
    const [row] = await home.db.select().from(newcomers).limit(1)
    for (const actor of [WORKER, { ...WORKER, role: 'newcomer', accountId: 'x', newcomerId: row?.id ?? '' } as Actor]) {
      expect(await codeOf(runsForStaff(ctxOf(home.db, actor)))).toBe('forbidden')
      expect(await codeOf(runForStaff(ctxOf(home.db, actor), crypto.randomUUID()))).toBe('forbidden')
    }
  })
})
