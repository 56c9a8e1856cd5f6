import { and, eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import { newcomers } from '#db/schema/newcomers.ts'
import type { Availability } from '#db/values/newcomers.ts'
import { requireMay } from '#server/access/may.ts'
import { recordAudit } from '#server/audit/record.ts'
import { recordEvent } from '#server/outbox/record-event.ts'
import type { Ctx } from '#server/platform/context.ts'
import { oneOf, uuid } from '#server/platform/fields.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { findOwnNewcomer } from './find-own-newcomer.ts'
import { AVAILABILITY_STEPS, take } from './rules.ts'

export const ChangeAvailabilityInput = z.strictObject({ newcomerId: uuid(), step: oneOf(AVAILABILITY_STEPS) })
export type ChangeAvailabilityInput = z.input<typeof ChangeAvailabilityInput>

/**
 * Takes one step of AVAILABILITY_LIFECYCLE: the coach, the newcomer (pause, resume, withdraw), or a worker after a placement's event.
 * A worker that comes a second time, or too late, changes nothing: delivery is at least once.
 *
 * @returns the availability now, and whether this call changed it
 * @throws Refusal `not-found`, `forbidden` (not this role's step), `stale` (not from here, or somebody else was first)
 */
export async function changeAvailability(
  ctx: Ctx,
  input: ChangeAvailabilityInput,
): Promise<{ availability: Availability; changed: boolean }> {
  requireMay(ctx.actor, 'newcomer.change-availability')
  const { newcomerId, step } = ChangeAvailabilityInput.parse(input)
  return ctx.db.transaction(async (tx) => {
    const newcomer = await findOwnNewcomer(tx, ctx.actor, newcomerId, 'coach', 'newcomer', 'worker')
    const taken = take(step, newcomer, ctx.actor)
    if (!taken.ok && taken.why === 'stale' && ctx.actor.role === 'worker')
      return { availability: newcomer.availability, changed: false }
    if (!taken.ok) throw new Refusal(taken.why)
    const rows = await tx
      .update(newcomers)
      .set({ availability: taken.to, version: sql`${newcomers.version} + 1`, updatedAt: ctx.now })
      .where(and(eq(newcomers.id, newcomerId), eq(newcomers.availability, newcomer.availability)))
      .returning({ id: newcomers.id })
    if (rows.length === 0) throw new Refusal('stale')
    await recordAudit(tx, ctx, [{ action: `newcomer.${step}`, subject: 'newcomer', subjectId: newcomerId }])
    const { accountId } = ctx.actor
    if (step === 'withdraw' && accountId !== null)
      await recordEvent(tx, 'newcomer.withdrawn', { newcomerId, accountId }, ctx.now)
    else await recordEvent(tx, 'newcomer.updated', { newcomerId }, ctx.now)
    return { availability: taken.to, changed: true }
  })
}
