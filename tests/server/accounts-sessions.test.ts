import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { accounts, loginChallenges, passkeys, recoveryCodes, sessions, totpKeys } from '#db/schema/accounts.ts'
import { ROLES } from '#db/values/accounts.ts'
import { changeRole } from '#server/accounts/change-role.ts'
import { endSession } from '#server/accounts/end-session.ts'
import { makeRecoveryCodes } from '#server/accounts/make-recovery-codes.ts'
import { accountOfSession } from '#server/accounts/reads.ts'
import { ownSessions } from '#server/accounts/reads-own.ts'
import { resetSecondStep } from '#server/accounts/reset-second-step.ts'
import { deviceOf } from '#server/accounts/rules.ts'
import { isComplete } from '#server/accounts/rules-session.ts'
import { signInDemo } from '#server/accounts/sign-in-demo.ts'
import { suspendAccount } from '#server/accounts/suspend-account.ts'
import { WORKER } from '#server/platform/context.ts'
import { aHalfSession, aLinkedApp, aSigner, KEY } from '#tests/make/sign-ins.ts'
import { aDatabase } from '#tests/setup/database.ts'

let home: Awaited<ReturnType<typeof aDatabase>>
const NOW = new Date('2026-11-22T10:00:00Z')
const later = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000)
beforeAll(async () => {
  home = await aDatabase()
})
afterAll(() => home.close())
beforeEach(() => home.db.delete(accounts))

const operator = (now = later(2)) => ({ db: home.db, actor: WORKER, now })
const alive = async (token: string, minutes = 3) => (await accountOfSession(home.db, token, later(minutes))) !== null

describe('the list of own sessions', () => {
  test('has those that live, of nobody else, and never a token', async () => {
    const coach = await aSigner(home.db, 'coach')
    const first = await aHalfSession(home.db, coach, NOW)
    const second = await aHalfSession(home.db, coach, later(1))
    await aHalfSession(home.db, await aSigner(home.db, 'coach'), NOW)
    const ended = await aHalfSession(home.db, coach, NOW)
    await endSession({ db: home.db, now: later(1) }, first.me, ended.me.sessionId)
    const list = await ownSessions({ db: home.db, now: later(2) }, first.me)
    expect(list.map(({ id, isThis }) => [id, isThis])).toEqual([
      [second.me.sessionId, false],
      [first.me.sessionId, true],
    ])
    expect(JSON.stringify(list)).not.toContain(first.token)
    // Half an hour later both are idle for too long.
    expect(await ownSessions({ db: home.db, now: later(40) }, first.me)).toEqual([])
  })

  test('ends one, or all but this one, and never somebody else’s', async () => {
    const coach = await aSigner(home.db, 'coach')
    const [a, b, c] = [
      await aHalfSession(home.db, coach, NOW),
      await aHalfSession(home.db, coach, NOW),
      await aHalfSession(home.db, coach, NOW),
    ]
    const stranger = await aHalfSession(home.db, await aSigner(home.db, 'officer'), NOW)
    const ctx = { db: home.db, now: later(1) }
    for (const which of [stranger.me.sessionId, crypto.randomUUID(), 'x', '']) await endSession(ctx, a.me, which)
    expect(await Promise.all([a, b, c, stranger].map(({ token }) => alive(token)))).toEqual([true, true, true, true])
    await endSession(ctx, a.me, b.me.sessionId)
    expect(await Promise.all([a, b, c].map(({ token }) => alive(token)))).toEqual([true, false, true])
    await endSession(ctx, a.me, 'others')
    expect(await Promise.all([a, c, stranger].map(({ token }) => alive(token)))).toEqual([true, false, true])
  })

  test.each([
    ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/142.0 Safari/537.36', 'chrome/windows'],
    ['Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/142.0 Safari/537.36 Edg/142.0', 'edge/windows'],
    ['Mozilla/5.0 (iPhone; CPU iPhone OS 19_0) AppleWebKit/605 Version/19.0 Mobile Safari/604', 'safari/iphone'],
    ['Mozilla/5.0 (Linux; Android 15; SM-G991B) AppleWebKit Chrome/142.0 Mobile Safari/537', 'chrome/android'],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'firefox/linux'],
    ['curl/8 <script>', '-/-'],
    [null, '-/-'],
  ])('names a device without what tells it from others: %s', (userAgent, device) => {
    expect(deviceOf(userAgent)).toBe(device)
  })
})

describe('a session dies at once', () => {
  test('when the account is suspended, with its codes, and stays dead when it is restored', async () => {
    const coach = await aSigner(home.db, 'coach')
    const { token } = await aHalfSession(home.db, coach, NOW)
    await home.db.insert(loginChallenges).values({
      accountId: coach.id,
      bindHash: Buffer.from('a'),
      codeMac: Buffer.from('b'),
      createdAt: NOW,
      expiresAt: later(10),
    })
    await suspendAccount(operator(), { accountId: coach.id, state: 'suspended' })
    expect(await alive(token)).toBe(false)
    await suspendAccount(operator(), { accountId: coach.id, state: 'active' })
    expect(await alive(token)).toBe(false)
    expect((await home.db.select().from(loginChallenges))[0]?.usedAt).toEqual(later(2))
  })

  test('when the role changes, by the command and however else', async () => {
    const coach = await aSigner(home.db, 'coach')
    const first = await aHalfSession(home.db, coach, NOW)
    await changeRole(operator(), { accountId: coach.id, role: 'officer' })
    expect(await alive(first.token)).toBe(false)
    const second = await aHalfSession(home.db, { ...coach, role: 'officer' }, later(2))
    await home.db.update(accounts).set({ role: 'municipality' }).where(eq(accounts.id, coach.id))
    expect(await alive(second.token)).toBe(false)
    expect((await home.db.select().from(sessions).where(eq(sessions.role, 'officer')))[0]?.revokedAt).toBeNull()
  })

  test('a newcomer and an employer stay what they are', async () => {
    for (const role of ['newcomer', 'employer'] as const) {
      const { id } = await aSigner(home.db, role)
      await expect(changeRole(operator(), { accountId: id, role: 'coach' })).rejects.toMatchObject({
        code: 'not-found',
      })
    }
  })

  test('when an operator takes the second step away, with all of it', async () => {
    const coach = await aSigner(home.db, 'coach')
    const app = await aLinkedApp(home.db, (await aHalfSession(home.db, coach, NOW)).me, NOW)
    await makeRecoveryCodes({ db: home.db, now: NOW }, app.me, { key: KEY })
    await resetSecondStep(operator(), { accountId: coach.id })
    expect(await alive(app.token)).toBe(false)
    for (const table of [totpKeys, recoveryCodes, passkeys]) expect(await home.db.select().from(table)).toEqual([])
    expect((await aHalfSession(home.db, coach, later(3))).me).toMatchObject({ aal: 1, hasTotp: false })
  })
})

describe('a session that nothing proved', () => {
  test('is nobody’s outside the demo, also when the demo made it', async () => {
    const persona = await aSigner(home.db, 'coach', { demo: true })
    const opened = await signInDemo({ db: home.db, now: NOW }, { accountId: persona.id, demo: true, old: null })
    expect(await accountOfSession(home.db, opened.token, later(1), { demo: true })).toMatchObject({
      aal: 2,
      amr: ['demo'],
    })
    expect(await accountOfSession(home.db, opened.token, later(1), { demo: false })).toBeNull()
    expect(await accountOfSession(home.db, opened.token, later(1))).toBeNull()
  })
})

test('the second step is asked of all staff but members of an employer, and of whoever linked an app', () => {
  const standing = { amr: [], hasPasskey: false }
  const ranks = [...ROLES.map((role) => ({ role, isAdmin: false })), { role: 'employer' as const, isAdmin: true }]
  const free = ranks.filter((rank) => isComplete({ ...standing, ...rank, aal: 1, hasTotp: false }))
  expect(free).toEqual([
    { role: 'newcomer', isAdmin: false },
    { role: 'employer', isAdmin: false },
  ])
  for (const rank of ranks) {
    expect(isComplete({ ...standing, ...rank, aal: 1, hasTotp: true })).toBe(false)
    expect(isComplete({ ...standing, ...rank, aal: 2, hasTotp: true })).toBe(true)
  }
})

test('an account takes everything of its sign-ins with it', async () => {
  const coach = await aSigner(home.db, 'coach')
  const app = await aLinkedApp(home.db, (await aHalfSession(home.db, coach, NOW)).me, NOW)
  await makeRecoveryCodes({ db: home.db, now: NOW }, app.me, { key: KEY })
  await home.db.delete(accounts).where(eq(accounts.id, coach.id))
  for (const table of [sessions, totpKeys, recoveryCodes]) expect(await home.db.select().from(table)).toEqual([])
})
