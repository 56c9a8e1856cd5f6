import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { accounts } from '#db/schema/accounts.ts'
import { requireMay } from '#server/access/may.ts'
import { recordAudit } from '#server/audit/record.ts'
import type { Ctx } from '#server/platform/context.ts'
import { uuid } from '#server/platform/fields.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { auditOf, byOperator } from './audit-of.ts'
import { forgetFactors } from './forget-factors.ts'
import { endCard } from './revoke-access-card.ts'
import { shutOut } from './shut-out.ts'
import { tellOwner } from './tell-owner.ts'

export const ResetSecondStepInput = z.strictObject({ accountId: uuid() })
export type ResetSecondStepInput = z.input<typeof ResetSecondStepInput>

/**
 * For who lost phone and recovery codes: takes away every second step, the access card, every link to an identity provider and every session, so that the next sign-in sets one up anew. Whoever
 * asks for it must be known in person, since from then on the mailbox alone is enough once.
 *
 * @param ctx actor WORKER: an operator at the command line
 * @throws Refusal `forbidden` for anybody else, `not-found`
 */
export async function resetSecondStep(ctx: Ctx, input: ResetSecondStepInput): Promise<void> {
  const { accountId } = ResetSecondStepInput.parse(input)
  requireMay(ctx.actor, 'account.reset-second-step')
  await ctx.db.transaction(async (tx) => {
    const found = await tx.select({ id: accounts.id }).from(accounts).where(eq(accounts.id, accountId)).for('update')
    if (found.length === 0) throw new Refusal('not-found')
    await forgetFactors(tx, accountId)
    await endCard(tx, accountId, ctx.now)
    await shutOut(tx, accountId, ctx.now)
    await tellOwner(tx, accountId, 'reset', ctx.now)
    await recordAudit(tx, byOperator(ctx), [auditOf('account.reset-second-step', accountId)])
  })
}
