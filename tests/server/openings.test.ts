import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { accounts } from '#db/schema/accounts.ts'
import { auditEntries } from '#db/schema/audit.ts'
import { fileOpenings } from '#db/schema/members.ts'
import { notices } from '#db/schema/notices.ts'
import { outboxEvents } from '#db/schema/outbox.ts'
import { looksAtMe } from '#server/audit/reads.ts'
import { makeNotice } from '#server/notices/make-notice.ts'
import { askOpening } from '#server/openings/ask-opening.ts'
import { decideOpening } from '#server/openings/decide-opening.ts'
import { endOpening } from '#server/openings/end-opening.ts'
import { openedFile, openingsFor } from '#server/openings/reads.ts'
import { tellProtectionOfficer } from '#server/openings/tell-protection-officer.ts'
import { keptAddress } from '#server/platform/addresses.ts'
import { dbOfActor } from '#server/platform/bound-db.ts'
import { type Actor, workerNamed } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { AMERSFOORT } from '#tests/make/reference.ts'
import { aNewcomer, anAccount, anEmployer, ctxOf, NOW } from '#tests/make/rooms.ts'
import { aDatabase } from '#tests/setup/database.ts'

let home: Awaited<ReturnType<typeof aDatabase>>
let asker: Actor
let second: Actor
let newcomer: Awaited<ReturnType<typeof aNewcomer>>
beforeAll(async () => {
  home = await aDatabase()
  newcomer = await aNewcomer(home.db)
  asker = await anAccount(home.db, { role: 'municipality' })
  second = await anAccount(home.db, { role: 'municipality' })
})
afterAll(() => home.close())

const at = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000)
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error) => (error instanceof Refusal ? error.code : String(error)),
  )
const ask = (actor: Actor, minutes = 0) =>
  askOpening(ctxOf(home.db, actor, at(minutes)), {
    newcomerId: newcomer.newcomerId,
    why: 'coach-gone',
    reason: 'De coach is sinds gisteren onbereikbaar.',
  })
const decide = (actor: Actor, openingId: string, state: 'approved' | 'refused', minutes = 1) =>
  codeOf(decideOpening(ctxOf(home.db, actor, at(minutes)), { openingId, state }))
const read = (actor: Actor, openingId: string, minutes: number) =>
  codeOf(openedFile(ctxOf(home.db, actor, at(minutes)), openingId))

test('a file opens for an hour, for who asked and after a second person said yes, and each look is written down', async () => {
  const openingId = await ask(asker)
  expect(await read(asker, openingId, 0)).toBe('not-found')
  expect(await decide(second, openingId, 'approved')).toBe('done')
  const file = await openedFile(ctxOf(home.db, asker, at(2)), openingId)
  expect(JSON.stringify(file.tables)).toContain('Samira')
  expect(file.tables.map(({ group }) => group)).not.toContain('account')
  expect(await read(second, openingId, 2)).toBe('not-found')
  expect(await read(asker, openingId, 60)).toBe('done')
  expect(await read(asker, openingId, 61)).toBe('not-found')
  const entries = await home.db.select().from(auditEntries).where(eq(auditEntries.subjectId, newcomer.newcomerId))
  const own = entries.filter(({ detail, action }) => detail['openingId'] === openingId || action === 'opening.viewed')
  expect(own.map(({ action }) => action).sort()).toEqual([
    'opening.approved',
    'opening.asked',
    'opening.viewed',
    'opening.viewed',
  ])
  expect(JSON.stringify(entries)).not.toContain('onbereikbaar')
  // The newcomer reads who looked.
  const looks = await looksAtMe(ctxOf(home.db, newcomer.actor))
  expect(looks).toEqual([expect.objectContaining({ action: 'opening.viewed', role: 'municipality', times: 2 })])
})

test('nobody is the second person of themselves, under whatever account', async () => {
  const openingId = await ask(asker)
  expect(await decide(asker, openingId, 'approved')).toBe('forbidden')
  const [one, other] = [crypto.randomUUID(), crypto.randomUUID()]
  const self = await anAccount(home.db, { id: one, role: 'municipality', ...keptAddress(one, 'jo@voorbeeld.nl') })
  const twin = await anAccount(home.db, { id: other, role: 'municipality', ...keptAddress(other, 'jo+2@voorbeeld.nl') })
  const mine = await ask(self)
  expect(await decide(twin, mine, 'approved')).toBe('forbidden')
  const [row] = await home.db.select().from(fileOpenings).where(eq(fileOpenings.id, mine))
  expect(row?.state).toBe('asked')
})

test('only a manager of the municipality of the newcomer decides, and only once', async () => {
  const openingId = await ask(asker)
  for (const role of ['coach', 'officer', 'platform', 'auditor'] as const)
    expect(await decide(await anAccount(home.db, { role }), openingId, 'approved')).toBe('forbidden')
  const away = await anAccount(home.db, { role: 'municipality', municipalityCode: AMERSFOORT })
  expect(await decide(away, openingId, 'approved')).toBe('not-found')
  expect(await decide(second, openingId, 'refused')).toBe('done')
  expect(await decide(second, openingId, 'approved')).toBe('stale')
  expect(await read(asker, openingId, 2)).toBe('not-found')
})

test('nobody else asks: not a coach, an officer, an employer, or a manager of another municipality', async () => {
  for (const role of ['coach', 'officer', 'auditor'] as const)
    expect(await codeOf(ask(await anAccount(home.db, { role })))).toBe('forbidden')
  expect(await codeOf(ask((await anEmployer(home.db)).actor))).toBe('forbidden')
  expect(await codeOf(ask(newcomer.actor))).toBe('forbidden')
  const away = await anAccount(home.db, { role: 'municipality', municipalityCode: AMERSFOORT })
  expect(await codeOf(ask(away))).toBe('not-found')
})

test('it ends by hand: by who reads and by every manager there', async () => {
  const end = (actor: Actor, openingId: string) => codeOf(endOpening(ctxOf(home.db, actor, at(5)), { openingId }))
  const platform = await anAccount(home.db, { role: 'platform' })
  for (const closer of [asker, second]) {
    const openingId = await ask(asker)
    expect(await end(closer, openingId)).toBe('stale')
    await decide(second, openingId, 'approved')
    expect(await end(platform, openingId)).toBe('not-found')
    expect(await end(closer, openingId)).toBe('done')
    expect(await read(asker, openingId, 6)).toBe('not-found')
  }
})

test('the platform asks for a municipality, and its managers decide', async () => {
  const platform = await anAccount(home.db, { role: 'platform' })
  const openingId = await ask(platform)
  expect((await openingsFor(ctxOf(home.db, platform))).map(({ id }) => id)).toEqual([openingId])
  expect(await decide(platform, openingId, 'approved')).toBe('forbidden')
  expect(await decide(second, openingId, 'approved')).toBe('done')
  expect(await read(platform, openingId, 2)).toBe('done')
})

test('the newcomer, the coach and the data protection officer are told, without a name', async () => {
  const openingId = await ask(asker)
  await decide(second, openingId, 'approved')
  const [event] = (await home.db.select().from(outboxEvents).where(eq(outboxEvents.name, 'file.opened'))).filter(
    ({ payload }) => payload['openingId'] === openingId,
  )
  if (!event) throw new Error('no event')
  await makeNotice(ctxOf(home.db, workerNamed('make-notice')), {
    id: event.id,
    name: 'file.opened',
    payload: { newcomerId: newcomer.newcomerId, openingId },
  })
  const told = await home.db
    .select({ role: accounts.role })
    .from(notices)
    .innerJoin(accounts, eq(accounts.id, notices.accountId))
    .where(and(eq(notices.code, 'file-opened')))
  expect(told.map(({ role }) => role).sort()).toEqual(['coach', 'newcomer'])
  const mails: { to: string; text: string }[] = []
  const mailer = { send: async (mail: (typeof mails)[number]) => void mails.push(mail) }
  const worker = ctxOf(home.db, workerNamed('tell-protection-officer'))
  await tellProtectionOfficer(worker, { openingId }, mailer, 'fg@voorbeeld.nl')
  expect(mails).toEqual([expect.objectContaining({ to: 'fg@voorbeeld.nl' })])
  expect(mails[0]?.text).toContain(openingId)
  expect(mails[0]?.text).not.toMatch(/Samira|onbereikbaar/)
  await tellProtectionOfficer(worker, { openingId }, mailer, null)
  expect(mails).toHaveLength(1)
})

test('the second person reads who asks, also when that is somebody of the platform, whose account a manager does not see', async () => {
  const platform = await anAccount(home.db, { role: 'platform', displayName: 'Pia van het platform' })
  const openingId = await ask(platform)
  const rows = await openingsFor({ actor: second, now: NOW, db: dbOfActor(home.db, second, NOW) })
  expect(rows.find(({ id }) => id === openingId)).toMatchObject({ askedByName: 'Pia van het platform' })
})

test('what was asked more than a day ago is decided by nobody any more', async () => {
  const standings = async (minutes: number) =>
    (await openingsFor(ctxOf(home.db, second, at(minutes)))).find(({ id }) => id === openingId)?.standing
  const day = 24 * 60
  const [openingId, other] = [await ask(asker), await ask(asker)]
  expect(await decide(second, other, 'approved', day - 1)).toBe('done')
  expect(await standings(day - 1)).toBe('asked')
  expect(await standings(day)).toBe('over')
  for (const state of ['approved', 'refused'] as const)
    expect(await decide(second, openingId, state, day)).toBe('stale')
})

test('nobody opens a file for somebody whose account is shut; refused it may be', async () => {
  for (const state of ['suspended', 'removed'] as const) {
    const gone = await anAccount(home.db, { role: 'municipality' })
    const openingId = await ask(gone)
    await home.db
      .update(accounts)
      .set({ state })
      .where(eq(accounts.id, gone.accountId ?? ''))
    const bound = { actor: second, now: at(1), db: dbOfActor(home.db, second, at(1)) }
    expect(await codeOf(decideOpening(bound, { openingId, state: 'approved' }))).toBe('stale')
    expect(await codeOf(decideOpening(bound, { openingId, state: 'refused' }))).toBe('done')
  }
})

test('the database has no file opened that nobody decided about', async () => {
  const openingId = await ask(asker)
  const approved = { state: 'approved', endsAt: at(60) } as const
  const set = (given: Partial<typeof fileOpenings.$inferInsert>) =>
    home.db.update(fileOpenings).set(given).where(eq(fileOpenings.id, openingId))
  for (const wrong of [approved, { state: 'refused' } as const])
    await expect(set(wrong)).rejects.toMatchObject({ cause: { constraint_name: 'file_openings_decided' } })
  await set({ ...approved, decidedBy: second.accountId })
})
