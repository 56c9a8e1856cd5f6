import { and, eq, inArray } from 'drizzle-orm'
import { z } from 'zod'
import { elevated } from '#db/bound.ts'
import { newcomers } from '#db/schema/newcomers.ts'
import { positions } from '#db/schema/positions.ts'
import { proposals } from '#db/schema/proposals.ts'
import { OPEN_PROPOSAL_STATES } from '#db/values/proposals.ts'
import { requireMay } from '#server/access/may.ts'
import { recordEvent } from '#server/outbox/record-event.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { storeVerdict } from '#server/positions/store-verdict.ts'
import { askToPropose } from './ask-to-propose.ts'
import { moveProposal } from './move-proposal.ts'
import { ownProposal } from './reads-own.ts'
import { hasRoomFor } from './reads-room.ts'

export const TakeBackProposalInput = z.object({ proposalId: z.uuid() })

/**
 * Undoes a setting aside: the proposal waits for the coach again, even where it had been shortlisted before. It
 * counts as seen, so no run takes it away again for a better one.
 *
 * @throws Refusal `forbidden`, `not-found`, `stale` (not set aside any more, the pair has a newer open proposal, or one side has all that it may
 *   have in proposals that people acted on or saw), `safeguard-blocks` (the place may not be proposed today)
 */
export async function takeBackProposal(ctx: Ctx, input: z.infer<typeof TakeBackProposalInput>): Promise<void> {
  requireMay(ctx.actor, 'proposal.take-back')
  await ctx.db.transaction(async (tx) => {
    const proposal = await ownProposal(tx, ctx.actor, input.proposalId, 'coach')
    // The newcomer, then the position, as whoever adds one: two who do this at once do not take the same room.
    await tx
      .select({ id: newcomers.id })
      .from(newcomers)
      .where(eq(newcomers.id, proposal.newcomerId))
      .for('no key update')
    await elevated(tx, 'hold-still')
      .select({ id: positions.id })
      .from(positions)
      .where(eq(positions.id, proposal.positionId))
      .for('no key update')
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
    const today = dayOf(ctx.now)
    const verdict = await askToPropose(tx, proposal.positionId, today)
    if (!verdict || verdict.outcome === 'block' || verdict.outcome === 'human') throw new Refusal('safeguard-blocks')
    if (!(await hasRoomFor(tx, proposal, today))) throw new Refusal('stale')
    await moveProposal(tx, ctx, 'take-back', proposal, { set: { seenAt: ctx.now } })
    await storeVerdict(tx, proposal.positionId, verdict, ctx.now, proposal.newcomerId)
    await recordEvent(tx, 'proposal.reopened', { proposalId: proposal.id }, ctx.now)
  })
}
