import { asc, eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { outboxEvents } from '#db/schema/outbox.ts'
import { positionLog, positions } from '#db/schema/positions.ts'
import type { Actor } from '#server/platform/context.ts'
import { WORKER } from '#server/platform/context.ts'
import { closePosition } from '#server/positions/close-position.ts'
import { decidePosition } from '#server/positions/decide-position.ts'
import { expirePositions } from '#server/positions/expire-positions.ts'
import { pausePosition } from '#server/positions/pause-position.ts'
import type { PublishPositionInput } from '#server/positions/publish-position.ts'
import { publishPosition } from '#server/positions/publish-position.ts'
import { ownPositions } from '#server/positions/reads.ts'
import { resumePosition } from '#server/positions/resume-position.ts'
import { positionForm, unpaidForm } from '#tests/make/publishing.ts'
import { anAccount, anEmployer, aPosition, ctxOf, NOW, TODAY } from '#tests/make/rooms.ts'
import { aDatabase } from '#tests/setup/database.ts'

let home: Awaited<ReturnType<typeof aDatabase>>
let employer: Awaited<ReturnType<typeof anEmployer>>
let officer: Actor

beforeAll(async () => {
  home = await aDatabase()
})
afterAll(() => home.close())
beforeEach(async () => {
  employer = await anEmployer(home.db)
  officer = await anAccount(home.db, { role: 'officer' })
})

const input = (given: Partial<PublishPositionInput> = {}) => positionForm(employer.establishmentId, given)
const unpaid = (given: Partial<PublishPositionInput> = {}) => unpaidForm(employer.establishmentId, given)

const ctx = (actor: Actor = employer.actor, now = NOW) => ctxOf(home.db, actor, now)
const eventsOf = async (positionId: string) =>
  (await home.db.select().from(outboxEvents).orderBy(asc(outboxEvents.id)))
    .filter((event) => event.payload['positionId'] === positionId)
    .map((event) => event.name)
const logOf = async (positionId: string) =>
  (
    await home.db.select().from(positionLog).where(eq(positionLog.positionId, positionId)).orderBy(asc(positionLog.at))
  ).map((row) => `${row.step}: ${row.fromState} > ${row.toState} by ${row.actorRole}`)
const stateOf = async (positionId: string) =>
  (await home.db.select({ state: positions.state }).from(positions).where(eq(positions.id, positionId)))[0]?.state
const published = async (given = input()) => {
  const result = await publishPosition(ctx(), given)
  if (!result.ok) throw new Error(JSON.stringify(result.verdict.reasons.filter((one) => one.outcome === 'block')))
  return result
}
const refusal = (code: string) => expect.objectContaining({ name: 'Refusal', code })

describe('the rest of its life', () => {
  test('pause, resume and close, each with a log row and an event', async () => {
    const { positionId } = await published()
    await pausePosition(ctx(), { positionId })
    await expect(pausePosition(ctx(), { positionId })).rejects.toEqual(refusal('stale'))
    expect(await resumePosition(ctx(), { positionId })).toMatchObject({ ok: true, state: 'published' })
    await closePosition(ctx(), { positionId })
    await expect(publishPosition(ctx(), input({ positionId }))).rejects.toEqual(refusal('stale'))
    const log = await logOf(positionId)
    expect(log).toEqual(
      expect.arrayContaining([
        'pause: published > paused by employer',
        'resume: paused > published by employer',
        'close: published > closed by employer',
      ]),
    )
    expect(log).toHaveLength(5)
    expect(await eventsOf(positionId)).toEqual([
      'position.published',
      'position.updated',
      'position.published',
      'position.closed',
    ])
  })

  test('an approved position resumes without a second decision', async () => {
    const { positionId } = await published(unpaid())
    await decidePosition(ctx(officer), { positionId, outcome: 'approved', motivation: 'In orde.' })
    await pausePosition(ctx(), { positionId })
    expect(await resumePosition(ctx(), { positionId })).toMatchObject({ ok: true, state: 'published' })
  })

  test('the sweep expires what is past its last day, once, and only a worker runs it', async () => {
    const old = await aPosition(home.db, { expiresOn: '2026-11-22' })
    const young = await aPosition(home.db, { expiresOn: TODAY })
    await expect(expirePositions(ctx())).rejects.toEqual(refusal('forbidden'))
    expect((await expirePositions(ctx(WORKER))).expired).toBe(1)
    expect((await expirePositions(ctx(WORKER))).expired).toBe(0)
    expect([await stateOf(old.positionId), await stateOf(young.positionId)]).toEqual(['expired', 'published'])
    expect(await logOf(old.positionId)).toEqual(['expire: published > expired by worker'])
  })

  test('a failure later in the transaction leaves neither position nor event', async () => {
    const before = await home.db.select().from(outboxEvents)
    await expect(
      home.db.transaction(async (tx) => {
        await publishPosition({ db: tx, actor: employer.actor, now: NOW }, input())
        throw new Error('later')
      }),
    ).rejects.toThrow('later')
    expect(await ownPositions(ctx())).toEqual([])
    expect(await home.db.select().from(outboxEvents)).toHaveLength(before.length)
  })
})
