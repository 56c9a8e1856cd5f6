import { eq } from 'drizzle-orm'
import { followUps, placements } from '#db/schema/placements.ts'
import { isLasting } from '#server/placements/rules.ts'
import type { Ctx } from '#server/platform/context.ts'
import { changeAvailability } from './change-availability.ts'

/**
 * Effect of `follow-up.answered`: work that lasts ends the search. Any other answer changes nothing; twice = once.
 *
 * @param ctx actor WORKER
 */
export async function sustainNewcomer(ctx: Ctx, input: { followUpId: string }): Promise<void> {
  const [row] = await ctx.db
    .select({ newcomerId: placements.newcomerId, kind: followUps.kind, outcome: followUps.outcome })
    .from(followUps)
    .innerJoin(placements, eq(placements.id, followUps.placementId))
    .where(eq(followUps.id, input.followUpId))
  if (!row?.outcome || !isLasting(row.kind, row.outcome)) return
  await changeAvailability(ctx, { newcomerId: row.newcomerId, step: 'sustain' })
}
