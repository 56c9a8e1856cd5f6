import { and, asc, eq, inArray } from 'drizzle-orm'
import { newcomers } from '#db/schema/newcomers.ts'
import { proposals } from '#db/schema/proposals.ts'
import { OPEN_PROPOSAL_STATES } from '#db/values/proposals.ts'
import { requireMay } from '#server/access/may.ts'
import { recordEvent } from '#server/outbox/record-event.ts'
import type { Ctx } from '#server/platform/context.ts'
import { coded, moveProposal } from './move-proposal.ts'

/**
 * Effect of `newcomer.withdrawn`: the person stopped, so everything open about them ends and no employer sees them any more. Twice = once.
 * @param ctx actor WORKER
 */
export async function withdrawProposals(ctx: Ctx, input: { newcomerId: string }): Promise<{ withdrawn: number }> {
  requireMay(ctx.actor, 'proposal.withdraw')
  return ctx.db.transaction(async (tx) => {
    const [newcomer] = await tx
      .select({ availability: newcomers.availability })
      .from(newcomers)
      .where(eq(newcomers.id, input.newcomerId))
    if (newcomer?.availability !== 'withdrawn') return { withdrawn: 0 }
    const rows = await tx
      .select()
      .from(proposals)
      .where(and(eq(proposals.newcomerId, input.newcomerId), inArray(proposals.state, OPEN_PROPOSAL_STATES)))
      .orderBy(asc(proposals.id))
      .for('update')
    for (const row of rows) {
      await moveProposal(tx, ctx, 'withdraw', row, {
        set: { answerDueOn: null },
        reasons: [coded('newcomer-withdrawn')],
      })
      await recordEvent(tx, 'proposal.ended', { proposalId: row.id, was: row.state }, ctx.now)
    }
    return { withdrawn: rows.length }
  })
}
