import { eq } from 'drizzle-orm'
import { paidContracts } from '#db/schema/facts.ts'
import { ownPlacement } from '#server/placements/reads-own.ts'
import type { Ctx } from '#server/platform/context.ts'

/**
 * The contract that the coach recorded after a placement of the own caseload.
 *
 * @returns null when none was recorded; days `YYYY-MM-DD`
 * @throws Refusal `forbidden`, `not-found` (not the own caseload)
 */
export async function contractAfter(ctx: Ctx, placementId: string) {
  await ownPlacement(ctx.db, ctx.actor, placementId)
  const [row] = await ctx.db
    .select({
      startedOn: paidContracts.startedOn,
      endsOn: paidContracts.endsOn,
      endedOn: paidContracts.endedOn,
      endReason: paidContracts.endReason,
      subsidyUntil: paidContracts.subsidyUntil,
    })
    .from(paidContracts)
    .where(eq(paidContracts.afterPlacementId, placementId))
  return row ?? null
}
