import { eq } from 'drizzle-orm'
import { accounts, recoveryCodes } from '#db/schema/accounts.ts'
import type { Ctx } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Account } from './reads.ts'
import { grouped, RECOVERY_CHARACTERS, RECOVERY_CODES } from './rules.ts'
import { recoveryMac } from './step-up.ts'
import { newPaperCode } from './tokens.ts'

/**
 * Makes ten recovery codes in the place of those before. They are shown this once: the table keeps keyed digests.
 *
 * @returns the codes as they are written on paper
 * @throws Refusal('forbidden') for a session without a second step
 */
export async function makeRecoveryCodes(
  ctx: Pick<Ctx, 'db' | 'now'>,
  me: Account,
  input: { key: Buffer },
): Promise<string[]> {
  if (me.aal !== 2) throw new Refusal('forbidden')
  const codes = Array.from({ length: RECOVERY_CODES }, () => newPaperCode(RECOVERY_CHARACTERS))
  await ctx.db.transaction(async (tx) => {
    // Two at once stand in line here, so that ten codes are left and not twenty.
    await tx.select({ id: accounts.id }).from(accounts).where(eq(accounts.id, me.accountId)).for('update')
    await tx.delete(recoveryCodes).where(eq(recoveryCodes.accountId, me.accountId))
    await tx.insert(recoveryCodes).values(
      codes.map((code) => ({
        accountId: me.accountId,
        codeMac: recoveryMac(input.key, me.accountId, code),
        createdAt: ctx.now,
      })),
    )
  })
  return codes.map(grouped)
}
