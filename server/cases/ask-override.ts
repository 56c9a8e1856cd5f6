import { z } from 'zod'
import { safeguardOverrides } from '#db/schema/decisions.ts'
import type { Moment } from '#db/values/safeguards.ts'
import { requireMay, requireRole } from '#server/access/may.ts'
import { recordEvent } from '#server/outbox/record-event.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import { day, filledText, uuid } from '#server/platform/fields.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { addMonths } from '#server/safeguards/rules/calendar.ts'
import { mayOverride } from '#server/safeguards/rules/override.ts'
import { policyNamed } from '#server/safeguards/rules/profile.ts'
import { logCase } from './log-case.ts'
import { caseRow, isNewest } from './reads-case-row.ts'
import { profilesOf } from './reads-profiles.ts'
import { CASE_POLICY } from './rules.ts'

export const AskOverrideInput = z.strictObject({
  /** The blocked answer that the officer read. */
  verdictId: uuid(),
  motivation: filledText(2000),
  /** The last day on which it counts. */
  validUntil: day(),
})
export type AskOverrideInput = z.input<typeof AskOverrideInput>

/** At the other moments nothing is written, and the place itself can be asked about. */
const CAN_BE_ASKED: readonly Moment[] = ['publish', 'start', 'extend']

/**
 * An officer asks to let pass what blocks a position, a start or a longer term, for a while and for the terms that were judged. Nothing changes until a
 * second person confirms it. Not where a block stands on law: no person sets that aside.
 *
 * @throws Refusal `forbidden`, `not-found` (elsewhere, or nobody brought it before the officer), `safeguard-blocks` (a block stands on law), `stale`
 *   (no block, asked already, the employer changed it since, or a term that is over or longer than the policy allows)
 */
export async function askOverride(ctx: Ctx, input: AskOverrideInput): Promise<{ overrideId: string }> {
  const { verdictId, motivation, validUntil } = AskOverrideInput.parse(input)
  const { actor, now } = ctx
  requireMay(actor, 'case.ask-override')
  requireRole(actor, 'officer')
  const today = dayOf(now)
  const overrideId = crypto.randomUUID()
  await ctx.db.transaction(async (tx) => {
    const { verdict, position, establishment } = await caseRow(tx, actor, verdictId, 'locked')
    const isAsked = CAN_BE_ASKED.includes(verdict.moment)
    if (verdict.outcome !== 'block' || !isAsked || !(await isNewest(tx, verdict))) throw new Refusal('stale')
    if (validUntil < today) throw new Refusal('stale', { field: 'validUntil', error: 'date-too-early' })
    if (validUntil > addMonths(today, CASE_POLICY.overrideMostMonths))
      throw new Refusal('stale', { field: 'validUntil', error: 'date-too-late' })
    const policy = policyNamed(verdict.policyVersion, await profilesOf(tx, [establishment.municipalityCode]))
    const blocks = verdict.reasons.filter((one) => one.outcome === 'block' && !one.approved)
    if (policy === null || !blocks.every(({ ruleId }) => ruleId !== undefined && mayOverride(ruleId, policy)))
      throw new Refusal('safeguard-blocks')
    const made = await tx
      .insert(safeguardOverrides)
      .values({
        id: overrideId,
        positionId: position.id,
        verdictId,
        reasons: blocks,
        motivation,
        validUntil,
        policyVersion: verdict.policyVersion,
        state: 'asked',
        askedBy: actor.accountId,
        askedAt: now,
      })
      .onConflictDoNothing()
      .returning({ id: safeguardOverrides.id })
    if (made.length === 0) throw new Refusal('stale')
    await recordEvent(tx, 'override.asked', { overrideId, positionId: position.id, accountId: actor.accountId }, now)
    await logCase(
      tx,
      ctx,
      'override',
      'ask',
      overrideId,
      {
        municipalityCode: establishment.municipalityCode,
        establishmentId: establishment.id,
        positionId: position.id,
      },
      { validUntil },
    )
  })
  return { overrideId }
}
