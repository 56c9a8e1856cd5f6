import { and, eq, isNull } from 'drizzle-orm'
import { z } from 'zod'
import { consents } from '#db/schema/proposals.ts'
import { requireMay } from '#server/access/may.ts'
import { recordEvent } from '#server/outbox/record-event.ts'
import type { Ctx } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { moveProposal } from './move-proposal.ts'
import { ownProposal } from './reads-own.ts'

export const WithdrawConsentInput = z.object({ proposalId: z.uuid() })

/**
 * The newcomer takes the yes back, at any time before the placement and without a reason (GDPR art. 7(3)). The employer loses the identity
 * with this commit: its read asks for a standing consent.
 *
 * @throws Refusal `forbidden`, `not-found`, `stale` (no yes to take back, or already placed)
 */
export async function withdrawConsent(ctx: Ctx, input: z.infer<typeof WithdrawConsentInput>): Promise<void> {
  requireMay(ctx.actor, 'consent.withdraw')
  await ctx.db.transaction(async (tx) => {
    const proposal = await ownProposal(tx, ctx.actor, input.proposalId, 'newcomer')
    await moveProposal(tx, ctx, 'withdraw-consent', proposal, { set: { answerDueOn: null } })
    const [consent] = await tx
      .update(consents)
      .set({ withdrawnAt: ctx.now })
      .where(and(eq(consents.proposalId, proposal.id), isNull(consents.withdrawnAt)))
      .returning({ id: consents.id })
    if (!consent) throw new Refusal('consent-missing')
    await recordEvent(tx, 'consent.withdrawn', { proposalId: proposal.id, consentId: consent.id }, ctx.now)
  })
}
