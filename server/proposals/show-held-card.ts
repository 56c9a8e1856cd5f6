import { desc, eq } from 'drizzle-orm'
import { z } from 'zod'
import { shownCards } from '#db/schema/cards.ts'
import { proposals } from '#db/schema/proposals.ts'
import { CARD_REASONS } from '#db/values/cards.ts'
import { requireMay } from '#server/access/may.ts'
import { recordAudit } from '#server/audit/record.ts'
import type { Ctx } from '#server/platform/context.ts'
import { oneOf } from '#server/platform/fields.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { keepCard } from './keep-card.ts'
import { ownProposal } from './reads-own.ts'
import { newestFirst } from './reads-shown.ts'

export const ShowHeldCardInput = z.strictObject({ proposalId: z.uuid(), reason: oneOf(CARD_REASONS) })

/**
 * The coach shows an employer a card that was held back because too few people look alike: the most general one, under a reason that is kept with it. Without
 * this the employer sees the person only after the yes.
 *
 * @throws Refusal `forbidden`, `not-found` (not the own caseload), `stale` (not waiting for the newcomer any more, or not held back)
 */
export async function showHeldCard(ctx: Ctx, input: z.infer<typeof ShowHeldCardInput>): Promise<void> {
  requireMay(ctx.actor, 'proposal.show-card')
  const by = ctx.actor.accountId
  await ctx.db.transaction(async (tx) => {
    const proposal = await ownProposal(tx, ctx.actor, input.proposalId, 'coach')
    const [row] = await tx
      .select({ state: proposals.state })
      .from(proposals)
      .where(eq(proposals.id, proposal.id))
      .for('update')
    const [newest] = await tx
      .select({ outcome: shownCards.outcome })
      .from(shownCards)
      .where(eq(shownCards.proposalId, proposal.id))
      .orderBy(...newestFirst, desc(shownCards.id))
      .limit(1)
    if (by === null || row?.state !== 'shortlisted' || newest?.outcome !== 'held') throw new Refusal('stale')
    await keepCard(tx, proposal, ctx.now, { reason: input.reason, by })
    await recordAudit(tx, ctx, [
      {
        action: 'proposal.show-card',
        subject: 'proposal',
        subjectId: proposal.id,
        detail: { reason: input.reason },
      },
    ])
  })
}
