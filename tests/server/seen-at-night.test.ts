import { asc, eq, inArray } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type Database, openDatabase } from '#db/client.ts'
import { matchingRunParts, matchingRuns } from '#db/schema/matching.ts'
import { newcomers } from '#db/schema/newcomers.ts'
import { positions } from '#db/schema/positions.ts'
import { proposals } from '#db/schema/proposals.ts'
import { MATCHING_POLICY } from '#server/matching/rules/policy.ts'
import { WORKER } from '#server/platform/context.ts'
import { allocateRun } from '#server/proposals/allocate-run.ts'
import { planRun } from '#server/proposals/plan-run.ts'
import { proposeMatches } from '#server/proposals/propose-matches.ts'
import { scorePart } from '#server/proposals/score-part.ts'
import { aReadyNewcomer } from '#tests/make/proposals.ts'
import { aPosition, ctxOf, NOW } from '#tests/make/rooms.ts'
import { aDatabase } from '#tests/setup/database.ts'

vi.setConfig({ testTimeout: 60_000 })

let base: Awaited<ReturnType<typeof aDatabase>>
/** Two processes, so that one can come to it fresh. */
let one: Database
let other: Database
beforeEach(async () => {
  base = await aDatabase()
  one = openDatabase(base.url, { max: 4, statementTimeoutMs: 30_000 })
  other = openDatabase(base.url, { max: 4, statementTimeoutMs: 30_000 })
})
afterEach(async () => {
  await one.close()
  await other.close()
  await base.close()
})

const worker = ({ db }: Database = one) => ctxOf(db, WORKER)
const night = async (): Promise<string> => {
  const run = await planRun(worker(), { kind: 'asked' })
  if (!run) throw new Error('not planned')
  const parts = await one.db
    .select()
    .from(matchingRunParts)
    .where(eq(matchingRunParts.runId, run.runId))
    .orderBy(asc(matchingRunParts.number))
  for (const part of parts) await scorePart(worker(), { partId: part.id })
  await allocateRun(worker(), { runId: run.runId })
  return run.runId
}
const runOf = async (runId: string) => (await one.db.select().from(matchingRuns).where(eq(matchingRuns.id, runId)))[0]
const open = () => one.db.select().from(proposals).where(eq(proposals.state, 'proposed'))

describe('what a coach sees while the night is thinking', () => {
  const FULL = MATCHING_POLICY.proposalsPerSeat
  /** A full place, and as many people who waited longer and have nothing: they would take all of it. */
  const rivals = async () => {
    const { positionId } = await aPosition(one.db, { seats: 1 })
    const first = []
    for (let n = 0; n < FULL; n += 1)
      first.push((await aReadyNewcomer(one.db, { waitingSince: '2026-11-01' })).newcomerId)
    await proposeMatches(worker(), { all: true })
    expect((await open()).map((row) => row.newcomerId).sort()).toEqual([...first].sort())
    const longest = []
    for (let n = 0; n < FULL; n += 1)
      longest.push((await aReadyNewcomer(one.db, { waitingSince: '2024-01-01' })).newcomerId)
    return { positionId, first, longest }
  }
  /** Coaches look at these as soon as the run has read everything and begins to write. */
  const seenMeanwhile = async (ids: readonly string[]): Promise<void> => {
    await one.sql.unsafe(`create function look() returns trigger language plpgsql as $$ begin
      update proposals set seen_at = now() where newcomer_id in (${ids.map((id) => `'${id}'`).join()});
      return null; end $$`)
    await one.sql`create trigger look after update on matching_runs for each row
      when (new.state = 'writing' and old.state <> 'writing') execute function look()`
  }

  test('is what makes room, when nobody looks', async () => {
    const { longest } = await rivals()
    const run = await runOf(await night())
    expect((await open()).map((row) => row.newcomerId).sort()).toEqual([...longest].sort())
    expect(run).toMatchObject({ made: FULL, withdrawn: FULL, toWrite: 2 * FULL, written: 2 * FULL })
  })

  test.each([1, 3, FULL])('stays, and the place is not overfull for it: %i seen', async (count) => {
    const { first, longest } = await rivals()
    const seen = first.slice(0, count)
    await seenMeanwhile(seen)
    const run = await runOf(await night())
    const there = await open()
    expect(there).toHaveLength(FULL)
    for (const id of seen) expect(there.find((row) => row.newcomerId === id)?.seenAt).not.toBeNull()
    expect(there.filter((row) => longest.includes(row.newcomerId))).toHaveLength(FULL - count)
    const changed = FULL - count
    expect(run).toMatchObject({ state: 'done', made: changed, withdrawn: changed, toWrite: changed, written: changed })
    expect(run?.numbers).toMatchObject({ pinnedPairs: count })
    // Who comes to it in the morning finds it the best there is.
    expect(await proposeMatches(worker(other), { all: true })).toEqual({ proposed: 0, withdrawn: 0, refreshed: 0 })
  })

  test('leaves nobody with more than they may have', async () => {
    const [who] = [await aReadyNewcomer(one.db, {})]
    for (let n = 0; n < MATCHING_POLICY.proposalsPerNewcomer; n += 1) await aPosition(one.db, { hoursPerWeek: 24 })
    await proposeMatches(worker(), { all: true })
    const had = await open()
    expect(had).toHaveLength(MATCHING_POLICY.proposalsPerNewcomer)
    // Better places come up: nearer, and what the person wants; these would take the place of all that there is.
    await one.db
      .update(positions)
      .set({ supports: [] })
      .where(
        inArray(
          positions.id,
          had.map((row) => row.positionId),
        ),
      )
    await one.sql`delete from position_skills where role = 'taught'`
    for (let n = 0; n < MATCHING_POLICY.proposalsPerNewcomer; n += 1) await aPosition(one.db)
    await seenMeanwhile([who.newcomerId])
    const run = await runOf(await night())
    expect((await open()).map((row) => row.id).sort()).toEqual(had.map((row) => row.id).sort())
    expect(run).toMatchObject({ made: 0, withdrawn: 0, toWrite: 0 })
  })
})

describe('reasons of a proposal that stands', () => {
  /** The place offers something else: no gate and no score asks for that, the reasons tell it. */
  const SUPPORTS = ['travel-costs', 'work-clothes'] as const
  const change = (positionId: string) =>
    one.db
      .update(positions)
      .set({ supports: [...SUPPORTS], updatedAt: new Date(NOW.getTime() + 60_000) })
      .where(eq(positions.id, positionId))
  const offered = async () =>
    (await open()).map((row) => ({
      score: row.score,
      version: row.version,
      supports: row.fit.support.for.filter((one) => one.code === 'support-offered').map((one) => one.params['support']),
    }))
  const standing = async () => {
    const { positionId } = await aPosition(one.db)
    const { newcomerId } = await aReadyNewcomer(one.db)
    await proposeMatches(worker(), { all: true })
    const [before] = await offered()
    expect(before).toMatchObject({ version: 1, supports: ['language-buddy'] })
    return { positionId, newcomerId, score: before?.score }
  }

  test('are those of today after a change that no score feels, in a process that knows the area', async () => {
    const { positionId, score } = await standing()
    await change(positionId)
    expect(await proposeMatches(worker(), { positionId })).toEqual({ proposed: 0, withdrawn: 0, refreshed: 1 })
    expect(await offered()).toEqual([{ score, version: 2, supports: [...SUPPORTS] }])
    expect(await proposeMatches(worker(), { positionId })).toEqual({ proposed: 0, withdrawn: 0, refreshed: 0 })
  })

  test('and in one that comes to it fresh', async () => {
    const { positionId, score } = await standing()
    await change(positionId)
    expect(await proposeMatches(worker(other), { positionId })).toEqual({ proposed: 0, withdrawn: 0, refreshed: 1 })
    expect(await offered()).toEqual([{ score, version: 2, supports: [...SUPPORTS] }])
  })

  test('and in the night, when the day did not come to it; seen or not', async () => {
    const { positionId, newcomerId, score } = await standing()
    await night()
    expect(await offered()).toMatchObject([{ version: 1 }])
    await one.db.update(proposals).set({ seenAt: NOW }).where(eq(proposals.newcomerId, newcomerId))
    await change(positionId)
    const run = await runOf(await night())
    expect(run).toMatchObject({ made: 0, withdrawn: 0, refreshed: 1 })
    expect(await offered()).toEqual([{ score, version: 2, supports: [...SUPPORTS] }])
    expect(await runOf(await night())).toMatchObject({ refreshed: 0 })
  })

  test('but what the coach decided on already keeps the reasons it was decided with', async () => {
    const { positionId, newcomerId } = await standing()
    await one.db.update(proposals).set({ state: 'shortlisted' }).where(eq(proposals.newcomerId, newcomerId))
    await change(positionId)
    expect(await proposeMatches(worker(), { positionId })).toMatchObject({ refreshed: 0 })
    expect(await runOf(await night())).toMatchObject({ refreshed: 0 })
    await one.db.update(newcomers).set({ updatedAt: NOW }).where(eq(newcomers.id, newcomerId))
    expect(await proposeMatches(worker(other), { newcomerId })).toMatchObject({ refreshed: 0 })
  })
})
