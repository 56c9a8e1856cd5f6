import { and, asc, eq, gt, inArray, lte } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import { followUps, placements } from '#db/schema/placements.ts'
import { requireMay } from '#server/access/may.ts'
import { recordEvent } from '#server/outbox/record-event.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import { holding, isToldBefore } from '#server/positions/rules-standing.ts'
import { storeVerdict } from '#server/positions/store-verdict.ts'
import { laterOf } from '#server/safeguards/rules/calendar.ts'
import type { Verdict } from '#server/safeguards/rules/verdict.ts'
import { movePlacement } from './move-placement.ts'
import { agreementAskedOn, firstDayAnswerOf } from './reads-begin.ts'
import { followUpDay } from './rules.ts'

export type Begun = {
  begun: number
  /** Held up today for reasons that nobody was told of before. */
  heldUp: number
}

/**
 * Sweep: planned placements whose first day has come are asked about once more and become active. What can have changed since the agreement is asked
 * again with the moment `start` (rules-begin.ts); held up, a placement does not begin, and coach, officers and employer are told once per set of reasons.
 * It begins by a later sweep, after it was mended or an officer decided, and then on that day: nobody worked before. One short transaction each; rows
 * that another sweep holds are left to it.
 *
 * @param ctx actor WORKER
 */
export async function beginPlacements(ctx: Ctx): Promise<Begun> {
  requireMay(ctx.actor, 'placement.begin')
  const due = await ctx.db
    .select({ id: placements.id })
    .from(placements)
    .where(and(eq(placements.state, 'planned'), lte(placements.startsOn, dayOf(ctx.now))))
    .orderBy(asc(placements.startsOn), asc(placements.id))
  const sum = { begun: 0, heldUp: 0 }
  for (const { id } of due) {
    const done = await ctx.db.transaction((tx) => beginOne(tx, ctx, id))
    if (done) sum[done] += 1
  }
  return sum
}

async function beginOne(tx: Tx, ctx: Ctx, placementId: string): Promise<keyof Begun | null> {
  const today = dayOf(ctx.now)
  const [placement] = await tx
    .select()
    .from(placements)
    .where(and(eq(placements.id, placementId), eq(placements.state, 'planned')))
    .for('update', { skipLocked: true })
  if (!placement) return null
  const told = await firstDayAnswerOf(tx, placement)
  const wasHeld = told !== null && holding(told.reasons).length > 0
  const { newcomerId, positionId } = placement
  // Nobody worked while it was held up, so the term is asked about from today on.
  const startsOn = wasHeld ? laterOf(placement.startsOn, today) : placement.startsOn
  const verdict = await agreementAskedOn(tx, { ...placement, startsOn }, today)
  if (!verdict) return null
  if (holding(verdict.reasons).length > 0) {
    if (isToldBefore(told?.reasons ?? [], verdict.reasons)) return null
    const verdictId = await storeVerdict(tx, positionId, verdict, ctx.now, newcomerId, termsOf(placement, startsOn))
    await recordEvent(tx, 'placement.held-up', { placementId, newcomerId, positionId, verdictId }, ctx.now)
    return 'heldUp'
  }
  // Its term went by while it was held up: the coach cancels it or plans it anew.
  if (wasHeld && placement.endsOn !== null && placement.endsOn < today) return null
  await begin(tx, ctx, placement, startsOn, verdict)
  return 'begun'
}

const termsOf = ({ endsOn }: { endsOn: string | null }, startsOn: string) => ({ startsOn, endsOn })

async function begin(
  tx: Tx,
  ctx: Ctx,
  placement: typeof placements.$inferSelect,
  startsOn: string,
  verdict: Verdict,
): Promise<void> {
  const { id, newcomerId, positionId } = placement
  await movePlacement(tx, ctx, 'begin', placement, startsOn === placement.startsOn ? {} : { startsOn })
  await storeVerdict(tx, positionId, verdict, ctx.now, newcomerId, termsOf(placement, startsOn))
  if (startsOn === placement.startsOn) return
  const talks = await tx
    .select({ id: followUps.id, kind: followUps.kind, dueOn: followUps.dueOn })
    .from(followUps)
    .where(
      and(
        eq(followUps.placementId, id),
        inArray(followUps.state, ['waiting']),
        gt(followUps.dueOn, placement.startsOn),
      ),
    )
  for (const talk of talks)
    await tx
      .update(followUps)
      .set({ dueOn: followUpDay(talk.kind, startsOn) })
      .where(eq(followUps.id, talk.id))
}
