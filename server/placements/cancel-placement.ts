import { z } from 'zod'
import { requireMay } from '#server/access/may.ts'
import { recordEvent } from '#server/outbox/record-event.ts'
import type { Ctx } from '#server/platform/context.ts'
import { dropFollowUps } from './drop-follow-ups.ts'
import { movePlacement } from './move-placement.ts'
import { ownPlacement } from './reads-own.ts'

export const CancelPlacementInput = z.object({ placementId: z.uuid() })

/**
 * The coach cancels a placement that has not begun. Its seat is free at once; the event brings the newcomer's other proposals back.
 * @throws Refusal `forbidden`, `not-found` (not the own caseload), `stale` (begun or cancelled meanwhile)
 */
export async function cancelPlacement(ctx: Ctx, input: z.infer<typeof CancelPlacementInput>): Promise<void> {
  requireMay(ctx.actor, 'placement.cancel')
  await ctx.db.transaction(async (tx) => {
    const placement = await ownPlacement(tx, ctx.actor, input.placementId)
    await movePlacement(tx, ctx, 'cancel', placement)
    await dropFollowUps(tx, placement.id)
    const { newcomerId, positionId } = placement
    await recordEvent(tx, 'placement.cancelled', { placementId: placement.id, newcomerId, positionId }, ctx.now)
  })
}
