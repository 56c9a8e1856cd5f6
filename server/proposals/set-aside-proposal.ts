import { z } from 'zod'
import { SET_ASIDE_REASONS } from '#db/values/proposals.ts'
import { requireMay } from '#server/access/may.ts'
import { recordEvent } from '#server/outbox/record-event.ts'
import type { Ctx } from '#server/platform/context.ts'
import { coded, moveProposal } from './move-proposal.ts'
import { ownProposal } from './reads-own.ts'

export const SetAsideProposalInput = z.object({ proposalId: z.uuid(), reason: z.enum(SET_ASIDE_REASONS) })

/**
 * The coach sets a proposal aside with a coded reason. A newcomer who had it before them is told softly that it is off; of
 * one that only the coach saw nobody is told, and the room that it leaves is filled again.
 *
 * @throws Refusal `forbidden`, `not-found` (not the own caseload), `stale` (the newcomer said yes meanwhile)
 */
export async function setAsideProposal(ctx: Ctx, input: z.infer<typeof SetAsideProposalInput>): Promise<void> {
  requireMay(ctx.actor, 'proposal.set-aside')
  await ctx.db.transaction(async (tx) => {
    const proposal = await ownProposal(tx, ctx.actor, input.proposalId, 'coach')
    await moveProposal(tx, ctx, 'set-aside', proposal, { set: { answerDueOn: null }, reasons: [coded(input.reason)] })
    await recordEvent(tx, 'proposal.ended', { proposalId: proposal.id, was: proposal.state }, ctx.now)
  })
}
