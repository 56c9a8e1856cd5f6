import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  accounts,
  addressChanges,
  identities,
  outwardLogins,
  passkeyChallenges,
  passkeys,
  rateLimits,
  recoveryCodes,
  sessions,
  totpKeys,
} from '#db/schema/accounts.ts'
import { auditEntries } from '#db/schema/audit.ts'
import { newcomerIdentities } from '#db/schema/newcomers.ts'
import type { Role } from '#db/values/accounts.ts'
import { askPasskey } from '#server/accounts/ask-passkey.ts'
import { beginPasskey } from '#server/accounts/begin-passkey.ts'
import { beginTotp } from '#server/accounts/begin-totp.ts'
import { changeRole } from '#server/accounts/change-role.ts'
import { finishOutwardLogin } from '#server/accounts/finish-outward-login.ts'
import { makeAccessCard } from '#server/accounts/make-access-card.ts'
import { makeRecoveryCodes } from '#server/accounts/make-recovery-codes.ts'
import { siteOf } from '#server/accounts/passkey-challenge.ts'
import { type Account, accountOfSession } from '#server/accounts/reads.ts'
import { removeSecondStep } from '#server/accounts/remove-second-step.ts'
import { resetSecondStep } from '#server/accounts/reset-second-step.ts'
import { revokeAccessCard } from '#server/accounts/revoke-access-card.ts'
import { PasskeyResponse } from '#server/accounts/rules.ts'
import { signInCard } from '#server/accounts/sign-in-card.ts'
import { startAddressChange } from '#server/accounts/start-address-change.ts'
import { startOutwardLogin } from '#server/accounts/start-outward-login.ts'
import { suspendAccount } from '#server/accounts/suspend-account.ts'
import { syncNewcomerAccount } from '#server/accounts/sync-newcomer-account.ts'
import { WORKER } from '#server/platform/context.ts'
import { aFakeProvider } from '#tests/make/fake-provider.ts'
import { aNewcomer, ctxOf } from '#tests/make/rooms.ts'
import { aHalfSession, aLinkedApp, aSigner, KEY, RING } from '#tests/make/sign-ins.ts'
import { aDatabase } from '#tests/setup/database.ts'

/** Doors that stayed open behind somebody, as a review of the sign-in found them. */
let home: Awaited<ReturnType<typeof aDatabase>>
let provider: Awaited<ReturnType<typeof aFakeProvider>>
const NOW = new Date('2026-11-22T10:00:00Z')
const SITE = siteOf('https://instroom.example')
beforeAll(async () => {
  home = await aDatabase()
  provider = await aFakeProvider()
})
afterAll(async () => {
  await provider.close()
  await home.close()
})
beforeEach(() => home.db.delete(rateLimits))

const ctx = () => ({ db: home.db, now: NOW })
const operator = () => ({ ...ctx(), actor: WORKER })
const keys = { ring: RING, key: KEY }
const start = (me: Account | null) =>
  startOutwardLogin(ctx(), me, { provider: provider.settings, returnTo: `${SITE.origin}/x`, ip: '192.0.2.1', ...keys })
const finish = (bind: string, url: URL, me: Account) =>
  finishOutwardLogin(ctx(), me, { provider: provider.settings, url, bind, old: null, device: '-/-', ...keys })
const aPasskey = async (accountId: string) => {
  const id = crypto.randomUUID()
  await home.db
    .insert(passkeys)
    .values({ id, accountId, credentialId: id, publicKey: Buffer.from('a'), counter: 0, createdAt: NOW })
  return id
}
/** Somebody with an app, recovery codes, a passkey and a link to the provider, who is on the way to more. */
async function withEverything(account: { id: string; role: Role }) {
  const app = await aLinkedApp(home.db, (await aHalfSession(home.db, account, NOW)).me, NOW)
  await makeRecoveryCodes(ctx(), app.me, { key: KEY })
  await aPasskey(account.id)
  const linked = await start(app.me)
  expect(await finish(linked.bind, provider.come(linked.url, account.id), app.me)).toMatchObject({ kind: 'linked' })
  const way = await start(app.me)
  return { ...app, finishWay: () => finish(way.bind, provider.come(way.url, `${account.id}-2`), app.me) }
}
const FACTORS = [totpKeys, recoveryCodes, passkeys, identities]
const countsOf = async (accountId: string, tables: readonly ((typeof FACTORS)[number] | typeof addressChanges)[]) =>
  Promise.all(tables.map((table) => home.db.$count(table, eq(table.accountId, accountId))))
const auditOf = async (accountId: string) =>
  (await home.db.select().from(auditEntries).where(eq(auditEntries.subjectId, accountId))).map(
    ({ action, actorId, actorRole, detail }) => ({ action, actorId, actorRole, detail }),
  )

describe('a session of a card', () => {
  test('makes nothing that outlives the card: no app, no passkey, no link to a provider', async () => {
    const samira = await aSigner(home.db, 'newcomer')
    const { me } = await aHalfSession(home.db, samira, NOW, ['card'])
    const forbidden = { code: 'forbidden' }
    await expect(beginTotp(ctx(), me, RING)).rejects.toMatchObject(forbidden)
    await expect(beginPasskey(ctx(), me, { site: SITE, key: KEY })).rejects.toMatchObject(forbidden)
    await expect(start(me)).rejects.toMatchObject(forbidden)
    // Begun with a code from the mail, finished with the card of the same account.
    const mailed = await aHalfSession(home.db, samira, NOW)
    const { url, bind } = await start(mailed.me)
    expect(await finish(bind, provider.come(url, 'samira'), me)).toEqual({ ok: false, reason: 'failed' })
    expect(await countsOf(samira.id, FACTORS)).toEqual([0, 0, 0, 0])
  })

  test('that took the second step, and a session by mail, may', async () => {
    const samira = await aSigner(home.db, 'newcomer')
    await beginTotp(ctx(), (await aHalfSession(home.db, samira, NOW)).me, RING)
    const { me } = await aHalfSession(home.db, samira, NOW, ['card', 'passkey'])
    await beginPasskey(ctx(), { ...me, aal: 2, hasPasskey: true }, { site: SITE, key: KEY })
  })
})

test('an app that still waits for its first code is no second step: the last passkey stays', async () => {
  const coach = await aSigner(home.db, 'coach')
  const app = await aLinkedApp(home.db, (await aHalfSession(home.db, coach, NOW)).me, NOW)
  const passkeyId = await aPasskey(coach.id)
  await removeSecondStep(ctx(), app.me, 'totp')
  await beginTotp(ctx(), app.me, RING)
  await expect(removeSecondStep(ctx(), app.me, { passkeyId })).rejects.toMatchObject({ code: 'forbidden' })
  expect(await countsOf(coach.id, [totpKeys, passkeys])).toEqual([1, 1])
})

describe('who is shut out', () => {
  test('by a reset has no factor left, and what was under way ends', async () => {
    const coach = await aSigner(home.db, 'coach')
    const all = await withEverything(coach)
    await startAddressChange(ctx(), all.me, {
      email: `ander-${coach.email}`,
      mailer: { send: async () => undefined },
      ...keys,
    })
    expect(await countsOf(coach.id, [...FACTORS, addressChanges])).toEqual([1, 10, 1, 1, 1])
    await resetSecondStep(operator(), { accountId: coach.id })
    expect(await countsOf(coach.id, [...FACTORS, addressChanges])).toEqual([0, 0, 0, 0, 0])
    expect(await home.db.$count(outwardLogins, eq(outwardLogins.accountId, coach.id))).toBe(0)
    expect(await all.finishWay()).toEqual({ ok: false, reason: 'failed' })
  })

  test('by a suspension loses what was under way', async () => {
    const coach = await aSigner(home.db, 'coach')
    const all = await withEverything(coach)
    await suspendAccount(operator(), { accountId: coach.id, state: 'suspended' })
    expect(await all.finishWay()).toEqual({ ok: false, reason: 'failed' })
    expect(await home.db.$count(outwardLogins, eq(outwardLogins.accountId, coach.id))).toBe(0)
  })

  test('while the provider answers links nothing', async () => {
    const employer = await aSigner(home.db, 'employer')
    const { me } = await aHalfSession(home.db, employer, NOW)
    const { url, bind } = await start(me)
    await home.db.update(sessions).set({ revokedAt: NOW }).where(eq(sessions.id, me.sessionId))
    expect(await finish(bind, provider.come(url, 'els'), me)).toEqual({ ok: false, reason: 'failed' })
    expect(await countsOf(employer.id, [identities])).toEqual([0])
  })

  test('by another address in the profile has no factor left, and keeps them with the same address', async () => {
    const { newcomerId, actor } = await aNewcomer(home.db)
    const id = actor.accountId ?? ''
    await withEverything({ id, role: 'newcomer' })
    const says = async (email: string) => {
      await home.db
        .update(newcomerIdentities)
        .set({ email, emailSealed: null })
        .where(eq(newcomerIdentities.newcomerId, newcomerId))
      return syncNewcomerAccount(ctxOf(home.db, WORKER, NOW), { newcomerId })
    }
    await home.db.update(accounts).set({ email: 'zelfde@voorbeeld.example' }).where(eq(accounts.id, id))
    expect(await says('zelfde@voorbeeld.example')).toEqual({ addressChanged: false })
    expect(await countsOf(id, FACTORS)).toEqual([1, 10, 1, 1])
    expect(await says('ander@voorbeeld.example')).toEqual({ addressChanged: true })
    expect(await countsOf(id, FACTORS)).toEqual([0, 0, 0, 0])
  })
})

test('a persona of the demo is nobody outside it, however it signed in', async () => {
  const persona = await aSigner(home.db, 'employer')
  const { token } = await aHalfSession(home.db, persona, NOW)
  expect(await accountOfSession(home.db, token, NOW, { demo: false })).not.toBeNull()
  await home.db.update(accounts).set({ demo: true }).where(eq(accounts.id, persona.id))
  expect(await accountOfSession(home.db, token, NOW, { demo: false })).toBeNull()
  expect(await accountOfSession(home.db, token, NOW, { demo: true })).not.toBeNull()
})

describe('the audit has', () => {
  test('who made and ended a card', async () => {
    const { newcomerId, coach, actor } = await aNewcomer(home.db)
    await makeAccessCard(ctxOf(home.db, coach, NOW), { newcomerId, key: KEY })
    await revokeAccessCard(ctxOf(home.db, coach, NOW), { newcomerId })
    const entries = await auditOf(actor.accountId ?? '')
    expect(entries).toMatchObject([
      { action: 'account.make-card', actorId: coach.accountId, actorRole: 'coach' },
      { action: 'account.revoke-card', actorId: coach.accountId, actorRole: 'coach' },
    ])
    expect(JSON.stringify(entries)).not.toMatch(/"(number|code)"/)
  })

  test('every factor that came and went, once', async () => {
    const employer = await aSigner(home.db, 'employer')
    const { me } = await withEverything(employer)
    for (let n = 0; n < 2; n++) await removeSecondStep(ctx(), me, 'totp')
    // What never counted is no factor that went.
    await beginTotp(ctx(), me, RING)
    await removeSecondStep(ctx(), me, 'totp')
    await removeSecondStep(ctx(), me, { passkeyId: crypto.randomUUID() })
    const by = { actorId: employer.id, actorRole: 'employer' }
    expect(await auditOf(employer.id)).toEqual([
      { ...by, action: 'account.add-second-step', detail: { kind: 'totp' } },
      { ...by, action: 'account.link-identity', detail: {} },
      { ...by, action: 'account.remove-second-step', detail: { kind: 'totp' } },
    ])
  })

  test('what an operator did', async () => {
    const coach = await aSigner(home.db, 'coach')
    const accountId = coach.id
    await changeRole(operator(), { accountId, role: 'officer' })
    await suspendAccount(operator(), { accountId, state: 'suspended' })
    await resetSecondStep(operator(), { accountId })
    const by = { actorId: null, actorRole: 'nobody' }
    expect(await auditOf(accountId)).toEqual([
      { ...by, action: 'account.change-role', detail: { from: 'coach', to: 'officer' } },
      { ...by, action: 'account.suspend', detail: { state: 'suspended' } },
      { ...by, action: 'account.reset-second-step', detail: {} },
    ])
  })
})

describe('what is counted', () => {
  test('at a card is what was wrong: a whole reception centre signs in from one network', async () => {
    const { newcomerId, coach } = await aNewcomer(home.db)
    const card = await makeAccessCard(ctxOf(home.db, coach, NOW), { newcomerId, key: KEY })
    const signIn = (code: string) => signInCard(ctx(), { ...card, code, ip: '192.0.2.1', key: KEY, old: null })
    await signIn(card.code)
    await home.db.update(rateLimits).set({ count: 299 })
    for (let n = 0; n < 3; n++) expect(await signIn(card.code)).toMatchObject({ ok: true })
    expect(await signIn(card.code === '000000' ? '000001' : '000000')).toMatchObject({ ok: false })
    await expect(signIn(card.code)).rejects.toMatchObject({ code: 'too-many' })
  })

  test('at a passkey is the account of who is signed in, else the network', async () => {
    const ask = (me: Account | null) => askPasskey(ctx(), me, { site: SITE, ip: '192.0.2.1', key: KEY })
    const one = (await aHalfSession(home.db, await aSigner(home.db, 'coach'), NOW)).me
    const other = (await aHalfSession(home.db, await aSigner(home.db, 'coach'), NOW)).me
    await ask(one)
    await home.db.update(rateLimits).set({ count: 60 })
    await expect(ask(one)).rejects.toMatchObject({ code: 'too-many' })
    await ask(other)
    await ask(null)
  })

  test('making a passkey is counted with using one, and leaves no row once it is refused', async () => {
    const { me } = await aHalfSession(home.db, await aSigner(home.db, 'coach'), NOW)
    const begin = () => beginPasskey(ctx(), me, { site: SITE, key: KEY })
    await begin()
    await home.db.update(rateLimits).set({ count: 60 })
    await expect(begin()).rejects.toMatchObject({ code: 'too-many' })
    expect(await home.db.$count(passkeyChallenges, eq(passkeyChallenges.accountId, me.accountId))).toBe(1)
  })
})

test('the id of a passkey is letters, digits, dash and underscore', () => {
  const said = (id: string, rawId: string) =>
    PasskeyResponse.safeParse(JSON.stringify({ id, rawId, type: 'public-key', response: {} })).success
  expect(said('Ab-_09', 'Ab-_09')).toBe(true)
  for (const bad of ['', 'a\0', 'a b', 'a=', 'é', 'a\n', "'; --"])
    expect([said(bad, 'a'), said('a', bad)], bad).toEqual([false, false])
})
