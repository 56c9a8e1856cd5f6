import { z } from 'zod'
import { safeguardDecisions } from '#db/schema/positions.ts'
import { DECISION_OUTCOMES } from '#db/values/safeguards.ts'
import { requireMay, requireRole } from '#server/access/may.ts'
import { dealsWithSelf } from '#server/access/reads-people.ts'
import { recordEvent } from '#server/outbox/record-event.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import { day, filledText, oneOf, orNull, uuid } from '#server/platform/fields.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { findOwnPosition } from './find-own-position.ts'
import { latestStartVerdictOf, pairOfVerdict } from './reads-start-decisions.ts'

export const DecideStartInput = z.strictObject({
  /** The verdict that the officer read. */
  verdictId: uuid(),
  outcome: oneOf(DECISION_OUTCOMES),
  motivation: filledText(2000),
  /** The last day on which an approval counts; null = on these terms, whenever. */
  validUntil: orNull(day()),
})
export type DecideStartInput = z.input<typeof DecideStartInput>

/**
 * A person of the municipality decides about one start, or one longer term, that a safeguard held up. Approved, the coach can go on with these terms; rejected, it
 * stays held up and the coach reads why. The decision is the log: who, when, why, on which version.
 *
 * @throws Refusal `forbidden` (also: the newcomer or somebody of the employer is this officer), `not-found` (elsewhere, or about no start),
 *   `stale` (decided already, asked anew since the officer read it, or the term is over)
 */
export async function decideStart(ctx: Ctx, input: DecideStartInput): Promise<{ decisionId: string }> {
  const { verdictId, outcome, motivation, validUntil } = DecideStartInput.parse(input)
  const { actor, now } = ctx
  requireMay(actor, 'position.decide-start')
  requireRole(actor, 'officer')
  if (validUntil !== null && validUntil < dayOf(now))
    throw new Refusal('stale', { field: 'validUntil', error: 'date-too-early' })
  const decisionId = crypto.randomUUID()
  await ctx.db.transaction(async (tx) => {
    const pair = await pairOfVerdict(tx, verdictId)
    if (!pair) throw new Refusal('not-found')
    await findOwnPosition(tx, actor, pair.positionId)
    if (await dealsWithSelf(tx, actor.accountId, pair)) throw new Refusal('forbidden')
    const newest = await latestStartVerdictOf(tx, pair, 'locked', pair.moment)
    if (newest?.id !== verdictId || newest.decision !== null) throw new Refusal('stale')
    // One person lets no block pass; to say no is enough of one.
    if (newest.outcome === 'block' && outcome === 'approved') throw new Refusal('safeguard-blocks')
    if (newest.override?.state === 'asked' || newest.override?.state === 'confirmed') throw new Refusal('stale')
    await tx.insert(safeguardDecisions).values({
      id: decisionId,
      positionId: pair.positionId,
      verdictId,
      decidedBy: actor.accountId,
      outcome,
      motivation,
      policyVersion: newest.policyVersion,
      validUntil: outcome === 'approved' ? validUntil : null,
      decidedAt: now,
    })
    await recordEvent(tx, 'start.decided', { positionId: pair.positionId, decisionId }, now)
  })
  return { decisionId }
}
