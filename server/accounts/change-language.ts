import { eq } from 'drizzle-orm'
import { accounts } from '#db/schema/accounts.ts'
import type { ScreenLanguage } from '#db/values/language.ts'
import type { Ctx } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'

/**
 * Remembers the language in which this person reads screens and mails.
 *
 * @throws Refusal('forbidden') for a worker
 */
export async function changeLanguage(ctx: Ctx, input: { language: ScreenLanguage }): Promise<void> {
  if (ctx.actor.accountId === null) throw new Refusal('forbidden')
  await ctx.db.update(accounts).set({ language: input.language }).where(eq(accounts.id, ctx.actor.accountId))
}
