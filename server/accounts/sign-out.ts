import { and, eq, isNull } from 'drizzle-orm'
import { sessions } from '#db/schema/accounts.ts'
import type { Ctx } from '#server/platform/context.ts'
import { tokenHash } from './tokens.ts'

/** Ends the session of this token; an unknown or ended one is no error. */
export async function signOut(ctx: Pick<Ctx, 'db' | 'now'>, input: { token: string }): Promise<void> {
  await ctx.db
    .update(sessions)
    .set({ revokedAt: ctx.now })
    .where(and(eq(sessions.tokenHash, tokenHash(input.token)), isNull(sessions.revokedAt)))
}
