import { and, eq, isNull, ne } from 'drizzle-orm'
import { sessions } from '#db/schema/accounts.ts'
import type { Ctx } from '#server/platform/context.ts'
import { isId } from '#server/platform/fields.ts'
import type { Account } from './reads.ts'

/**
 * Ends one session of one's own, or all but the one that asks. A session of somebody else, or one that ended, is no error: nothing happens.
 *
 * @param which the id of a session, or `others`
 */
export async function endSession(ctx: Pick<Ctx, 'db' | 'now'>, me: Account, which: string): Promise<void> {
  if (which !== 'others' && !isId(which)) return
  await ctx.db
    .update(sessions)
    .set({ revokedAt: ctx.now })
    .where(
      and(
        eq(sessions.accountId, me.accountId),
        isNull(sessions.revokedAt),
        which === 'others' ? ne(sessions.id, me.sessionId) : eq(sessions.id, which),
      ),
    )
}
