import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { paidContracts } from '#db/schema/facts.ts'
import { placements } from '#db/schema/placements.ts'
import { positions } from '#db/schema/positions.ts'
import { CONTRACT_END_REASONS } from '#db/values/positions.ts'
import { requireMay, requireRole } from '#server/access/may.ts'
import { ownPlacement } from '#server/placements/reads-own.ts'
import type { Ctx } from '#server/platform/context.ts'
import { day, oneOf, orNull, uuid } from '#server/platform/fields.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { logCase } from './log-case.ts'

export const RecordContractInput = z
  .strictObject({
    /** The placement that it follows. */
    placementId: uuid(),
    startedOn: day(),
    /** As agreed; null = permanent. */
    endsOn: orNull(day()),
    /** What became of it; null = it runs. */
    endedOn: orNull(day()),
    endReason: orNull(oneOf(CONTRACT_END_REASONS)),
    /** The last day of a wage subsidy; null = none. */
    subsidyUntil: orNull(day()),
  })
  .refine((one) => one.endsOn === null || one.endsOn >= one.startedOn, { error: 'ends-before-start', path: ['endsOn'] })
  .refine((one) => one.endedOn === null || one.endedOn >= one.startedOn, {
    error: 'ends-before-start',
    path: ['endedOn'],
  })
export type RecordContractInput = z.input<typeof RecordContractInput>

/**
 * The coach records the paid contract that somebody got at the workplace after a placement, and later that it ended: without it no monitor can tell a
 * hire from the next unpaid placement. One contract per placement; recorded again it is corrected.
 *
 * @throws Refusal `forbidden`, `not-found` (not the own caseload), `stale` (before the placement began); ZodError for input that the schema refuses
 */
export async function recordContract(ctx: Ctx, input: RecordContractInput): Promise<void> {
  const { placementId, ...contract } = RecordContractInput.parse(input)
  const { actor, now } = ctx
  requireMay(actor, 'case.record-contract')
  requireRole(actor, 'coach')
  await ctx.db.transaction(async (tx) => {
    const placement = await ownPlacement(tx, actor, placementId)
    const [at] = await tx
      .select({ establishmentId: positions.establishmentId, occupationUri: positions.occupationUri })
      .from(placements)
      .innerJoin(positions, eq(positions.id, placements.positionId))
      .where(eq(placements.id, placementId))
    if (!at) throw new Refusal('not-found')
    if (contract.startedOn < placement.startsOn) throw new Refusal('stale')
    const set = { ...contract, recordedBy: actor.accountId, recordedAt: now }
    await tx
      .insert(paidContracts)
      .values({ ...at, afterPlacementId: placementId, ...set })
      .onConflictDoUpdate({ target: paidContracts.afterPlacementId, set })
    const { establishmentId } = at
    await logCase(tx, ctx, 'contract', 'record', placementId, { establishmentId }, { startedOn: contract.startedOn })
  })
}
