import { and, eq, gt, isNull, lt, sql } from 'drizzle-orm'
import { accessCards, accounts } from '#db/schema/accounts.ts'
import type { Ctx } from '#server/platform/context.ts'
import { countAttempt, giveBackAttempt } from '#server/platform/count-attempt.ts'
import type { LoginAnswer } from './finish-login.ts'
import { cardCodeMac, numberMac } from './make-access-card.ts'
import { openSession } from './open-session.ts'
import { endCardSessions } from './revoke-access-card.ts'
import { CARD_GUESSES, CARD_LIMIT, networkOf } from './rules.ts'
import { keyedDigest, sameBytes } from './tokens.ts'

/** `isFirst`: the card was never used, so its code is the one that the coach printed. */
export type CardAnswer =
  | (Extract<LoginAnswer, { ok: true }> & { isFirst: boolean })
  | { ok: false; reason: 'wrong-code' }

/**
 * Signs in with a card: its number and its code. Each wrong code is counted in the same UPDATE that finds the card, and the fifth locks it
 * until the coach prints another. A card has one session at a time: the next sign-in ends the one before. An unknown number, an old card and
 * a wrong code get the same answer. Only what was wrong counts against the network.
 *
 * @param input `number` as `CardNumber` and `code` as `LoginCode` gave them, `ip` of the visitor, `key` from `accountsKey`, `device` from `deviceOf`
 * @throws Refusal('too-many', { retryAfterSeconds })
 */
export async function signInCard(
  ctx: Pick<Ctx, 'db' | 'now'>,
  input: { number: string; code: string; ip: string; key: Buffer; old: string | null; device?: string | null },
): Promise<CardAnswer> {
  const { db, now } = ctx
  const { number, code, key, old } = input
  const bucket = `card-network:${keyedDigest(key, 'card-network', networkOf(input.ip)).toString('base64url')}`
  await countAttempt(db, bucket, CARD_LIMIT, now)
  const works = and(
    eq(accessCards.numberMac, numberMac(key, number)),
    isNull(accessCards.revokedAt),
    gt(accessCards.expiresAt, now),
  )
  const [card] = await db
    .update(accessCards)
    .set({ failed: sql`${accessCards.failed} + 1` })
    .where(and(works, lt(accessCards.failed, CARD_GUESSES)))
    .returning({
      id: accessCards.id,
      accountId: accessCards.accountId,
      codeMac: accessCards.codeMac,
      usedAt: accessCards.usedAt,
    })
  // The same work whether or not there is such a card.
  const given = cardCodeMac(key, card?.id ?? '', code)
  if (!card || !sameBytes(card.codeMac, given)) return { ok: false, reason: 'wrong-code' }
  return db.transaction(async (tx): Promise<CardAnswer> => {
    const [account] = await tx
      .select({ id: accounts.id, role: accounts.role, language: accounts.language })
      .from(accounts)
      .where(and(eq(accounts.id, card.accountId), eq(accounts.state, 'active')))
      .for('update')
    // Revoked while the code was compared: the row lock above is what a reprint waits for, or has waited for.
    const still = await tx
      .update(accessCards)
      .set({ failed: 0, usedAt: now })
      .where(and(works, eq(accessCards.id, card.id)))
      .returning({ id: accessCards.id })
    if (!account || still.length === 0) return { ok: false, reason: 'wrong-code' }
    // A whole reception centre signs in from one network: who was right does not count against the others.
    await giveBackAttempt(tx, bucket)
    await endCardSessions(tx, account.id, now)
    const proved = { aal: 1 as const, amr: ['card' as const], device: input.device ?? null }
    const { role, language } = account
    return {
      ok: true,
      isFirst: card.usedAt === null,
      role,
      language,
      several: false,
      known: null,
      ...(await openSession(tx, account, old, now, proved)),
    }
  })
}
