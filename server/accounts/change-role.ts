import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { accounts } from '#db/schema/accounts.ts'
import { requireMay } from '#server/access/may.ts'
import { recordAudit } from '#server/audit/record.ts'
import type { Ctx } from '#server/platform/context.ts'
import { oneOf, uuid } from '#server/platform/fields.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { auditOf, byOperator } from './audit-of.ts'
import { endCardsMadeBy } from './end-cards-made-by.ts'
import { shutOut } from './shut-out.ts'
import { isTakenSeat } from './taken-seat.ts'

/** The roles of a municipality: one account goes from one to another; newcomers and employers stay what they are. */
export const MUNICIPAL_ROLES = ['coach', 'municipality', 'officer'] as const

export const ChangeRoleInput = z.strictObject({ accountId: uuid(), role: oneOf(MUNICIPAL_ROLES) })
export type ChangeRoleInput = z.input<typeof ChangeRoleInput>

/**
 * Gives somebody of a municipality another role there. Every session ends, so that none has rights that were proved for another role.
 *
 * @param ctx actor WORKER: an operator at the command line
 * @throws Refusal `forbidden` for anybody else, `not-found` also for a newcomer and an employer; Error in plain words when the same address has another
 * account with that role there
 */
export async function changeRole(ctx: Ctx, input: ChangeRoleInput): Promise<void> {
  const { accountId, role } = ChangeRoleInput.parse(input)
  requireMay(ctx.actor, 'account.change-role')
  await ctx.db.transaction(async (tx) => {
    const [account] = await tx
      .select({ role: accounts.role })
      .from(accounts)
      .where(eq(accounts.id, accountId))
      .for('update')
    if (!account || !(MUNICIPAL_ROLES as readonly string[]).includes(account.role)) throw new Refusal('not-found')
    await tx
      .transaction((inside) => inside.update(accounts).set({ role }).where(eq(accounts.id, accountId)))
      .catch((error) => {
        throw isTakenSeat(error) ? new Error(`This address already has an account as ${role} there.`) : error
      })
    await shutOut(tx, accountId, ctx.now)
    await endCardsMadeBy(tx, accountId, ctx.now)
    await recordAudit(tx, byOperator(ctx), [
      auditOf('account.change-role', accountId, { from: account.role, to: role }),
    ])
  })
}
