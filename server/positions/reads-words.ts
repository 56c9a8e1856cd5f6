import { type Ctx, dayOf } from '#server/platform/context.ts'
import { searchPositions } from '#server/search/reads.ts'
import { dayNumberOf } from '#server/search/rules-encode.ts'

type Meili = Parameters<typeof searchPositions>[1]

/** The positions on the site with these words, at most a thousand: a first choice, never an answer about fit or right. @param meili `env.meili` */
export async function positionsWith(
  ctx: Ctx,
  meili: Meili,
  q: string,
): Promise<{ ids: string[]; engine: 'meilisearch' | 'postgres' }> {
  const { ids, engine } = await searchPositions(ctx.db, meili, { q, today: dayNumberOf(dayOf(ctx.now)), whole: true })
  return { ids, engine }
}
