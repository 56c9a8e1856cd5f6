import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { sessions } from '#db/schema/accounts.ts'
import { newcomerIdentities, newcomers } from '#db/schema/newcomers.ts'
import { notices } from '#db/schema/notices.ts'
import { outboxEvents } from '#db/schema/outbox.ts'
import { erasures, retentionWarnings } from '#db/schema/privacy.ts'
import { makeNotice } from '#server/notices/make-notice.ts'
import { type Ctx, WORKER } from '#server/platform/context.ts'
import { sweepRetention } from '#server/privacy/sweep-retention.ts'
import { aReadyNewcomer } from '#tests/make/proposals.ts'
import { aDatabase } from '#tests/setup/database.ts'

let home: Awaited<ReturnType<typeof aDatabase>>
beforeAll(async () => {
  home = await aDatabase()
})
afterAll(() => home?.close())
beforeEach(() => home.db.execute(sql`truncate newcomers, accounts, erasures, outbox_events cascade`))

const at = (day: string): Ctx => ({ db: home.db, actor: WORKER, now: new Date(`${day}T10:00:00Z`) })
const silent = async (day: string) => {
  const made = await aReadyNewcomer(home.db)
  const then = new Date(`${day}T10:00:00Z`)
  await home.db.update(newcomers).set({ updatedAt: then, createdAt: then }).where(eq(newcomers.id, made.newcomerId))
  return made
}
const isThere = async (id: string) => (await home.db.select().from(newcomers).where(eq(newcomers.id, id))).length === 1

test('told once, erased after 30 days of silence; a dry run does neither', async () => {
  const gone = await silent('2025-11-01')
  const recent = await silent('2026-05-01')
  expect(await sweepRetention(at('2026-11-22'), { dry: true })).toEqual({ warned: 1, cameBack: 0, erased: 0 })
  expect(await home.db.select().from(retentionWarnings)).toEqual([])
  expect(await sweepRetention(at('2026-11-22'))).toEqual({ warned: 1, cameBack: 0, erased: 0 })
  expect(await sweepRetention(at('2026-11-23'))).toEqual({ warned: 0, cameBack: 0, erased: 0 })
  const [event] = await home.db.select().from(outboxEvents).where(eq(outboxEvents.name, 'retention.warned'))
  await makeNotice(at('2026-11-23'), { id: event?.id ?? 0, name: 'retention.warned', payload: event?.payload as never })
  const told = (await home.db.select().from(notices)).map((one) => `${one.code} ${one.accountId}`)
  expect(told.sort()).toEqual([gone.actor, gone.coach].map((one) => `data-ends ${one.accountId}`).sort())
  expect(await sweepRetention(at('2026-12-21'))).toEqual({ warned: 0, cameBack: 0, erased: 0 })
  expect(await sweepRetention(at('2026-12-22'), { dry: true })).toMatchObject({ erased: 1 })
  expect(await isThere(gone.newcomerId)).toBe(true)
  expect(await sweepRetention(at('2026-12-22'))).toMatchObject({ erased: 1 })
  expect([await isThere(gone.newcomerId), await isThere(recent.newcomerId)]).toEqual([false, true])
  expect(await home.db.select().from(erasures)).toMatchObject([{ cause: 'retention' }])
})

test('signing in is enough, also when the session is gone since', async () => {
  const back = await silent('2025-11-01')
  await sweepRetention(at('2026-11-22'))
  const seen = new Date('2026-12-01T10:00:00Z')
  await home.db.insert(sessions).values({
    tokenHash: Buffer.from('x'),
    id: crypto.randomUUID(),
    accountId: back.actor.accountId ?? '',
    createdAt: seen,
    seenAt: seen,
    idleMinutes: 30,
    absoluteAt: seen,
  })
  expect(await sweepRetention(at('2026-12-01'))).toEqual({ warned: 0, cameBack: 1, erased: 0 })
  await home.db.delete(sessions)
  expect(await sweepRetention(at('2026-12-22'))).toEqual({ warned: 0, cameBack: 0, erased: 0 })
  expect(await isThere(back.newcomerId)).toBe(true)
  expect(await sweepRetention(at('2027-12-02'))).toEqual({ warned: 1, cameBack: 0, erased: 0 })
})

test('many who were told and wait stand in the way of nobody', async () => {
  const { coach, newcomerId } = await silent('2025-11-01')
  const then = new Date('2025-06-01T10:00:00Z')
  const waiting = Array.from({ length: 210 }, (_, at) => `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`)
  const [row] = await home.db.select().from(newcomers).where(eq(newcomers.id, newcomerId))
  if (!row) throw new Error('no newcomer')
  await home.db
    .insert(newcomers)
    .values(waiting.map((id) => ({ ...row, id, coachId: coach.accountId ?? '', createdAt: then, updatedAt: then })))
  await home.db.insert(newcomerIdentities).values(waiting.map((id) => ({ newcomerId: id, givenName: 'Wacht' })))
  const warnedAt = new Date('2026-11-20T10:00:00Z')
  await home.db
    .insert(retentionWarnings)
    .values([
      ...waiting.map((id) => ({ newcomerId: id, warnedAt, eraseOn: '2026-12-30' })),
      { newcomerId, warnedAt, eraseOn: '2026-12-20' },
    ])
  expect(await sweepRetention(at('2026-12-20'))).toEqual({ warned: 0, cameBack: 0, erased: 1 })
  expect(await isThere(newcomerId)).toBe(false)
})
