import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { positionLanguages } from '#db/schema/positions.ts'
import { requireMay } from '#server/access/may.ts'
import { judgedOf } from '#server/cases/rules-overrides.ts'
import { recordEvent } from '#server/outbox/record-event.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import { uuid } from '#server/platform/fields.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { askToPublish } from './ask-verdict.ts'
import { findOwnPosition } from './find-own-position.ts'
import { movePosition } from './move-position.ts'
import { mattering, onSiteFrom, type PublishResult } from './publish-position.ts'
import { decidedFor } from './reads-decided.ts'
import { verdictForEmployer } from './reads-verdicts.ts'
import { stepAfter, take } from './rules.ts'
import { keepBlocked, storeVerdict } from './store-verdict.ts'

export const ResumePositionInput = z.strictObject({ positionId: uuid() })
export type ResumePositionInput = z.input<typeof ResumePositionInput>

/**
 * Puts a paused position back on the site. Facts age, so the safeguards are asked again; what an officer approved of the unchanged position
 * still holds.
 *
 * @returns as `publishPosition`
 * @throws Refusal `forbidden`, `not-found`, `stale` (not paused)
 */
export async function resumePosition(ctx: Ctx, input: ResumePositionInput): Promise<PublishResult> {
  const { positionId } = ResumePositionInput.parse(input)
  requireMay(ctx.actor, 'position.resume')
  return ctx.db.transaction(async (tx) => {
    const position = await findOwnPosition(tx, ctx.actor, positionId)
    const allowed = take('resume', position, ctx.actor)
    if (!allowed.ok) throw new Refusal(allowed.why)
    const languages = await tx.select().from(positionLanguages).where(eq(positionLanguages.positionId, positionId))
    const today = dayOf(ctx.now)
    const decided = await decidedFor(tx, [positionId], today)
    const asked = await askToPublish(tx, { ...position, languages }, today)
    const verdict = decided(positionId, asked.verdict, asked.policy)
    const step = stepAfter(verdict.outcome)
    if (step === null) {
      const verdictId = await keepBlocked(tx, positionId, verdict, ctx.now, judgedOf(position))
      return { ok: false, verdict: verdictForEmployer(verdict), positionId, verdictId, outgrown: [] }
    }
    if (step === 'publish') {
      // Asked again of what did not change: the answer that an officer approved stays the one that counts.
      await storeVerdict(tx, positionId, verdict, ctx.now, null, {}, 'again')
      await movePosition(tx, ctx, 'resume', position, onSiteFrom(ctx, 'resume'), mattering(verdict))
      await recordEvent(tx, 'position.published', { positionId }, ctx.now)
      return { ok: true, positionId, state: 'published', verdict: verdictForEmployer(verdict) }
    }
    await movePosition(tx, ctx, 'submit', position, {}, mattering(verdict))
    const verdictId = await storeVerdict(tx, positionId, verdict, ctx.now)
    await recordEvent(tx, 'position.decision-asked', { positionId, verdictId }, ctx.now)
    return { ok: true, positionId, state: 'awaiting-decision', verdict: verdictForEmployer(verdict) }
  })
}
