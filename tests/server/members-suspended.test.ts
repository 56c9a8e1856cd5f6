import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accounts } from '#db/schema/accounts.ts'
import { auditEntries } from '#db/schema/audit.ts'
import { invitations } from '#db/schema/members.ts'
import type { MemberStep } from '#db/values/members.ts'
import { changeMember } from '#server/accounts/change-member.ts'
import { type InviteInput, invitePerson } from '#server/accounts/invite-person.ts'
import { ownMembers } from '#server/accounts/reads-members.ts'
import { suspendAccount } from '#server/accounts/suspend-account.ts'
import { keptAddress } from '#server/platform/addresses.ts'
import { dbOfActor, dbOfDoor } from '#server/platform/bound-db.ts'
import { type Actor, operatorNamed } from '#server/platform/context.ts'
import { mailedOf, takes } from '#tests/make/members.ts'
import { codeOf } from '#tests/make/proposals.ts'
import { anAccount, anEmployer, NOW } from '#tests/make/rooms.ts'
import { aDatabase } from '#tests/setup/database.ts'

/** Who lets in whom that was shut out: as the matrix says, an operator whom an operator shut out, and the organisation whom the organisation did. */
let home: Awaited<ReturnType<typeof aDatabase>>
beforeAll(async () => {
  home = await aDatabase()
})
afterAll(() => home.close())

const bound = (actor: Actor) => ({ db: dbOfActor(home.db, actor, NOW), actor, now: NOW })
const operator = () => ({ db: home.db, actor: operatorNamed('ticket-7'), now: NOW })
const change = (by: Actor, who: Actor, step: MemberStep) =>
  codeOf(changeMember(bound(by), { accountId: who.accountId ?? '', step, reason: 'other-work' }))
const suspend = (who: Actor, state: 'active' | 'suspended') =>
  suspendAccount(operator(), { accountId: who.accountId ?? '', state })
const stateOf = async (who: Actor) =>
  (
    await home.db
      .select()
      .from(accounts)
      .where(eq(accounts.id, who.accountId ?? ''))
  )[0]?.state
const invite = async (by: Actor, given: Pick<InviteInput, 'email' | 'role' | 'isAdmin'>) => {
  const answer = await invitePerson(bound(by), given)
  return answer.ok ? 'ok' : answer.reason
}
const stepsOf = async (by: Actor, who: Actor) =>
  (await ownMembers(bound(by))).find(({ id }) => id === who.accountId)?.steps

test('whom an operator shut out, no organisation lets in, takes out or gives other work; the operator does', async () => {
  const { employerId, actor: admin } = await anEmployer(home.db)
  const member = await anAccount(home.db, { role: 'employer', employerId, isAdmin: false })
  const manager = await anAccount(home.db, { role: 'municipality' })
  const coach = await anAccount(home.db, { role: 'coach' })
  for (const [by, who, steps] of [
    [admin, member, ['restore', 'remove', 'suspend', 'make-admin']],
    [manager, coach, ['restore', 'remove', 'suspend', 'make-officer']],
  ] as const) {
    await suspend(who, 'suspended')
    for (const step of steps) expect(await change(by, who, step)).toBe('forbidden')
    expect(await stepsOf(by, who)).toEqual([])
    expect(await stateOf(who)).toBe('suspended')
    await suspend(who, 'active')
    expect(await stateOf(who)).toBe('active')
    // Whom the organisation shut out, it lets in again.
    expect(await change(by, who, 'suspend')).toBe('ok')
    expect(await stepsOf(by, who)).toContain('restore')
    expect(await change(by, who, 'restore')).toBe('ok')
    expect(await stateOf(who)).toBe('active')
  }
})

test('an operator who comes after the organisation makes it theirs; the database holds it too', async () => {
  const { employerId, actor: admin } = await anEmployer(home.db)
  const member = await anAccount(home.db, { role: 'employer', employerId, isAdmin: false })
  expect(await change(admin, member, 'suspend')).toBe('ok')
  await suspend(member, 'suspended')
  expect(await change(admin, member, 'restore')).toBe('forbidden')
  const whose = eq(accounts.id, member.accountId ?? '')
  await expect(bound(admin).db.update(accounts).set({ state: 'active' }).where(whose)).rejects.toThrow()
  await expect(bound(admin).db.update(accounts).set({ lockedByOperator: false }).where(whose)).rejects.toThrow()
  expect(await stateOf(member)).toBe('suspended')
})

test('nobody lets themselves in from another chair', async () => {
  const mine = (id: string) => ({ id, ...keptAddress(id, 'twee@stoelen.example') })
  const manager = await anAccount(home.db, { role: 'municipality', ...mine(crypto.randomUUID()) })
  const coach = await anAccount(home.db, { role: 'coach', ...mine(crypto.randomUUID()) })
  const other = await anAccount(home.db, { role: 'municipality' })
  expect(await change(other, coach, 'suspend')).toBe('ok')
  expect(await stepsOf(manager, coach)).toEqual([])
  for (const step of ['restore', 'remove'] as const) expect(await change(manager, coach, step)).toBe('forbidden')
  // Nor does one sit down in a new chair.
  for (const role of ['coach', 'officer'] as const)
    expect(await invite(manager, { email: 'twee+drie@stoelen.example', role })).toBe('own-suspended')
  expect(await invite(other, { email: 'twee+drie@stoelen.example', role: 'officer' })).toBe('ok')
  expect(await stepsOf(other, coach)).toContain('restore')
  expect(await change(other, coach, 'restore')).toBe('ok')
})

describe('whom an operator shut out comes in by no other chair', () => {
  const lockedIn = async (given: Parameters<typeof anAccount>[1], email: string) => {
    const id = crypto.randomUUID()
    const who = await anAccount(home.db, { ...given, id, ...keptAddress(id, email) })
    await suspend(who, 'suspended')
    return who
  }

  test('under another role, another rank, or with something after a plus', async () => {
    const { employerId, actor: admin } = await anEmployer(home.db)
    const member = await lockedIn({ role: 'employer', employerId, isAdmin: false }, 'dicht@bedrijf.example')
    for (const email of ['dicht@bedrijf.example', 'dicht+2@bedrijf.example', 'Dicht+x@Bedrijf.example'])
      for (const isAdmin of [true, false])
        expect(await invite(admin, { email, role: 'employer', isAdmin })).toBe('locked')
    const manager = await anAccount(home.db, { role: 'municipality' })
    await lockedIn({ role: 'coach' }, 'slot@gemeente.example')
    for (const role of ['coach', 'officer', 'municipality'] as const)
      for (const email of ['slot@gemeente.example', 'slot+a@gemeente.example'])
        expect(await invite(manager, { email, role })).toBe('locked')
    await lockedIn({ role: 'auditor' }, 'slot@controle.example')
    const platform = await anAccount(home.db, { role: 'platform' })
    expect(await invite(platform, { email: 'slot+1@controle.example', role: 'auditor' })).toBe('locked')
    // Elsewhere nothing is said of it.
    const { actor: stranger } = await anEmployer(home.db)
    expect(await invite(stranger, { email: 'dicht@bedrijf.example', role: 'employer' })).toBe('ok')
    await suspend(member, 'active')
    expect(await invite(admin, { email: 'dicht+2@bedrijf.example', role: 'employer' })).toBe('ok')
  })

  test('with an invitation of before, which is over then', async () => {
    const manager = await anAccount(home.db, { role: 'municipality' })
    const email = 'eerder+2@gemeente.example'
    const answer = await invitePerson(bound(manager), { email, role: 'officer' })
    const id = answer.ok ? answer.invitationId : ''
    await lockedIn({ role: 'coach' }, 'eerder@gemeente.example')
    const take = async () => takes(dbOfDoor(home.db, NOW), NOW, { ...(await mailedOf(home.db, id)), email })
    expect(await take()).toEqual({ ok: false, reason: 'withdrawn' })
    expect(await take()).toEqual({ ok: false, reason: 'withdrawn' })
    const [row] = await home.db.select().from(invitations).where(eq(invitations.id, id))
    expect(row).toMatchObject({ state: 'withdrawn', accountId: null, emailSealed: null, emailIndex: null })
    const lines = await home.db.select().from(auditEntries).where(eq(auditEntries.subjectId, id))
    expect(lines.map(({ action }) => action).sort()).toEqual(['account.invitation-withdrawn', 'account.invited'])
  })

  test('nor does whoever invited themselves before their other account was suspended', async () => {
    const mine = (id: string, email: string) => ({ id, ...keptAddress(id, email) })
    const other = await anAccount(home.db, { role: 'municipality' })
    const own = mine(crypto.randomUUID(), 'zelf@gemeente.example')
    const manager = await anAccount(home.db, { role: 'municipality', ...own })
    const coach = await anAccount(home.db, { role: 'coach', ...mine(crypto.randomUUID(), 'zelf+1@gemeente.example') })
    const email = 'zelf+2@gemeente.example'
    const answer = await invitePerson(bound(manager), { email, role: 'officer' })
    const id = answer.ok ? answer.invitationId : ''
    expect(await change(other, coach, 'suspend')).toBe('ok')
    const mailed = { ...(await mailedOf(home.db, id)), email }
    expect(await takes(dbOfDoor(home.db, NOW), NOW, mailed)).toEqual({ ok: false, reason: 'withdrawn' })
  })
})

test('the invitations that nobody took are withdrawn when an operator shuts somebody out', async () => {
  const { actor: admin } = await anEmployer(home.db)
  const seat = { role: 'employer', isAdmin: false, language: 'nl', employerId: null, municipalityCode: null } as const
  await invitePerson(bound(admin), { email: 'nieuw@bedrijf.example', ...seat })
  const ofAdmin = () =>
    home.db
      .select()
      .from(invitations)
      .where(eq(invitations.invitedBy, admin.accountId ?? ''))
  expect((await ofAdmin()).map(({ state }) => state)).toEqual(['open'])
  await suspend(admin, 'suspended')
  const [gone] = await ofAdmin()
  expect(gone).toMatchObject({ state: 'withdrawn', emailSealed: null, emailIndex: null })
  const entries = await home.db
    .select()
    .from(auditEntries)
    .where(eq(auditEntries.subjectId, gone?.id ?? ''))
  expect(entries.map(({ action }) => action)).toContain('account.invitation-withdrawn')
  await suspend(admin, 'active')
  expect((await ofAdmin()).map(({ state }) => state)).toEqual(['withdrawn'])
})
