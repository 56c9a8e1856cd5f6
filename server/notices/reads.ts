import { and, count, desc, eq, isNull } from 'drizzle-orm'
import { notices } from '#db/schema/notices.ts'
import type { NoticeCode } from '#db/values/notices.ts'
import type { Ctx } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'

export type Notice = {
  id: string
  code: NoticeCode
  /** Ids only; the sentence is made in the reader's language when it is shown. */
  params: Record<string, string>
  createdAt: Date
  readAt: Date | null
}

/** The signed-in account's notices, newest first. @throws Refusal `forbidden` for a worker */
export async function noticesOf(ctx: Ctx, limit = 50): Promise<Notice[]> {
  if (ctx.actor.accountId === null) throw new Refusal('forbidden')
  return ctx.db
    .select({
      id: notices.id,
      code: notices.code,
      params: notices.params,
      createdAt: notices.createdAt,
      readAt: notices.readAt,
    })
    .from(notices)
    .where(eq(notices.accountId, ctx.actor.accountId))
    .orderBy(desc(notices.createdAt), desc(notices.id))
    .limit(limit)
}

/** How many the signed-in account has not read. @throws Refusal `forbidden` for a worker */
export async function unreadCount(ctx: Ctx): Promise<number> {
  if (ctx.actor.accountId === null) throw new Refusal('forbidden')
  const [row] = await ctx.db
    .select({ unread: count() })
    .from(notices)
    .where(and(eq(notices.accountId, ctx.actor.accountId), isNull(notices.readAt)))
  return row?.unread ?? 0
}
