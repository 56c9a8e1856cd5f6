import { setTimeout as wait } from 'node:timers/promises'
import { and, desc, eq, inArray } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type Database, openDatabase } from '#db/client.ts'
import { matchingAreas, matchingRunParts, matchingRuns } from '#db/schema/matching.ts'
import { newcomers } from '#db/schema/newcomers.ts'
import { positions } from '#db/schema/positions.ts'
import { proposals } from '#db/schema/proposals.ts'
import { MATCHING_POLICY } from '#server/matching/rules/policy.ts'
import { markDone } from '#server/outbox/effects.ts'
import { recordEvent } from '#server/outbox/record-event.ts'
import { type Actor, WORKER } from '#server/platform/context.ts'
import { addProposal } from '#server/proposals/add-proposal.ts'
import { allocateRun } from '#server/proposals/allocate-run.ts'
import { planRun } from '#server/proposals/plan-run.ts'
import { proposeMatches } from '#server/proposals/propose-matches.ts'
import { scorePart } from '#server/proposals/score-part.ts'
import { withdrawPairs } from '#server/proposals/write-pairs.ts'
import { aReadyNewcomer, codeOf } from '#tests/make/proposals.ts'
import { aPosition, ctxOf, NOW } from '#tests/make/rooms.ts'
import { lastEvent } from '#tests/make/settle.ts'
import { aDatabase } from '#tests/setup/database.ts'

vi.setConfig({ testTimeout: 60_000 })

/** A run or a live allocator that waits for a lock, and what another writes meanwhile. */
let base: Awaited<ReturnType<typeof aDatabase>>
let home: Database
beforeEach(async () => {
  base = await aDatabase()
  home = openDatabase(base.url, { max: 8, statementTimeoutMs: 60_000 })
})
afterEach(async () => {
  await home.close()
  await base.close()
})

const FULL = MATCHING_POLICY.proposalsPerSeat
const at = (days: number): Date => new Date(NOW.getTime() + days * 86_400_000)
const worker = (now = NOW) => ctxOf(home.db, WORKER, now)
const rowOf = async (runId: string) => {
  const [row] = await home.db.select().from(matchingRuns).where(eq(matchingRuns.id, runId))
  if (!row) throw new Error('no run')
  return row
}
async function score(runId: string, now: Date): Promise<void> {
  for (const part of await home.db.select().from(matchingRunParts).where(eq(matchingRunParts.runId, runId)))
    await scorePart(worker(now), { partId: part.id })
}
async function aScoredRun(now = NOW): Promise<string> {
  const run = await planRun(worker(now), { kind: 'asked' })
  const runId = run?.runId ?? ''
  await score(runId, now)
  return runId
}
const openOn = async (positionId: string) =>
  home.db
    .select()
    .from(proposals)
    .where(and(eq(proposals.positionId, positionId), eq(proposals.state, 'proposed')))
const newcomersOf = async (count: number, waitingSince: string): Promise<string[]> => {
  const ids: string[] = []
  for (let n = 0; n < count; n += 1) ids.push((await aReadyNewcomer(home.db, { waitingSince })).newcomerId)
  return ids
}
const SCORES = { score: 900, newcomerScore: 900, employerScore: 900, fit: {} as never, policyVersion: 'x' }
const aRow = (newcomerId: string, positionId: string, cardCode: string) => ({
  ...SCORES,
  newcomerId,
  positionId,
  cardCode,
  state: 'proposed' as const,
  createdAt: NOW,
  stateSince: NOW,
})

describe('a run that began to write and comes back too late', () => {
  /** A full place of which the run takes back somebody, and stops where it would make the first. */
  async function halfWritten(): Promise<{ runId: string; positionId: string }> {
    const { positionId } = await aPosition(home.db, { seats: 1 })
    await newcomersOf(5, '2026-10-10')
    await newcomersOf(5, '2026-09-24')
    await proposeMatches(worker(), { all: true })
    const runId = await aScoredRun(at(1))
    await home.sql`create function stop_it() returns trigger language plpgsql as $$ begin raise exception 'killed'; end $$`
    await home.sql`create trigger stop_it before insert on proposals for each row execute function stop_it()`
    await allocateRun(worker(at(1)), { runId }).catch(() => {})
    await home.sql`drop function stop_it cascade`
    const run = await rowOf(runId)
    expect(run).toMatchObject({ state: 'writing', made: 0 })
    expect(run.withdrawn).toBeGreaterThan(0)
    expect((await openOn(positionId)).length).toBeLessThan(FULL)
    return { runId, positionId }
  }

  test('leaves nothing to compare with, and a run of today that fills what it took', async () => {
    const { runId, positionId } = await halfWritten()
    await allocateRun(worker(at(2)), { runId })
    expect((await rowOf(runId)).state).toBe('passed')
    expect((await home.db.select().from(matchingAreas))[0]?.day).toBeNull()
    const [next] = await home.db.select().from(matchingRuns).orderBy(desc(matchingRuns.plannedAt)).limit(1)
    expect(next).toMatchObject({ kind: 'asked', state: 'scoring', plannedAt: at(2) })
    await score(next?.id ?? '', at(2))
    await allocateRun(worker(at(2)), { runId: next?.id ?? '' })
    expect(await openOn(positionId)).toHaveLength(FULL)
    // Once more changes nothing: it is passed.
    await allocateRun(worker(at(2)), { runId })
    expect(await home.db.$count(matchingRuns)).toBe(2)
  })

  test('and one that had not begun to write plans nothing', async () => {
    await aPosition(home.db)
    await aReadyNewcomer(home.db)
    const runId = await aScoredRun()
    await allocateRun(worker(at(1)), { runId })
    expect((await rowOf(runId)).state).toBe('passed')
    expect(await home.db.$count(matchingRuns)).toBe(1)
  })
})

describe('while a run waits for the sides of a batch', () => {
  /** Holds one side until the run stands before it, then writes and lets go. */
  async function runBehind(table: typeof positions | typeof newcomers, id: string, set: object): Promise<string> {
    const runId = await aScoredRun()
    let allocating: Promise<void> | undefined
    await home.db.transaction(async (tx) => {
      await tx.select({ id: table.id }).from(table).where(eq(table.id, id)).for('no key update')
      allocating = allocateRun(worker(), { runId })
      await wait(1_500)
      await tx.update(table).set(set).where(eq(table.id, id))
    })
    await allocating
    return runId
  }

  test('a place that closes gets nobody', async () => {
    const { positionId } = await aPosition(home.db, { seats: 1 })
    const [first] = await newcomersOf(1, '2026-10-10')
    const runId = await runBehind(positions, positionId, { state: 'closed', closedReason: 'filled' })
    expect(await openOn(positionId)).toEqual([])
    expect(first).toBeDefined()
    expect((await rowOf(runId)).numbers?.notWritten).toBe(1)
  })

  test('a person who pauses is not proposed, and the others are', async () => {
    const { positionId } = await aPosition(home.db, { seats: 1 })
    const [first, second] = await newcomersOf(2, '2026-10-10')
    await runBehind(newcomers, first ?? '', { availability: 'paused' })
    expect((await openOn(positionId)).map((row) => row.newcomerId)).toEqual([second])
  })
})

describe('while the live allocator waits for what it would take back', () => {
  test('a coach puts another in its place: the place does not get one more', async () => {
    const { positionId } = await aPosition(home.db, { seats: 1 })
    const first = await newcomersOf(FULL, '2026-11-01')
    await proposeMatches(worker(), { all: true })
    const before = await openOn(positionId)
    expect(before.map((row) => row.newcomerId).sort()).toEqual([...first].sort())
    const [added] = await newcomersOf(1, '2026-11-20')
    await newcomersOf(FULL, '2024-01-01')
    let settling: Promise<unknown> | undefined
    await home.db.transaction(async (tx) => {
      const ids = before.map((row) => row.id)
      await tx.select().from(proposals).where(inArray(proposals.id, ids)).for('update')
      settling = proposeMatches(worker(), { all: true })
      await wait(1_500)
      const [leaver = ''] = ids
      await tx.update(proposals).set({ state: 'withdrawn', version: 2 }).where(eq(proposals.id, leaver))
      await tx.insert(proposals).values({ ...aRow(added ?? '', positionId, 'ZZ99'), seenAt: NOW })
    })
    await settling
    const open = await openOn(positionId)
    expect(open.map((row) => row.newcomerId)).toContain(added)
    expect(open).toHaveLength(FULL)
  })
})

describe('the comparison before a run', () => {
  test('waits a moment for what the live allocators have not heard of yet', async () => {
    await aPosition(home.db, { seats: 1 })
    const { newcomerId } = await aReadyNewcomer(home.db)
    await proposeMatches(worker(), { all: true })
    await home.db.transaction((tx) => recordEvent(tx, 'newcomer.updated', { newcomerId }, NOW))
    const eventId = await lastEvent(home.db)
    const runId = await aScoredRun()
    const allocating = allocateRun(worker(), { runId })
    await wait(400)
    await markDone(home.db, [eventId], 'match-newcomer', NOW)
    await allocating
    expect(await rowOf(runId)).toMatchObject({ state: 'done', differing: 0 })
  })

  test('that fails stops no run', async () => {
    await aPosition(home.db, { seats: 1 })
    await aReadyNewcomer(home.db)
    await proposeMatches(worker(), { all: true })
    const runId = await aScoredRun()
    // Of what the comparison reads, this is what a run does not.
    await home.sql`alter table matching_areas rename column policy_version to elsewhere`
    await allocateRun(worker(), { runId }).catch(() => {})
    await home.sql`alter table matching_areas rename column elsewhere to policy_version`
    // It came as far as writing, and is finished when it is done again.
    expect((await rowOf(runId)).state).toBe('writing')
    await allocateRun(worker(), { runId })
    expect(await rowOf(runId)).toMatchObject({ state: 'done', differing: null })
  })

  test('is not made by a run of another day', async () => {
    await aPosition(home.db, { seats: 1 })
    await aReadyNewcomer(home.db)
    const runId = await aScoredRun()
    await home.sql`alter table matching_areas rename column policy_version to elsewhere`
    await allocateRun(worker(at(1)), { runId })
    await home.sql`alter table matching_areas rename column elsewhere to policy_version`
    expect((await rowOf(runId)).state).toBe('passed')
  })
})

describe('locks', () => {
  test('proposals are taken back in the order of their ids, in whatever order they are given', async () => {
    const { positionId } = await aPosition(home.db, { seats: 1 })
    const [one = '', two = ''] = await newcomersOf(2, '2026-10-10')
    const [low, high] = ['00000000-0000-4000-8000-000000000001', 'ffffffff-ffff-4fff-bfff-ffffffffffff']
    await home.db.insert(proposals).values({ ...aRow(one, positionId, 'ZZ98'), id: high })
    await home.db.insert(proposals).values({ ...aRow(two, positionId, 'ZZ99'), id: low })
    const pairs = [high, low].map((id) => ({ id, reasons: [{ code: 'no-room' }] as never, evenSeen: false }))
    let taking: Promise<string[]> | undefined
    await home.db.transaction(async (tx) => {
      await tx.select().from(proposals).where(eq(proposals.id, low)).for('update')
      taking = home.db.transaction((other) => withdrawPairs(other, worker(), pairs))
      taking.catch(() => {})
      await wait(500)
      await tx.select().from(proposals).where(eq(proposals.id, high)).for('update', { noWait: true })
    })
    expect((await taking)?.sort()).toEqual([low, high])
  })

  test('a coach who waits too long for a place is told that it is busy', async () => {
    const { positionId } = await aPosition(home.db, { seats: 1 })
    const { newcomerId } = await aReadyNewcomer(home.db)
    const [row] = await home.db.select().from(newcomers).where(eq(newcomers.id, newcomerId))
    const coach: Actor = {
      role: 'coach',
      accountId: row?.coachId ?? '',
      municipalityCode: row?.municipalityCode ?? '',
      newcomerId: null,
      employerId: null,
    }
    await home.db.transaction(async (tx) => {
      await tx.select().from(positions).where(eq(positions.id, positionId)).for('update')
      expect(await codeOf(addProposal(ctxOf(home.db, coach), { newcomerId, positionId, insteadOf: null }))).toBe('busy')
    })
  })
})
