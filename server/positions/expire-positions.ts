import { and, asc, inArray, lt } from 'drizzle-orm'
import { positions } from '#db/schema/positions.ts'
import { requireMay } from '#server/access/may.ts'
import { recordEvent } from '#server/outbox/record-event.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import { movePosition } from './move-position.ts'
import { POSITION_LIFECYCLE } from './rules.ts'

/**
 * The sweep that takes positions off the site whose last day is past. Open proposals are left to their own terms.
 *
 * @param most positions in one transaction; the sweep comes again
 * @returns how many expired
 */
export async function expirePositions(ctx: Ctx, most = 200): Promise<{ expired: number }> {
  requireMay(ctx.actor, 'position.expire')
  return ctx.db.transaction(async (tx) => {
    const due = await tx
      .select({ id: positions.id, state: positions.state, version: positions.version })
      .from(positions)
      .where(
        and(inArray(positions.state, [...POSITION_LIFECYCLE.expire.from]), lt(positions.expiresOn, dayOf(ctx.now))),
      )
      .orderBy(asc(positions.id))
      .limit(most)
      .for('update', { skipLocked: true })
    for (const position of due) {
      await movePosition(tx, ctx, 'expire', position)
      await recordEvent(tx, 'position.updated', { positionId: position.id }, ctx.now)
    }
    return { expired: due.length }
  })
}
