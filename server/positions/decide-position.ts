import { z } from 'zod'
import { safeguardDecisions } from '#db/schema/positions.ts'
import { DECISION_OUTCOMES } from '#db/values/safeguards.ts'
import { requireMay, requireRole } from '#server/access/may.ts'
import { recordEvent } from '#server/outbox/record-event.ts'
import type { Ctx } from '#server/platform/context.ts'
import { filledText, oneOf, orNull, uuid } from '#server/platform/fields.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { findOwnPosition } from './find-own-position.ts'
import { movePosition } from './move-position.ts'
import { onSiteFrom } from './publish-position.ts'
import { latestVerdictOf } from './reads-verdicts.ts'

export const DecidePositionInput = z.strictObject({
  positionId: uuid(),
  /** The verdict that the officer read; null = the newest. */
  verdictId: orNull(uuid()),
  outcome: oneOf(DECISION_OUTCOMES),
  motivation: filledText(2000),
})
export type DecidePositionInput = z.input<typeof DecidePositionInput>

/**
 * A person of the municipality decides where a safeguard asks for one: approved puts the position on the site, rejected gives it back as a
 * draft with the motivation. Only in the officer's own municipality.
 *
 * @throws Refusal `forbidden`, `not-found` (elsewhere), `stale` (decided already, or the employer has changed it since the officer read it)
 */
export async function decidePosition(ctx: Ctx, input: DecidePositionInput): Promise<{ decisionId: string }> {
  const { positionId, verdictId, outcome, motivation } = DecidePositionInput.parse(input)
  const { actor, now } = ctx
  requireMay(actor, 'position.decide')
  requireRole(actor, 'officer')
  const decisionId = crypto.randomUUID()
  await ctx.db.transaction(async (tx) => {
    const position = await findOwnPosition(tx, actor, positionId)
    const verdict = await latestVerdictOf(tx, positionId)
    if (!verdict || (verdictId !== null && verdictId !== verdict.id)) throw new Refusal('stale')
    const step = outcome === 'approved' ? 'approve' : 'reject'
    await movePosition(tx, ctx, step, position, step === 'approve' ? onSiteFrom(ctx, step) : {}, [
      { code: `decision-${outcome}`, params: { decisionId } },
    ])
    await tx.insert(safeguardDecisions).values({
      id: decisionId,
      positionId,
      verdictId: verdict.id,
      decidedBy: actor.accountId,
      outcome,
      motivation,
      policyVersion: verdict.policyVersion,
      decidedAt: now,
    })
    await recordEvent(tx, 'position.decided', { positionId, decisionId }, now)
    if (outcome === 'approved') await recordEvent(tx, 'position.published', { positionId }, now)
  })
  return { decisionId }
}
