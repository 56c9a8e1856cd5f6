import { and, between, eq, inArray, notExists, sql } from 'drizzle-orm'
import { notices } from '#db/schema/notices.ts'
import { outboxEvents } from '#db/schema/outbox.ts'
import { positions, positionVerdicts, safeguardDecisions } from '#db/schema/positions.ts'
import { requireMay } from '#server/access/may.ts'
import { recordEvent } from '#server/outbox/record-event.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import { addDays } from '#server/safeguards/rules/calendar.ts'
import { STANDING_POLICY } from './rules-standing.ts'

/**
 * The sweep that tells employers that what an officer approved of a place ends within 14 days; once per decision.
 *
 * @param ctx actor WORKER
 * @throws Refusal `forbidden` for anybody but a worker
 */
export async function tellEndingTerms(ctx: Ctx): Promise<{ ending: number }> {
  requireMay(ctx.actor, 'position.tell-terms')
  const today = dayOf(ctx.now)
  return ctx.db.transaction(async (tx) => {
    const ending = await tx
      .select({ decisionId: safeguardDecisions.id, positionId: safeguardDecisions.positionId })
      .from(safeguardDecisions)
      .innerJoin(positions, eq(positions.id, safeguardDecisions.positionId))
      .innerJoin(positionVerdicts, eq(positionVerdicts.id, safeguardDecisions.verdictId))
      .where(
        and(
          eq(safeguardDecisions.outcome, 'approved'),
          between(safeguardDecisions.validUntil, today, addDays(today, STANDING_POLICY.tellsDaysBefore)),
          inArray(positionVerdicts.moment, ['publish', 'propose']),
          inArray(positions.state, ['published', 'paused']),
          // On its way, or told.
          notExists(
            tx
              .select({ one: sql`1` })
              .from(outboxEvents)
              .where(
                and(
                  eq(outboxEvents.name, 'approval.ending'),
                  sql`${outboxEvents.payload} ->> 'decisionId' = ${safeguardDecisions.id}::text`,
                ),
              ),
          ),
          notExists(
            tx
              .select({ one: sql`1` })
              .from(notices)
              .where(
                and(
                  eq(notices.code, 'approval-ends'),
                  sql`${notices.params} ->> 'decisionId' = ${safeguardDecisions.id}::text`,
                ),
              ),
          ),
        ),
      )
      .for('update', { of: safeguardDecisions })
    for (const { decisionId, positionId } of ending)
      await recordEvent(tx, 'approval.ending', { positionId, decisionId }, ctx.now)
    return { ending: ending.length }
  })
}
