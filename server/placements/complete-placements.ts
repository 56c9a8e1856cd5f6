import { and, asc, eq, lt } from 'drizzle-orm'
import { placements } from '#db/schema/placements.ts'
import { requireMay } from '#server/access/may.ts'
import { recordEvent } from '#server/outbox/record-event.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import { movePlacement } from './move-placement.ts'

/**
 * Sweep: placements whose last agreed day is over are completed on that day; the day itself still counts. The later conversations stay: does
 * the work last? Rows that another sweep or a coach holds are left to it.
 * @param ctx actor WORKER
 * @returns how many were completed; call again while it equals `limit`
 */
export async function completePlacements(ctx: Ctx, limit = 500): Promise<{ completed: number }> {
  requireMay(ctx.actor, 'placement.complete')
  return ctx.db.transaction(async (tx) => {
    const rows = await tx
      .select({
        id: placements.id,
        state: placements.state,
        endsOn: placements.endsOn,
        newcomerId: placements.newcomerId,
        positionId: placements.positionId,
      })
      .from(placements)
      .where(and(eq(placements.state, 'active'), lt(placements.endsOn, dayOf(ctx.now))))
      .orderBy(asc(placements.id))
      .limit(limit)
      .for('update', { skipLocked: true })
    for (const { id, state, endsOn, newcomerId, positionId } of rows) {
      await movePlacement(tx, ctx, 'complete', { id, state }, { endedOn: endsOn })
      await recordEvent(tx, 'placement.ended', { placementId: id, newcomerId, positionId }, ctx.now)
    }
    return { completed: rows.length }
  })
}
