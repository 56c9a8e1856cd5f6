import { and, eq, isNotNull } from 'drizzle-orm'
import { accounts, passkeys, recoveryCodes, totpKeys } from '#db/schema/accounts.ts'
import { recordAudit } from '#server/audit/record.ts'
import type { Ctx } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { auditOf } from './audit-of.ts'
import type { Account } from './reads.ts'
import { isFresh } from './rules.ts'
import { mustKeepSecondStep } from './rules-session.ts'
import { tellOwner } from './tell-owner.ts'

/**
 * Takes away the authenticator app with its recovery codes, or one passkey. Who must have a second step keeps the last one. What is not
 * there, or somebody else's, is no error: nothing happens.
 *
 * @throws Refusal('forbidden') for a session that has not taken the second step just now, and for the last one of who must have one
 */
export async function removeSecondStep(
  ctx: Pick<Ctx, 'db' | 'now'>,
  me: Account,
  which: 'totp' | { passkeyId: string },
): Promise<void> {
  if (me.aal !== 2 || !isFresh(me, ctx.now)) throw new Refusal('forbidden')
  await ctx.db.transaction(async (tx) => {
    // Two at once would each leave the other's.
    await tx.select({ id: accounts.id }).from(accounts).where(eq(accounts.id, me.accountId)).for('update')
    let gone: unknown[]
    if (which === 'totp') {
      const keys = await tx
        .delete(totpKeys)
        .where(eq(totpKeys.accountId, me.accountId))
        .returning({ confirmedAt: totpKeys.confirmedAt })
      gone = keys.filter(({ confirmedAt }) => confirmedAt !== null)
      await tx.delete(recoveryCodes).where(eq(recoveryCodes.accountId, me.accountId))
    } else {
      const own = and(eq(passkeys.accountId, me.accountId), eq(passkeys.id, which.passkeyId))
      gone = await tx.delete(passkeys).where(own).returning({ id: passkeys.id })
    }
    if (gone.length > 0) {
      const kind = which === 'totp' ? 'totp' : 'passkey'
      await recordAudit(tx, { actor: me, now: ctx.now }, [
        auditOf('account.remove-second-step', me.accountId, { kind }),
      ])
      await tellOwner(tx, me.accountId, 'second-step', ctx.now)
    }
    if (!mustKeepSecondStep(me)) return
    const left = [
      ...(await tx
        .select({ id: totpKeys.id })
        .from(totpKeys)
        .where(and(eq(totpKeys.accountId, me.accountId), isNotNull(totpKeys.confirmedAt)))),
      ...(await tx.select({ id: passkeys.id }).from(passkeys).where(eq(passkeys.accountId, me.accountId))),
    ]
    if (left.length === 0) throw new Refusal('forbidden')
  })
}
