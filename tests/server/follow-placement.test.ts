import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newcomers } from '#db/schema/newcomers.ts'
import { followPlacement } from '#server/newcomers/follow-placement.ts'
import { cancelPlacement } from '#server/placements/cancel-placement.ts'
import { startPlacement } from '#server/placements/start-placement.ts'
import { WORKER } from '#server/platform/context.ts'
import { aProposal } from '#tests/make/proposals.ts'
import { ctxOf } from '#tests/make/rooms.ts'
import { aDatabase } from '#tests/setup/database.ts'

let home: Awaited<ReturnType<typeof aDatabase>>
beforeAll(async () => {
  home = await aDatabase()
})
afterAll(() => home.close())

const terms = { startsOn: '2026-12-07', endsOn: '2027-06-04', mentor: 'Anneke', learningGoals: ['Brood bakken'] }
const availabilityOf = async (id: string) =>
  (await home.db.select({ is: newcomers.availability }).from(newcomers).where(eq(newcomers.id, id)))[0]?.is

test('the effect of a start waits for the newcomer, and looks at the placement only then', async () => {
  const { proposalId, coach, newcomer } = await aProposal(home.db, { state: 'accepted' })
  const { newcomerId } = newcomer
  const started = await startPlacement(ctxOf(home.db, coach), { proposalId, ...terms })
  if (!started.ok) throw new Error('not started')
  let effect: Promise<void> | undefined
  await home.db.transaction(async (tx) => {
    await tx.select().from(newcomers).where(eq(newcomers.id, newcomerId)).for('update')
    effect = followPlacement(ctxOf(home.db, WORKER), { newcomerId })
    const waiting = () =>
      home.db.execute(
        sql`select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
      )
    const deadline = Date.now() + 3_000
    while ((await waiting()).length === 0) {
      if (Date.now() > deadline) throw new Error('the effect does not wait')
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    // The cancel, with its own effect, passes while the effect of the start waits.
    await cancelPlacement({ ...ctxOf(home.db, coach), db: tx }, { placementId: started.placementId })
    await followPlacement({ ...ctxOf(home.db, WORKER), db: tx }, { newcomerId })
  })
  await effect
  expect(await availabilityOf(newcomerId)).toBe('available')
})

test('however the effects of starts and cancels fall, the last state stands', async () => {
  const { proposalId, coach, newcomer } = await aProposal(home.db, { state: 'accepted' })
  const follow = () => followPlacement(ctxOf(home.db, WORKER), newcomer)
  const started = await startPlacement(ctxOf(home.db, coach), { proposalId, ...terms })
  if (!started.ok) throw new Error('not started')
  await Promise.all([follow(), follow()])
  expect(await availabilityOf(newcomer.newcomerId)).toBe('placed')
  await cancelPlacement(ctxOf(home.db, coach), { placementId: started.placementId })
  await Promise.all([follow(), follow(), follow()])
  expect(await availabilityOf(newcomer.newcomerId)).toBe('available')
})
