import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { positions, positionVerdicts, safeguardDecisions } from '#db/schema/positions.ts'
import { DECISION_OUTCOMES } from '#db/values/safeguards.ts'
import { requireMay, requireRole } from '#server/access/may.ts'
import { dealsWithSelf } from '#server/access/reads-people.ts'
import { recordEvent } from '#server/outbox/record-event.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import { day, filledText, oneOf, orNull, uuid } from '#server/platform/fields.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { findOwnPosition } from './find-own-position.ts'
import { movePosition } from './move-position.ts'
import { lastToldOf } from './reads-standing.ts'
import { asksOfficer } from './rules-standing.ts'

export const DecideStandingInput = z.strictObject({
  /** The answer that the officer read. */
  verdictId: uuid(),
  outcome: oneOf(DECISION_OUTCOMES),
  motivation: filledText(2000),
  /** The last day on which an approval counts; null = until the position changes. */
  validUntil: orNull(day()),
})
export type DecideStandingInput = z.input<typeof DecideStandingInput>

/**
 * A person of the municipality decides about a place that is on the site and asks for one since: approved, it is proposed again; rejected, it is
 * paused with the motivation, and asked about anew when its employer resumes it. Only in the officer's own municipality.
 *
 * @throws Refusal `forbidden` (also: somebody of the employer is this officer), `not-found` (elsewhere, or no answer about a place on the site),
 *   `stale` (decided already, asked anew since, off the site, or the term is over)
 */
export async function decideStanding(ctx: Ctx, input: DecideStandingInput): Promise<{ decisionId: string }> {
  const { verdictId, outcome, motivation, validUntil } = DecideStandingInput.parse(input)
  const { actor, now } = ctx
  requireMay(actor, 'position.decide-standing')
  requireRole(actor, 'officer')
  if (validUntil !== null && validUntil < dayOf(now)) throw new Refusal('stale')
  const decisionId = crypto.randomUUID()
  await ctx.db.transaction(async (tx) => {
    const [asked] = await tx
      .select({ positionId: positionVerdicts.positionId, newcomerId: positionVerdicts.newcomerId })
      .from(positionVerdicts)
      .where(and(eq(positionVerdicts.id, verdictId), eq(positionVerdicts.moment, 'propose')))
    if (!asked || asked.newcomerId !== null) throw new Refusal('not-found')
    const { positionId } = asked
    // The row is locked, so two officers decide one after the other and the second reads the first.
    await tx.select({ id: positions.id }).from(positions).where(eq(positions.id, positionId)).for('update')
    const position = await findOwnPosition(tx, actor, positionId)
    if (await dealsWithSelf(tx, actor.accountId, { positionId })) throw new Refusal('forbidden')
    const newest = (await lastToldOf(tx, [positionId])).get(positionId)
    const decided = await tx
      .select({ id: safeguardDecisions.id })
      .from(safeguardDecisions)
      .where(eq(safeguardDecisions.verdictId, verdictId))
    if (position.state !== 'published' || newest?.id !== verdictId || decided.length > 0 || !asksOfficer(newest))
      throw new Refusal('stale')
    await tx.insert(safeguardDecisions).values({
      id: decisionId,
      positionId,
      verdictId,
      decidedBy: actor.accountId,
      outcome,
      motivation,
      policyVersion: newest.policyVersion,
      validUntil: outcome === 'approved' ? validUntil : null,
      decidedAt: now,
    })
    if (outcome === 'rejected')
      await movePosition(tx, ctx, 'pause', position, {}, [{ code: 'decision-rejected', params: { decisionId } }])
    await recordEvent(tx, 'position.decided', { positionId, decisionId }, now)
    await recordEvent(tx, 'position.updated', { positionId }, now)
  })
  return { decisionId }
}
