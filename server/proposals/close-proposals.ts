import { and, asc, eq, inArray } from 'drizzle-orm'
import { positions } from '#db/schema/positions.ts'
import { proposals } from '#db/schema/proposals.ts'
import { requireMay } from '#server/access/may.ts'
import { recordEvent } from '#server/outbox/record-event.ts'
import type { Ctx } from '#server/platform/context.ts'
import { coded, moveProposal } from './move-proposal.ts'
import { PROPOSAL_LIFECYCLE } from './rules.ts'

/**
 * Effect of `position.closed`: everything that was still open on it closes, superseded ones too. Twice = once; a placement stays.
 * @param ctx actor WORKER
 */
export async function closeProposals(ctx: Ctx, input: { positionId: string }): Promise<{ closed: number }> {
  requireMay(ctx.actor, 'proposal.close')
  return ctx.db.transaction(async (tx) => {
    const [position] = await tx
      .select({ state: positions.state })
      .from(positions)
      .where(eq(positions.id, input.positionId))
    if (position?.state !== 'closed' && position?.state !== 'expired') return { closed: 0 }
    const rows = await tx
      .select()
      .from(proposals)
      .where(
        and(eq(proposals.positionId, input.positionId), inArray(proposals.state, [...PROPOSAL_LIFECYCLE.close.from])),
      )
      .orderBy(asc(proposals.id))
      .for('update')
    for (const row of rows) {
      await moveProposal(tx, ctx, 'close', row, {
        set: { answerDueOn: null },
        reasons: [coded('position-closed')],
      })
      if (row.state !== 'superseded')
        await recordEvent(tx, 'proposal.ended', { proposalId: row.id, was: row.state }, ctx.now)
    }
    return { closed: rows.length }
  })
}
