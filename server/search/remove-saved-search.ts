import { and, eq, isNull } from 'drizzle-orm'
import { z } from 'zod'
import { savedSearches } from '#db/schema/saved-searches.ts'
import { requireMay } from '#server/access/may.ts'
import type { Ctx } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { ownerOf, thereFor } from './own-searches.ts'

/** One of one's own searches. */
export const SavedSearchInput = z.strictObject({ savedSearchId: z.uuid() })

/**
 * Takes away a search that one keeps: nothing is told of it any more. For a day it can be put back. Again: nothing happens.
 * @throws Refusal `forbidden`; `not-found` when there is none of one's own
 */
export async function removeSavedSearch(ctx: Ctx, input: z.infer<typeof SavedSearchInput>): Promise<void> {
  requireMay(ctx.actor, 'search.save')
  const own = and(eq(savedSearches.id, input.savedSearchId), thereFor(ownerOf(ctx.actor), ctx.now))
  const [found] = await ctx.db.select({ id: savedSearches.id }).from(savedSearches).where(own)
  if (!found) throw new Refusal('not-found')
  await ctx.db
    .update(savedSearches)
    .set({ removedAt: ctx.now })
    .where(and(own, isNull(savedSearches.removedAt)))
}
