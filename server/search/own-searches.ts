import { and, eq, gt, isNull, or } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import { accounts } from '#db/schema/accounts.ts'
import { savedSearches } from '#db/schema/saved-searches.ts'
import type { Actor } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { UNDO_HOURS } from './rules-saved.ts'

/** Whose searches these are. @throws Refusal `forbidden` for a worker */
export function ownerOf(actor: Actor): string {
  if (actor.accountId === null) throw new Refusal('forbidden')
  return actor.accountId
}

/** The searches of an account that are there or can be put back. */
export const thereFor = (accountId: string, now: Date) =>
  and(
    eq(savedSearches.accountId, accountId),
    or(isNull(savedSearches.removedAt), gt(savedSearches.removedAt, new Date(now.getTime() - UNDO_HOURS * 3_600_000))),
  )

/** Every search of an account, whose row is locked: two acts at once come one after the other, so that none is kept beyond the most. */
export async function lockedSearches(tx: Tx, accountId: string) {
  await tx.select({ id: accounts.id }).from(accounts).where(eq(accounts.id, accountId)).for('update')
  return tx
    .select({ id: savedSearches.id, question: savedSearches.question, removedAt: savedSearches.removedAt })
    .from(savedSearches)
    .where(eq(savedSearches.accountId, accountId))
}
