import { and, isNotNull, lt, sql } from 'drizzle-orm'
import { deadJobs, effects, outboxEvents } from '#db/schema/outbox.ts'
import { requireMay } from '#server/access/may.ts'
import type { Ctx } from '#server/platform/context.ts'

/** How long we can still tell what was done for which event. Policy 2026-11: ours. */
export const KEEP_DAYS = 30

/**
 * Deletes what has no use any more: events that were handed on, effects and mended dead jobs, after 30 days. An event that was not handed on,
 * or that has a dead job, stays.
 *
 * @returns how many rows went
 */
export async function purgeOutbox(ctx: Ctx): Promise<number> {
  requireMay(ctx.actor, 'outbox.purge')
  const { db, now } = ctx
  const old = new Date(now.getTime() - KEEP_DAYS * 86_400_000)
  const gone = [
    await db
      .delete(outboxEvents)
      .where(
        and(
          lt(outboxEvents.relayedAt, old),
          sql`not exists (select 1 from ${deadJobs} where ${deadJobs.key} like ${outboxEvents.id}::text || ':%' and ${deadJobs.resolvedAt} is null)`,
        ),
      )
      .returning({ id: outboxEvents.id }),
    // A day later than the events, so that an effect never disappears before its event.
    await db
      .delete(effects)
      .where(lt(effects.doneAt, new Date(old.getTime() - 86_400_000)))
      .returning({ id: effects.eventId }),
    await db
      .delete(deadJobs)
      .where(and(isNotNull(deadJobs.resolvedAt), lt(deadJobs.failedAt, old)))
      .returning({ id: deadJobs.key }),
  ]
  return gone.reduce((sum, rows) => sum + rows.length, 0)
}
