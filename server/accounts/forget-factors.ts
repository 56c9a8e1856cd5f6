import { eq } from 'drizzle-orm'
import { elevated } from '#db/bound.ts'
import type { Tx } from '#db/client.ts'
import { identities, passkeys, recoveryCodes, totpKeys } from '#db/schema/accounts.ts'

/**
 * Takes away every way to prove an account besides its mailbox and its card: app, recovery codes, passkeys and who it is at an identity
 * provider. In the transaction that has a reason to; whoever made one of them must not come back with it.
 */
export async function forgetFactors(inside: Tx, accountId: string): Promise<void> {
  const tx = elevated(inside, 'shut-out')
  await tx.delete(totpKeys).where(eq(totpKeys.accountId, accountId))
  await tx.delete(recoveryCodes).where(eq(recoveryCodes.accountId, accountId))
  await tx.delete(passkeys).where(eq(passkeys.accountId, accountId))
  await tx.delete(identities).where(eq(identities.accountId, accountId))
}
