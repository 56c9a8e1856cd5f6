import { requireMay } from '#server/access/may.ts'
import type { Ctx } from '#server/platform/context.ts'
import { markBehind, markMended, meiliOf } from './choose.ts'
import { type Compared, compareIndex } from './compare-index.ts'
import type { MeiliSettings } from './port.ts'
import { rebuildIndex } from './rebuild-index.ts'
import { underBuildLock } from './writer.ts'

/**
 * Mends every difference between the indexes and the rows: after an outage of Meilisearch, after a restart, and once an hour in case something
 * was missed. A Meilisearch without our indexes is filled from the start.
 *
 * @param meili where Meilisearch is, or null to compare the projection in Postgres only
 * @param how as `compareIndex`
 * @returns how many documents differed
 * @throws the error of the client when Meilisearch cannot be reached
 */
export async function mendIndex(ctx: Ctx, meili: MeiliSettings | null, how?: Compared): Promise<number> {
  requireMay(ctx.actor, 'search.write-index')
  if (!meili) return compareIndex(ctx, null, how)
  const server = meiliOf(meili)
  await server.health()
  await server.prepare()
  // Before the comparison: a write that fails from here on marks the index as behind again.
  markMended(meili)
  try {
    const missing = (await server.marks('positions')) === null || (await server.marks('newcomers')) === null
    if (!missing) {
      const differed = await compareIndex(ctx, meili, how)
      // A build that was killed leaves a copy that no later change reaches, nor an erasure. A build that goes live removes it too.
      await underBuildLock(ctx.db, () => server.clear())
      return differed
    }
    const { positions, newcomers } = await rebuildIndex(ctx, meili)
    return positions + newcomers
  } catch (error) {
    markBehind(meili)
    throw error
  }
}
