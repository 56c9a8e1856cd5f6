import { and, eq, isNull } from 'drizzle-orm'
import { totpKeys } from '#db/schema/accounts.ts'
import type { Ctx } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { KeyRing } from '#server/platform/seal.ts'
import type { Account } from './reads.ts'
import { isFresh } from './rules.ts'
import { mayAddSecondStep } from './rules-session.ts'
import { newTotpSecret } from './totp-code.ts'

/**
 * Makes a secret for an authenticator app, which counts once its first code was right (`confirmTotp`). The app that is linked now stays
 * until then. A second time gives another secret: what was on the screen before is worth nothing.
 *
 * @throws Refusal('forbidden') for a session that has not taken the second step which the account already has, or proved nothing just now
 */
export async function beginTotp(ctx: Pick<Ctx, 'db' | 'now'>, me: Account, ring: KeyRing): Promise<void> {
  if (!mayAddSecondStep(me) || !isFresh(me, ctx.now)) throw new Refusal('forbidden')
  const id = crypto.randomUUID()
  await ctx.db.transaction(async (tx) => {
    await tx.delete(totpKeys).where(and(eq(totpKeys.accountId, me.accountId), isNull(totpKeys.confirmedAt)))
    await tx
      .insert(totpKeys)
      .values({ id, accountId: me.accountId, secret: newTotpSecret(ring, id, me.sessionId), createdAt: ctx.now })
      .onConflictDoNothing() // two at once: the first one's secret is on both screens
  })
}
