import { and, eq, isNull } from 'drizzle-orm'
import type { Reader } from '#db/client.ts'
import { accessCards, accounts } from '#db/schema/accounts.ts'
import { newcomerIdentities, newcomers } from '#db/schema/newcomers.ts'
import type { ScreenLanguage } from '#db/values/language.ts'
import { requireMay } from '#server/access/may.ts'
import type { Actor, Ctx } from '#server/platform/context.ts'
import { isId } from '#server/platform/fields.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { CARD_GUESSES } from './rules.ts'

/**
 * The account of a newcomer of this coach.
 *
 * @throws Refusal('not-found') when the newcomer is another's, is gone, or has no active account (yet)
 */
export async function accountOfOwnNewcomer(db: Reader, actor: Actor, newcomerId: string): Promise<string> {
  if (!isId(newcomerId) || actor.accountId === null) throw new Refusal('not-found')
  const [row] = await db
    .select({ accountId: accounts.id })
    .from(newcomers)
    .innerJoin(accounts, eq(accounts.newcomerId, newcomers.id))
    .where(and(eq(newcomers.id, newcomerId), eq(newcomers.coachId, actor.accountId), eq(accounts.state, 'active')))
  if (!row) throw new Refusal('not-found')
  return row.accountId
}

/** The card that a newcomer has now, as the coach may know it: never its number or code. */
type CardState = { madeAt: Date; expiresAt: Date; usedAt: Date | null; isLocked: boolean }

/** What the coach's page of the card shows; `hasAccount` false: the effect that makes the account has not run yet. */
export type CardOfNewcomer = {
  givenName: string
  language: ScreenLanguage
  hasAccount: boolean
  card: CardState | null
}

/**
 * The card of a newcomer of the own caseload.
 *
 * @throws Refusal `forbidden` for anybody but a coach, `not-found` when the newcomer is another's or gone
 */
export async function cardOfNewcomer(ctx: Ctx, newcomerId: string): Promise<CardOfNewcomer> {
  requireMay(ctx.actor, 'account.make-card')
  if (!isId(newcomerId) || ctx.actor.accountId === null) throw new Refusal('not-found')
  const [row] = await ctx.db
    .select({
      givenName: newcomerIdentities.givenName,
      language: newcomers.screenLanguage,
      accountId: accounts.id,
      madeAt: accessCards.createdAt,
      expiresAt: accessCards.expiresAt,
      usedAt: accessCards.usedAt,
      failed: accessCards.failed,
    })
    .from(newcomers)
    .innerJoin(newcomerIdentities, eq(newcomerIdentities.newcomerId, newcomers.id))
    .leftJoin(accounts, and(eq(accounts.newcomerId, newcomers.id), eq(accounts.state, 'active')))
    .leftJoin(accessCards, and(eq(accessCards.accountId, accounts.id), isNull(accessCards.revokedAt)))
    .where(and(eq(newcomers.id, newcomerId), eq(newcomers.coachId, ctx.actor.accountId)))
  if (!row) throw new Refusal('not-found')
  const { givenName, language, accountId, madeAt, expiresAt, usedAt, failed } = row
  const card =
    madeAt === null || expiresAt === null || failed === null
      ? null
      : { madeAt, expiresAt, usedAt, isLocked: failed >= CARD_GUESSES }
  return { givenName, language, hasAccount: accountId !== null, card }
}
