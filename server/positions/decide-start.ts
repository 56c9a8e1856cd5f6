import { z } from 'zod'
import { safeguardDecisions } from '#db/schema/positions.ts'
import { DECISION_OUTCOMES } from '#db/values/safeguards.ts'
import { requireMay, requireRole } from '#server/access/may.ts'
import type { Ctx } from '#server/platform/context.ts'
import { filledText, oneOf, uuid } from '#server/platform/fields.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { findOwnPosition } from './find-own-position.ts'
import { latestStartVerdictOf, pairOfVerdict } from './reads-start-decisions.ts'

export const DecideStartInput = z.strictObject({
  /** The verdict that the officer read. */
  verdictId: uuid(),
  outcome: oneOf(DECISION_OUTCOMES),
  motivation: filledText(2000),
})
export type DecideStartInput = z.input<typeof DecideStartInput>

/**
 * A person of the municipality decides about one start that a safeguard held up. Approved, the coach can start on these terms; rejected, it
 * stays held up and the coach reads why. The decision is the log: who, when, why, on which version.
 *
 * @throws Refusal `forbidden`, `not-found` (elsewhere, or about no start), `stale` (decided already, or asked anew since the officer read it)
 */
export async function decideStart(ctx: Ctx, input: DecideStartInput): Promise<{ decisionId: string }> {
  const { verdictId, outcome, motivation } = DecideStartInput.parse(input)
  const { actor, now } = ctx
  requireMay(actor, 'position.decide-start')
  requireRole(actor, 'officer')
  const decisionId = crypto.randomUUID()
  await ctx.db.transaction(async (tx) => {
    const pair = await pairOfVerdict(tx, verdictId)
    if (!pair) throw new Refusal('not-found')
    await findOwnPosition(tx, actor, pair.positionId)
    const newest = await latestStartVerdictOf(tx, pair, 'locked')
    if (newest?.id !== verdictId || newest.decision !== null) throw new Refusal('stale')
    await tx.insert(safeguardDecisions).values({
      id: decisionId,
      positionId: pair.positionId,
      verdictId,
      decidedBy: actor.accountId,
      outcome,
      motivation,
      policyVersion: newest.policyVersion,
      decidedAt: now,
    })
  })
  return { decisionId }
}
