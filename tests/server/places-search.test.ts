import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { WORKER } from '#server/platform/context.ts'
import { positionsWith } from '#server/positions/reads-words.ts'
import { placesFor } from '#server/proposals/reads-match.ts'
import { rebuildIndex } from '#server/search/rebuild-index.ts'
import { aNewcomer, aPosition, ctxOf } from '#tests/make/rooms.ts'
import { type Home, ownDatabase } from '#tests/workers/services.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })
let home: Home
beforeAll(async () => {
  home = await ownDatabase()
})
afterAll(() => home.close())

test('a coach looks for words among the places of one person; what fits is still decided by the engine', async () => {
  const { newcomerId, coach } = await aNewcomer(home.db)
  await aPosition(home.db, { title: 'Brood bakken' })
  const cake = await aPosition(home.db, { title: 'Taart maken', tasks: [], learns: [] })
  const paused = await aPosition(home.db, { title: 'Taart versieren', state: 'paused' })
  await rebuildIndex(ctxOf(home.db, WORKER), null)
  const ctx = ctxOf(home.db, coach)
  const { ids, engine } = await positionsWith(ctx, null, 'taart')
  expect([engine, ids]).toEqual(['postgres', [cake.positionId]])
  const all = await placesFor(ctx, newcomerId)
  // No place is asked of the safeguards here, so each is unknown: what counts is which were looked at.
  const sum = ({ counts }: typeof all) => Object.values(counts).reduce((total, one) => total + one, 0)
  expect([all.lookedAt, sum(all)]).toEqual([2, 2])
  const some = await placesFor(ctx, newcomerId, [...ids, paused.positionId])
  expect([some.lookedAt, sum(some)]).toEqual([1, 1])
  expect((await placesFor(ctx, newcomerId, [])).lookedAt).toBe(0)
})
