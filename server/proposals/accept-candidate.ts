import { z } from 'zod'
import { requireMay } from '#server/access/may.ts'
import { dealsWithSelf } from '#server/access/reads-people.ts'
import { recordEvent } from '#server/outbox/record-event.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { withheldAmong } from '#server/positions/reads-withheld.ts'
import { moveProposal } from './move-proposal.ts'
import { consentOf, ownProposal, refuseWithdrawn } from './reads-own.ts'
import { consentStands } from './rules.ts'

export const AcceptCandidateInput = z.object({ proposalId: z.uuid() })

/**
 * The employer wants to start with this person. The coach then plans the placement; no answer falls due any more.
 *
 * @returns the position, whose page is the next one to look at
 * @throws Refusal `forbidden`, `not-found` (another employer's, or no longer shown), `consent-missing` (lapsed), `stale` (also: the
 * newcomer stopped), `safeguard-blocks` (the place was taken off the site by others than this employer, or is blocked)
 */
export async function acceptCandidate(
  ctx: Ctx,
  input: z.infer<typeof AcceptCandidateInput>,
): Promise<{ positionId: string }> {
  requireMay(ctx.actor, 'proposal.accept')
  return ctx.db.transaction(async (tx) => {
    const proposal = await ownProposal(tx, ctx.actor, input.proposalId, 'employer')
    await refuseWithdrawn(tx, proposal.newcomerId)
    if (await dealsWithSelf(tx, ctx.actor.accountId, { newcomerId: proposal.newcomerId }))
      throw new Refusal('forbidden')
    const consent = await consentOf(tx, proposal.id, proposal.employerId)
    const now = { running: false, availability: proposal.availability }
    if (proposal.state === 'consented' && !consentStands(consent, proposal.state, dayOf(ctx.now), now))
      throw new Refusal('consent-missing')
    if ((await withheldAmong(tx, [proposal.positionId], dayOf(ctx.now))).size > 0) throw new Refusal('safeguard-blocks')
    await moveProposal(tx, ctx, 'accept', proposal, { set: { answerDueOn: null } })
    await recordEvent(tx, 'proposal.accepted', { proposalId: proposal.id }, ctx.now)
    return { positionId: proposal.positionId }
  })
}
