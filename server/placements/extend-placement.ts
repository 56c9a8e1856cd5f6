import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { placementExtensions } from '#db/schema/decisions.ts'
import { placements } from '#db/schema/placements.ts'
import { requireMay, requireRole } from '#server/access/may.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import { day, filledText, orNull, uuid, yesOrNo } from '#server/platform/fields.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { ofSuspendedAmong } from '#server/positions/reads-suspended.ts'
import { keepRefused, storeVerdict } from '#server/positions/store-verdict.ts'
import type { Verdict } from '#server/safeguards/rules/verdict.ts'
import { movePlacement } from './move-placement.ts'
import { askToExtend } from './reads-extend.ts'
import { ownPlacement } from './reads-own.ts'

export const ExtendPlacementInput = z.strictObject({
  placementId: uuid(),
  endsOn: day(),
  /** The decision that carries the longer term; null = there is none. */
  extension: orNull(
    z.strictObject({
      reference: filledText(120),
      until: day(),
      /** Other surroundings and other work (Participatiewet 10a(9)). */
      elsewhere: orNull(yesOrNo()),
    }),
  ),
})
export type ExtendPlacementInput = z.input<typeof ExtendPlacementInput>

export type ExtendedPlacement = { ok: true; endsOn: string; verdict: Verdict } | { ok: false; verdict: Verdict }

/**
 * The coach lets a placement run longer. The safeguards are asked about the whole term first; on a block, or while a person has to decide, nothing
 * changes and the answer is kept.
 *
 * @returns the new last day with the answer that was kept, or the answer that stands in the way. Where it is `human`, the coach can ask the
 *   municipality with the same terms (positions/ask-extension-decision.ts)
 * @throws Refusal `forbidden`, `not-found` (not the own caseload), `safeguard-blocks` (the employer is suspended), `stale` (not running, no end
 *   agreed, or not a later day); ZodError for input that the schema refuses
 */
export async function extendPlacement(ctx: Ctx, input: ExtendPlacementInput): Promise<ExtendedPlacement> {
  const longer = ExtendPlacementInput.parse(input)
  const { actor, now } = ctx
  requireMay(actor, 'placement.extend')
  requireRole(actor, 'coach')
  return ctx.db.transaction(async (tx) => {
    const placement = await ownPlacement(tx, actor, longer.placementId)
    // No verdict opens it: as at the start, until the employer takes part again.
    if ((await ofSuspendedAmong(tx, [placement.positionId])).size > 0) throw new Refusal('safeguard-blocks')
    const [held] = await tx
      .select({ endsOn: placements.endsOn })
      .from(placements)
      .where(eq(placements.id, placement.id))
      .for('update')
    const fromEndsOn = held?.endsOn ?? null
    if (fromEndsOn === null || longer.endsOn <= fromEndsOn) throw new Refusal('stale')
    const verdict = await askToExtend(tx, longer, dayOf(now))
    if (!verdict) throw new Refusal('not-found')
    const terms = { startsOn: placement.startsOn, endsOn: longer.endsOn }
    if (verdict.outcome === 'block' || verdict.outcome === 'human') {
      await keepRefused(tx, placement, verdict, now, terms)
      return { ok: false, verdict }
    }
    await movePlacement(tx, ctx, 'extend', placement, { endsOn: longer.endsOn })
    const verdictId = await storeVerdict(tx, placement.positionId, verdict, now, placement.newcomerId, terms)
    await tx.insert(placementExtensions).values({
      placementId: placement.id,
      fromEndsOn,
      toEndsOn: longer.endsOn,
      reference: longer.extension?.reference ?? '',
      isElsewhere: longer.extension?.elsewhere ?? null,
      verdictId,
      extendedBy: actor.accountId,
      extendedAt: now,
    })
    return { ok: true, endsOn: longer.endsOn, verdict }
  })
}
