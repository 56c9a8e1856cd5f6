import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newcomers } from '#db/schema/newcomers.ts'
import { outboxEvents } from '#db/schema/outbox.ts'
import { changeAvailability } from '#server/newcomers/change-availability.ts'
import { changeScreenLanguage } from '#server/newcomers/change-screen-language.ts'
import { profileOf } from '#server/newcomers/reads.ts'
import { type Actor, WORKER } from '#server/platform/context.ts'
import { someReference } from '#tests/make/reference.ts'
import { aNewcomer, anAccount, ctxOf } from '#tests/make/rooms.ts'
import { aDatabase } from '#tests/setup/database.ts'

let home: Awaited<ReturnType<typeof aDatabase>>
let coach: Actor

beforeAll(async () => {
  home = await aDatabase()
  await someReference(home.db)
})
afterAll(() => home.close())
beforeEach(async () => {
  coach = await anAccount(home.db, { role: 'coach' })
})

const ctx = (actor: Actor = coach) => ctxOf(home.db, actor)
const refusal = (code: string) => expect.objectContaining({ name: 'Refusal', code })
const eventsOf = async (newcomerId: string) =>
  (await home.db.select().from(outboxEvents)).filter((event) => event.payload['newcomerId'] === newcomerId)
const versionOf = async (newcomerId: string) =>
  (await home.db.select({ version: newcomers.version }).from(newcomers).where(eq(newcomers.id, newcomerId)))[0]?.version

describe('availability and language', () => {
  test('the newcomer pauses, resumes and withdraws; the coach finishes the intake', async () => {
    const { newcomerId, actor } = await aNewcomer(home.db, { coach, availability: 'in-intake' })
    await expect(changeAvailability(ctx(actor), { newcomerId, step: 'finish-intake' })).rejects.toEqual(
      refusal('forbidden'),
    )
    await changeAvailability(ctx(), { newcomerId, step: 'finish-intake' })
    expect(await changeAvailability(ctx(actor), { newcomerId, step: 'pause' })).toEqual({
      availability: 'paused',
      changed: true,
    })
    await expect(changeAvailability(ctx(actor), { newcomerId, step: 'pause' })).rejects.toEqual(refusal('stale'))
    await changeAvailability(ctx(actor), { newcomerId, step: 'resume' })
    await changeAvailability(ctx(actor), { newcomerId, step: 'withdraw' })
    expect((await eventsOf(newcomerId)).map((event) => event.name).sort()).toEqual([
      'newcomer.updated',
      'newcomer.updated',
      'newcomer.updated',
      'newcomer.withdrawn',
    ])
    expect(await versionOf(newcomerId)).toBe(5)
  })

  test('a worker that comes twice changes it once', async () => {
    const { newcomerId } = await aNewcomer(home.db)
    expect((await changeAvailability(ctx(WORKER), { newcomerId, step: 'place' })).changed).toBe(true)
    expect(await changeAvailability(ctx(WORKER), { newcomerId, step: 'place' })).toEqual({
      availability: 'placed',
      changed: false,
    })
    expect(await eventsOf(newcomerId)).toHaveLength(1)
  })

  test('somebody else changes neither', async () => {
    const { newcomerId } = await aNewcomer(home.db)
    const other = await aNewcomer(home.db)
    await expect(changeAvailability(ctx(other.actor), { newcomerId, step: 'pause' })).rejects.toEqual(
      refusal('not-found'),
    )
    await expect(changeScreenLanguage(ctx(other.actor), { newcomerId, language: 'ar' })).rejects.toEqual(
      refusal('not-found'),
    )
    await changeScreenLanguage(ctx(other.actor), { newcomerId: other.newcomerId, language: 'ar' })
    expect(await profileOf(home.db, other.newcomerId)).toMatchObject({ screenLanguage: 'ar', version: 2 })
  })
})
