import { and, asc, eq, lte } from 'drizzle-orm'
import { placements } from '#db/schema/placements.ts'
import { requireMay } from '#server/access/may.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import { movePlacement } from './move-placement.ts'

/**
 * Sweep: planned placements whose first day has come become active. Rows that another sweep holds are left to it.
 * @param ctx actor WORKER
 * @returns how many began; call again while it equals `limit`
 */
export async function beginPlacements(ctx: Ctx, limit = 500): Promise<{ begun: number }> {
  requireMay(ctx.actor, 'placement.sweep')
  return ctx.db.transaction(async (tx) => {
    const rows = await tx
      .select({ id: placements.id, state: placements.state })
      .from(placements)
      .where(and(eq(placements.state, 'planned'), lte(placements.startsOn, dayOf(ctx.now))))
      .orderBy(asc(placements.id))
      .limit(limit)
      .for('update', { skipLocked: true })
    for (const row of rows) await movePlacement(tx, ctx, 'begin', row)
    return { begun: rows.length }
  })
}
