import { z } from 'zod'
import { REFUSAL_REASONS } from '#db/values/proposals.ts'
import { requireMay } from '#server/access/may.ts'
import { recordEvent } from '#server/outbox/record-event.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { coded, moveProposal } from './move-proposal.ts'
import { consentOf, ownProposal, refuseWithdrawn } from './reads-own.ts'
import { consentStands } from './rules.ts'

export const RefuseCandidateInput = z.object({ proposalId: z.uuid(), reason: z.enum(REFUSAL_REASONS) })

/**
 * The employer says no with a coded reason. The employer's side closes with this commit: no identity afterwards.
 *
 * @returns the position, whose page is the next one to look at
 * @throws Refusal `forbidden`, `not-found` (another employer's, or no longer shown), `consent-missing` (lapsed), `stale` (also: the
 * newcomer stopped)
 */
export async function refuseCandidate(
  ctx: Ctx,
  input: z.infer<typeof RefuseCandidateInput>,
): Promise<{ positionId: string }> {
  requireMay(ctx.actor, 'proposal.refuse')
  return ctx.db.transaction(async (tx) => {
    const proposal = await ownProposal(tx, ctx.actor, input.proposalId, 'employer')
    await refuseWithdrawn(tx, proposal.newcomerId)
    const consent = await consentOf(tx, proposal.id, proposal.employerId)
    const now = { running: false, availability: proposal.availability }
    if (proposal.state === 'consented' && !consentStands(consent, proposal.state, dayOf(ctx.now), now))
      throw new Refusal('consent-missing')
    await moveProposal(tx, ctx, 'refuse', proposal, { set: { answerDueOn: null }, reasons: [coded(input.reason)] })
    await recordEvent(tx, 'proposal.refused', { proposalId: proposal.id }, ctx.now)
    return { positionId: proposal.positionId }
  })
}
