import { setTimeout as wait } from 'node:timers/promises'
import { and, eq } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type Database, openDatabase } from '#db/client.ts'
import { matchingAreas, matchingRunParts, matchingRuns } from '#db/schema/matching.ts'
import { newcomers } from '#db/schema/newcomers.ts'
import { deadJobs } from '#db/schema/outbox.ts'
import { positions } from '#db/schema/positions.ts'
import { proposals } from '#db/schema/proposals.ts'
import { certify } from '#server/matching/rules/allocation/certify.ts'
import { MATCHING_POLICY } from '#server/matching/rules/policy.ts'
import { markDone } from '#server/outbox/effects.ts'
import { recordEvent } from '#server/outbox/record-event.ts'
import { WORKER } from '#server/platform/context.ts'
import { allocateRun } from '#server/proposals/allocate-run.ts'
import { differingPairs } from '#server/proposals/compare-areas.ts'
import { proposeMatches } from '#server/proposals/propose-matches.ts'
import { inputHashOf, outputHashOf, provenRun, recheckRun } from '#server/proposals/reads-proof.ts'
import { isProved, recheckForStaff } from '#server/proposals/reads-recheck.ts'
import { runForStaff } from '#server/proposals/reads-runs.ts'
import { packProof, pricesAsBytes } from '#server/proposals/rules-run-proof.ts'
import { certificateOf } from '#server/proposals/rules-solve.ts'
import { aReadyNewcomer } from '#tests/make/proposals.ts'
import { anAccount, aPosition, ctxOf, NOW } from '#tests/make/rooms.ts'
import { aScoredRun, aWholeRun } from '#tests/make/run.ts'
import { lastEvent } from '#tests/make/settle.ts'
import { aDatabase } from '#tests/setup/database.ts'

vi.setConfig({ testTimeout: 60_000 })

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

const DAY_MS = 86_400_000
const at = (days: number): Date => new Date(NOW.getTime() + days * DAY_MS)
const worker = (now = NOW) => ctxOf(home.db, WORKER, now)
const rowOf = async (runId: string) => {
  const [row] = await home.db.select().from(matchingRuns).where(eq(matchingRuns.id, runId))
  if (!row) throw new Error('no run')
  return row
}
/** One place and more people than it has room for; some of them are a month older in the queue on the next day. */
async function aFullPlace() {
  const { positionId } = await aPosition(home.db, { seats: 1 })
  for (let n = 0; n < 5; n += 1) await aReadyNewcomer(home.db, { waitingSince: '2026-10-10' })
  for (let n = 0; n < 5; n += 1) await aReadyNewcomer(home.db, { waitingSince: '2026-09-24' })
  return positionId
}
const openNow = async () =>
  (await home.db.select().from(proposals).where(eq(proposals.state, 'proposed'))).map((row) => row.newcomerId).sort()
const scored = (now = NOW) => aScoredRun(home.db, now)

describe('the comparison of day and night', () => {
  test('a month of waiting that went by on a quiet day is the answer of the night, not a difference of the day', async () => {
    await aFullPlace()
    await proposeMatches(worker(), { all: true })
    const first = await rowOf(await aWholeRun(home.db, at(1)))
    expect(first.differing).toBe(0)
    expect(first.made).toBeGreaterThan(0)
    expect((await home.db.select().from(matchingAreas))[0]).toMatchObject({ day: first.day })
    const second = await rowOf(await aWholeRun(home.db, at(2)))
    expect(second).toMatchObject({ differing: 0, made: 0, withdrawn: 0 })
  })

  test('a change that waits to be heard of is no difference, and one whose job failed for good is', async () => {
    await aPosition(home.db, { seats: 1 })
    await aReadyNewcomer(home.db)
    await proposeMatches(worker(), { all: true })
    expect(await differingPairs(worker())).toBe(0)
    const { newcomerId } = await aReadyNewcomer(home.db)
    await home.db.transaction((tx) => recordEvent(tx, 'newcomer.updated', { newcomerId }, NOW))
    expect(await differingPairs(worker())).toBeNull()
    const eventId = await lastEvent(home.db)
    const dead = { key: `${eventId}:match-newcomer`, job: 'match-newcomer', payload: { newcomerId }, attempts: 5 }
    await home.db.insert(deadJobs).values({ ...dead, reason: 'Error', failedAt: NOW })
    expect(await differingPairs(worker())).toBe(1)
    await home.db.delete(deadJobs)
    await proposeMatches(worker(), { newcomerId })
    await markDone(home.db, [eventId], 'match-newcomer', NOW)
    expect(await differingPairs(worker())).toBe(0)
  })

  test('what another version of the policy settled is not compared, until it is settled again', async () => {
    await aPosition(home.db)
    await aReadyNewcomer(home.db)
    await proposeMatches(worker(), { all: true })
    await home.db.update(matchingAreas).set({ policyVersion: 'of before' })
    expect(await differingPairs(worker())).toBeNull()
    await aWholeRun(home.db)
    expect((await home.db.select().from(matchingAreas))[0]?.policyVersion).toBe(MATCHING_POLICY.version)
  })

  test('nobody waits for it: the day goes on while it reads, and it does not see that', async () => {
    await aFullPlace()
    await proposeMatches(worker(), { all: true })
    // The comparison is held up where it reads the positions.
    const holds = home.db.transaction(async (tx) => {
      await tx.execute('lock table position_skills in access exclusive mode')
      await wait(1_500)
    })
    await wait(200)
    const comparing = differingPairs(worker())
    await wait(300)
    const begun = performance.now()
    await home.db.execute("select pg_advisory_xact_lock_shared(hashtext('matching'))")
    expect(performance.now() - begun).toBeLessThan(600)
    await holds
    expect(await comparing).toBe(0)
  })
})

describe('a run that comes late', () => {
  test('behind a newer one that is done changes nothing, and ends', async () => {
    await aFullPlace()
    const old = await scored()
    await aWholeRun(home.db, new Date(NOW.getTime() + 60_000))
    await home.db.update(newcomers).set({ maxTravelMinutes: 0 })
    const before = await openNow()
    await allocateRun(worker(), { runId: old })
    expect(await rowOf(old)).toMatchObject({ state: 'passed', made: 0, withdrawn: 0 })
    expect(await openNow()).toEqual(before)
  })

  test('on another day changes nothing, also when its pairs are not there any more', async () => {
    await aFullPlace()
    const old = await scored()
    await allocateRun(worker(at(1)), { runId: old })
    expect(await rowOf(old)).toMatchObject({ state: 'passed', made: 0 })
    expect(await openNow()).toEqual([])
    const older = await scored()
    for (const minute of [1, 2]) await aWholeRun(home.db, new Date(at(1).getTime() + minute * 60_000))
    await allocateRun(worker(), { runId: older })
    expect((await rowOf(older)).state).toBe('passed')
  })
})

describe('the proof of a run', () => {
  test('is of what was asked: other limits or another choice that fit each other prove nothing', async () => {
    await aPosition(home.db, { seats: 2 })
    await aPosition(home.db, { seats: 1 })
    for (let n = 0; n < 8; n += 1) await aReadyNewcomer(home.db)
    const runId = await aWholeRun(home.db)
    const [run, stored] = [await provenRun(home.db, runId), await rowOf(runId)]
    if (!run) throw new Error('no proof')
    const again = async () => {
      const found = await recheckRun(home.db, runId)
      return found && isProved(found)
    }
    expect(await again()).toBe(true)
    // A certificate that says anything else than what is found, also where its sums are right.
    const { certificate } = await rowOf(runId)
    if (!certificate) throw new Error('no certificate')
    for (const said of [
      { ratio: 7 },
      { ratio: 0.5, exact: false },
      { exact: !certificate.exact },
      { upperBound: '1' },
    ]) {
      await home.db
        .update(matchingRuns)
        .set({ certificate: { ...certificate, ...said } })
        .where(eq(matchingRuns.id, runId))
      expect(await again(), JSON.stringify(said)).toBe(false)
    }
    await home.db.update(matchingRuns).set({ certificate }).where(eq(matchingRuns.id, runId))
    expect(await again()).toBe(true)
    const { numbers } = await rowOf(runId)
    if (!numbers) throw new Error('no numbers')
    await home.db
      .update(matchingRuns)
      .set({ numbers: { ...numbers, covered: numbers.covered + 1 } })
      .where(eq(matchingRuns.id, runId))
    expect(await again()).toBe(false)
    await home.db.update(matchingRuns).set({ numbers }).where(eq(matchingRuns.id, runId))
    expect(await again()).toBe(true)
    const none = new Float64Array(run.instance.positions)
    const store = (instance: typeof run.instance, chosen: Uint8Array, hashes = {}) => {
      const allocation = { chosen, newcomerPrice: run.allocation.newcomerPrice, positionPrice: none }
      const certificate = certificateOf(certify(instance, allocation))
      const proof = packProof(run.pairs, { instance, out: new Int32Array(0) }, allocation)
      return home.db
        .update(matchingRuns)
        .set({ proof, prices: pricesAsBytes(none), certificate, ...hashes })
        .where(eq(matchingRuns.id, runId))
    }
    const edges = run.instance.position.length
    await store({ ...run.instance, room: run.instance.room.map(() => 1000) }, new Uint8Array(edges).fill(1))
    expect(await again()).toBe(false)
    await store(run.instance, new Uint8Array(edges))
    expect(await again()).toBe(false)
    // With the hashes of the wrong one beside it, the limits of newcomers still have to be those of the policy.
    const chosen = new Uint8Array(edges).fill(1)
    const wider = { ...run.instance, max: run.instance.max.map((most) => most + 1) }
    const wideRoom = { ...wider, room: run.instance.room.map(() => 1000) }
    await store(wideRoom, chosen, { inputHash: inputHashOf(wideRoom), outputHash: outputHashOf(chosen) })
    expect(await again()).toBe(false)
    await home.db.update(matchingRuns).set(stored).where(eq(matchingRuns.id, runId))
    expect(await again()).toBe(true)
  })

  test('that proves little is shown as such', async () => {
    await aPosition(home.db)
    await aReadyNewcomer(home.db)
    const runId = await aWholeRun(home.db)
    const staff = ctxOf(home.db, await anAccount(home.db, { role: 'officer' }))
    expect((await runForStaff(staff, runId)).certificate?.isNearBest).toBe(true)
    const { certificate } = await rowOf(runId)
    if (!certificate) throw new Error('no certificate')
    await home.db.update(matchingRuns).set({ certificate: { ...certificate, exact: false, ratio: 0.5 } })
    expect((await runForStaff(staff, runId)).certificate?.isNearBest).toBe(false)
  })

  test('is found again on a page once, until a row of the run is written, and only of a run that is not large', async () => {
    await aPosition(home.db)
    await aReadyNewcomer(home.db)
    const runId = await aWholeRun(home.db)
    const staff = ctxOf(home.db, await anAccount(home.db, { role: 'coach' }))
    expect(await recheckForStaff(staff, runId)).toBe('proved')
    // Nothing of the proof is read a second time: it could not be.
    await home.sql`alter table matching_run_parts rename column edges to elsewhere`
    expect(await Promise.all([1, 2, 3].map(() => recheckForStaff(staff, runId)))).toEqual([
      'proved',
      'proved',
      'proved',
    ])
    await home.sql`alter table matching_run_parts rename column elsewhere to edges`
    await home.db.update(matchingRunParts).set({ edges: null }).where(eq(matchingRunParts.runId, runId))
    expect(await recheckForStaff(staff, runId)).toBe('gone')
    const { numbers } = await rowOf(runId)
    if (!numbers) throw new Error('no numbers')
    await home.db.update(matchingRuns).set({ numbers: { ...numbers, eligiblePairs: 150_001 } })
    expect(await recheckForStaff(staff, runId)).toBe('large')
  })
})

describe('a run and people who act while it writes', () => {
  test('what it chose and did not write is counted, told and not compared', async () => {
    await aFullPlace()
    await proposeMatches(worker(), { all: true })
    const runId = await scored(at(1))
    // Whatever is made is refused by the table, as if each pair had come meanwhile.
    await home.sql`create function stop_it() returns trigger language plpgsql as $$ begin return null; end $$`
    await home.sql`create trigger stop_it before insert on proposals for each row execute function stop_it()`
    await allocateRun(worker(at(1)), { runId })
    await home.sql`drop function stop_it cascade`
    const run = await rowOf(runId)
    expect([run.state, run.made, run.withdrawn]).toEqual(['done', 0, expect.any(Number)])
    expect(run.withdrawn).toBeGreaterThan(0)
    expect(run.numbers?.notWritten).toBe(run.withdrawn)
    const staff = ctxOf(home.db, await anAccount(home.db, { role: 'officer' }), at(1))
    expect((await runForStaff(staff, runId)).numbers?.notWritten).toBe(run.withdrawn)
    expect(await differingPairs(worker(at(1)))).toBeNull()
    const next = await rowOf(await aWholeRun(home.db, at(2)))
    expect(next.numbers?.notWritten).toBe(0)
  })

  test('waits for who proposes the same person or place just now, and then counts it', async () => {
    const { positionId } = await aPosition(home.db, { seats: 1 })
    for (let n = 0; n < MATCHING_POLICY.proposalsPerSeat; n += 1) await aReadyNewcomer(home.db)
    const added = await aReadyNewcomer(home.db)
    await home.db.update(newcomers).set({ availability: 'paused' }).where(eq(newcomers.id, added.newcomerId))
    const runId = await scored()
    let allocating: Promise<void> | undefined
    await home.db.transaction(async (tx) => {
      await tx.select().from(positions).where(eq(positions.id, positionId)).for('no key update')
      const pair = { newcomerId: added.newcomerId, positionId, state: 'proposed' as const, seenAt: NOW }
      const scores = { score: 900, newcomerScore: 900, employerScore: 900, fit: {} as never, policyVersion: 'x' }
      await tx.insert(proposals).values({ ...pair, ...scores, cardCode: 'ZZ99', createdAt: NOW, stateSince: NOW })
      allocating = allocateRun(worker(), { runId })
      await wait(1_500)
    })
    await allocating
    const open = await home.db
      .select()
      .from(proposals)
      .where(and(eq(proposals.positionId, positionId), eq(proposals.state, 'proposed')))
    expect(open).toHaveLength(MATCHING_POLICY.proposalsPerSeat)
  })
})
