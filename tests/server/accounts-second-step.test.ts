import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { accounts, rateLimits, recoveryCodes, sessions, totpKeys } from '#db/schema/accounts.ts'
import { beginTotp } from '#server/accounts/begin-totp.ts'
import { confirmTotp } from '#server/accounts/confirm-totp.ts'
import { makeRecoveryCodes } from '#server/accounts/make-recovery-codes.ts'
import { accountOfSession } from '#server/accounts/reads.ts'
import { ownFactors, waitingTotpSecret } from '#server/accounts/reads-own.ts'
import { removeSecondStep } from '#server/accounts/remove-second-step.ts'
import { LoginCode, RecoveryCode } from '#server/accounts/rules.ts'
import { type StepCode, stepUp } from '#server/accounts/step-up.ts'
import { opened } from '#server/platform/seal.ts'
import { aHalfSession, aLinkedApp, aSigner, codeAt, KEY, meOf, RING } from '#tests/make/sign-ins.ts'
import { aDatabase } from '#tests/setup/database.ts'

let home: Awaited<ReturnType<typeof aDatabase>>
const NOW = new Date('2026-11-22T10:00:00Z')
const later = (seconds: number) => new Date(NOW.getTime() + seconds * 1000)
beforeAll(async () => {
  home = await aDatabase()
})
afterAll(() => home.close())
beforeEach(async () => {
  await home.db.delete(accounts)
  await home.db.delete(rateLimits)
})

const ctxAt = (now: Date) => ({ db: home.db, now })
const wrongOf = (code: string) => (code === '000000' ? '000001' : '000000')
/** A coach with an app, who comes back with a new session a minute later. */
async function aCoachWithApp() {
  const account = await aSigner(home.db, 'coach')
  const first = await aLinkedApp(home.db, (await aHalfSession(home.db, account, NOW)).me, NOW)
  const half = await aHalfSession(home.db, account, later(60))
  return { account, secret: first.secret, sure: first, half }
}
const step = (me: Parameters<typeof stepUp>[1], by: StepCode, now: Date) =>
  stepUp(ctxAt(now), me, { by, ring: RING, key: KEY })

describe('linking an app', () => {
  test('makes the session sure, with a new token and the same end', async () => {
    const account = await aSigner(home.db, 'coach')
    const half = await aHalfSession(home.db, account, NOW)
    expect(half.me).toMatchObject({ aal: 1, hasTotp: false })
    const done = await aLinkedApp(home.db, half.me, later(30))
    expect(done.me).toMatchObject({ aal: 2, hasTotp: true, amr: ['code', 'totp'] })
    expect(done.absoluteAt).toEqual(half.absoluteAt)
    expect(await accountOfSession(home.db, half.token, later(31))).toBeNull()
  })

  test('keeps the secret sealed to its row', async () => {
    const one = await aCoachWithApp()
    const other = await aCoachWithApp()
    const rows = await home.db.select().from(totpKeys)
    const kept = JSON.stringify(await home.db.execute(sql`select encode(secret, 'escape') from totp_keys`))
    expect(kept).not.toContain(one.secret)
    const [a, b] = rows
    if (!a || !b) throw new Error('no rows')
    expect([one.secret, other.secret]).toContain(
      opened(RING, { table: 'totp_keys', column: 'secret', row: a.id }, a.secret),
    )
    expect(() => opened(RING, { table: 'totp_keys', column: 'secret', row: a.id }, b.secret)).toThrow('another place')
  })

  test('does not count before its first code, and a wrong one links nothing', async () => {
    const { me } = await aHalfSession(home.db, await aSigner(home.db, 'employer'), NOW)
    await beginTotp(ctxAt(NOW), me, RING)
    const secret = (await waitingTotpSecret(ctxAt(NOW), me, RING)) ?? ''
    const answer = await confirmTotp(ctxAt(NOW), me, { code: wrongOf(codeAt(secret, NOW)), ring: RING, key: KEY })
    expect(answer).toEqual({ ok: false, reason: 'wrong-code' })
    expect((await ownFactors(ctxAt(NOW), me)).totpSince).toBeNull()
    expect(await step(me, { totp: codeAt(secret, NOW) }, NOW)).toEqual({ ok: false, reason: 'wrong-code' })
  })

  test('is of the session that began it: a secret that somebody else saw links nothing', async () => {
    const account = await aSigner(home.db, 'coach')
    const thief = await aHalfSession(home.db, account, NOW)
    await beginTotp(ctxAt(NOW), thief.me, RING)
    const seen = (await waitingTotpSecret(ctxAt(NOW), thief.me, RING)) ?? ''
    const { me } = await aHalfSession(home.db, account, later(10))
    expect(await waitingTotpSecret(ctxAt(later(10)), me, RING)).toBeNull()
    const code = codeAt(seen, later(10))
    await expect(confirmTotp(ctxAt(later(10)), me, { code, ring: RING, key: KEY })).rejects.toMatchObject({
      code: 'stale',
    })
    const linked = await aLinkedApp(home.db, me, later(11))
    expect(linked.secret).not.toBe(seen)
  })

  test('begun twice, also at once, leaves one secret', async () => {
    const { me } = await aHalfSession(home.db, await aSigner(home.db, 'coach'), NOW)
    await Promise.all(Array.from({ length: 8 }, () => beginTotp(ctxAt(NOW), me, RING)))
    expect(await home.db.select().from(totpKeys)).toHaveLength(1)
  })

  test('is not for who only has the mailbox: an app that is linked stays until the second step is taken', async () => {
    const { half, sure, secret } = await aCoachWithApp()
    await expect(beginTotp(ctxAt(later(61)), half.me, RING)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(
      confirmTotp(ctxAt(later(61)), half.me, { code: codeAt(secret, later(61)), ring: RING, key: KEY }),
    ).rejects.toMatchObject({ code: 'forbidden' })
    await expect(makeRecoveryCodes(ctxAt(later(61)), half.me, { key: KEY })).rejects.toMatchObject({
      code: 'forbidden',
    })
    await expect(removeSecondStep(ctxAt(later(61)), half.me, 'totp')).rejects.toMatchObject({ code: 'forbidden' })
    const other = await aLinkedApp(home.db, sure.me, later(90))
    expect(other.secret).not.toBe(secret)
    expect(await home.db.select().from(totpKeys)).toHaveLength(1)
  })
})

describe('a code of the app', () => {
  test('is taken once: not the one that linked the app, and not one that was used', async () => {
    const { half, secret, account } = await aCoachWithApp()
    expect(await step(half.me, { totp: codeAt(secret, NOW) }, later(20))).toMatchObject({ ok: false })
    const code = codeAt(secret, later(61))
    expect(await step(half.me, { totp: code }, later(61))).toMatchObject({ ok: true })
    const again = await aHalfSession(home.db, account, later(62))
    expect(await step(again.me, { totp: code }, later(62))).toEqual({ ok: false, reason: 'wrong-code' })
    expect(await step(again.me, { totp: codeAt(secret, later(95)) }, later(95))).toMatchObject({ ok: true })
  })

  test('sent twenty times at once from as many sessions opens one', async () => {
    const { secret, account } = await aCoachWithApp()
    await home.db.update(rateLimits).set({ count: -100 })
    const halves = await Promise.all(Array.from({ length: 20 }, () => aHalfSession(home.db, account, later(61))))
    const code = codeAt(secret, later(61))
    await home.db.update(rateLimits).set({ count: -100 })
    const answers = await Promise.allSettled(halves.map(({ me }) => step(me, { totp: code }, later(61))))
    expect(answers.filter((one) => one.status === 'fulfilled' && one.value.ok)).toHaveLength(1)
  })

  test('counts a half minute early or late, and no further', async () => {
    const { half, secret } = await aCoachWithApp()
    for (const away of [-60, 60, -90, 90]) {
      await home.db.delete(rateLimits)
      const at = new Date('2026-11-22T10:30:15Z')
      const code = codeAt(secret, new Date(at.getTime() + away * 1000))
      if ([-30, 0, 30].some((near) => codeAt(secret, new Date(at.getTime() + near * 1000)) === code)) continue
      expect(await step(half.me, { totp: code }, at), `${away} s`).toMatchObject({ ok: false })
    }
    await home.db.delete(rateLimits)
    const at = new Date('2026-11-22T10:20:15Z')
    expect(await step(half.me, { totp: codeAt(secret, new Date(at.getTime() - 30_000)) }, at)).toMatchObject({
      ok: true,
    })
  })

  test('is tried five times, also at once; then the right one is refused too, until a quarter of an hour has passed', async () => {
    const { half, secret, account } = await aCoachWithApp()
    const code = codeAt(secret, later(61))
    const tries = Array.from({ length: 60 }, () => step(half.me, { totp: wrongOf(code) }, later(61)))
    const answers = await Promise.allSettled(tries)
    expect(answers.filter((one) => one.status === 'fulfilled')).toHaveLength(5)
    await expect(step(half.me, { totp: code }, later(61))).rejects.toMatchObject({ code: 'too-many' })
    const other = await aHalfSession(home.db, account, later(62))
    await expect(step(other.me, { totp: code }, later(62))).rejects.toMatchObject({ code: 'too-many' })
    const after = later(61 + 15 * 60)
    expect(await step(half.me, { totp: codeAt(secret, after) }, after)).toMatchObject({ ok: true })
  })

  test('of somebody else opens nothing, and neither does one for a session that ended', async () => {
    const one = await aCoachWithApp()
    const other = await aCoachWithApp()
    const code = codeAt(other.secret, later(61))
    if (code !== codeAt(one.secret, later(61))) {
      expect(await step(one.half.me, { totp: code }, later(61))).toMatchObject({ ok: false })
    }
    await home.db
      .update(sessions)
      .set({ revokedAt: later(61) })
      .where(eq(sessions.id, one.half.me.sessionId))
    await expect(step(one.half.me, { totp: codeAt(one.secret, later(62)) }, later(62))).rejects.toMatchObject({
      code: 'stale',
    })
    // What the dead session tried is not used up.
    const alive = await aHalfSession(home.db, one.account, later(62))
    expect(await step(alive.me, { totp: codeAt(one.secret, later(62)) }, later(62))).toMatchObject({ ok: true })
  })

  test.each(['١٢٣٤٥٦', ' 123 456 ', '۱۲۳-۴۵۶'])('is read as it was typed: %j', (typed) => {
    expect(LoginCode.parse(typed)).toBe('123456')
  })
  test.each(['12345', '1234567', 'abcdef', '', '12345٠٠'])('has six digits: %j has not', (typed) => {
    expect(LoginCode.safeParse(typed).success).toBe(false)
  })
})

describe('recovery codes', () => {
  const read = (code: string) => ({ recovery: RecoveryCode.parse(code) })

  test('are ten, shown once, kept as digests, and each opens once', async () => {
    const { sure, half, account } = await aCoachWithApp()
    const codes = await makeRecoveryCodes(ctxAt(later(61)), sure.me, { key: KEY })
    expect(new Set(codes).size).toBe(10)
    const kept = JSON.stringify(await home.db.execute(sql`select encode(code_mac, 'escape') from recovery_codes`))
    for (const code of codes) expect(kept).not.toContain(code.replace('-', ''))
    const answer = await step(half.me, read(codes[0] ?? ''), later(62))
    if (!answer.ok) throw new Error(answer.reason)
    expect(await meOf(home.db, answer.token, later(63))).toMatchObject({ aal: 2, amr: ['code', 'recovery'] })
    const next = await aHalfSession(home.db, account, later(64))
    expect(await step(next.me, read(codes[0] ?? ''), later(64))).toMatchObject({ ok: false })
    expect((await ownFactors(ctxAt(later(65)), next.me)).recoveryLeft).toBe(9)
  })

  test('sent twenty times at once opens one', async () => {
    const { sure, account } = await aCoachWithApp()
    const [code = ''] = await makeRecoveryCodes(ctxAt(later(61)), sure.me, { key: KEY })
    const halves = await Promise.all(Array.from({ length: 20 }, () => aHalfSession(home.db, account, later(61))))
    await home.db.update(rateLimits).set({ count: -100 })
    const answers = await Promise.allSettled(halves.map(({ me }) => step(me, read(code), later(61))))
    expect(answers.filter((one) => one.status === 'fulfilled' && one.value.ok)).toHaveLength(1)
  })

  test('are replaced as a whole, also by two at once, and are of one account only', async () => {
    const one = await aCoachWithApp()
    const other = await aCoachWithApp()
    const [old = ''] = await makeRecoveryCodes(ctxAt(later(61)), one.sure.me, { key: KEY })
    await Promise.all([1, 2].map(() => makeRecoveryCodes(ctxAt(later(62)), one.sure.me, { key: KEY })))
    expect(await home.db.select().from(recoveryCodes)).toHaveLength(10)
    expect(await step(one.half.me, read(old), later(63))).toMatchObject({ ok: false })
    const [theirs = ''] = await makeRecoveryCodes(ctxAt(later(64)), other.sure.me, { key: KEY })
    expect(await step(one.half.me, read(theirs), later(65))).toMatchObject({ ok: false })
  })

  test('count with the codes of the app: five tries together', async () => {
    const { half, secret } = await aCoachWithApp()
    for (let n = 0; n < 5; n++) await step(half.me, { recovery: '0000000000' }, later(61))
    await expect(step(half.me, { totp: codeAt(secret, later(61)) }, later(61))).rejects.toMatchObject({
      code: 'too-many',
    })
  })

  test('are read as people copy them', () => {
    expect(RecoveryCode.parse(' abcde-f0o1i ')).toBe('ABCDEF0011')
    for (const typed of ['', 'ABCDE', 'ABCDE-FGHJU', 'ABCDE-FGHJKM', '<script>']) {
      expect(RecoveryCode.safeParse(typed).success, typed).toBe(false)
    }
  })
})

test('who must have a second step keeps the last; who need not may take it away', async () => {
  const { sure } = await aCoachWithApp()
  await expect(removeSecondStep(ctxAt(later(61)), sure.me, 'totp')).rejects.toMatchObject({ code: 'forbidden' })
  expect(await home.db.select().from(totpKeys)).toHaveLength(1)
  const employer = await aSigner(home.db, 'employer')
  const app = await aLinkedApp(home.db, (await aHalfSession(home.db, employer, NOW)).me, NOW)
  await removeSecondStep(ctxAt(later(61)), app.me, 'totp')
  expect((await ownFactors(ctxAt(later(62)), app.me)).totpSince).toBeNull()
})
