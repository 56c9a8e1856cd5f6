import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { accounts, passkeys, recoveryCodes, sessions, totpKeys } from '#db/schema/accounts.ts'
import { auditEntries } from '#db/schema/audit.ts'
import { mailDeliveries, notices } from '#db/schema/notices.ts'
import { outboxEvents } from '#db/schema/outbox.ts'
import { accountWarnings, erasures } from '#db/schema/privacy.ts'
import type { Role } from '#db/values/accounts.ts'
import { auditKeys } from '#server/audit/keys.ts'
import { makeNotice } from '#server/notices/make-notice.ts'
import { sendMail } from '#server/notices/send-mail.ts'
import { keptAddress } from '#server/platform/addresses.ts'
import { type Actor, type Ctx, WORKER } from '#server/platform/context.ts'
import type { Mail } from '#server/platform/mail.ts'
import { eraseAccount, eraseMyAccount } from '#server/privacy/erase-account.ts'
import { copyOfAccount } from '#server/privacy/reads-account.ts'
import { replayErasures } from '#server/privacy/replay-erasures.ts'
import { subjectHash } from '#server/privacy/subject-hash.ts'
import { sweepAccounts } from '#server/privacy/sweep-accounts.ts'
import { codeOf } from '#tests/make/proposals.ts'
import { someReference } from '#tests/make/reference.ts'
import { aNewcomer, anAccount, anEmployer } from '#tests/make/rooms.ts'
import { aHalfSession, aLinkedApp } from '#tests/make/sign-ins.ts'
import { aDatabase } from '#tests/setup/database.ts'

let home: Awaited<ReturnType<typeof aDatabase>>
beforeAll(async () => {
  home = await aDatabase()
  await someReference(home.db)
})
afterAll(() => home?.close())
beforeEach(async () => {
  await home.db.delete(outboxEvents)
  await home.db.delete(accountWarnings)
})

const NOW = new Date('2026-11-23T09:00:00Z')
const on = (day: string): Date => new Date(`${day}T09:00:00Z`)
const as = (actor: Actor, now = NOW): Ctx => ({ db: home.db, actor, now })
const rowOf = async (id: string) => (await home.db.select().from(accounts).where(eq(accounts.id, id)))[0]
const CANARY = 'kanarievogel'

/** Somebody of the staff with a name, an address, an app, a session and a message. */
async function somebody(role: Exclude<Role, 'newcomer'>, given: Partial<typeof accounts.$inferInsert> = {}) {
  const actor = await anAccount(home.db, { role, displayName: `${CANARY} Jansen`, ...given })
  const id = actor.accountId ?? ''
  await home.db
    .update(accounts)
    .set(keptAddress(id, `${CANARY}.${id}@x.example`))
    .where(eq(accounts.id, id))
  const { me } = await aHalfSession(home.db, { id, role }, NOW)
  await aLinkedApp(home.db, me, NOW)
  await home.db
    .insert(notices)
    .values({ accountId: id, code: 'decision-asked', params: {}, effectKey: `x:${id}`, createdAt: NOW })
  await home.db
    .insert(mailDeliveries)
    .values({ effectKey: `x:${id}`, accountId: id, kind: 'x', state: 'sent', createdAt: NOW })
  return { id, actor }
}
const LEFT_BEHIND = [sessions, totpKeys, passkeys, recoveryCodes, notices, mailDeliveries] as const
const rowsLeft = async (id: string) => {
  let rows = 0
  for (const table of LEFT_BEHIND) rows += await home.db.$count(table, eq(table.accountId, id))
  return rows
}

describe('erasing the account of somebody of the staff', () => {
  test('name, address, second steps, sessions and messages go; the id stays and says what the work was', async () => {
    const { id, actor } = await somebody('officer')
    const other = await somebody('officer')
    expect(await rowsLeft(id)).toBeGreaterThanOrEqual(4)
    const erased = await eraseMyAccount(as(actor))
    expect(erased).toMatchObject({ ok: true, rows: { accounts: 1, totp_keys: 1, notices: 1 } })
    expect(await rowsLeft(id)).toBe(0)
    const row = await rowOf(id)
    expect(row).toMatchObject({
      displayName: 'een toetser van Utrecht',
      state: 'removed',
      erasedAt: NOW,
      role: 'officer',
    })
    expect([row?.email, row?.emailSealed, row?.emailIndex, row?.mailboxIndex]).toEqual([null, null, null, null])
    expect(JSON.stringify(row)).not.toContain(CANARY)
    expect((await rowOf(other.id))?.displayName).toContain(CANARY)
    expect(await rowsLeft(other.id)).toBeGreaterThanOrEqual(4)
    expect(await home.db.$count(erasures, eq(erasures.subjectHash, subjectHash(id, auditKeys().current)))).toBe(1)
    expect(
      await home.db.$count(auditEntries, and(eq(auditEntries.subjectId, id), eq(auditEntries.action, 'account.erase'))),
    ).toBe(1)
    expect(await codeOf(eraseAccount(as(WORKER), id, 'asked', { dry: false }))).toBe('not-found')
  })

  test('a coach with newcomers, and who alone runs an organisation, first hand that over', async () => {
    const { id, actor } = await somebody('coach')
    const { newcomerId } = await aNewcomer(home.db, { coach: actor })
    expect(await eraseMyAccount(as(actor))).toEqual({ ok: false, reason: 'has-caseload' })
    expect((await rowOf(id))?.state).toBe('active')
    const { employerId } = await anEmployer(home.db)
    await home.db.update(accounts).set({ isAdmin: false }).where(eq(accounts.employerId, employerId))
    const [one, other] = [
      await somebody('employer', { employerId, isAdmin: true }),
      await somebody('employer', { employerId, isAdmin: true }),
    ]
    const both = await Promise.all([eraseMyAccount(as(one.actor)), eraseMyAccount(as(other.actor))])
    expect(both.filter(({ ok }) => ok)).toHaveLength(1)
    expect(both).toContainEqual({ ok: false, reason: 'last-one' })
    expect(newcomerId).toBeTruthy()
  })

  test('a dry run changes nothing; nobody but a worker does it to others, and no newcomer does it', async () => {
    const { id, actor } = await somebody('officer')
    expect(await eraseAccount(as(WORKER), id, 'asked', { dry: true })).toMatchObject({
      ok: true,
      rows: { accounts: 1 },
    })
    expect((await rowOf(id))?.displayName).toContain(CANARY)
    expect(await codeOf(eraseAccount(as(actor), id, 'asked', { dry: false }))).toBe('forbidden')
    const { actor: newcomer } = await aNewcomer(home.db)
    expect(await codeOf(eraseMyAccount(as(newcomer)))).toBe('forbidden')
    expect(await codeOf(eraseAccount(as(WORKER), newcomer.accountId ?? '', 'asked', { dry: false }))).toBe('not-found')
  })

  test('after a restore the ledger erases it again', async () => {
    const { id } = await somebody('officer')
    const ledger = [subjectHash(id, auditKeys().current)]
    expect((await replayErasures(as(WORKER), ledger, { dry: true })).erased).toBe(1)
    expect((await rowOf(id))?.displayName).toContain(CANARY)
    expect((await replayErasures(as(WORKER), ledger, { dry: false })).erased).toBe(1)
    expect((await rowOf(id))?.displayName).toBe('een toetser van Utrecht')
    expect((await replayErasures(as(WORKER), ledger, { dry: false })).erased).toBe(0)
  })
})

test('a copy shows name, address and how one signs in, opened, and no secret; that it was made is written down', async () => {
  const { id, actor } = await somebody('officer')
  const copy = await copyOfAccount(as(actor))
  const text = JSON.stringify(copy)
  for (const part of [`${CANARY} Jansen`, `${CANARY}.${id}@x.example`, 'decision-asked']) expect(text).toContain(part)
  expect(text).not.toMatch(/sealed|secret|tokenHash|Mac"/i)
  expect(copy.withheld).toHaveLength(1)
  expect(
    await home.db.$count(auditEntries, and(eq(auditEntries.subjectId, id), eq(auditEntries.action, 'account.copied'))),
  ).toBe(1)
  expect(await codeOf(copyOfAccount(as((await aNewcomer(home.db)).actor)))).toBe('forbidden')
})

describe('accounts that nobody uses', () => {
  beforeEach(async () => {
    await home.db.update(accounts).set({ signedInOn: '2027-12-31' })
  })
  const unused = async (day: string, given: Partial<typeof accounts.$inferInsert> = {}) => {
    const made = await somebody('officer')
    await home.db
      .update(accounts)
      .set({ createdAt: on('2025-01-01'), signedInOn: day, ...given })
      .where(eq(accounts.id, made.id))
    return made
  }
  const sweep = (day: string, dry = false) => sweepAccounts(as(WORKER, on(day)), { dry })
  const NOTHING = { left: 0, warned: 0, cameBack: 0, erased: 0, held: 0 }

  test('a year: a mail first, thirty days later it goes; who signs in meanwhile stays', async () => {
    const [gone, back] = [await unused('2026-01-10'), await unused('2026-01-10')]
    expect(await sweep('2027-01-09')).toEqual(NOTHING)
    expect(await sweep('2027-01-10', true)).toEqual({ ...NOTHING, warned: 2 })
    expect(await home.db.$count(accountWarnings)).toBe(0)
    expect(await sweep('2027-01-10')).toEqual({ ...NOTHING, warned: 2 })
    expect(await sweep('2027-01-11')).toEqual(NOTHING)
    const events = await home.db.select().from(outboxEvents).where(eq(outboxEvents.name, 'account.ending'))
    expect(events.map(({ payload }) => payload['ownerId']).sort()).toEqual([gone.id, back.id].sort())
    const mails: Mail[] = []
    for (const event of events)
      for (const noticeId of (await makeNotice(as(WORKER), event as never)).noticeIds)
        await sendMail(as(WORKER), { noticeId }, { send: async (mail) => void mails.push(mail) }, (code) => ({
          subject: code,
          text: '',
        }))
    expect(mails.map(({ to, subject }) => [to, subject])).toContainEqual([
      `${CANARY}.${gone.id}@x.example`,
      'account-ends',
    ])
    await home.db.update(accounts).set({ signedInOn: '2027-01-20' }).where(eq(accounts.id, back.id))
    expect(await sweep('2027-02-08')).toEqual({ ...NOTHING, cameBack: 1 })
    expect(await sweep('2027-02-09', true)).toEqual({ ...NOTHING, erased: 1 })
    expect(await sweep('2027-02-09')).toEqual({ ...NOTHING, erased: 1 })
    expect([(await rowOf(gone.id))?.state, (await rowOf(back.id))?.state]).toEqual(['removed', 'active'])
    expect(await sweep('2027-02-10')).toEqual(NOTHING)
  })

  test('one that was suspended: half a year; a coach with newcomers is held; a persona of the demo stays', async () => {
    const shut = await unused('2026-05-10', { state: 'suspended' })
    await unused('2020-01-01', { demo: true })
    expect(await sweep('2026-11-10')).toEqual({ ...NOTHING, warned: 1 })
    await home.db.delete(accountWarnings)
    await home.db.update(accounts).set({ signedInOn: '2026-11-10' }).where(eq(accounts.id, shut.id))
    const coach = await unused('2020-01-01', { role: 'coach' })
    await aNewcomer(home.db, { coach: { ...coach.actor, role: 'coach' } as Actor })
    await home.db.update(accounts).set({ signedInOn: '2026-11-10' }).where(eq(accounts.role, 'newcomer'))
    expect(await sweep('2026-11-10')).toEqual({ ...NOTHING, held: 1 })
    await home.db.update(accounts).set({ signedInOn: '2026-11-10' }).where(eq(accounts.id, coach.id))
  })

  test('hundreds who stay as they are stand in the way of nobody', async () => {
    await home.db.insert(accounts).values(
      Array.from({ length: 210 }, (_, at) => ({
        id: `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`,
        role: 'officer' as const,
        municipalityCode: 'GM0344',
        displayName: 'Blijft',
        createdAt: on('2020-01-01'),
        signedInOn: '2027-01-01',
      })),
    )
    const [due, left] = [await unused('2026-06-10'), await unused('2027-01-05', { state: 'removed' })]
    await home.db
      .insert(accountWarnings)
      .values({ accountId: due.id, warnedAt: on('2027-06-12'), eraseOn: '2027-07-12' })
    expect(await sweep('2027-07-12')).toEqual({ ...NOTHING, left: 1, erased: 1 })
    expect((await rowOf(left.id))?.displayName).toBe('een toetser van Utrecht')
  })

  test('who was taken out of an organisation is erased at the next sweep, without a notice', async () => {
    const { id } = await unused('2026-11-22', { state: 'removed' })
    expect(await sweep('2026-11-23', true)).toEqual({ ...NOTHING, left: 1 })
    expect(await sweep('2026-11-23')).toEqual({ ...NOTHING, left: 1 })
    expect((await rowOf(id))?.displayName).toBe('een toetser van Utrecht')
    expect(await codeOf(sweepAccounts(as((await somebody('coach')).actor)))).toBe('forbidden')
  })
})
