import { and, asc, eq, inArray, isNull } from 'drizzle-orm'
import { z } from 'zod'
import { newcomers } from '#db/schema/newcomers.ts'
import { proposals } from '#db/schema/proposals.ts'
import { requireMay, requireRole } from '#server/access/may.ts'
import type { Ctx } from '#server/platform/context.ts'

export const MarkSeenInput = z.object({ proposalIds: z.array(z.uuid()).max(1_000) })

/**
 * Writes down that the coach saw these proposals: from now on no later run takes them away for a better one, only for a gate that no longer
 * passes (matching.md, 4). The first time counts; twice = once. Proposals outside the own caseload and those past `proposed` are left alone.
 * The version stays, since nothing that the coach decides on changed. A page does not wait for somebody who is at a proposal just now: that one is
 * marked the next time it is shown.
 *
 * @returns how many were seen for the first time
 * @throws Refusal `forbidden` for anybody but a coach
 */
export async function markSeen(ctx: Ctx, input: z.infer<typeof MarkSeenInput>): Promise<{ seen: number }> {
  requireMay(ctx.actor, 'proposal.read-caseload')
  const { actor, db, now } = ctx
  requireRole(actor, 'coach')
  if (input.proposalIds.length === 0) return { seen: 0 }
  const own = db.select({ id: newcomers.id }).from(newcomers).where(eq(newcomers.coachId, actor.accountId))
  const unseen = db
    .select({ id: proposals.id })
    .from(proposals)
    .where(
      and(
        inArray(proposals.id, input.proposalIds),
        eq(proposals.state, 'proposed'),
        isNull(proposals.seenAt),
        inArray(proposals.newcomerId, own),
      ),
    )
    // In the order in which the allocators lock as well.
    .orderBy(asc(proposals.id))
    .for('no key update', { skipLocked: true })
  const rows = await db
    .update(proposals)
    .set({ seenAt: now })
    .where(inArray(proposals.id, unseen))
    .returning({ id: proposals.id })
  return { seen: rows.length }
}
