import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Database } from '#db/client.ts'
import { recordStaffingFact } from '#server/employers/record-staffing-fact.ts'
import { aPublishingDesk, type PublishingDesk } from '#tests/make/publishing.ts'
import { aPosition, NOW } from '#tests/make/rooms.ts'
import type { Queues } from '#workers/queues.ts'
import { SUBSCRIPTIONS } from '#workers/subscriptions.ts'
import { sweepsOf, USUAL_TIMES } from '#workers/sweeps.ts'

let desk: PublishingDesk
beforeAll(async () => {
  desk = await aPublishingDesk()
})
afterAll(() => desk.home.close())

test('the sweep asks again once a day, and every changed fact asks through the outbox', async () => {
  const database = { db: desk.home.db } as Database
  const sweep = sweepsOf(database, {} as Queues, SUBSCRIPTIONS, null, USUAL_TIMES).find(
    ({ name }) => name === 'recheck-positions',
  )
  const place = () =>
    aPosition(desk.home.db, { employer: desk.employer, type: 'WORK_EXPERIENCE', hourlyWageCents: null })
  const { positionId } = await place()
  expect(await sweep?.run(NOW)).toMatchObject({ withheld: 0 })
  await recordStaffingFact(desk.ctx(), {
    establishmentId: desk.employer.establishmentId,
    kind: 'contract-ended',
    reason: 'not-renewed',
    happenedOn: '2026-03-14',
  })
  expect(await desk.eventsOf(positionId)).toContain('position.updated')
  expect(SUBSCRIPTIONS['position.updated'].map(({ name }) => name)).toContain('recheck-position')
  expect(await sweep?.run(new Date(NOW.getTime() + 3_600_000))).toBeUndefined()
  expect(await desk.stateOf(positionId)).toBe('published')
  expect(await sweep?.run(new Date(NOW.getTime() + 86_400_000))).toMatchObject({ withheld: 1 })
  expect(await desk.stateOf(positionId)).toBe('paused')
})
