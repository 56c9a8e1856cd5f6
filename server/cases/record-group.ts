import { z } from 'zod'
import { employerGroups } from '#db/schema/facts.ts'
import { requireMay, requireRole } from '#server/access/may.ts'
import { establishmentsOf } from '#server/employers/reads.ts'
import type { Ctx } from '#server/platform/context.ts'
import { day, filledText, uuid } from '#server/platform/fields.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { logCase } from './log-case.ts'

export const RecordGroupInput = z.strictObject({
  employerId: uuid(),
  groupName: filledText(120),
  /** Where it stands, e.g. the trade register with a date. */
  source: filledText(200),
  sinceOn: day(),
})
export type RecordGroupInput = z.input<typeof RecordGroupInput>

/**
 * An officer records to which group a company with a workplace in the municipality belongs, so that the monitors look at all of it (MON-13). Recorded
 * again it is corrected.
 *
 * @throws Refusal `forbidden`, `not-found` (no workplace in the municipality); ZodError for input that the schema refuses
 */
export async function recordGroup(ctx: Ctx, input: RecordGroupInput): Promise<void> {
  const { employerId, ...group } = RecordGroupInput.parse(input)
  const { actor, now } = ctx
  requireMay(actor, 'case.record-group')
  requireRole(actor, 'officer')
  const { municipalityCode } = actor
  await ctx.db.transaction(async (tx) => {
    const own = await establishmentsOf(tx, employerId)
    if (!own.some((one) => one.municipalityCode === municipalityCode)) throw new Refusal('not-found')
    const set = { ...group, recordedBy: actor.accountId, recordedAt: now }
    await tx
      .insert(employerGroups)
      .values({ employerId, ...set })
      .onConflictDoUpdate({ target: employerGroups.employerId, set })
    await logCase(tx, ctx, 'group', 'record', employerId, { municipalityCode }, { sinceOn: group.sinceOn })
  })
}
