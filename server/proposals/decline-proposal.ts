import { z } from 'zod'
import { DECLINE_CHOICES } from '#db/values/proposals.ts'
import { requireMay } from '#server/access/may.ts'
import { recordEvent } from '#server/outbox/record-event.ts'
import type { Ctx } from '#server/platform/context.ts'
import { coded, moveProposal } from './move-proposal.ts'
import { ownProposal } from './reads-own.ts'

export const DeclineProposalInput = z.object({ proposalId: z.uuid(), choice: z.enum(DECLINE_CHOICES) })

/**
 * The newcomer says no, or first wants to talk with the coach. No reason is asked. To talk first leaves the proposal
 * as it is, so that a yes or a no can still follow; the coach is told.
 *
 * @throws Refusal `forbidden`, `not-found`, `stale` (answered or ended meanwhile)
 */
export async function declineProposal(ctx: Ctx, input: z.infer<typeof DeclineProposalInput>): Promise<void> {
  requireMay(ctx.actor, 'proposal.decline')
  await ctx.db.transaction(async (tx) => {
    const proposal = await ownProposal(tx, ctx.actor, input.proposalId, 'newcomer')
    const talk = input.choice === 'talk-first'
    await moveProposal(tx, ctx, 'decline', proposal, {
      stay: talk,
      reasons: talk ? [coded('talk-first')] : [],
      set: talk ? {} : { answerDueOn: null },
    })
    await recordEvent(tx, 'proposal.declined', { proposalId: proposal.id, choice: input.choice }, ctx.now)
  })
}
