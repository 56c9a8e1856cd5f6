import { z } from 'zod'
import type { CardOutcome } from '#db/values/cards.ts'
import { requireMay } from '#server/access/may.ts'
import { dealsWithSelf } from '#server/access/reads-people.ts'
import { recordEvent } from '#server/outbox/record-event.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { ofSuspendedAmong } from '#server/positions/reads-suspended.ts'
import { storedReasons, storeVerdict } from '#server/positions/store-verdict.ts'
import { addDays } from '#server/safeguards/rules/calendar.ts'
import { askToPropose } from './ask-to-propose.ts'
import { keepCard } from './keep-card.ts'
import { moveProposal } from './move-proposal.ts'
import { ownProposal } from './reads-own.ts'
import { PROPOSAL_POLICY } from './rules.ts'

export const ShortlistProposalInput = z.object({ proposalId: z.uuid(), version: z.coerce.number().int().positive() })

/**
 * The coach puts a proposal to the newcomer. From now the employer sees an anonymous card, as general as it must be (rules-card-alike.ts); where even the most
 * general one fits too few people it sees nothing before the yes, unless the coach decides so (`showHeldCard`).
 *
 * @param input `version` as the coach saw it
 * @returns `card`: whether the employer sees one now
 * @throws Refusal `forbidden`, `not-found` (not the own caseload), `stale` (changed since, position not published, its employer suspended, person not available),
 *   `safeguard-blocks` (a strike, or a question that waits for the municipality)
 */
export async function shortlistProposal(
  ctx: Ctx,
  input: z.infer<typeof ShortlistProposalInput>,
): Promise<{ card: CardOutcome }> {
  requireMay(ctx.actor, 'proposal.shortlist')
  return ctx.db.transaction(async (tx) => {
    const proposal = await ownProposal(tx, ctx.actor, input.proposalId, 'coach')
    if (proposal.version !== input.version) throw new Refusal('stale')
    const { newcomerId, positionId } = proposal
    if (await dealsWithSelf(tx, ctx.actor.accountId, { newcomerId, positionId })) throw new Refusal('forbidden')
    if (proposal.positionState !== 'published' || proposal.availability !== 'available') throw new Refusal('stale')
    if ((await ofSuspendedAmong(tx, [positionId])).size > 0) throw new Refusal('stale')
    const today = dayOf(ctx.now)
    const verdict = await askToPropose(tx, proposal.positionId, today)
    if (!verdict || verdict.outcome === 'block' || verdict.outcome === 'human') throw new Refusal('safeguard-blocks')
    const answerDueOn = addDays(today, PROPOSAL_POLICY.answerDays)
    await moveProposal(tx, ctx, 'shortlist', proposal, {
      reasons: storedReasons(verdict),
      policyVersion: `${PROPOSAL_POLICY.version} ${verdict.policyVersion}`,
      set: { answerDueOn },
    })
    const card = await keepCard(tx, proposal, ctx.now)
    await storeVerdict(tx, proposal.positionId, verdict, ctx.now, proposal.newcomerId)
    await recordEvent(tx, 'proposal.shortlisted', { proposalId: proposal.id }, ctx.now)
    return { card }
  })
}
