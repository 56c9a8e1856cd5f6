import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { savedSearches } from '#db/schema/saved-searches.ts'
import { requireMay } from '#server/access/may.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import { text } from '#server/platform/fields.ts'
import { addDays } from '#server/safeguards/rules/calendar.ts'
import { lockedSearches, ownerOf } from './own-searches.ts'
import { LONGEST_QUESTION, positionsAddress, withoutEach } from './rules-position-address.ts'
import { isFull, questionIn, SAVED_DAYS } from './rules-saved.ts'
import { matchesOf } from './saved-matches.ts'

/** The search of a page: what comes after the question mark. It must ask something; codes `required`, `never-stored`. */
export const SaveSearchInput = z.strictObject({
  question: z
    .string({ error: 'required' })
    .regex(/^[\w%&=+.*~-]{1,2000}$/, { error: 'required' })
    .transform(questionIn)
    .refine((asked) => withoutEach(asked).length > 0, { error: 'required' })
    .refine((asked) => text(LONGEST_QUESTION).safeParse(asked.q).success, { error: 'never-stored' }),
})

/**
 * Keeps a search of positions for whoever is signed in. What matches at this moment is known and is not told. The same search again is kept for longer, and
 * what is not told of it yet still is.
 *
 * @returns `full` when there are `MOST_SAVED` already, `broad` when more match than one answer of search gives; then nothing was kept
 * @throws Refusal `forbidden`
 */
export async function saveSearch(
  ctx: Ctx,
  input: z.infer<typeof SaveSearchInput>,
): Promise<'saved' | 'full' | 'broad'> {
  requireMay(ctx.actor, 'search.save')
  const accountId = ownerOf(ctx.actor)
  const question = positionsAddress('', { ...input.question, page: 1 }).slice(1)
  return ctx.db.transaction(async (tx) => {
    const kept = await lockedSearches(tx, accountId)
    const same = kept.find((one) => one.question === question)
    const today = dayOf(ctx.now)
    const endsOn = addDays(today, SAVED_DAYS)
    if (same?.removedAt === null) {
      await tx.update(savedSearches).set({ endsOn }).where(eq(savedSearches.id, same.id))
      return 'saved'
    }
    if (isFull(kept)) return 'full'
    const { ids: known, isCut } = await matchesOf(tx, question, ctx.now)
    if (isCut) return 'broad'
    const fresh = { known, lookedOn: today, createdAt: ctx.now, endsOn, toldAt: null, removedAt: null }
    if (same) await tx.update(savedSearches).set(fresh).where(eq(savedSearches.id, same.id))
    else await tx.insert(savedSearches).values({ accountId, question, ...fresh })
    return 'saved'
  })
}
