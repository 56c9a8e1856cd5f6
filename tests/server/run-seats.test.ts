import { and, eq, inArray } from 'drizzle-orm'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type Database, openDatabase } from '#db/client.ts'
import { matchingRuns } from '#db/schema/matching.ts'
import { newcomers } from '#db/schema/newcomers.ts'
import { placements } from '#db/schema/placements.ts'
import { proposals } from '#db/schema/proposals.ts'
import { OPEN_PROPOSAL_STATES } from '#db/values/proposals.ts'
import { MATCHING_POLICY } from '#server/matching/rules/policy.ts'
import { startPlacement } from '#server/placements/start-placement.ts'
import { WORKER } from '#server/platform/context.ts'
import { allocateRun } from '#server/proposals/allocate-run.ts'
import { aProposal, aReadyNewcomer } from '#tests/make/proposals.ts'
import { aPosition, ctxOf, NOW } from '#tests/make/rooms.ts'
import { aScoredRun } from '#tests/make/run.ts'
import { untilSomebodyWaits } from '#tests/make/waits.ts'
import { aDatabase } from '#tests/setup/database.ts'

vi.setConfig({ testTimeout: 60_000 })

/** A seat that is taken while a batch of a run over everybody is solved and explained, and waits to be stored. */
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
const terms = { startsOn: '2026-12-07', endsOn: '2027-06-04', mentor: 'Anneke', learningGoals: ['Brood bakken'] }

/**
 * A place whose employer accepted somebody, and `people` others who fit it. The run wants to propose those, and waits for one of them; then the coach
 * of the accepted one agrees on the placement, and the run goes on.
 *
 * @returns the numbers of the run, and who holds an open proposal on the place besides
 */
async function seatTakenMeanwhile({ seats, people }: { seats: number; people: number }) {
  const position = await aPosition(home.db, { seats })
  const others: string[] = []
  for (let n = 0; n < people; n += 1) others.push((await aReadyNewcomer(home.db)).newcomerId)
  const accepted = await aProposal(home.db, { position, state: 'accepted' })
  const runId = await aScoredRun(home.db, NOW)
  let allocating: Promise<void> | undefined
  await home.db.transaction(async (tx) => {
    const anyOf = inArray(newcomers.id, others)
    await tx.select({ id: newcomers.id }).from(newcomers).where(anyOf).for('no key update')
    allocating = allocateRun(ctxOf(home.db, WORKER), { runId })
    await untilSomebodyWaits(home.db)
    const started = await startPlacement(ctxOf(home.db, accepted.coach), { proposalId: accepted.proposalId, ...terms })
    expect(started).toMatchObject({ ok: true, seat: 1 })
  })
  await allocating
  const open = await home.db
    .select({ newcomerId: proposals.newcomerId })
    .from(proposals)
    .where(and(eq(proposals.positionId, position.positionId), inArray(proposals.state, OPEN_PROPOSAL_STATES)))
  const [run] = await home.db.select().from(matchingRuns).where(eq(matchingRuns.id, runId))
  expect(run?.state).toBe('done')
  expect(await home.db.$count(placements, eq(placements.positionId, position.positionId))).toBe(1)
  return { numbers: run?.numbers, made: run?.made, open: open.filter((one) => others.includes(one.newcomerId)) }
}

test('of the last seat: nobody is proposed for it, and the run says what it did not write', async () => {
  const { numbers, made, open } = await seatTakenMeanwhile({ seats: 1, people: 3 })
  expect(open).toEqual([])
  expect([made, numbers?.notWritten]).toEqual([0, 3])
})

test('of two seats: only the room of the one that is left is given', async () => {
  const { numbers, made, open } = await seatTakenMeanwhile({ seats: 2, people: FULL + 2 })
  expect(open).toHaveLength(FULL)
  expect([made, numbers?.notWritten]).toEqual([FULL, 2])
})
