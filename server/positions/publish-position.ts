import type { z } from 'zod'
import type { Tx } from '#db/client.ts'
import { requireMay, requireRole } from '#server/access/may.ts'
import { isUnverified } from '#server/accounts/reads-standing.ts'
import { type JudgedField, judgedOf } from '#server/cases/rules-overrides.ts'
import { establishmentOf } from '#server/employers/reads.ts'
import { recordEvent } from '#server/outbox/record-event.ts'
import { seatsTakenOf } from '#server/placements/reads.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { addDays } from '#server/safeguards/rules/calendar.ts'
import type { Verdict } from '#server/safeguards/rules/verdict.ts'
import { afterOverrides, askToPublish } from './ask-verdict.ts'
import { findOwnPosition } from './find-own-position.ts'
import { movePosition } from './move-position.ts'
import { PositionInput } from './position-input.ts'
import { verdictForEmployer } from './reads-verdicts.ts'
import { POSITION_POLICY, stepAfter } from './rules.ts'
import { checkConcepts, columnsOf, insertDraft, storeChildren } from './store-position.ts'
import { keepBlocked, storedReasons, storeVerdict } from './store-verdict.ts'
import { tellOutgrown } from './tell-outgrown.ts'

export const PublishPositionInput = PositionInput
export type PublishPositionInput = z.input<typeof PositionInput>

/**
 * The verdict has every reason, as an employer may read it. `awaiting-decision`: kept, and a person of the municipality decides first (ruling 19).
 */
export type PublishResult =
  | { ok: true; positionId: string; state: 'published' | 'awaiting-decision'; verdict: Verdict }
  | Blocked
/** The answer is kept with a draft, or with the position as it stood: its employer can answer it or object. */
type Blocked = {
  ok: false
  verdict: Verdict
  positionId: string
  verdictId: string
  /** Terms that are others than those for which two people let it pass; empty where nobody did. */
  outgrown: JudgedField[]
}

/**
 * The employer publishes a position: a new one, a draft, an expired or paused one again, or an edit of one that is published or waits. The
 * safeguards are asked each time. On a block only the answer is kept, with a draft where the position is new: what was published stays as it was.
 *
 * @returns the state it has now with the verdict, or the verdict that stands in the way
 * @throws Refusal `forbidden`, `not-found` (foreign position, establishment or unknown concept), `stale` (closed, or another version),
 * `unverified` (nobody confirmed the employer yet), `seats-taken` (fewer seats than placements hold); ZodError for input that the schema refuses
 */
export async function publishPosition(ctx: Ctx, input: PublishPositionInput): Promise<PublishResult> {
  const filled = PositionInput.parse(input)
  const { actor } = ctx
  requireMay(actor, 'position.publish')
  requireRole(actor, 'employer')
  const today = dayOf(ctx.now)
  return ctx.db.transaction(async (tx) => {
    const establishment = await establishmentOf(tx, filled.establishmentId)
    if (establishment?.employerId !== actor.employerId) throw new Refusal('not-found', { field: 'establishmentId' })
    if (await isUnverified(tx, actor.employerId)) throw new Refusal('unverified')
    await checkConcepts(tx, filled)
    const before = filled.positionId === null ? null : await findOwnPosition(tx, actor, filled.positionId)
    if (before && filled.version !== null && filled.version !== before.version) throw new Refusal('stale')
    if (before) await checkSeats(tx, before.id, filled.seats)
    const asked = await askToPublish(tx, filled, today)
    const verdict = await afterOverrides(tx, before?.id ?? null, asked, today, filled)
    const step = stepAfter(verdict.outcome)
    const position = before ?? (await insertDraft(tx, ctx, actor, filled))
    const outgrown = before ? await tellOutgrown(tx, ctx, before.id, judgedOf(filled)) : []
    if (step === null) {
      if (!before) await storeChildren(tx, position.id, filled)
      const verdictId = await keepBlocked(tx, position.id, verdict, ctx.now, judgedOf(filled))
      return { ok: false, verdict: verdictForEmployer(verdict), positionId: position.id, verdictId, outgrown }
    }
    await movePosition(tx, ctx, step, position, { ...columnsOf(filled), ...onSiteFrom(ctx, step) }, mattering(verdict))
    await storeChildren(tx, position.id, filled)
    const verdictId = await storeVerdict(tx, position.id, verdict, ctx.now)
    await tell(tx, ctx, position, step, verdictId)
    return {
      ok: true,
      positionId: position.id,
      state: step === 'publish' ? 'published' : 'awaiting-decision',
      verdict: verdictForEmployer(verdict),
    }
  })
}

/** When a position is on the site from now on, and until which day if nobody confirms it. */
export const onSiteFrom = (ctx: Pick<Ctx, 'now'>, step: 'publish' | 'submit' | 'approve' | 'grant' | 'resume') =>
  step === 'submit'
    ? {}
    : { publishedAt: ctx.now, expiresOn: addDays(dayOf(ctx.now), POSITION_POLICY.expiresAfterDays) }

/** What a log row keeps of a verdict: not the rules that found nothing. */
export const mattering = (verdict: Verdict) => storedReasons(verdict).filter(({ outcome }) => outcome !== 'ok')

/** Tells that a position is new on the site, has changed there, or left it to wait for a decision. */
async function tell(
  tx: Tx,
  ctx: Ctx,
  was: { id: string; state: string },
  step: 'publish' | 'submit',
  verdictId: string,
): Promise<void> {
  const positionId = was.id
  if (was.state === 'published') await recordEvent(tx, 'position.updated', { positionId }, ctx.now)
  if (step === 'submit') await recordEvent(tx, 'position.decision-asked', { positionId, verdictId }, ctx.now)
  else if (was.state !== 'published') await recordEvent(tx, 'position.published', { positionId }, ctx.now)
}

async function checkSeats(tx: Tx, positionId: string, seats: number): Promise<void> {
  const taken = (await seatsTakenOf(tx, [positionId])).get(positionId) ?? 0
  if (seats < taken) throw new Refusal('seats-taken', { taken })
}
