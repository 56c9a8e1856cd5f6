import { z } from 'zod'
import { requireMay } from '#server/access/may.ts'
import { recordEvent } from '#server/outbox/record-event.ts'
import { askAboutExtension } from '#server/placements/reads-extend.ts'
import { ownPlacement } from '#server/placements/reads-own.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import { day, filledText, orNull, uuid, yesOrNo } from '#server/platform/fields.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { refuseNothingToDecide } from './ask-start-decision.ts'
import { isAskedAlready, latestStartVerdictOf } from './reads-start-decisions.ts'
import { storeVerdict } from './store-verdict.ts'

export const AskExtensionDecisionInput = z.strictObject({
  placementId: uuid(),
  endsOn: day(),
  extension: orNull(z.strictObject({ reference: filledText(120), until: day(), elsewhere: orNull(yesOrNo()) })),
})
export type AskExtensionDecisionInput = z.input<typeof AskExtensionDecisionInput>

/**
 * The coach asks the municipality of the workplace to decide, where a safeguard holds up a longer term and asks for a person, or blocks it and two
 * people could let it pass. The answer is kept with the terms that it was asked with. Asking the same again while it waits asks nobody twice.
 *
 * @throws Refusal `forbidden`, `not-found` (not the own caseload), `stale` (not running, or nothing to decide), `safeguard-blocks`; ZodError for
 *   input that the schema refuses
 */
export async function askExtensionDecision(ctx: Ctx, input: AskExtensionDecisionInput): Promise<{ verdictId: string }> {
  const longer = AskExtensionDecisionInput.parse(input)
  requireMay(ctx.actor, 'position.ask-start')
  return ctx.db.transaction(async (tx) => {
    const { state, newcomerId, positionId, startsOn } = await ownPlacement(tx, ctx.actor, longer.placementId)
    if (state !== 'active') throw new Refusal('stale')
    const asked = await askAboutExtension(tx, longer, dayOf(ctx.now))
    if (!asked) throw new Refusal('not-found')
    const { verdict } = asked
    refuseNothingToDecide(asked)
    const days = { startsOn, endsOn: longer.endsOn }
    const waiting = await latestStartVerdictOf(tx, { newcomerId, positionId }, null, 'extend')
    if (isAskedAlready(waiting, verdict, days)) return { verdictId: waiting.id }
    const verdictId = await storeVerdict(tx, positionId, verdict, ctx.now, newcomerId, days)
    await recordEvent(tx, 'position.decision-asked', { positionId, verdictId }, ctx.now)
    return { verdictId }
  })
}
