import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { accessCards, accounts, rateLimits, sessions } from '#db/schema/accounts.ts'
import { makeAccessCard } from '#server/accounts/make-access-card.ts'
import { accountOfSession } from '#server/accounts/reads.ts'
import { cardOfNewcomer } from '#server/accounts/reads-card.ts'
import { revokeAccessCard } from '#server/accounts/revoke-access-card.ts'
import { CardNumber } from '#server/accounts/rules.ts'
import { signInCard } from '#server/accounts/sign-in-card.ts'
import { aNewcomer, anAccount, ctxOf } from '#tests/make/rooms.ts'
import { KEY } from '#tests/make/sign-ins.ts'
import { aDatabase } from '#tests/setup/database.ts'

let home: Awaited<ReturnType<typeof aDatabase>>
let made: Awaited<ReturnType<typeof aNewcomer>>
const NOW = new Date('2026-11-22T10:00:00Z')
const later = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000)
beforeAll(async () => {
  home = await aDatabase()
})
afterAll(() => home.close())
beforeEach(async () => {
  await home.db.delete(rateLimits)
  made = await aNewcomer(home.db)
})

const print = (now = NOW) => makeAccessCard(ctxOf(home.db, made.coach, now), { newcomerId: made.newcomerId, key: KEY })
const signIn = (card: { number: string; code: string }, now = later(1)) =>
  signInCard({ db: home.db, now }, { ...card, ip: '192.0.2.1', key: KEY, old: null })
const wrong = (card: { number: string; code: string }) => ({
  ...card,
  code: card.code === '000000' ? '000001' : '000000',
})
const REFUSED = { ok: false, reason: 'wrong-code' }
async function tokenOf(card: { number: string; code: string }, now = later(1)): Promise<string> {
  const answer = await signIn(card, now)
  if (!answer.ok) throw new Error(answer.reason)
  return answer.token
}
const alive = async (token: string, minutes = 2) => (await accountOfSession(home.db, token, later(minutes))) !== null

describe('an access card', () => {
  test('signs its newcomer in, for a short while, and says so', async () => {
    const token = await tokenOf(await print())
    const me = await accountOfSession(home.db, token, later(2))
    expect(me).toMatchObject({ newcomerId: made.newcomerId, role: 'newcomer', aal: 1, amr: ['card'] })
    expect(await alive(token, 24)).toBe(false)
    const [row] = await home.db
      .select()
      .from(sessions)
      .where(eq(sessions.id, me?.sessionId ?? ''))
    expect(row).toMatchObject({ idleMinutes: 20, absoluteAt: later(241) })
  })

  test('is kept nowhere in clear text', async () => {
    const card = await print()
    const kept = JSON.stringify(
      await home.db.execute(sql`select *, encode(number_mac, 'escape'), encode(code_mac, 'escape') from access_cards`),
    )
    expect(kept).not.toContain(card.number)
    expect(kept).not.toContain(card.code)
  })

  test('is printed by the own coach only, for somebody with an account', async () => {
    const input = { newcomerId: made.newcomerId, key: KEY }
    const colleague = await anAccount(home.db, { role: 'coach' })
    await expect(makeAccessCard(ctxOf(home.db, colleague), input)).rejects.toMatchObject({ code: 'not-found' })
    await expect(revokeAccessCard(ctxOf(home.db, colleague), input)).rejects.toMatchObject({ code: 'not-found' })
    await expect(cardOfNewcomer(ctxOf(home.db, colleague), made.newcomerId)).rejects.toMatchObject({
      code: 'not-found',
    })
    await expect(makeAccessCard(ctxOf(home.db, made.actor), input)).rejects.toMatchObject({ code: 'forbidden' })
    await home.db.delete(accounts).where(eq(accounts.newcomerId, made.newcomerId))
    await expect(print()).rejects.toMatchObject({ code: 'not-found' })
    expect(await cardOfNewcomer(ctxOf(home.db, made.coach), made.newcomerId)).toMatchObject({ hasAccount: false })
  })

  test('fifty times at once has one session that lives', async () => {
    const card = await print()
    const answers = await Promise.all(Array.from({ length: 50 }, () => signIn(card)))
    const tokens = answers.flatMap((answer) => (answer.ok ? [answer.token] : []))
    expect(tokens.length).toBeGreaterThan(0)
    const living = await Promise.all(tokens.map((token) => alive(token)))
    expect(living.filter(Boolean)).toHaveLength(1)
    // Whoever was right in the end did not lock the card.
    expect((await signIn(card, later(3))).ok).toBe(true)
  })

  test('is locked by five wrong codes, also at once, also for the right one', async () => {
    const card = await print()
    const token = await tokenOf(card)
    for (let n = 0; n < 4; n++) expect(await signIn(wrong(card))).toEqual(REFUSED)
    expect((await signIn(card)).ok).toBe(true)
    const answers = await Promise.all(Array.from({ length: 50 }, () => signIn(wrong(card))))
    expect(answers).toEqual(Array(50).fill(REFUSED))
    expect((await home.db.select().from(accessCards).where(eq(accessCards.failed, 5))).length).toBe(1)
    expect(await signIn(card)).toEqual(REFUSED)
    expect((await cardOfNewcomer(ctxOf(home.db, made.coach), made.newcomerId)).card?.isLocked).toBe(true)
    expect(await alive(token)).toBe(false) // the second right one took its place
  })

  test('is worth nothing after a reprint or a revocation, and neither is what it opened', async () => {
    const old = await print()
    const before = await tokenOf(old)
    const fresh = await print(later(2))
    expect(await alive(before, 3)).toBe(false)
    expect(await signIn(old, later(3))).toEqual(REFUSED)
    const after = await tokenOf(fresh, later(3))
    await revokeAccessCard(ctxOf(home.db, made.coach, later(4)), { newcomerId: made.newcomerId })
    expect(await alive(after, 5)).toBe(false)
    expect(await signIn(fresh, later(5))).toEqual(REFUSED)
    expect((await cardOfNewcomer(ctxOf(home.db, made.coach), made.newcomerId)).card).toBeNull()
  })

  test('printed many times at once is one card', async () => {
    const cards = await Promise.all(Array.from({ length: 8 }, () => print()))
    const answers = await Promise.all(cards.map((card) => signIn(card)))
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
  })

  test('ends after 180 days, and does not open a suspended account', async () => {
    const card = await print()
    expect(await signIn(card, later(180 * 24 * 60 + 1))).toEqual(REFUSED)
    await home.db.update(accounts).set({ state: 'suspended' }).where(eq(accounts.newcomerId, made.newcomerId))
    expect(await signIn(card)).toEqual(REFUSED)
  })

  test('needs its own code: that of another card is wrong', async () => {
    const card = await print()
    made = await aNewcomer(home.db)
    const other = await print()
    if (card.code === other.code) return
    expect(await signIn({ number: card.number, code: other.code })).toEqual(REFUSED)
    expect(await signIn({ number: '0'.repeat(16), code: card.code })).toEqual(REFUSED)
  })

  test('tried 300 times from one network in an hour is refused', async () => {
    const card = await print()
    await signIn(card)
    await home.db.update(rateLimits).set({ count: 300 })
    await expect(signIn(card)).rejects.toMatchObject({ code: 'too-many' })
  })

  test('has a number that is read as people copy it', () => {
    expect(CardNumber.parse(' abcd-efgh jkmn-o0il ')).toBe('ABCDEFGHJKMN0011')
    for (const typed of ['', 'ABCD', 'ABCD-EFGH-JKMN-PQRU', 'A'.repeat(17), '%00']) {
      expect(CardNumber.safeParse(typed).success, typed).toBe(false)
    }
  })
})
