import { eq, inArray } from 'drizzle-orm'
import { establishments } from '#db/schema/employers.ts'
import { positions } from '#db/schema/positions.ts'
import { proposals } from '#db/schema/proposals.ts'
import { CARDS_A_DAY } from '#server/access/quotas.ts'
import { recordAudit } from '#server/audit/record.ts'
import { recordEvent } from '#server/outbox/record-event.ts'
import type { Ctx } from '#server/platform/context.ts'
import { countAttempt, markFresh } from '#server/platform/count-attempt.ts'
import { Refusal } from '#server/platform/refusal.ts'

/**
 * Somebody of an employer is about to see these candidates. The same candidate counts once a day. When it becomes many, the officers of the municipality of the
 * place hear of it, once a day for an organisation, and it is in the audit; when it becomes too many for one account, or for all people of the employer
 * together, no more are shown.
 *
 * @throws Refusal `too-many` with `retryAfterSeconds`
 */
export async function countCards(ctx: Ctx, proposalIds: readonly string[], factor = 1): Promise<void> {
  const { accountId, employerId } = ctx.actor
  if (proposalIds.length === 0 || accountId === null || employerId === null) return
  const times = (policy: number) => Math.max(1, Math.floor(policy * factor))
  const countFor = async (who: string, most: number) => {
    const seen = proposalIds.map((id) => `card-seen:${who}:${id}`)
    const fresh = await markFresh(ctx.db, seen, CARDS_A_DAY.seconds, ctx.now)
    // Nothing new: asked all the same, since somebody who saw too many today sees no more of them either.
    const limit = { most, seconds: CARDS_A_DAY.seconds }
    return countAttempt(ctx.db, `cards-day:${who}`, limit, ctx.now, fresh).catch(async (error) => {
      if (error instanceof Refusal) await tellOnce(ctx, employerId, proposalIds, most)
      throw error
    })
  }
  const count = await countFor(accountId, times(CARDS_A_DAY.most))
  await countFor(employerId, times(CARDS_A_DAY.ofEmployer))
  if (count >= times(CARDS_A_DAY.tell)) await tellOnce(ctx, employerId, proposalIds, count)
}

async function tellOnce(ctx: Ctx, employerId: string, proposalIds: readonly string[], count: number): Promise<void> {
  try {
    await countAttempt(ctx.db, `cards-told:${employerId}`, { most: 1, seconds: CARDS_A_DAY.seconds }, ctx.now)
  } catch (error) {
    if (error instanceof Refusal) return
    throw error
  }
  await ctx.db.transaction(async (tx) => {
    const [place] = await tx
      .select({ id: establishments.id })
      .from(proposals)
      .innerJoin(positions, eq(positions.id, proposals.positionId))
      .innerJoin(establishments, eq(establishments.id, positions.establishmentId))
      .where(inArray(proposals.id, [...proposalIds]))
      .limit(1)
    if (!place) return
    await recordEvent(tx, 'cards.many', { employerId, establishmentId: place.id }, ctx.now)
    await recordAudit(tx, ctx, [
      { action: 'cards.many', subject: 'employer', subjectId: employerId, detail: { count } },
    ])
  })
}
