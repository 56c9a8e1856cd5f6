import { and, eq } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { matchingAreas } from '#db/schema/matching.ts'
import { newcomers } from '#db/schema/newcomers.ts'
import { outboxEvents } from '#db/schema/outbox.ts'
import { positions } from '#db/schema/positions.ts'
import { proposals } from '#db/schema/proposals.ts'
import { labourMarketRegions, municipalities } from '#db/schema/reference.ts'
import { markDone } from '#server/outbox/effects.ts'
import { recordEvent } from '#server/outbox/record-event.ts'
import { WORKER } from '#server/platform/context.ts'
import { differingPairs } from '#server/proposals/compare-areas.ts'
import { planRun } from '#server/proposals/plan-run.ts'
import { proposeMatches } from '#server/proposals/propose-matches.ts'
import { aReadyNewcomer } from '#tests/make/proposals.ts'
import { aPosition, ctxOf } from '#tests/make/rooms.ts'
import { lastEvent, settle } from '#tests/make/settle.ts'
import { aDatabase } from '#tests/setup/database.ts'

/** The country cut by labour market region: the day stays within, the night goes across. */
const ELSEWHERE = 'GM9999'
let home: Awaited<ReturnType<typeof aDatabase>>
beforeAll(async () => {
  home = await aDatabase()
  await aReadyNewcomer(home.db)
  await home.db.insert(labourMarketRegions).values([
    { code: 'here', name: 'Hier' },
    { code: 'there', name: 'Daar' },
  ])
  await home.db.update(municipalities).set({ regionCode: 'here' })
  await home.db
    .insert(municipalities)
    .values({ code: ELSEWHERE, name: 'Daar', province: 'Utrecht', regionCode: 'there' })
})
afterAll(() => home.close())
beforeEach(async () => {
  vi.stubEnv('MATCHING_AREAS', 'regions')
  await home.db.update(newcomers).set({ availability: 'paused' })
  await home.db.update(positions).set({ state: 'paused' })
})
afterEach(() => vi.unstubAllEnvs())

const worker = () => ctxOf(home.db, WORKER)
const pairOf = async (newcomerId: string, positionId: string) =>
  (
    await home.db
      .select()
      .from(proposals)
      .where(and(eq(proposals.newcomerId, newcomerId), eq(proposals.positionId, positionId)))
  )[0]

/** Somebody of another region who could work here. */
async function across() {
  const { newcomerId } = await aReadyNewcomer(home.db)
  await home.db.update(newcomers).set({ municipalityCode: ELSEWHERE }).where(eq(newcomers.id, newcomerId))
  const { positionId } = await aPosition(home.db, { seats: 1 })
  const since = await lastEvent(home.db)
  await planRun(worker(), { kind: 'asked' })
  await settle([home.db], since, (job) => job === 'score-part' || job === 'allocate-run')
  return { newcomerId, positionId }
}

test('by day a person is proposed within the own region only, by night also across', async () => {
  const { newcomerId } = await aReadyNewcomer(home.db)
  await home.db.update(newcomers).set({ municipalityCode: ELSEWHERE }).where(eq(newcomers.id, newcomerId))
  const { positionId } = await aPosition(home.db)
  await proposeMatches(worker(), { newcomerId })
  await proposeMatches(worker(), { positionId })
  expect(await pairOf(newcomerId, positionId)).toBeUndefined()
  expect((await home.db.select().from(matchingAreas)).map((row) => row.area).sort()).toEqual([
    'region:here',
    'region:there',
  ])
  const found = await across()
  expect((await pairOf(found.newcomerId, found.positionId))?.state).toBe('proposed')
})

test('by day a proposal across stays, also where a better one comes, and takes its place', async () => {
  const { newcomerId, positionId } = await across()
  for (let n = 0; n < 6; n += 1) {
    const { newcomerId: other } = await aReadyNewcomer(home.db)
    await home.db.update(newcomers).set({ waitingSince: '2024-01-01' }).where(eq(newcomers.id, other))
    await proposeMatches(worker(), { newcomerId: other })
  }
  expect((await pairOf(newcomerId, positionId))?.state).toBe('proposed')
  const open = await home.db
    .select()
    .from(proposals)
    .where(and(eq(proposals.positionId, positionId), eq(proposals.state, 'proposed')))
  expect(open).toHaveLength(5)
})

test('by day a proposal across ends when it does not fit any more, whichever side changed, and the other region hears', async () => {
  for (const side of ['newcomer', 'position'] as const) {
    const { newcomerId, positionId } = await across()
    if (side === 'newcomer') {
      await home.db.update(newcomers).set({ availableFrom: '2028-01-01' }).where(eq(newcomers.id, newcomerId))
      await proposeMatches(worker(), { newcomerId })
    } else {
      await home.db
        .update(positions)
        .set({ licences: ['C'] })
        .where(eq(positions.id, positionId))
      await proposeMatches(worker(), { positionId })
    }
    const pair = await pairOf(newcomerId, positionId)
    expect(pair?.state, side).toBe('withdrawn')
    const events = await home.db.select().from(outboxEvents).where(eq(outboxEvents.name, 'proposal.ended'))
    expect(events.some((row) => row.payload['proposalId'] === pair?.id)).toBe(true)
  }
})

test('what the day did is compared region by region, and one where a change waits is left out', async () => {
  const heard = async () => {
    const events = await home.db.select({ id: outboxEvents.id }).from(outboxEvents)
    const ids = events.map((row) => row.id)
    for (const job of ['match-newcomer', 'match-position']) await markDone(home.db, ids, job, new Date())
  }
  const { newcomerId: there } = await across()
  const { newcomerId: here } = await aReadyNewcomer(home.db)
  await proposeMatches(worker(), { all: true })
  await heard()
  expect(await differingPairs(worker())).toBe(0)
  // Past the commands: the one across is the night's to judge, the one at home is the day's.
  await home.db.update(newcomers).set({ maxTravelMinutes: 0 }).where(eq(newcomers.id, here))
  expect(await differingPairs(worker())).toBeGreaterThan(0)
  await home.db.transaction((tx) => recordEvent(tx, 'newcomer.updated', { newcomerId: there }, new Date()))
  expect(await differingPairs(worker())).toBeGreaterThan(0)
  await home.db.transaction((tx) => recordEvent(tx, 'newcomer.updated', { newcomerId: here }, new Date()))
  expect(await differingPairs(worker())).toBeNull()
})
