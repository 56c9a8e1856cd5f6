import { z } from 'zod'
import { safeguardDecisions } from '#db/schema/positions.ts'
import { DECISION_OUTCOMES } from '#db/values/safeguards.ts'
import { requireMay, requireRole } from '#server/access/may.ts'
import { isSamePerson } from '#server/access/reads-people.ts'
import { caseRow } from '#server/cases/reads-case-row.ts'
import { recordEvent } from '#server/outbox/record-event.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import { day, filledText, oneOf, orNull, uuid } from '#server/platform/fields.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { refuseBlocked } from './decide-position.ts'
import { movePosition } from './move-position.ts'
import { onSiteFrom } from './publish-position.ts'
import { openObjectionOn } from './reads-objections.ts'

export const DecideObjectionInput = z.strictObject({
  /** The answer that was rejected, and that the employer objects to. */
  verdictId: uuid(),
  /** `approved` = the employer is right; `rejected` = the rejection stands. */
  outcome: oneOf(DECISION_OUTCOMES),
  motivation: filledText(2000),
  /** The last day on which an approval counts; null = until the position changes. */
  validUntil: orNull(day()),
})
export type DecideObjectionInput = z.input<typeof DecideObjectionInput>

/**
 * Another officer than the one who rejected decides about the objection of the employer: granted, the place comes on the site as it was judged; not
 * granted, the rejection stands. Both decisions stay beside each other, and the second is the last about this answer.
 *
 * @throws Refusal `forbidden` (another role, or the person who rejected it), `not-found` (elsewhere), `stale` (no open objection, decided already, or
 *   granted although the employer changed the place since), `safeguard-blocks` (what happened since blocks it)
 */
export async function decideObjection(ctx: Ctx, input: DecideObjectionInput): Promise<{ decisionId: string }> {
  const { verdictId, outcome, motivation, validUntil } = DecideObjectionInput.parse(input)
  const { actor, now } = ctx
  requireMay(actor, 'position.decide-objection')
  requireRole(actor, 'officer')
  if (validUntil !== null && validUntil < dayOf(now))
    throw new Refusal('stale', { field: 'validUntil', error: 'date-too-early' })
  const decisionId = crypto.randomUUID()
  await ctx.db.transaction(async (tx) => {
    const { verdict, position } = await caseRow(tx, actor, verdictId, 'locked')
    const objection = await openObjectionOn(tx, verdictId)
    if (!objection) throw new Refusal('stale')
    if (await isSamePerson(tx, actor.accountId, objection.rejectedBy)) throw new Refusal('forbidden')
    await tx.insert(safeguardDecisions).values({
      id: decisionId,
      positionId: position.id,
      verdictId,
      decidedBy: actor.accountId,
      outcome,
      motivation,
      policyVersion: verdict.policyVersion,
      validUntil: outcome === 'approved' ? validUntil : null,
      decidedAt: now,
    })
    if (outcome === 'approved') {
      if (!objection.isUnchanged) throw new Refusal('stale')
      await refuseBlocked(tx, position, dayOf(now))
      await movePosition(tx, ctx, 'grant', position, onSiteFrom(ctx, 'grant'), [
        { code: 'decision-approved', params: { decisionId } },
      ])
      await recordEvent(tx, 'position.published', { positionId: position.id }, now)
    }
    await recordEvent(tx, 'position.decided', { positionId: position.id, decisionId }, now)
  })
  return { decisionId }
}
