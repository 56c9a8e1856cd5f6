import { desc, inArray } from 'drizzle-orm'
import { municipalities } from '#db/schema/reference.ts'
import { savedSearches } from '#db/schema/saved-searches.ts'
import { requireMay } from '#server/access/may.ts'
import type { Ctx } from '#server/platform/context.ts'
import { ownerOf, thereFor } from './own-searches.ts'
import type { PositionsQuestion } from './rules-position-address.ts'
import { questionIn } from './rules-saved.ts'

export type SavedSearch = {
  id: string
  asked: PositionsQuestion
  /** Name of the municipality that is asked. */
  municipality: string | null
  /** When new positions were last found, if ever. */
  toldAt: Date | null
  /** `YYYY-MM-DD`. */
  endsOn: string
  /** Taken away, and to be put back for a day. */
  isRemoved: boolean
}

/** The searches that whoever is signed in keeps, the newest first. @throws Refusal `forbidden` */
export async function savedSearchesOf(ctx: Ctx): Promise<SavedSearch[]> {
  requireMay(ctx.actor, 'search.read-saved')
  const rows = await ctx.db
    .select({
      id: savedSearches.id,
      question: savedSearches.question,
      toldAt: savedSearches.toldAt,
      endsOn: savedSearches.endsOn,
      removedAt: savedSearches.removedAt,
    })
    .from(savedSearches)
    .where(thereFor(ownerOf(ctx.actor), ctx.now))
    .orderBy(desc(savedSearches.createdAt), desc(savedSearches.id))
  const found = rows.map(({ question, removedAt, ...row }) => ({
    ...row,
    asked: questionIn(question),
    isRemoved: removedAt !== null,
  }))
  const codes = found.flatMap(({ asked }) => asked.municipality ?? [])
  const names = codes.length
    ? await ctx.db
        .select({ code: municipalities.code, name: municipalities.name })
        .from(municipalities)
        .where(inArray(municipalities.code, codes))
    : []
  return found.map((one) => ({
    ...one,
    municipality: names.find(({ code }) => code === one.asked.municipality)?.name ?? null,
  }))
}
