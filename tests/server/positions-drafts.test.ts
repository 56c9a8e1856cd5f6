import { asc, eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { outboxEvents } from '#db/schema/outbox.ts'
import { positions } from '#db/schema/positions.ts'
import type { Actor } from '#server/platform/context.ts'
import type { PublishPositionInput } from '#server/positions/publish-position.ts'
import { publishPosition } from '#server/positions/publish-position.ts'
import { positionForEditing } from '#server/positions/reads.ts'
import { saveDraft } from '#server/positions/save-draft.ts'
import { positionForm } from '#tests/make/publishing.ts'
import { BAKER } from '#tests/make/reference.ts'
import { anAccount, anEmployer, ctxOf, NOW } from '#tests/make/rooms.ts'
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

const ctx = (actor: Actor = employer.actor, now = NOW) => ctxOf(home.db, actor, now)
const eventsOf = async (positionId: string) =>
  (await home.db.select().from(outboxEvents).orderBy(asc(outboxEvents.id)))
    .filter((event) => event.payload['positionId'] === positionId)
    .map((event) => event.name)
const stateOf = async (positionId: string) =>
  (await home.db.select({ state: positions.state }).from(positions).where(eq(positions.id, positionId)))[0]?.state
const published = async (given = input()) => {
  const result = await publishPosition(ctx(), given)
  if (!result.ok) throw new Error(JSON.stringify(result.verdict.reasons.filter((one) => one.outcome === 'block')))
  return result
}
const refusal = (code: string) => expect.objectContaining({ name: 'Refusal', code })

describe('drafts', () => {
  test('a draft keeps its id until it is published, and says nothing to anybody', async () => {
    const first = await saveDraft(ctx(), { type: 'REGULAR_JOB', occupationUri: BAKER })
    const second = await saveDraft(ctx(), {
      type: 'REGULAR_JOB',
      occupationUri: BAKER,
      positionId: first.positionId,
      version: first.version,
      title: 'Bakker',
      tasks: ['Deeg maken', ''],
    })
    expect(second).toEqual({ positionId: first.positionId, version: 2 })
    expect(await eventsOf(first.positionId)).toEqual([])
    expect(await positionForEditing(ctx(), first.positionId)).toMatchObject({
      state: 'draft',
      title: 'Bakker',
      tasks: ['Deeg maken'],
    })
    const result = await published(input({ positionId: first.positionId, version: 2 }))
    expect(result.positionId).toBe(first.positionId)
    expect(await stateOf(first.positionId)).toBe('published')
  })

  test('an old page is refused', async () => {
    const draft = await saveDraft(ctx(), { type: 'REGULAR_JOB', occupationUri: BAKER })
    await saveDraft(ctx(), { type: 'REGULAR_JOB', occupationUri: BAKER, ...draft })
    await expect(saveDraft(ctx(), { type: 'REGULAR_JOB', occupationUri: BAKER, ...draft })).rejects.toEqual(
      refusal('stale'),
    )
    await expect(publishPosition(ctx(), input(draft))).rejects.toEqual(refusal('stale'))
  })

  test("another employer's draft is not found", async () => {
    const draft = await saveDraft(ctx(), { type: 'REGULAR_JOB', occupationUri: BAKER })
    const other = await anEmployer(home.db)
    await expect(positionForEditing(ctx(other.actor), draft.positionId)).rejects.toEqual(refusal('not-found'))
    await expect(positionForEditing(ctx(officer), draft.positionId)).rejects.toEqual(refusal('not-found'))
    await expect(positionForEditing(ctx(), 'no-id')).rejects.toEqual(refusal('not-found'))
  })
})
