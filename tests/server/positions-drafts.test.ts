import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { publishPosition } from '#server/positions/publish-position.ts'
import { positionForEditing } from '#server/positions/reads.ts'
import { saveDraft } from '#server/positions/save-draft.ts'
import { aPublishingDesk, type PublishingDesk } from '#tests/make/publishing.ts'
import { BAKER } from '#tests/make/reference.ts'
import { anEmployer } from '#tests/make/rooms.ts'

let desk: PublishingDesk
beforeAll(async () => {
  desk = await aPublishingDesk()
})
afterAll(() => desk.home.close())
beforeEach(() => desk.renew())

const refusal = (code: string) => expect.objectContaining({ name: 'Refusal', code })

describe('drafts', () => {
  test('a draft keeps its id until it is published, and says nothing to anybody', async () => {
    const first = await saveDraft(desk.ctx(), { type: 'REGULAR_JOB', occupationUri: BAKER })
    const second = await saveDraft(desk.ctx(), {
      type: 'REGULAR_JOB',
      occupationUri: BAKER,
      positionId: first.positionId,
      version: first.version,
      title: 'Bakker',
      tasks: ['Deeg maken', ''],
    })
    expect(second).toEqual({ positionId: first.positionId, version: 2 })
    expect(await desk.eventsOf(first.positionId)).toEqual([])
    expect(await positionForEditing(desk.ctx(), first.positionId)).toMatchObject({
      state: 'draft',
      title: 'Bakker',
      tasks: ['Deeg maken'],
    })
    const result = await desk.published(desk.input({ positionId: first.positionId, version: 2 }))
    expect(result.positionId).toBe(first.positionId)
    expect(await desk.stateOf(first.positionId)).toBe('published')
  })

  test('an old page is refused', async () => {
    const draft = await saveDraft(desk.ctx(), { type: 'REGULAR_JOB', occupationUri: BAKER })
    await saveDraft(desk.ctx(), { type: 'REGULAR_JOB', occupationUri: BAKER, ...draft })
    await expect(saveDraft(desk.ctx(), { type: 'REGULAR_JOB', occupationUri: BAKER, ...draft })).rejects.toEqual(
      refusal('stale'),
    )
    await expect(publishPosition(desk.ctx(), desk.input(draft))).rejects.toEqual(refusal('stale'))
  })

  test("another employer's draft is not found", async () => {
    const draft = await saveDraft(desk.ctx(), { type: 'REGULAR_JOB', occupationUri: BAKER })
    const other = await anEmployer(desk.home.db)
    await expect(positionForEditing(desk.ctx(other.actor), draft.positionId)).rejects.toEqual(refusal('not-found'))
    await expect(positionForEditing(desk.ctx(desk.officer), draft.positionId)).rejects.toEqual(refusal('not-found'))
    await expect(positionForEditing(desk.ctx(), 'no-id')).rejects.toEqual(refusal('not-found'))
  })
})
