import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { placementReviews } from '#db/schema/placements.ts'
import { positions } from '#db/schema/positions.ts'
import { PARTICIPATION_REVIEWS } from '#db/values/placements.ts'
import { requireMay, requireRole } from '#server/access/may.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import { day, oneOf, uuid } from '#server/platform/fields.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { ownPlacement } from './reads-own.ts'

export const RecordReviewInput = z.strictObject({
  placementId: uuid(),
  kind: oneOf(PARTICIPATION_REVIEWS),
  /** Dutch day on which it was done, from the first day of the placement until today. */
  heldOn: day(),
})
export type RecordReviewInput = z.input<typeof RecordReviewInput>

/**
 * The coach records that something of the calendar of a participation placement was done (Participatiewet 10a). The same on the same day is kept once.
 *
 * @throws Refusal `forbidden`, `not-found` (not the own caseload), `stale` (another type, not begun, or a day outside first day .. today); ZodError for
 *   input that the schema refuses
 */
export async function recordReview(ctx: Ctx, input: RecordReviewInput): Promise<void> {
  const { placementId, kind, heldOn } = RecordReviewInput.parse(input)
  const { actor, now } = ctx
  requireMay(actor, 'placement.record')
  requireRole(actor, 'coach')
  await ctx.db.transaction(async (tx) => {
    const placement = await ownPlacement(tx, actor, placementId)
    const [position] = await tx
      .select({ type: positions.type })
      .from(positions)
      .where(eq(positions.id, placement.positionId))
    const { state, startsOn } = placement
    if (position?.type !== 'PARTICIPATION_PLACEMENT' || state === 'planned' || state === 'cancelled')
      throw new Refusal('stale')
    if (heldOn < startsOn) throw new Refusal('stale', { field: 'heldOn', error: 'date-too-early' })
    if (heldOn > dayOf(now)) throw new Refusal('stale', { field: 'heldOn', error: 'in-future' })
    await tx
      .insert(placementReviews)
      .values({ placementId, kind, heldOn, recordedBy: actor.accountId, recordedAt: now })
      .onConflictDoNothing()
  })
}
