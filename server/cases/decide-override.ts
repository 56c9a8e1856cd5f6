import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { safeguardOverrides } from '#db/schema/decisions.ts'
import { requireMay, requireRole } from '#server/access/may.ts'
import { isSamePerson } from '#server/access/reads-people.ts'
import { recordEvent } from '#server/outbox/record-event.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import { filledText, oneOf, uuid } from '#server/platform/fields.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { logCase } from './log-case.ts'
import { caseRow, isNewest } from './reads-case-row.ts'

export const DecideOverrideInput = z.strictObject({
  overrideId: uuid(),
  decision: oneOf(['confirm', 'refuse']),
  motivation: filledText(2000),
})
export type DecideOverrideInput = z.input<typeof DecideOverrideInput>

/**
 * A second person of the municipality confirms an override, and the employer can publish, or the coach let somebody start, until its term is over; or
 * anybody there refuses it, who asked too. The reasons that both read pass, and no others, while the terms are those that were judged.
 *
 * @throws Refusal `forbidden` (another role, or the person who asked would confirm), `not-found` (elsewhere), `stale` (decided already, its term passed, or
 *   another answer was given since, which nobody asked it for)
 */
export async function decideOverride(ctx: Ctx, input: DecideOverrideInput): Promise<void> {
  const { overrideId, decision, motivation } = DecideOverrideInput.parse(input)
  const { actor, now } = ctx
  requireMay(actor, 'case.decide-override')
  requireRole(actor, 'officer')
  const { accountId } = actor
  await ctx.db.transaction(async (tx) => {
    const [override] = await tx
      .select()
      .from(safeguardOverrides)
      .where(eq(safeguardOverrides.id, overrideId))
      .for('update')
    if (!override) throw new Refusal('not-found')
    const { verdict, position, establishment } = await caseRow(tx, actor, override.verdictId, 'locked')
    if (override.state !== 'asked') throw new Refusal('stale')
    if (decision === 'confirm') {
      if (await isSamePerson(tx, override.askedBy, accountId)) throw new Refusal('forbidden')
      if (override.validUntil < dayOf(now) || !(await isNewest(tx, verdict))) throw new Refusal('stale')
    }
    await tx
      .update(safeguardOverrides)
      .set({
        state: decision === 'confirm' ? 'confirmed' : 'refused',
        secondBy: accountId,
        secondAt: now,
        secondMotivation: motivation,
      })
      .where(eq(safeguardOverrides.id, overrideId))
    await logCase(tx, ctx, 'override', decision, overrideId, {
      municipalityCode: establishment.municipalityCode,
      establishmentId: establishment.id,
      positionId: position.id,
    })
    await recordEvent(tx, 'override.decided', { overrideId, positionId: position.id, accountId }, now)
    if (position.state === 'published') await recordEvent(tx, 'position.updated', { positionId: position.id }, now)
  })
}
