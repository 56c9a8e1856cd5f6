import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accounts, passkeys } from '#db/schema/accounts.ts'
import { auditEntries } from '#db/schema/audit.ts'
import { invitations } from '#db/schema/members.ts'
import { newcomers } from '#db/schema/newcomers.ts'
import { outboxEvents } from '#db/schema/outbox.ts'
import { may } from '#server/access/may.ts'
import type { ChangeMemberInput } from '#server/accounts/change-member.ts'
import { changeMember } from '#server/accounts/change-member.ts'
import { changeRole } from '#server/accounts/change-role.ts'
import { invitePerson } from '#server/accounts/invite-person.ts'
import { accountOfSession } from '#server/accounts/reads.ts'
import { ownMembers } from '#server/accounts/reads-members.ts'
import { moveNewcomers } from '#server/newcomers/move-newcomers.ts'
import { caseloadsOf, numbersOf } from '#server/newcomers/reads-caseloads.ts'
import { addressOf, keptAddress } from '#server/platform/addresses.ts'
import { dbOfActor } from '#server/platform/bound-db.ts'
import { type Actor, WORKER } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { AMERSFOORT } from '#tests/make/reference.ts'
import { aNewcomer, anAccount, anEmployer, ctxOf, NOW } from '#tests/make/rooms.ts'
import { aHalfSession } from '#tests/make/sign-ins.ts'
import { aDatabase } from '#tests/setup/database.ts'

let home: Awaited<ReturnType<typeof aDatabase>>
beforeAll(async () => {
  home = await aDatabase()
})
afterAll(() => home.close())

const codeOf = (work: Promise<unknown>) =>
  work.then(
    (answer) => answer,
    (error) => (error instanceof Refusal ? error.code : String(error)),
  )
const change = (actor: Actor, who: Actor, step: ChangeMemberInput['step']) =>
  codeOf(changeMember(ctxOf(home.db, actor), { accountId: who.accountId ?? '', step, reason: 'other-work' }))
const rowOf = async (who: Actor) => {
  const [row] = await home.db
    .select()
    .from(accounts)
    .where(eq(accounts.id, who.accountId ?? ''))
  if (!row) throw new Error('no account')
  return row
}

describe('the people of an employer', () => {
  test('a member sees colleagues, saves drafts and answers candidates, and neither publishes nor invites', async () => {
    const { employerId, actor: admin } = await anEmployer(home.db)
    const member = await anAccount(home.db, { role: 'employer', employerId, isAdmin: false })
    const both = ['position.save-draft', 'proposal.accept', 'proposal.refuse', 'account.read-members'] as const
    const adminOnly = ['position.publish', 'position.close', 'account.invite', 'account.change-member'] as const
    for (const action of both) expect([may(member, action), may(admin, action)]).toEqual([true, true])
    for (const action of adminOnly) expect([may(member, action), may(admin, action)]).toEqual([false, true])
    const seen = await ownMembers(ctxOf(home.db, member))
    expect(seen.map(({ id }) => id).sort()).toEqual([admin.accountId, member.accountId].sort())
    expect(seen.flatMap(({ steps }) => steps)).toEqual([])
    expect(await change(member, admin, 'remove')).toBe('forbidden')
    expect(await change(member, member, 'make-admin')).toBe('forbidden')
  })

  test('a member is made admin: the session of before ends, and it is in the audit with its reason', async () => {
    const { employerId, actor: admin } = await anEmployer(home.db)
    const member = await anAccount(home.db, { role: 'employer', employerId, isAdmin: false })
    const session = await aHalfSession(home.db, { id: member.accountId ?? '', role: 'employer' }, NOW)
    expect(await change(admin, member, 'make-admin')).toEqual({ ok: true })
    expect((await rowOf(member)).isAdmin).toBe(true)
    expect(await accountOfSession(home.db, session.token, NOW)).toBeNull()
    const [entry] = await home.db
      .select()
      .from(auditEntries)
      .where(eq(auditEntries.subjectId, member.accountId ?? ''))
    expect(entry).toMatchObject({
      action: 'account.make-admin',
      actorId: admin.accountId,
      detail: { reason: 'other-work', was: 'employer' },
    })
    expect(await change(admin, member, 'make-admin')).toBe('stale')
  })

  test('the last admin is not removed, suspended or made a member', async () => {
    const { employerId, actor: admin } = await anEmployer(home.db)
    await anAccount(home.db, { role: 'employer', employerId, isAdmin: false })
    const suspended = await anAccount(home.db, { role: 'employer', employerId, state: 'suspended' })
    for (const step of ['remove', 'suspend', 'make-member'] as const)
      expect(await change(admin, admin, step)).toEqual({ ok: false, reason: 'last-one' })
    const [mine] = (await ownMembers(ctxOf(home.db, admin))).filter(({ isMe }) => isMe)
    expect(mine?.steps).toEqual([])
    // One that is suspended does not count as one who is left.
    expect(await change(admin, suspended, 'remove')).toEqual({ ok: true })
  })

  test('of two admins who remove each other at the same moment one stays', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { employerId, actor: one } = await anEmployer(home.db)
      const other = await anAccount(home.db, { role: 'employer', employerId })
      const answers = await Promise.all([change(one, other, 'remove'), change(other, one, 'remove')])
      expect(answers.filter((answer) => answer === 'forbidden')).toHaveLength(1)
      const left = await home.db.select().from(accounts).where(eq(accounts.employerId, employerId))
      expect(left.filter(({ state }) => state === 'active')).toHaveLength(1)
    }
  })

  test('of ten admins who all step down at the same moment one stays', async () => {
    const { employerId, actor: first } = await anEmployer(home.db)
    const others = await Promise.all(
      Array.from({ length: 9 }, () => anAccount(home.db, { role: 'employer', employerId })),
    )
    const all = [first, ...others]
    const answers = await Promise.all(
      all.map((actor, at) => change(actor, actor, at % 2 === 0 ? 'remove' : 'make-member')),
    )
    const left = (await home.db.select().from(accounts).where(eq(accounts.employerId, employerId))).filter(
      ({ isAdmin, state }) => isAdmin && state === 'active',
    )
    expect(left).toHaveLength(1)
    expect(answers.filter((one) => typeof one === 'object' && one !== null && 'reason' in one)).toHaveLength(1)
  })

  test('who was removed has no address, no factor and no session, and cannot be brought back', async () => {
    const { employerId, actor: admin } = await anEmployer(home.db)
    const id = crypto.randomUUID()
    const member = await anAccount(home.db, {
      id,
      role: 'employer',
      employerId,
      isAdmin: false,
      ...keptAddress(id, 'weg@voorbeeld.nl'),
    })
    const session = await aHalfSession(home.db, { id, role: 'employer' }, NOW)
    await home.db
      .insert(passkeys)
      .values({ accountId: id, credentialId: 'x', publicKey: Buffer.from('x'), counter: 0, createdAt: NOW })
    expect(await change(admin, member, 'remove')).toEqual({ ok: true })
    const row = await rowOf(member)
    expect({ address: addressOf(row), state: row.state, index: row.emailIndex }).toEqual({
      address: null,
      state: 'removed',
      index: null,
    })
    expect(await home.db.select().from(passkeys).where(eq(passkeys.accountId, id))).toEqual([])
    expect(await accountOfSession(home.db, session.token, NOW)).toBeNull()
    expect(await change(admin, member, 'restore')).toBe('not-found')
    expect((await ownMembers(ctxOf(home.db, admin))).map((one) => one.id)).not.toContain(id)
  })

  test('people of another organisation are as if they were not there', async () => {
    const one = await anEmployer(home.db)
    const other = await anEmployer(home.db, { name: 'Ander bedrijf' })
    const manager = await anAccount(home.db, { role: 'municipality' })
    for (const step of ['remove', 'suspend', 'make-member'] as const) {
      expect(await change(one.actor, other.actor, step)).toBe('not-found')
      expect(await change(manager, other.actor, step)).toBe('not-found')
      expect(await change(one.actor, manager, step)).toBe('not-found')
    }
  })
})

describe('the people of a municipality', () => {
  test('a manager gives others other work, but not one who has newcomers, and never the last manager', async () => {
    const manager = await anAccount(home.db, { role: 'municipality', municipalityCode: AMERSFOORT })
    const coach = await anAccount(home.db, { role: 'coach', municipalityCode: AMERSFOORT })
    const other = await anAccount(home.db, { role: 'coach', municipalityCode: AMERSFOORT })
    const { newcomerId } = await aNewcomer(home.db, { coach })
    for (const step of ['make-officer', 'remove'] as const)
      expect(await change(manager, coach, step)).toEqual({ ok: false, reason: 'has-caseload' })
    expect(await change(manager, coach, 'suspend')).toEqual({ ok: true })
    expect(
      await moveNewcomers(ctxOf(home.db, manager), { newcomerIds: [newcomerId], coachId: other.accountId ?? '' }),
    ).toBe(1)
    expect(await change(manager, coach, 'remove')).toEqual({ ok: true })
    expect(await change(manager, manager, 'make-coach')).toEqual({ ok: false, reason: 'last-one' })
    for (const step of ['make-admin', 'make-member'] as const) expect(await change(manager, other, step)).toBe('stale')
    expect(await change(other, manager, 'suspend')).toBe('forbidden')
  })
})

describe('who has two accounts there under one address', () => {
  test('gets no second one with the same work: that is said in plain words, and the account stays as it was', async () => {
    const manager = await anAccount(home.db, { role: 'municipality' })
    for (const [from, to] of [
      ['coach', 'officer'],
      ['officer', 'municipality'],
      ['municipality', 'coach'],
    ] as const) {
      const [one, other] = [crypto.randomUUID(), crypto.randomUUID()]
      const email = `${from}-${to}@voorbeeld.nl`
      const who = await anAccount(home.db, { id: one, role: from, ...keptAddress(one, email) })
      await anAccount(home.db, { id: other, role: to, ...keptAddress(other, email) })
      // As a form does it: inside the transaction of `once`, below row level security.
      const answer = await dbOfActor(home.db, manager, NOW).transaction((db) =>
        changeMember({ db, actor: manager, now: NOW }, { accountId: one, step: `make-${to}`, reason: 'other-work' }),
      )
      expect(answer).toEqual({ ok: false, reason: 'has-role' })
      expect((await rowOf(who)).role).toBe(from)
      const byHand = changeRole(ctxOf(home.db, WORKER), { accountId: one, role: to })
      expect(await codeOf(byHand)).toContain(`already has an account as ${to} there`)
      expect((await rowOf(who)).role).toBe(from)
    }
  })
})

describe('who is taken out of service', () => {
  test('leaves no invitation open: link and code end with the account', async () => {
    const { employerId, actor: admin } = await anEmployer(home.db)
    const manager = await anAccount(home.db, { role: 'municipality', municipalityCode: AMERSFOORT })
    const open = async (by: Actor, role: 'employer' | 'coach', isAdmin: boolean) => {
      const email = `${crypto.randomUUID()}@voorbeeld.nl`
      const seat = { email, role, isAdmin, language: 'nl', employerId: null, municipalityCode: null } as const
      const answer = await invitePerson(ctxOf(home.db, by), seat)
      if (!answer.ok) throw new Error(answer.reason)
      return answer.invitationId
    }
    const stateOf = async (id: string) => {
      const [row] = await home.db.select().from(invitations).where(eq(invitations.id, id))
      return [row?.state, row?.emailSealed === null]
    }
    for (const step of ['remove', 'suspend'] as const)
      for (const [by, role] of [
        [admin, 'employer'],
        [manager, 'coach'],
      ] as const) {
        const { municipalityCode } = by
        const leaving = await anAccount(home.db, {
          role: by.role as 'employer' | 'municipality',
          municipalityCode,
          ...(role === 'employer' && { employerId }),
        })
        const [theirs, ours] = [await open(leaving, role, role === 'employer'), await open(by, role, false)]
        const ctx = { db: dbOfActor(home.db, by, NOW), actor: by, now: NOW }
        const input = { accountId: leaving.accountId ?? '', step, reason: 'other-work' } as const
        expect(await changeMember(ctx, input)).toEqual({ ok: true })
        expect(await stateOf(theirs)).toEqual(['withdrawn', true])
        expect(await stateOf(ours)).toEqual(['open', false])
        const entries = await home.db.select().from(auditEntries).where(eq(auditEntries.subjectId, theirs))
        expect(entries.map(({ action }) => action)).toContain('account.invitation-withdrawn')
      }
  })
})

describe('newcomers get another coach', () => {
  test('of the same municipality, who sees them from that moment; everybody concerned is told', async () => {
    const manager = await anAccount(home.db, { role: 'municipality' })
    const { newcomerId, coach } = await aNewcomer(home.db)
    const next = await anAccount(home.db, { role: 'coach' })
    const ctx = ctxOf(home.db, manager)
    expect((await numbersOf(ctx, coach.accountId ?? '')).map(({ id }) => id)).toEqual([newcomerId])
    expect(JSON.stringify(await numbersOf(ctx, coach.accountId ?? ''))).not.toContain('Samira')
    expect(await moveNewcomers(ctx, { newcomerIds: [newcomerId], coachId: next.accountId ?? '' })).toBe(1)
    const [row] = await home.db.select().from(newcomers).where(eq(newcomers.id, newcomerId))
    expect(row?.coachId).toBe(next.accountId)
    const events = await home.db.select().from(outboxEvents).where(eq(outboxEvents.name, 'newcomer.moved'))
    expect(events.map(({ payload }) => payload)).toContainEqual({ newcomerId, coachId: next.accountId })
    expect(await moveNewcomers(ctx, { newcomerIds: [newcomerId], coachId: next.accountId ?? '' })).toBe(0)
    const mine = (await caseloadsOf(ctx)).filter(({ id }) => id === next.accountId)
    expect(mine[0]?.newcomers).toBe(1)
  })

  test('never a newcomer or a coach of elsewhere, a coach who is suspended, or one who is that newcomer', async () => {
    const manager = await anAccount(home.db, { role: 'municipality' })
    const { newcomerId, actor } = await aNewcomer(home.db)
    const away = await anAccount(home.db, { role: 'municipality', municipalityCode: AMERSFOORT })
    const give = (by: Actor, coach: Actor, ids = [newcomerId]) =>
      codeOf(moveNewcomers(ctxOf(home.db, by), { newcomerIds: ids, coachId: coach.accountId ?? '' }))
    const coach = await anAccount(home.db, { role: 'coach' })
    expect(await give(away, coach)).toBe('not-found')
    expect(await give(manager, await anAccount(home.db, { role: 'coach', municipalityCode: AMERSFOORT }))).toBe(
      'not-found',
    )
    expect(await give(manager, await anAccount(home.db, { role: 'coach', state: 'suspended' }))).toBe('not-found')
    expect(await give(manager, await anAccount(home.db, { role: 'officer' }))).toBe('not-found')
    expect(await give(manager, coach, [newcomerId, crypto.randomUUID()])).toBe('not-found')
    expect(await give(coach, coach)).toBe('forbidden')
    const id = crypto.randomUUID()
    const self = await anAccount(home.db, { id, role: 'coach', ...keptAddress(id, 'zelf@voorbeeld.nl') })
    await home.db
      .update(accounts)
      .set(keptAddress(actor.accountId ?? '', 'zelf+nieuw@voorbeeld.nl'))
      .where(eq(accounts.id, actor.accountId ?? ''))
    expect(await give(manager, self)).toBe('not-found')
    const [row] = await home.db.select().from(newcomers).where(eq(newcomers.id, newcomerId))
    expect(row?.coachId).not.toBe(id)
  })
})
