import { and, asc, eq, exists, inArray, isNull, lt, notExists, or, sql } from 'drizzle-orm'
import { shownCards } from '#db/schema/cards.ts'
import { consents, proposals } from '#db/schema/proposals.ts'
import { requireMay } from '#server/access/may.ts'
import { recordEvent } from '#server/outbox/record-event.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import { coded, moveProposal } from './move-proposal.ts'
import { CARD_POLICY } from './rules-card-steps.ts'

/**
 * Sweep: proposals that nobody answered in time, and those whose yes has lapsed, expire. The due day itself still counts. What organisations were shown is
 * forgotten when it does not count any more (CARD_POLICY.months).
 * @param ctx actor WORKER
 * @returns how many expired; call again while it equals `limit`
 */
export async function expireProposals(ctx: Ctx, limit = 500): Promise<{ expired: number }> {
  requireMay(ctx.actor, 'proposal.expire')
  const today = dayOf(ctx.now)
  return ctx.db.transaction(async (tx) => {
    const standing = tx
      .select({ one: sql`1` })
      .from(consents)
      .where(and(eq(consents.proposalId, proposals.id), isNull(consents.withdrawnAt)))
    const lapsed = tx
      .select({ one: sql`1` })
      .from(consents)
      .where(and(eq(consents.proposalId, proposals.id), isNull(consents.withdrawnAt), lt(consents.expiresOn, today)))
    const rows = await tx
      .select()
      .from(proposals)
      .where(
        or(
          and(inArray(proposals.state, ['shortlisted', 'consented']), lt(proposals.answerDueOn, today)),
          and(inArray(proposals.state, ['consented', 'accepted']), or(exists(lapsed), notExists(standing))),
        ),
      )
      .orderBy(asc(proposals.id))
      .limit(limit)
      .for('update', { skipLocked: true })
    for (const row of rows) {
      const late = row.answerDueOn !== null && row.answerDueOn < today
      await moveProposal(tx, ctx, 'expire', row, {
        set: { answerDueOn: null },
        reasons: [coded(late ? 'no-answer' : 'consent-lapsed')],
      })
      await recordEvent(tx, 'proposal.ended', { proposalId: row.id, was: row.state }, ctx.now)
    }
    const since = new Date(ctx.now)
    since.setUTCMonth(since.getUTCMonth() - CARD_POLICY.months)
    await tx.delete(shownCards).where(lt(shownCards.at, since))
    return { expired: rows.length }
  })
}
