import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { accessCards, accounts, rateLimits, sessions } from '#db/schema/accounts.ts'
import { auditEntries } from '#db/schema/audit.ts'
import { notices } from '#db/schema/notices.ts'
import { outboxEvents } from '#db/schema/outbox.ts'
import { beginPasskey } from '#server/accounts/begin-passkey.ts'
import { beginTotp } from '#server/accounts/begin-totp.ts'
import { changeRole } from '#server/accounts/change-role.ts'
import { chooseCardCode } from '#server/accounts/choose-card-code.ts'
import { confirmTotp } from '#server/accounts/confirm-totp.ts'
import { finishLogin } from '#server/accounts/finish-login.ts'
import { makeAccessCard } from '#server/accounts/make-access-card.ts'
import { makeRecoveryCodes } from '#server/accounts/make-recovery-codes.ts'
import type { Account } from '#server/accounts/reads.ts'
import { waitingTotpSecret } from '#server/accounts/reads-own.ts'
import { removeSecondStep } from '#server/accounts/remove-second-step.ts'
import { resetSecondStep } from '#server/accounts/reset-second-step.ts'
import { revokeAccessCard } from '#server/accounts/revoke-access-card.ts'
import { isFresh } from '#server/accounts/rules.ts'
import { startAddressChange } from '#server/accounts/start-address-change.ts'
import { startLogin } from '#server/accounts/start-login.ts'
import { stepUp } from '#server/accounts/step-up.ts'
import { suspendAccount } from '#server/accounts/suspend-account.ts'
import { makeNotice } from '#server/notices/make-notice.ts'
import { operatorNamed, WORKER } from '#server/platform/context.ts'
import type { Mail } from '#server/platform/mail.ts'
import { codeOf } from '#tests/make/proposals.ts'
import { aNewcomer, ctxOf } from '#tests/make/rooms.ts'
import { aHalfSession, aLinkedApp, aSigner, codeAt, KEY, meOf, RING } from '#tests/make/sign-ins.ts'
import { aDatabase } from '#tests/setup/database.ts'

let home: Awaited<ReturnType<typeof aDatabase>>
beforeAll(async () => {
  home = await aDatabase()
})
afterAll(() => home?.close())
beforeEach(async () => {
  await home.db.delete(outboxEvents)
  await home.db.delete(rateLimits)
})

const NOW = new Date('2026-11-22T12:00:00Z')
const later = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000)
const at = (now: Date) => ({ db: home.db, now })
const site = { origin: 'https://instroom.example', id: 'instroom.example' }
const mailer = { send: async () => {} }

/** What the owner of an account is told, in order. */
const told = async (accountId: string) =>
  (await home.db.select().from(outboxEvents).orderBy(outboxEvents.id)).flatMap(({ name, payload }) =>
    name === 'account.changed' && payload['ownerId'] === accountId ? [payload['what']] : [],
  )

/** A coach with an app, who took the second step at NOW. */
async function aCoach() {
  const coach = await aSigner(home.db, 'coach')
  const half = await aHalfSession(home.db, coach, later(-20))
  // The first app is linked in the ten minutes after signing in.
  const first = await aLinkedApp(home.db, half.me, later(-15))
  const again = await stepUp(at(NOW), first.me, { by: { totp: codeAt(first.secret, NOW) }, ring: RING, key: KEY })
  if (!again.ok) throw new Error(again.reason)
  await home.db.delete(outboxEvents)
  return { ...coach, secret: first.secret, me: await meOf(home.db, again.token, NOW) }
}

describe('a fresh proof', () => {
  test('lasts ten minutes, and a second step makes it new', async () => {
    const { me } = await aCoach()
    expect(me.provedAt).toEqual(NOW)
    expect([isFresh(me, later(9.9)), isFresh(me, later(10))]).toEqual([true, false])
    const half = await aHalfSession(home.db, await aSigner(home.db, 'employer'), NOW)
    expect(half.me.provedAt).toEqual(NOW)
    // A session of before the column counts from when it was opened.
    await home.db
      .update(sessions)
      .set({ provedAt: null, createdAt: later(-30) })
      .where(eq(sessions.id, half.me.sessionId))
    expect((await meOf(home.db, half.token, NOW)).provedAt).toEqual(later(-30))
  })

  const CHANGES: Record<string, (me: Account, now: Date) => Promise<unknown>> = {
    'linking an app': (me, now) => beginTotp(at(now), me, RING),
    'making a passkey': (me, now) => beginPasskey(at(now), me, { site, key: KEY }),
    'recovery codes': (me, now) => makeRecoveryCodes(at(now), me, { key: KEY }),
    'another address': (me, now) =>
      startAddressChange(at(now), me, { email: `nieuw-${me.accountId}@x.nl`, ring: RING, key: KEY, mailer }),
    'taking a step away': (me, now) => removeSecondStep(at(now), me, { passkeyId: crypto.randomUUID() }),
  }
  test.each(Object.keys(CHANGES))('%s asks for one', async (what) => {
    const { me } = await aCoach()
    const change = CHANGES[what]
    expect(await codeOf(change?.(me, later(11)) ?? Promise.resolve())).toBe('forbidden')
    await change?.(me, later(9))
  })

  test('the square of an app is good for half an hour, and not longer', async () => {
    const { me } = await aCoach()
    await beginTotp(at(NOW), me, RING)
    const secret = (await waitingTotpSecret(at(NOW), me, RING)) ?? ''
    const link = (minutes: number) =>
      confirmTotp(at(later(minutes)), me, { code: codeAt(secret, later(minutes)), ring: RING, key: KEY })
    expect(await codeOf(link(31))).toBe('stale')
    expect(await link(29)).toMatchObject({ ok: true })
  })
})

describe('the owner is told', () => {
  test('of an app, recovery codes, one that was used, and a step that went', async () => {
    const { me, id, secret } = await aCoach()
    const [code = ''] = await makeRecoveryCodes(at(NOW), me, { key: KEY })
    const step = await stepUp(at(later(1)), me, { by: { recovery: code.replace('-', '') }, ring: RING, key: KEY })
    if (!step.ok) throw new Error(step.reason)
    const sure = await meOf(home.db, step.token, later(1))
    await beginTotp(at(later(1)), sure, RING)
    const fresh = (await waitingTotpSecret(at(later(1)), sure, RING)) ?? ''
    await confirmTotp(at(later(1)), sure, { code: codeAt(fresh, later(1)), ring: RING, key: KEY })
    expect(fresh).not.toBe(secret)
    expect(await told(id)).toEqual(['recovery-codes', 'recovery-used', 'second-step'])
    const rows = await home.db.select().from(outboxEvents)
    expect(JSON.stringify(rows)).not.toMatch(/@|voorbeeld/)
  })

  test('of a card that a coach prints and ends, and of a reset, which ends the card as well', async () => {
    const { newcomerId, actor, coach } = await aNewcomer(home.db)
    const ctx = ctxOf(home.db, coach, NOW)
    const accountId = actor.accountId ?? ''
    await makeAccessCard(ctx, { newcomerId, key: KEY })
    await revokeAccessCard(ctx, { newcomerId })
    await makeAccessCard(ctx, { newcomerId, key: KEY })
    const { me } = await aHalfSession(home.db, { id: accountId, role: 'newcomer' }, NOW, ['card'])
    expect(await codeOf(chooseCardCode(at(later(11)), me, { code: '274936', key: KEY }))).toBe('forbidden')
    await chooseCardCode(at(later(9)), me, { code: '274936', key: KEY })
    await resetSecondStep({ db: home.db, actor: operatorNamed('T-1204'), now: NOW }, { accountId })
    expect(await told(accountId)).toEqual(['card', 'card', 'card', 'card', 'reset'])
    expect(await home.db.$count(accessCards, and(eq(accessCards.accountId, accountId)))).toBe(2)
    const cards = await home.db.select().from(accessCards).where(eq(accessCards.accountId, accountId))
    expect(cards.every(({ revokedAt }) => revokedAt !== null)).toBe(true)
    const [event] = await home.db.select().from(outboxEvents).where(eq(outboxEvents.name, 'account.changed'))
    if (!event) throw new Error('no event')
    const made = await makeNotice(ctxOf(home.db, WORKER, NOW), event as never)
    expect(
      await home.db
        .select()
        .from(notices)
        .where(eq(notices.id, made.noticeIds[0] ?? '')),
    ).toMatchObject([{ accountId, code: 'account-changed' }])
  })
})

test('what an operator does stands in the audit with the code that was given, and without one with nobody', async () => {
  const coach = await aSigner(home.db, 'coach')
  const by = { db: home.db, actor: operatorNamed('m.jansen-7'), now: NOW }
  await suspendAccount(by, { accountId: coach.id, state: 'suspended' })
  await changeRole(by, { accountId: coach.id, role: 'officer' })
  await resetSecondStep({ ...by, actor: WORKER }, { accountId: coach.id })
  const rows = await home.db.select().from(auditEntries).where(eq(auditEntries.subjectId, coach.id))
  expect(rows.map(({ action, actorRole, stream, detail }) => [action, actorRole, stream, detail['by']]).sort()).toEqual(
    [
      ['account.change-role', 'operator', 'operator', 'm.jansen-7'],
      ['account.reset-second-step', 'nobody', 'nobody', undefined],
      ['account.suspend', 'operator', 'operator', 'm.jansen-7'],
    ],
  )
})

describe('many networks that ask for codes in somebody’s name', () => {
  const linkOf = (token: string) => token
  async function ask(email: string, network: number, known: string | null = null) {
    const mails: Mail[] = []
    const input = { email, ip: `10.${network}.0.1`, key: KEY, linkOf, known }
    const { bind } = await startLogin(at(NOW), { ...input, mailer: { send: async (mail) => void mails.push(mail) } })
    await new Promise((resolve) => setImmediate(resolve))
    return { bind, code: /\d{6}/.exec(mails[0]?.text ?? '')?.[0] ?? '' }
  }
  const isShut = async (email: string, known: string | null) => (await codeOf(ask(email, 200, known))) === 'too-many'

  test('shut out browsers that were never here, not the one that signed in before; that it was says nothing of others', async () => {
    const [owner, other] = [await aSigner(home.db, 'coach'), await aSigner(home.db, 'coach')]
    const first = await ask(owner.email, 1)
    const signedIn = await finishLogin(at(NOW), { bind: first.bind, code: first.code, key: KEY, old: null })
    const known = signedIn.ok ? signedIn.known : null
    expect(known).toMatch(/^[\w-]{43}$/)
    for (let network = 2; network < 25; network++) await ask(owner.email, network).catch(() => {})
    for (let network = 2; network < 25; network++) await ask('niemand@x.nl', network).catch(() => {})
    expect([await isShut(owner.email, null), await isShut('niemand@x.nl', null)]).toEqual([true, true])
    expect([await isShut(owner.email, known), await isShut('niemand@x.nl', known)]).toEqual([false, true])
    expect(await isShut(owner.email, 'x'.repeat(43))).toBe(true)
    expect(await isShut(other.email, known)).toBe(false)
    // The browser has a limit of its own, and the pair of address and network as everybody.
    for (let n = 0; n < 25; n++) await ask(owner.email, 100 + n, known).catch(() => {})
    expect(await isShut(owner.email, known)).toBe(true)
  })

  test('the day of the last sign-in is kept with the account', async () => {
    const owner = await aSigner(home.db, 'coach')
    const { bind, code } = await ask(owner.email, 1)
    await finishLogin(at(NOW), { bind, code, key: KEY, old: null })
    expect(await home.db.select().from(accounts).where(eq(accounts.id, owner.id))).toMatchObject([
      { signedInOn: '2026-11-22' },
    ])
  })
})
