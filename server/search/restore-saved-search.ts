import { and, eq } from 'drizzle-orm'
import type { z } from 'zod'
import { savedSearches } from '#db/schema/saved-searches.ts'
import { requireMay } from '#server/access/may.ts'
import type { Ctx } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { lockedSearches, ownerOf, thereFor } from './own-searches.ts'
import type { SavedSearchInput } from './remove-saved-search.ts'
import { isFull } from './rules-saved.ts'

/**
 * Puts back a search that was taken away less than a day ago. What came meanwhile is told at the next look. Of one that is there: nothing happens.
 *
 * @returns `full` when others took its place, and nothing changed
 * @throws Refusal `forbidden`; `not-found` when there is none of one's own, or it is too late
 */
export async function restoreSavedSearch(
  ctx: Ctx,
  input: z.infer<typeof SavedSearchInput>,
): Promise<'restored' | 'full'> {
  requireMay(ctx.actor, 'search.save')
  const accountId = ownerOf(ctx.actor)
  return ctx.db.transaction(async (tx) => {
    const kept = await lockedSearches(tx, accountId)
    const own = and(eq(savedSearches.id, input.savedSearchId), thereFor(accountId, ctx.now))
    const [found] = await tx.select({ removedAt: savedSearches.removedAt }).from(savedSearches).where(own)
    if (!found) throw new Refusal('not-found')
    if (found.removedAt !== null && isFull(kept)) return 'full'
    await tx.update(savedSearches).set({ removedAt: null }).where(own)
    return 'restored'
  })
}
