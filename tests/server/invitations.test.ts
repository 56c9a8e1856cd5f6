import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accounts } from '#db/schema/accounts.ts'
import { auditEntries } from '#db/schema/audit.ts'
import { invitations } from '#db/schema/members.ts'
import { outboxEvents } from '#db/schema/outbox.ts'
import type { InviteInput } from '#server/accounts/invite-person.ts'
import { invitePerson } from '#server/accounts/invite-person.ts'
import { mailInvitation } from '#server/accounts/mail-invitation.ts'
import { accountOfSession } from '#server/accounts/reads.ts'
import { ownInvitations } from '#server/accounts/reads-invitation.ts'
import { resendInvitation } from '#server/accounts/resend-invitation.ts'
import { isComplete } from '#server/accounts/rules-session.ts'
import { withdrawInvitation } from '#server/accounts/withdraw-invitation.ts'
import { type Actor, workerNamed } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { mailedOf, takes } from '#tests/make/members.ts'
import { AMERSFOORT, UTRECHT } from '#tests/make/reference.ts'
import { anAccount, anEmployer, ctxOf, NOW } from '#tests/make/rooms.ts'
import { aDatabase } from '#tests/setup/database.ts'

let home: Awaited<ReturnType<typeof aDatabase>>
let admin: Actor
let employerId: string
let manager: Actor
let platform: Actor
beforeAll(async () => {
  home = await aDatabase()
  const made = await anEmployer(home.db)
  admin = made.actor
  employerId = made.employerId
  manager = await anAccount(home.db, { role: 'municipality' })
  platform = await anAccount(home.db, { role: 'platform' })
})
afterAll(() => home.close())

const minutes = (count: number) => new Date(NOW.getTime() + count * 60_000)
let number = 0
const address = () => {
  number += 1
  return `mens-${number}@voorbeeld.nl`
}
const seat = (given: Partial<InviteInput>): InviteInput => ({ email: address(), role: 'employer', ...given })
async function invited(actor: Actor, given: Partial<InviteInput> & { email: string }) {
  const answer = await invitePerson(ctxOf(home.db, actor), seat(given))
  if (!answer.ok) throw new Error(answer.reason)
  return answer.invitationId
}
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error) => (error instanceof Refusal ? error.code : String(error)),
  )

describe('who invites whom', () => {
  const asks = (actor: Actor, given: Partial<InviteInput>) =>
    codeOf(
      invitePerson(ctxOf(home.db, actor), seat(given)).then((answer) => {
        if (!answer.ok) throw new Refusal('stale', { reason: answer.reason })
      }),
    )

  test('an admin of an employer people of that employer, whatever the form names', async () => {
    const other = await anEmployer(home.db, { name: 'Ander bedrijf' })
    const email = address()
    await invited(admin, { email, isAdmin: true, employerId: other.employerId })
    const rows = await home.db.select().from(invitations).where(eq(invitations.employerId, other.employerId))
    expect(rows).toEqual([])
    for (const role of ['coach', 'municipality', 'officer', 'auditor'] as const)
      expect(await asks(admin, { role, municipalityCode: UTRECHT })).toBe('forbidden')
  })

  test('a member of an employer nobody, nor a coach, an officer, an auditor, a newcomer', async () => {
    const member = await anAccount(home.db, { role: 'employer', employerId, isAdmin: false })
    expect(await asks(member, {})).toBe('forbidden')
    for (const role of ['coach', 'officer', 'auditor'] as const) {
      const actor = await anAccount(home.db, { role })
      expect(await asks(actor, {})).toBe('forbidden')
      expect(await asks(actor, { role: 'coach' })).toBe('forbidden')
    }
  })

  test('a manager people of the own municipality and of no other', async () => {
    for (const role of ['coach', 'municipality', 'officer'] as const) {
      const email = address()
      const id = await invited(manager, { email, role, municipalityCode: AMERSFOORT })
      const [row] = await home.db.select().from(invitations).where(eq(invitations.id, id))
      expect(row).toMatchObject({ role, municipalityCode: UTRECHT, isAdmin: false, employerId: null })
    }
    expect(await asks(manager, { role: 'employer', employerId })).toBe('forbidden')
    expect(await asks(manager, { role: 'auditor' })).toBe('forbidden')
  })

  test('the platform the first manager, the first admin and auditors, and nobody else', async () => {
    const fresh = await anEmployer(home.db, { name: 'Nieuw bedrijf' })
    await home.db.update(accounts).set({ isAdmin: false }).where(eq(accounts.employerId, fresh.employerId))
    const first = { role: 'employer' as const, employerId: fresh.employerId }
    expect(await asks(platform, first)).toBe('done')
    const [row] = await home.db.select().from(invitations).where(eq(invitations.employerId, fresh.employerId))
    expect(row?.isAdmin).toBe(true)
    expect(await asks(platform, { role: 'municipality', municipalityCode: AMERSFOORT })).toBe('done')
    expect(await asks(platform, { role: 'auditor' })).toBe('done')
    for (const role of ['coach', 'officer'] as const)
      expect(await asks(platform, { role, municipalityCode: UTRECHT })).toBe('forbidden')
    // There is one already.
    expect(await invitePerson(ctxOf(home.db, platform), seat({ role: 'employer', employerId }))).toEqual({
      ok: false,
      reason: 'has-one',
    })
    expect(await asks(platform, { role: 'employer', employerId: crypto.randomUUID() })).toBe('not-found')
  })

  test('nobody who works or was asked there already, and says nothing of an account elsewhere', async () => {
    const email = address()
    await invited(admin, { email })
    expect(await invitePerson(ctxOf(home.db, admin), seat({ email }))).toEqual({ ok: false, reason: 'already' })
    // The same address at a municipality: as for an address that nobody has.
    expect((await invitePerson(ctxOf(home.db, manager), seat({ email, role: 'coach' }))).ok).toBe(true)
  })
})

describe('an invitation that is taken', () => {
  test('makes one account with that seat, which goes on to its second step', async () => {
    const email = address()
    const id = await invited(admin, { email, isAdmin: true })
    const answer = await takes(home.db, minutes(5), { ...(await mailedOf(home.db, id)), email })
    if (!answer.ok) throw new Error(answer.reason)
    const me = await accountOfSession(home.db, answer.token, minutes(6))
    expect(me).toMatchObject({ role: 'employer', isAdmin: true, employerId, aal: 1, displayName: 'Nieuwe Collega' })
    expect(me && isComplete(me)).toBe(false)
    // The address is with the account now, and no more with the invitation.
    const [row] = await home.db.select().from(invitations).where(eq(invitations.id, id))
    expect(row).toMatchObject({ state: 'accepted', emailSealed: null, emailIndex: null, accountId: me?.accountId })
    const entries = await home.db
      .select()
      .from(auditEntries)
      .where(eq(auditEntries.subjectId, me?.accountId ?? ''))
    expect(entries.map(({ action }) => action)).toEqual(['account.invitation-accepted'])
    expect(await takes(home.db, minutes(7), { ...(await mailedOf(home.db, id)), email })).toEqual({
      ok: false,
      reason: 'used',
    })
  })

  test('by twenty at once makes one account', async () => {
    const email = address()
    const id = await invited(manager, { email, role: 'coach' })
    const mailed = await mailedOf(home.db, id)
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => takes(home.db, minutes(5), { ...mailed, email })),
    )
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
    const made = await home.db
      .select()
      .from(accounts)
      .where(and(eq(accounts.role, 'coach'), eq(accounts.displayName, 'Nieuwe Collega')))
    expect(made).toHaveLength(1)
  })

  test('is for the address that was invited, and five wrong codes lock it until the next mail', async () => {
    const email = address()
    const id = await invited(admin, { email })
    const mailed = await mailedOf(home.db, id)
    const wrong = mailed.code === '000000' ? '000001' : '000000'
    expect(await takes(home.db, minutes(1), { ...mailed, email: address() })).toEqual({ ok: false, reason: 'wrong' })
    for (let tried = 0; tried < 3; tried += 1)
      expect(await takes(home.db, minutes(1), { ...mailed, code: wrong, email })).toEqual({
        ok: false,
        reason: 'wrong',
      })
    expect(await takes(home.db, minutes(1), { ...mailed, code: wrong, email })).toEqual({ ok: false, reason: 'locked' })
    expect(await takes(home.db, minutes(1), { ...mailed, email })).toEqual({ ok: false, reason: 'locked' })
    await resendInvitation(ctxOf(home.db, admin), { invitationId: id })
    expect(await takes(home.db, minutes(2), { ...mailed, email })).toEqual({ ok: false, reason: 'unknown' })
    expect(await takes(home.db, minutes(2), { ...(await mailedOf(home.db, id)), email })).toMatchObject({ ok: true })
  })

  test('expires after seven days, and a new mail opens it again', async () => {
    const email = address()
    const id = await invited(admin, { email })
    const week = 7 * 24 * 60
    expect(await takes(home.db, minutes(week), { ...(await mailedOf(home.db, id)), email })).toEqual({
      ok: false,
      reason: 'expired',
    })
    const [shown] = (await ownInvitations(ctxOf(home.db, admin, minutes(week)))).filter((one) => one.id === id)
    expect(shown?.state).toBe('expired')
    await resendInvitation(ctxOf(home.db, admin, minutes(week)), { invitationId: id })
    expect(await takes(home.db, minutes(week + 1), { ...(await mailedOf(home.db, id)), email })).toMatchObject({
      ok: true,
    })
  })

  test('is over when it was withdrawn, and a key that is none says nothing', async () => {
    const email = address()
    const id = await invited(admin, { email })
    const mailed = await mailedOf(home.db, id)
    await withdrawInvitation(ctxOf(home.db, admin), { invitationId: id })
    expect(await takes(home.db, minutes(1), { ...mailed, email })).toEqual({ ok: false, reason: 'withdrawn' })
    const guessed = `${id}.${'A'.repeat(43)}`
    expect(await takes(home.db, minutes(1), { ...mailed, key: guessed, email })).toEqual({
      ok: false,
      reason: 'unknown',
    })
    expect(await codeOf(resendInvitation(ctxOf(home.db, admin), { invitationId: id }))).toBe('stale')
  })
})

test('an invitation of another organisation is nobody’s to see, mail or end', async () => {
  const id = await invited(admin, { email: address() })
  const foreign = await anEmployer(home.db, { name: 'Derde bedrijf' })
  for (const actor of [foreign.actor, manager, platform]) {
    expect((await ownInvitations(ctxOf(home.db, actor))).map((one) => one.id)).not.toContain(id)
    expect(await codeOf(resendInvitation(ctxOf(home.db, actor), { invitationId: id }))).toBe('not-found')
    expect(await codeOf(withdrawInvitation(ctxOf(home.db, actor), { invitationId: id }))).toBe('not-found')
  }
})

test('the mail has link and code, leaves once a round, and the event only ids', async () => {
  const email = address()
  const id = await invited(admin, { email })
  const mails: { to: string; text: string; messageId: string }[] = []
  const mailer = { send: async (mail: (typeof mails)[number]) => void mails.push(mail) }
  const compose = ({ key, code }: { key: string; code: string }) => ({ subject: 's', text: `${key} ${code}` })
  const ctx = ctxOf(home.db, workerNamed('mail-invitation'))
  await mailInvitation(ctx, { invitationId: id, round: 1 }, mailer, compose)
  const mailed = await mailedOf(home.db, id)
  expect(mails).toEqual([
    expect.objectContaining({ to: email, text: `${mailed.key} ${mailed.code}`, messageId: `invitation-${id}-1` }),
  ])
  await resendInvitation(ctxOf(home.db, admin), { invitationId: id })
  await mailInvitation(ctx, { invitationId: id, round: 1 }, mailer, compose)
  expect(mails).toHaveLength(1)
  const events = await home.db.select().from(outboxEvents).where(eq(outboxEvents.name, 'invitation.sent'))
  expect(events.map(({ payload }) => payload)).toContainEqual({ invitationId: id, round: '2' })
  expect(JSON.stringify(events)).not.toContain('@')
  expect(await codeOf(mailInvitation(ctxOf(home.db, admin), { invitationId: id, round: 2 }, mailer, compose))).toBe(
    'forbidden',
  )
})
