import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { accessCards } from '#db/schema/accounts.ts'
import { outboxEvents } from '#db/schema/outbox.ts'
import type { MemberStep } from '#db/values/members.ts'
import { changeMember } from '#server/accounts/change-member.ts'
import { changeRole } from '#server/accounts/change-role.ts'
import { chooseCardCode } from '#server/accounts/choose-card-code.ts'
import { judgeOrganisation } from '#server/accounts/judge-organisation.ts'
import { makeAccessCard } from '#server/accounts/make-access-card.ts'
import { accountOfSession } from '#server/accounts/reads.ts'
import { signInCard } from '#server/accounts/sign-in-card.ts'
import { suspendAccount } from '#server/accounts/suspend-account.ts'
import { syncNewcomerAccount } from '#server/accounts/sync-newcomer-account.ts'
import { moveNewcomers } from '#server/newcomers/move-newcomers.ts'
import { dbOfActor } from '#server/platform/bound-db.ts'
import { type Actor, workerNamed } from '#server/platform/context.ts'
import { UTRECHT } from '#tests/make/reference.ts'
import { aNewcomer, anAccount, ctxOf, NOW } from '#tests/make/rooms.ts'
import { aHalfSession, KEY } from '#tests/make/sign-ins.ts'
import { aDatabase } from '#tests/setup/database.ts'
import { SUBSCRIPTIONS } from '#workers/subscriptions.ts'

/** A coach who has a newcomer no more keeps no key to their account: below row level security, as the site and the workers do it. */
let home: Awaited<ReturnType<typeof aDatabase>>
let manager: Actor
beforeAll(async () => {
  home = await aDatabase()
  manager = await anAccount(home.db, { role: 'municipality' })
})
afterAll(() => home.close())
beforeEach(() => home.db.delete(outboxEvents))

const bound = (actor: Actor) => ({ db: dbOfActor(home.db, actor, NOW), actor, now: NOW })
const worker = () => bound(workerNamed('sync-newcomer-account'))

/** A newcomer whose coach printed a card and signed in with it. */
async function printed() {
  const made = await aNewcomer(home.db)
  const card = await makeAccessCard(ctxOf(home.db, made.coach), { newcomerId: made.newcomerId, key: KEY })
  const opened = await signInCard({ db: home.db, now: NOW }, { ...card, ip: '192.0.2.1', key: KEY, old: null })
  if (!opened.ok) throw new Error(opened.reason)
  const accountId = made.actor.accountId ?? ''
  const me = () => accountOfSession(home.db, opened.token, NOW)
  const alive = async () => {
    const cards = await home.db.select().from(accessCards).where(eq(accessCards.accountId, accountId))
    return { card: cards.some(({ revokedAt }) => revokedAt === null), session: (await me()) !== null }
  }
  const choose = async () => {
    const account = await me()
    if (!account) throw new Error('no session')
    await chooseCardCode(bound(made.actor), account, { code: '482913', key: KEY })
  }
  return { ...made, accountId, coachId: made.coach.accountId ?? '', alive, choose }
}
const BOTH = { card: true, session: true }
const NEITHER = { card: false, session: false }
const told = async (accountId: string) =>
  (await home.db.select().from(outboxEvents).where(eq(outboxEvents.name, 'account.changed'))).filter(
    ({ payload }) => payload['ownerId'] === accountId,
  ).length
async function move(newcomerId: string) {
  const next = await anAccount(home.db, { role: 'coach' })
  await moveNewcomers(bound(manager), { newcomerIds: [newcomerId], coachId: next.accountId ?? '' })
  await home.db.delete(outboxEvents)
  return next
}

test('after a move the card of the old coach and what it opened end; that of the new coach stays', async () => {
  expect(SUBSCRIPTIONS['newcomer.moved'].map(({ name }) => name)).toContain('sync-newcomer-account')
  const one = await printed()
  await syncNewcomerAccount(worker(), { newcomerId: one.newcomerId })
  expect(await one.alive()).toEqual(BOTH)
  const next = await move(one.newcomerId)
  await syncNewcomerAccount(worker(), { newcomerId: one.newcomerId })
  expect([await one.alive(), await told(one.accountId)]).toEqual([NEITHER, 1])
  await makeAccessCard(bound(next), { newcomerId: one.newcomerId, key: KEY })
  await syncNewcomerAccount(worker(), { newcomerId: one.newcomerId })
  expect(await one.alive()).toEqual({ card: true, session: false })
})

test('a card whose code the newcomer chose stays, with its session', async () => {
  const one = await printed()
  await one.choose()
  await move(one.newcomerId)
  await syncNewcomerAccount(worker(), { newcomerId: one.newcomerId })
  await changeMember(bound(manager), { accountId: one.coachId, step: 'suspend', reason: 'other-work' })
  expect(await one.alive()).toEqual(BOTH)
})

test.each<MemberStep>(['suspend', 'make-officer', 'remove'])('%s ends the cards that a coach printed', async (step) => {
  const [one, other] = [await printed(), await printed()]
  // Work is handed over before it changes; the effect of the move has not run yet.
  if (step !== 'suspend') await move(one.newcomerId)
  await home.db.delete(outboxEvents)
  const { db, ...rest } = bound(manager)
  const answer = await db.transaction((tx) =>
    changeMember({ db: tx, ...rest }, { accountId: one.coachId, step, reason: 'other-work' }),
  )
  expect(answer).toEqual({ ok: true })
  expect([await one.alive(), await told(one.accountId), await other.alive()]).toEqual([NEITHER, 1, BOTH])
})

test('so does the platform that suspends a municipality, with every session of its people', async () => {
  const [one, mine] = [await printed(), await printed()]
  await mine.choose()
  const platform = await anAccount(home.db, { role: 'platform' })
  const session = await aHalfSession(home.db, { id: one.coachId, role: 'coach' }, NOW)
  await home.db.delete(outboxEvents)
  const judge = { employerId: null, municipalityCode: UTRECHT, state: 'suspended', reason: 'Onderzoek' } as const
  await judgeOrganisation(bound(platform), judge)
  expect(await accountOfSession(home.db, session.token, NOW)).toBeNull()
  expect([await one.alive(), await told(one.accountId)]).toEqual([NEITHER, 1])
  // A card that is the newcomer's own is no key of a coach.
  expect(await mine.alive()).toEqual(BOTH)
  await judgeOrganisation(bound(platform), { ...judge, state: 'active' })
  expect(await one.alive()).toEqual(NEITHER)
})

test('so does an operator who suspends a coach or gives another role', async () => {
  const [one, other] = [await printed(), await printed()]
  const operator = bound(workerNamed('operator'))
  await suspendAccount(operator, { accountId: one.coachId, state: 'suspended' })
  await changeRole(operator, { accountId: other.coachId, role: 'officer' })
  for (const each of [one, other]) expect(await each.alive()).toEqual(NEITHER)
})
