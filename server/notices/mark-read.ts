import { and, eq, isNull } from 'drizzle-orm'
import { z } from 'zod'
import { notices } from '#db/schema/notices.ts'
import { requireMay } from '#server/access/may.ts'
import type { Ctx } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'

/** One notice, or all of one's own when there is no id. */
export const MarkReadInput = z.object({ noticeId: z.uuid().optional() })

/**
 * Marks own notices as read. Again, or somebody else's: nothing happens.
 * @returns how many changed
 * @throws Refusal `forbidden` for a worker
 */
export async function markRead(ctx: Ctx, input: z.infer<typeof MarkReadInput>): Promise<{ read: number }> {
  requireMay(ctx.actor, 'notice.read')
  if (ctx.actor.accountId === null) throw new Refusal('forbidden')
  const rows = await ctx.db
    .update(notices)
    .set({ readAt: ctx.now })
    .where(
      and(
        eq(notices.accountId, ctx.actor.accountId),
        isNull(notices.readAt),
        input.noticeId ? eq(notices.id, input.noticeId) : undefined,
      ),
    )
    .returning({ id: notices.id })
  return { read: rows.length }
}
