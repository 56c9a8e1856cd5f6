import { and, eq, inArray } from 'drizzle-orm'
import { z } from 'zod'
import { proposals } from '#db/schema/proposals.ts'
import { OPEN_PROPOSAL_STATES } from '#db/values/proposals.ts'
import { recordEvent } from '#server/outbox/record-event.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { askToPropose } from './ask-to-propose.ts'
import { moveProposal } from './move-proposal.ts'
import { ownProposal } from './reads-own.ts'

export const TakeBackProposalInput = z.object({ proposalId: z.uuid() })

/**
 * Undoes a setting aside: the proposal waits for the coach again, even where it had been shortlisted before. It
 * counts as seen, so no run takes it away again for a better one.
 *
 * @throws Refusal `forbidden`, `not-found`, `stale` (not set aside any more, or the pair has a newer open proposal), `safeguard-blocks`
 *   (the place may not be proposed today)
 */
export async function takeBackProposal(ctx: Ctx, input: z.infer<typeof TakeBackProposalInput>): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const proposal = await ownProposal(tx, ctx.actor, input.proposalId, 'coach')
    const [newer] = await tx
      .select({ id: proposals.id })
      .from(proposals)
      .where(
        and(
          eq(proposals.newcomerId, proposal.newcomerId),
          eq(proposals.positionId, proposal.positionId),
          inArray(proposals.state, OPEN_PROPOSAL_STATES),
        ),
      )
    if (newer) throw new Refusal('stale')
    const verdict = await askToPropose(tx, proposal.positionId, dayOf(ctx.now))
    if (!verdict || verdict.outcome === 'block' || verdict.outcome === 'human') throw new Refusal('safeguard-blocks')
    await moveProposal(tx, ctx, 'take-back', proposal, { set: { seenAt: ctx.now } })
    await recordEvent(tx, 'proposal.reopened', { proposalId: proposal.id }, ctx.now)
  })
}
