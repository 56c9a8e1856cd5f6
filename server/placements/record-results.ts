import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { learningResults, placements } from '#db/schema/placements.ts'
import { requireMay, requireRole } from '#server/access/may.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import { day, orNull, uuid, whole } from '#server/platform/fields.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { ownPlacement } from './reads-own.ts'

export const RecordResultsInput = z.strictObject({
  placementId: uuid(),
  /** How many of the learning goals of the placement were reached. */
  goalsReached: whole(0, 100),
  /** The day of the employer's report on what was learned; null = not there yet. */
  reportOn: orNull(day()),
  /** The day of the practice certificate; null = none. */
  certificateOn: orNull(day()),
})
export type RecordResultsInput = z.input<typeof RecordResultsInput>

/**
 * The coach records what was learned in a placement that is over: goals reached, report, certificate. The goals are those that were agreed at the start.
 * Recorded again it is corrected, e.g. when the report comes later. Monitor 09 counts it.
 *
 * @throws Refusal `forbidden`, `not-found` (not the own caseload), `stale` (not over, more goals than there are, or a day before the start or to come);
 *   ZodError for input that the schema refuses
 */
export async function recordResults(ctx: Ctx, input: RecordResultsInput): Promise<void> {
  const { placementId, ...results } = RecordResultsInput.parse(input)
  const { actor, now } = ctx
  requireMay(actor, 'placement.record')
  requireRole(actor, 'coach')
  const today = dayOf(now)
  await ctx.db.transaction(async (tx) => {
    const { state, startsOn } = await ownPlacement(tx, actor, placementId)
    if (state !== 'completed' && state !== 'ended-early') throw new Refusal('stale')
    const [agreed] = await tx
      .select({ goals: placements.learningGoals })
      .from(placements)
      .where(eq(placements.id, placementId))
    const goalsSet = agreed?.goals.length ?? 0
    if (results.goalsReached > goalsSet) throw new Refusal('stale', { field: 'goalsReached', error: 'too-high' })
    for (const field of ['reportOn', 'certificateOn'] as const) {
      const on = results[field]
      if (on !== null && on > today) throw new Refusal('stale', { field, error: 'in-future' })
      if (on !== null && on < startsOn) throw new Refusal('stale', { field, error: 'date-too-early' })
    }
    const set = { goalsSet, ...results, recordedBy: actor.accountId, recordedAt: now }
    await tx
      .insert(learningResults)
      .values({ placementId, ...set })
      .onConflictDoUpdate({ target: learningResults.placementId, set })
  })
}
