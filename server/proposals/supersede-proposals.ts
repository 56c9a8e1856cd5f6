import { and, asc, eq, inArray, ne } from 'drizzle-orm'
import { proposals } from '#db/schema/proposals.ts'
import { OPEN_PROPOSAL_STATES } from '#db/values/proposals.ts'
import { requireMay } from '#server/access/may.ts'
import { recordEvent } from '#server/outbox/record-event.ts'
import { placementForEffect } from '#server/placements/reads.ts'
import { isRunning } from '#server/placements/rules.ts'
import type { Ctx } from '#server/platform/context.ts'
import { coded, moveProposal } from './move-proposal.ts'
import { PLACED_ELSEWHERE } from './rules.ts'

/**
 * Effect of `placement.started`: the newcomer's other open proposals wait aside and remember their state. Twice = once.
 * A placement that was cancelled meanwhile supersedes nothing, so the two events may arrive in either order.
 * @param ctx actor WORKER
 */
export async function supersedeProposals(ctx: Ctx, input: { placementId: string }): Promise<{ superseded: number }> {
  requireMay(ctx.actor, 'proposal.supersede')
  return ctx.db.transaction(async (tx) => {
    const placement = await placementForEffect(tx, input.placementId)
    if (!placement || !isRunning(placement.state)) return { superseded: 0 }
    const rows = await tx
      .select()
      .from(proposals)
      .where(
        and(
          eq(proposals.newcomerId, placement.newcomerId),
          ne(proposals.id, placement.proposalId),
          inArray(proposals.state, OPEN_PROPOSAL_STATES),
        ),
      )
      .orderBy(asc(proposals.id))
      .for('update')
    for (const row of rows) {
      await moveProposal(tx, ctx, 'supersede', row, {
        set: { stateBefore: row.state, answerDueOn: null },
        reasons: [coded(PLACED_ELSEWHERE, { placementId: placement.id })],
      })
      await recordEvent(tx, 'proposal.ended', { proposalId: row.id, was: row.state }, ctx.now)
    }
    return { superseded: rows.length }
  })
}
