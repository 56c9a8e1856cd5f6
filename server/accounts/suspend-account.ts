import { and, eq, ne } from 'drizzle-orm'
import { z } from 'zod'
import { accounts } from '#db/schema/accounts.ts'
import type { AccountState } from '#db/values/accounts.ts'
import { requireMay } from '#server/access/may.ts'
import { recordAudit } from '#server/audit/record.ts'
import type { Ctx } from '#server/platform/context.ts'
import { oneOf, uuid } from '#server/platform/fields.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { auditOf, byOperator } from './audit-of.ts'
import { endCardsMadeBy } from './end-cards-made-by.ts'
import { shutOut } from './shut-out.ts'
import { withdrawInvitationsOf } from './withdraw-invitation.ts'

export const SuspendAccountInput = z.strictObject({ accountId: uuid(), state: oneOf(['active', 'suspended']) })
export type SuspendAccountInput = z.input<typeof SuspendAccountInput>

/**
 * Shuts an account at once, with everything that is signed in to it and the invitations of theirs that nobody took, or opens it again: then one signs in anew,
 * since what was ended stays so. What an operator shut, no organisation opens (`changeMember`).
 *
 * @param ctx actor WORKER: an operator at the command line
 * @returns the state that the account has now
 * @throws Refusal `forbidden` for anybody else, `not-found`
 */
export async function suspendAccount(ctx: Ctx, input: SuspendAccountInput): Promise<AccountState> {
  const { accountId, state } = SuspendAccountInput.parse(input)
  requireMay(ctx.actor, 'account.suspend')
  return ctx.db.transaction(async (tx) => {
    const found = await tx
      .update(accounts)
      .set({ state, lockedByOperator: state === 'suspended' })
      .where(and(eq(accounts.id, accountId), ne(accounts.state, 'removed')))
      .returning({ id: accounts.id })
    if (found.length === 0) throw new Refusal('not-found')
    await shutOut(tx, accountId, ctx.now)
    await endCardsMadeBy(tx, accountId, ctx.now)
    if (state === 'suspended') await withdrawInvitationsOf(tx, byOperator(ctx), accountId)
    await recordAudit(tx, byOperator(ctx), [auditOf('account.suspend', accountId, { state })])
    return state
  })
}
