import { isNotNull } from 'drizzle-orm'
import { matchingAreas } from '#db/schema/matching.ts'
import type { Ctx } from '#server/platform/context.ts'
import { openArea } from './open-area.ts'

/** Newcomers of an area up to which the night solves it a second time to compare. */
const MOST = 20_000

/**
 * Looks whether the live allocators did what they promise: each area is opened from Postgres, for the day that it was last settled for, and solved
 * afresh; what that would change is what differs. To be asked while nothing else writes.
 *
 * @returns pairs that differ over all areas; null when none was settled yet or all are too large to compare
 */
export async function differingPairs(ctx: Ctx): Promise<number | null> {
  const areas = await ctx.db.select().from(matchingAreas).where(isNotNull(matchingAreas.day))
  let differing: number | null = null
  for (const { area, day } of areas) {
    if (day === null) continue
    const live = await openArea(ctx.db, area, day, MOST)
    if (!live) continue
    const { made, dropped, unfit } = live.settle()
    differing = (differing ?? 0) + made.length + dropped.length + unfit.length
  }
  return differing
}
