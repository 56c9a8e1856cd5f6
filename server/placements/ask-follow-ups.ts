import { and, asc, eq, lte } from 'drizzle-orm'
import { followUps } from '#db/schema/placements.ts'
import { requireMay } from '#server/access/may.ts'
import { recordEvent } from '#server/outbox/record-event.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'

/**
 * Sweep: conversations whose day has come become due, each with one event. Running it twice, or two at once, asks nobody twice.
 * @param ctx actor WORKER
 * @returns how many fell due; call again while it equals `limit`
 */
export async function askFollowUps(ctx: Ctx, limit = 500): Promise<{ asked: number }> {
  requireMay(ctx.actor, 'follow-up.ask')
  return ctx.db.transaction(async (tx) => {
    const rows = await tx
      .select({ id: followUps.id })
      .from(followUps)
      .where(and(eq(followUps.state, 'waiting'), lte(followUps.dueOn, dayOf(ctx.now))))
      .orderBy(asc(followUps.dueOn), asc(followUps.id))
      .limit(limit)
      .for('update', { skipLocked: true })
    for (const { id } of rows) {
      await tx.update(followUps).set({ state: 'due', askedAt: ctx.now }).where(eq(followUps.id, id))
      await recordEvent(tx, 'follow-up.due', { followUpId: id }, ctx.now)
    }
    return { asked: rows.length }
  })
}
