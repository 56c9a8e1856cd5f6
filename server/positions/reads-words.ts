import { type Ctx, dayOf } from '#server/platform/context.ts'
import { type PositionHits, searchPositions } from '#server/search/reads.ts'
import { dayNumberOf } from '#server/search/rules-encode.ts'

type Meili = Parameters<typeof searchPositions>[1]

/**
 * The positions on the site with these words: a first choice, never an answer about fit or right.
 *
 * @param meili `env.meili`
 * @returns at most a thousand ids, `isCut` when there are more; `loosely`: nothing has all the words, these have some
 */
export async function positionsWith(
  ctx: Ctx,
  meili: Meili,
  q: string,
): Promise<{ ids: string[]; engine: PositionHits['engine']; loosely: boolean; isCut: boolean }> {
  const today = dayNumberOf(dayOf(ctx.now))
  const { ids, total, engine, loosely } = await searchPositions(ctx.db, meili, { q, today, whole: true })
  return { ids, engine, loosely, isCut: total > ids.length }
}
