import type { Tx } from '#db/client.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { moveProposal } from './move-proposal.ts'
import { consentOf, type OwnProposal, ownProposal, refuseWithdrawn } from './reads-own.ts'
import { consentStands } from './rules.ts'

/**
 * The last step of a proposal, taken in the transaction that makes the first step of its placement: were they two, a newcomer could take the yes
 * back between them. The one command that another room calls (placements/start-placement.ts).
 *
 * @throws Refusal `forbidden`, `not-found` (not the own caseload), `consent-missing` (lapsed), `stale` (also: the newcomer stopped)
 */
export async function placeProposal(
  tx: Tx,
  ctx: Ctx,
  proposalId: string,
): Promise<OwnProposal & { consentGivenAt: Date }> {
  const proposal = await ownProposal(tx, ctx.actor, proposalId, 'coach')
  await refuseWithdrawn(tx, proposal.newcomerId)
  const consent = await consentOf(tx, proposal.id, proposal.employerId)
  if (proposal.state !== 'accepted') throw new Refusal('stale')
  const now = { running: false, availability: proposal.availability }
  if (!consent || !consentStands(consent, proposal.state, dayOf(ctx.now), now)) throw new Refusal('consent-missing')
  await moveProposal(tx, ctx, 'place', proposal)
  return { ...proposal, consentGivenAt: consent.givenAt }
}
