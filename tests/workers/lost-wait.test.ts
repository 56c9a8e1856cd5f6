import { randomUUID } from 'node:crypto'
import { asc, eq } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { newcomers } from '#db/schema/newcomers.ts'
import { deadJobs, effects } from '#db/schema/outbox.ts'
import { proposalLog, proposals } from '#db/schema/proposals.ts'
import { EVENT_NAMES } from '#server/outbox/events.ts'
import { recordEvent } from '#server/outbox/record-event.ts'
import { log } from '#server/platform/log.ts'
import { aProposal } from '#tests/make/proposals.ts'
import { aPosition } from '#tests/make/rooms.ts'
import type { Subscriptions } from '#workers/job.ts'
import { matchNewcomerJob } from '#workers/jobs/match-newcomer.ts'
import { startWorkers } from '#workers/start-workers.ts'
import { type Home, ownDatabase, until } from './services.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

/** An allocator of an area that Postgres sends away half done, by a deadlock or a serialization failure, and that is asked again by its queue. */
let home: Home
beforeAll(async () => {
  home = await ownDatabase()
})
afterAll(() => home.close())
beforeEach(() =>
  home.db.execute(
    'truncate proposals, newcomers, positions, outbox_events, effects, dead_jobs, matching_areas, matching_changes cascade',
  ),
)
const databaseOf = (url: string): string => new URL(url).pathname.slice(1)
/**
 * Postgres looks for a deadlock once, a second after a wait began. Who may choose how long gives the other more time still; who may not has a second to
 * close the circle, which is a hundred times what it takes.
 */
const unlessNotAllowed = (error: { cause?: { code?: string } }): void => {
  if (error.cause?.code !== '42501') throw error
}
const setting = (set: string) => home.db.execute(`alter database "${databaseOf(home.url)}" ${set}`)
const failures = vi.spyOn(log, 'warn')
afterEach(async () => {
  await setting('reset all')
  failures.mockClear()
})

const only: Partial<Subscriptions> = { 'newcomer.updated': [matchNewcomerJob] }
const subscriptions = {
  ...Object.fromEntries(EVENT_NAMES.map((name) => [name, []])),
  ...only,
} as unknown as Subscriptions

/** Two proposals of the engine that do not fit any more, by id, of which the change of one newcomer is recorded. */
async function twoToTakeBack() {
  const position = await aPosition(home.db)
  const made = [await aProposal(home.db, { position }), await aProposal(home.db, { position })]
  await home.db.update(newcomers).set({ maxTravelMinutes: 0 })
  const { newcomerId } = made[0]?.newcomer ?? { newcomerId: '' }
  const [low, high] = made.map((one) => one.proposalId).sort()
  return {
    ids: [low ?? '', high ?? ''] as const,
    say: () => home.db.transaction((tx) => recordEvent(tx, 'newcomer.updated', { newcomerId }, new Date())),
  }
}
const work = () =>
  startWorkers(
    {
      queueBackend: 'postgres',
      databaseUrl: home.url,
      redisUrl: undefined,
      queuePrefix: `t${randomUUID().slice(0, 8)}`,
      meili: null,
      publicOrigin: 'http://localhost',
    },
    { send: async () => {} },
    { subscriptions, clock: false },
  )
const isWaiting = async () =>
  (
    await home.sql`select 1 from pg_stat_activity
      where datname = current_database() and application_name = 'instroom-workers' and wait_event_type = 'Lock'`
  ).length > 0
const reasons = () => failures.mock.calls.map(([said]) => (said as { reason?: string }).reason ?? '')

/** Each proposal was taken back once, the event had its effect once, and nothing was buried. */
async function expectDoneOnce(): Promise<void> {
  await until('the effect', async () => (await home.db.$count(effects)) === 1, 30_000)
  expect(await home.db.$count(proposals, eq(proposals.state, 'withdrawn'))).toBe(2)
  const steps = await home.db.select().from(proposalLog).orderBy(asc(proposalLog.proposalId))
  expect(steps.map((row) => row.step)).toEqual(['withdraw', 'withdraw'])
  expect(new Set(steps.map((row) => row.proposalId)).size).toBe(2)
  expect(await home.db.$count(deadJobs)).toBe(0)
}

test('a deadlock with somebody else: nothing of the first try is kept, the next does all of it once', async () => {
  // Ours waits first, so it is ours that is sent away.
  const maySet = await setting(`set deadlock_timeout = '3s'`).then(
    () => true,
    (error) => unlessNotAllowed(error) ?? false,
  )
  const { ids, say } = await twoToTakeBack()
  const [low, high] = ids
  await say()
  const workers = work()
  try {
    await home.db.transaction(async (tx) => {
      if (maySet) await tx.execute(`set local deadlock_timeout = '60s'`)
      await tx.execute(`set local lock_timeout = '60s'`)
      await tx.select().from(proposals).where(eq(proposals.id, high)).for('update')
      await until('the allocator has the first and waits for the second', isWaiting, 20_000, 10)
      // Ours holds this one and waits for the other: a circle, out of which Postgres takes ours.
      await tx.select().from(proposals).where(eq(proposals.id, low)).for('update')
      expect(await home.db.$count(proposals, eq(proposals.state, 'withdrawn'))).toBe(0)
    })
    await expectDoneOnce()
    expect(reasons().filter((reason) => reason.includes('40P01'))).toHaveLength(1)
  } finally {
    await workers.stop(5_000)
  }
})

test('a row that another one changed under a stricter isolation: the same', async () => {
  await setting(`set default_transaction_isolation = 'repeatable read'`)
  const { ids, say } = await twoToTakeBack()
  await say()
  const workers = work()
  try {
    await home.db.transaction(async (tx) => {
      await tx.update(proposals).set({ score: 701 }).where(eq(proposals.id, ids[1]))
      await until('the allocator waits for it', isWaiting, 20_000, 10)
    })
    await expectDoneOnce()
    expect(reasons().filter((reason) => reason.includes('40001'))).toHaveLength(1)
  } finally {
    await workers.stop(5_000)
  }
})
