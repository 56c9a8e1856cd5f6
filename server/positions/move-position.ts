import { and, eq } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import { positionLog, positions, type StoredReason } from '#db/schema/positions.ts'
import type { PositionState, PositionStep } from '#db/values/positions.ts'
import { recordAudit } from '#server/audit/record.ts'
import type { Ctx } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { ofSuspendedAmong } from './reads-suspended.ts'
import { POSITION_POLICY, take } from './rules.ts'

/**
 * Takes one step of the lifecycle: asks the table, updates only from the state and version that were read, writes the log row.
 *
 * @param set columns to change besides the state
 * @returns the state it is in now
 * @throws Refusal `forbidden` (not this role's step) or `stale` (the state or version is another by now, or it would come on the site while its
 *   employer is suspended)
 */
export async function movePosition(
  tx: Tx,
  ctx: Pick<Ctx, 'actor' | 'now'>,
  step: PositionStep,
  position: { id: string; state: PositionState; version: number },
  set: Partial<typeof positions.$inferInsert> = {},
  reasons: StoredReason[] = [],
): Promise<PositionState> {
  const taken = take(step, position, ctx.actor)
  if (!taken.ok) throw new Refusal(taken.why)
  if (taken.to === 'published' && (await ofSuspendedAmong(tx, [position.id])).size > 0) throw new Refusal('stale')
  const rows = await tx
    .update(positions)
    .set({ ...set, state: taken.to, version: position.version + 1, updatedAt: ctx.now })
    .where(
      and(eq(positions.id, position.id), eq(positions.state, position.state), eq(positions.version, position.version)),
    )
    .returning({ id: positions.id })
  if (rows.length === 0) throw new Refusal('stale')
  await logStep(tx, ctx, step, { id: position.id, from: position.state, to: taken.to }, reasons)
  return taken.to
}

/** Writes the audit row of a step: who, when, from, to, why, under which version of our policy. */
export async function logStep(
  tx: Tx,
  ctx: Pick<Ctx, 'actor' | 'now'>,
  step: PositionStep,
  moved: { id: string; from: PositionState | null; to: PositionState },
  reasons: StoredReason[] = [],
): Promise<void> {
  await tx.insert(positionLog).values({
    positionId: moved.id,
    step,
    fromState: moved.from,
    toState: moved.to,
    actorId: ctx.actor.accountId,
    actorRole: ctx.actor.role,
    reasons,
    policyVersion: POSITION_POLICY.version,
    at: ctx.now,
  })
  await recordAudit(tx, ctx, [{ action: `position.${step}`, subject: 'position', subjectId: moved.id }])
}
