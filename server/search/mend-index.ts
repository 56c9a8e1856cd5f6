import type { Ctx } from '#server/platform/context.ts'
import { markMended, meiliOf } from './choose.ts'
import { compareIndex } from './compare-index.ts'
import type { MeiliSettings } from './port.ts'
import { rebuildIndex } from './rebuild-index.ts'

/**
 * Mends every difference between the indexes and the rows: after an outage of Meilisearch, after a restart, and once an hour in case something
 * was missed. A Meilisearch without our indexes is filled from the start.
 *
 * @param meili where Meilisearch is, or null to compare the projection in Postgres only
 * @returns how many documents differed
 * @throws the error of the client when Meilisearch cannot be reached
 */
export async function mendIndex(ctx: Ctx, meili: MeiliSettings | null): Promise<number> {
  if (!meili) return compareIndex(ctx, null)
  await meiliOf(meili).health()
  // Before the comparison: a write that fails from here on marks the index as behind again.
  markMended(meili)
  const versions = [await meiliOf(meili).versions('positions'), await meiliOf(meili).versions('newcomers')]
  if (versions.every((one) => one !== null)) return compareIndex(ctx, meili)
  const { positions, newcomers } = await rebuildIndex(ctx, meili)
  return positions + newcomers
}
