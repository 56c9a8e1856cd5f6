import { z } from 'zod'
import { INITIATIVES } from '#db/values/placements.ts'
import { requireMay } from '#server/access/may.ts'
import { recordEvent } from '#server/outbox/record-event.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { dropFollowUps } from './drop-follow-ups.ts'
import { movePlacement } from './move-placement.ts'
import { ownPlacement } from './reads-own.ts'

export const EndPlacementInput = z.object({
  placementId: z.uuid(),
  /** `complete` = it ran as planned; `end-early` = it stopped before. */
  step: z.enum(['complete', 'end-early']),
  /** Last day worked, not in the future. */
  endedOn: z.iso.date(),
  /** Who wanted to stop; asked for `end-early` only. */
  initiative: z.enum(INITIATIVES).optional(),
})

/**
 * The coach records that a placement ended. After `complete` the later conversations stay (does the work last?), after `end-early` they drop.
 * @throws Refusal `forbidden`, `not-found` (not the own caseload), `stale` (not running, or a last day outside first day .. today)
 */
export async function endPlacement(ctx: Ctx, input: z.infer<typeof EndPlacementInput>): Promise<void> {
  requireMay(ctx.actor, 'placement.end')
  await ctx.db.transaction(async (tx) => {
    const placement = await ownPlacement(tx, ctx.actor, input.placementId)
    if (input.endedOn < placement.startsOn || input.endedOn > dayOf(ctx.now)) throw new Refusal('stale')
    await movePlacement(tx, ctx, input.step, placement, {
      endedOn: input.endedOn,
      initiative: input.initiative ?? null,
    })
    if (input.step === 'end-early') await dropFollowUps(tx, placement.id)
    const { newcomerId, positionId } = placement
    await recordEvent(tx, 'placement.ended', { placementId: placement.id, newcomerId, positionId }, ctx.now)
  })
}
