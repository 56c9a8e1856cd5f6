import { z } from 'zod'
import { requireMay } from '#server/access/may.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import { uuid } from '#server/platform/fields.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { keepChecks } from './keep-checks.ts'
import { checksAskedOf } from './reads-checks.ts'
import { ownPlacement } from './reads-own.ts'
import { isRunning } from './rules.ts'
import { CHECK_FIELDS, keptChecks } from './rules-checks.ts'

export const RecordChecksInput = z.strictObject({ placementId: uuid(), ...CHECK_FIELDS })
export type RecordChecksInput = z.input<typeof RecordChecksInput>

/**
 * The coach records what was checked since a placement started, e.g. a new work permit before a longer term. Only what is asked of this person in this
 * place is kept, in place of what stood.
 *
 * @throws Refusal `forbidden`, `not-found` (not the own caseload), `stale` (over, nothing is asked, or a notice on a day to come); ZodError for input that
 *   the schema refuses
 */
export async function recordChecks(ctx: Ctx, input: RecordChecksInput): Promise<void> {
  const { placementId, ...given } = RecordChecksInput.parse(input)
  requireMay(ctx.actor, 'placement.record')
  const today = dayOf(ctx.now)
  await ctx.db.transaction(async (tx) => {
    const placement = await ownPlacement(tx, ctx.actor, placementId)
    const asked = await checksAskedOf(tx, placement)
    if (!isRunning(placement.state) || asked.length === 0) throw new Refusal('stale')
    if (given.noticeOn && given.noticeOn > today) throw new Refusal('stale', { field: 'noticeOn', error: 'in-future' })
    await keepChecks(tx, ctx, placementId, keptChecks(asked, given, today))
  })
}
