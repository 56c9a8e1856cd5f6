import { eq } from 'drizzle-orm'
import { z } from 'zod'
import type { Tx } from '#db/client.ts'
import { positionLanguages, type positions, safeguardDecisions } from '#db/schema/positions.ts'
import { DECISION_OUTCOMES } from '#db/values/safeguards.ts'
import { requireMay, requireRole } from '#server/access/may.ts'
import { dealsWithSelf } from '#server/access/reads-people.ts'
import { recordEvent } from '#server/outbox/record-event.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import { day, filledText, oneOf, orNull, uuid } from '#server/platform/fields.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { afterOverrides, askToPublish } from './ask-verdict.ts'
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
  /** The last day on which an approval counts; null = until the position changes. */
  validUntil: orNull(day()),
})
export type DecidePositionInput = z.input<typeof DecidePositionInput>

/**
 * A person of the municipality decides where a safeguard asks for one: approved puts the position on the site, rejected gives it back as a
 * draft with the motivation. Only in the officer's own municipality. After the term of an approval its reasons ask for a person again.
 *
 * @throws Refusal `forbidden`, `not-found` (elsewhere), `stale` (decided already, the employer has changed it since the officer read it, or the
 *   term is over), `safeguard-blocks` (what happened since blocks it, which no single person lets pass)
 */
export async function decidePosition(ctx: Ctx, input: DecidePositionInput): Promise<{ decisionId: string }> {
  const { positionId, verdictId, outcome, motivation, validUntil } = DecidePositionInput.parse(input)
  const { actor, now } = ctx
  requireMay(actor, 'position.decide')
  requireRole(actor, 'officer')
  if (validUntil !== null && validUntil < dayOf(now))
    throw new Refusal('stale', { field: 'validUntil', error: 'date-too-early' })
  const decisionId = crypto.randomUUID()
  await ctx.db.transaction(async (tx) => {
    const position = await findOwnPosition(tx, actor, positionId)
    if (await dealsWithSelf(tx, actor.accountId, { positionId })) throw new Refusal('forbidden')
    const verdict = await latestVerdictOf(tx, positionId)
    if (!verdict || (verdictId !== null && verdictId !== verdict.id)) throw new Refusal('stale')
    const step = outcome === 'approved' ? 'approve' : 'reject'
    if (step === 'approve') await refuseBlocked(tx, position, dayOf(now))
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
      validUntil: outcome === 'approved' ? validUntil : null,
      decidedAt: now,
    })
    await recordEvent(tx, 'position.decided', { positionId, decisionId }, now)
    if (outcome === 'approved') await recordEvent(tx, 'position.published', { positionId }, now)
  })
  return { decisionId }
}

/**
 * Facts age while a case waits: what blocks it today does not come on the site by a decision about yesterday.
 * @throws Refusal `safeguard-blocks`
 */
export async function refuseBlocked(tx: Tx, position: typeof positions.$inferSelect, today: string): Promise<void> {
  const languages = await tx.select().from(positionLanguages).where(eq(positionLanguages.positionId, position.id))
  const asked = await askToPublish(tx, { ...position, languages }, today)
  const verdict = await afterOverrides(tx, position.id, asked, today, position)
  if (verdict.outcome === 'block') throw new Refusal('safeguard-blocks')
}
