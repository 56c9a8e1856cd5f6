import { z } from 'zod'
import { recordEvent } from '#server/outbox/record-event.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { moveProposal } from './move-proposal.ts'
import { consentOf, ownProposal } from './reads-own.ts'
import { consentStands } from './rules.ts'

export const AcceptCandidateInput = z.object({ proposalId: z.uuid() })

/**
 * The employer wants to start with this person. The coach then plans the placement; no answer falls due any more.
 *
 * @throws Refusal `forbidden`, `not-found` (another employer's, or no longer shown), `consent-missing` (lapsed), `stale`
 */
export async function acceptCandidate(ctx: Ctx, input: z.infer<typeof AcceptCandidateInput>): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const proposal = await ownProposal(tx, ctx.actor, input.proposalId, 'employer')
    const consent = await consentOf(tx, proposal.id, proposal.employerId)
    if (proposal.state === 'consented' && !consentStands(consent, proposal.state, dayOf(ctx.now), false))
      throw new Refusal('consent-missing')
    await moveProposal(tx, ctx, 'accept', proposal, { set: { answerDueOn: null } })
    await recordEvent(tx, 'proposal.accepted', { proposalId: proposal.id }, ctx.now)
  })
}
