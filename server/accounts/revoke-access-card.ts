import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import { accessCards, sessions } from '#db/schema/accounts.ts'
import { requireMay } from '#server/access/may.ts'
import { recordAudit } from '#server/audit/record.ts'
import type { Ctx } from '#server/platform/context.ts'
import { auditOf } from './audit-of.ts'
import { accountOfOwnNewcomer } from './reads-card.ts'
import { tellOwner } from './tell-owner.ts'

/**
 * Makes the card of a newcomer of the own caseload invalid, with every session that was opened with it. No card is no error.
 *
 * @throws Refusal `forbidden` for anybody but a coach, `not-found` as `makeAccessCard`
 */
export async function revokeAccessCard(ctx: Ctx, input: { newcomerId: string }): Promise<void> {
  requireMay(ctx.actor, 'account.revoke-card')
  await ctx.db.transaction(async (tx) => {
    const accountId = await accountOfOwnNewcomer(tx, ctx.actor, input.newcomerId)
    await endCard(tx, accountId, ctx.now)
    await tellOwner(tx, accountId, 'card', ctx.now)
    await recordAudit(tx, ctx, [auditOf('account.revoke-card', accountId)])
  })
}

/** Ends the card of an account and its sessions, in the transaction that has a reason to. */
export async function endCard(tx: Tx, accountId: string, now: Date): Promise<void> {
  await tx
    .update(accessCards)
    .set({ revokedAt: now })
    .where(and(eq(accessCards.accountId, accountId), isNull(accessCards.revokedAt)))
  await endCardSessions(tx, accountId, now)
}

/** Ends a card that another printed than the coach of now, unless the newcomer chose a code since. Says whether there was one. */
export async function endCardOfOthers(tx: Tx, accountId: string, coachId: string, now: Date): Promise<boolean> {
  const others = sql`${accessCards.madeBy} is distinct from ${coachId} and ${accessCards.madeBy} is distinct from ${accountId}`
  const ended = await tx
    .update(accessCards)
    .set({ revokedAt: now })
    .where(and(eq(accessCards.accountId, accountId), isNull(accessCards.revokedAt), others))
    .returning({ id: accessCards.id })
  if (ended.length > 0) await endCardSessions(tx, accountId, now)
  return ended.length > 0
}

/** Ends what a card opened, also when a second step was taken since. */
export async function endCardSessions(tx: Tx, accountId: string, now: Date): Promise<void> {
  await tx
    .update(sessions)
    .set({ revokedAt: now })
    .where(and(eq(sessions.accountId, accountId), isNull(sessions.revokedAt), sql`'card' = any(${sessions.amr})`))
}
