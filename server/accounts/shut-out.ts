import { and, eq, isNull } from 'drizzle-orm'
import { elevated } from '#db/bound.ts'
import type { Tx } from '#db/client.ts'
import { addressChanges, loginChallenges, outwardLogins, sessions } from '#db/schema/accounts.ts'

/**
 * Ends every session of an account, every code that was mailed to it, and what is under way for it: a link to an identity provider, another
 * address. In the transaction that has a reason to.
 */
export async function shutOut(inside: Tx, accountId: string, now: Date): Promise<void> {
  const tx = elevated(inside, 'shut-out')
  await tx
    .update(sessions)
    .set({ revokedAt: now })
    .where(and(eq(sessions.accountId, accountId), isNull(sessions.revokedAt)))
  await tx
    .update(loginChallenges)
    .set({ usedAt: now })
    .where(and(eq(loginChallenges.accountId, accountId), isNull(loginChallenges.usedAt)))
  await tx.delete(outwardLogins).where(eq(outwardLogins.accountId, accountId))
  await tx.delete(addressChanges).where(eq(addressChanges.accountId, accountId))
}
