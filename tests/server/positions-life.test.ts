import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { outboxEvents } from '#db/schema/outbox.ts'
import { WORKER } from '#server/platform/context.ts'
import { closePosition } from '#server/positions/close-position.ts'
import { decidePosition } from '#server/positions/decide-position.ts'
import { expirePositions } from '#server/positions/expire-positions.ts'
import { pausePosition } from '#server/positions/pause-position.ts'
import { publishPosition } from '#server/positions/publish-position.ts'
import { ownPositions } from '#server/positions/reads.ts'
import { resumePosition } from '#server/positions/resume-position.ts'
import { aPublishingDesk, type PublishingDesk } from '#tests/make/publishing.ts'
import { aPosition, NOW, TODAY } from '#tests/make/rooms.ts'

let desk: PublishingDesk
beforeAll(async () => {
  desk = await aPublishingDesk()
})
afterAll(() => desk.home.close())
beforeEach(() => desk.renew())

const refusal = (code: string) => expect.objectContaining({ name: 'Refusal', code })

describe('the rest of its life', () => {
  test('pause, resume and close, each with a log row and an event', async () => {
    const { positionId } = await desk.published()
    await pausePosition(desk.ctx(), { positionId })
    await expect(pausePosition(desk.ctx(), { positionId })).rejects.toEqual(refusal('stale'))
    expect(await resumePosition(desk.ctx(), { positionId })).toMatchObject({ ok: true, state: 'published' })
    await closePosition(desk.ctx(), { positionId })
    await expect(publishPosition(desk.ctx(), desk.input({ positionId }))).rejects.toEqual(refusal('stale'))
    const log = await desk.logOf(positionId)
    expect(log).toEqual(
      expect.arrayContaining([
        'pause: published > paused by employer',
        'resume: paused > published by employer',
        'close: published > closed by employer',
      ]),
    )
    expect(log).toHaveLength(5)
    expect(await desk.eventsOf(positionId)).toEqual([
      'position.published',
      'position.updated',
      'position.published',
      'position.closed',
    ])
  })

  test('an approved position resumes without a second decision', async () => {
    const { positionId } = await desk.published(desk.unpaid())
    await decidePosition(desk.ctx(desk.officer), { positionId, outcome: 'approved', motivation: 'In orde.' })
    await pausePosition(desk.ctx(), { positionId })
    expect(await resumePosition(desk.ctx(), { positionId })).toMatchObject({ ok: true, state: 'published' })
  })

  test('the sweep expires what is past its last day, once, and only a worker runs it', async () => {
    const old = await aPosition(desk.home.db, { expiresOn: '2026-11-22' })
    const young = await aPosition(desk.home.db, { expiresOn: TODAY })
    await expect(expirePositions(desk.ctx())).rejects.toEqual(refusal('forbidden'))
    expect((await expirePositions(desk.ctx(WORKER))).expired).toBe(1)
    expect((await expirePositions(desk.ctx(WORKER))).expired).toBe(0)
    expect([await desk.stateOf(old.positionId), await desk.stateOf(young.positionId)]).toEqual(['expired', 'published'])
    expect(await desk.logOf(old.positionId)).toEqual(['expire: published > expired by worker'])
  })

  test('a failure later in the transaction leaves neither position nor event', async () => {
    const before = await desk.home.db.select().from(outboxEvents)
    await expect(
      desk.home.db.transaction(async (tx) => {
        await publishPosition({ db: tx, actor: desk.employer.actor, now: NOW }, desk.input())
        throw new Error('later')
      }),
    ).rejects.toThrow('later')
    expect(await ownPositions(desk.ctx())).toEqual([])
    expect(await desk.home.db.select().from(outboxEvents)).toHaveLength(before.length)
  })
})
