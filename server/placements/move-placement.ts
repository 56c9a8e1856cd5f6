import { and, eq } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import { placementLog, placements } from '#db/schema/placements.ts'
import type { PlacementState, PlacementStep } from '#db/values/placements.ts'
import { recordAudit } from '#server/audit/record.ts'
import type { Ctx } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { PLACEMENT_POLICY, take } from './rules.ts'

/**
 * Takes one step of the lifecycle: asks the table, updates only from the state that was read, writes the log row.
 *
 * @param set columns to set besides the state
 * @throws Refusal `forbidden` (not this role's step) or `stale` (the state is another by now)
 */
export async function movePlacement(
  tx: Tx,
  ctx: Pick<Ctx, 'actor' | 'now'>,
  step: PlacementStep,
  placement: { id: string; state: PlacementState },
  set: Partial<Pick<typeof placements.$inferInsert, 'startsOn' | 'endsOn' | 'endedOn' | 'initiative'>> = {},
): Promise<void> {
  const taken = take(step, placement, ctx.actor)
  if (!taken.ok) throw new Refusal(taken.why)
  const rows = await tx
    .update(placements)
    .set({ state: taken.to, stateSince: ctx.now, ...set })
    .where(and(eq(placements.id, placement.id), eq(placements.state, placement.state)))
    .returning({ id: placements.id })
  if (rows.length === 0) throw new Refusal('stale')
  await tx.insert(placementLog).values({
    placementId: placement.id,
    step,
    fromState: placement.state,
    toState: taken.to,
    actorId: ctx.actor.accountId,
    actorRole: ctx.actor.role,
    policyVersion: PLACEMENT_POLICY.version,
    at: ctx.now,
  })
  await recordAudit(tx, ctx, [{ action: `placement.${step}`, subject: 'placement', subjectId: placement.id }])
}
