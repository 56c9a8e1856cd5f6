import { eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import { newcomers } from '#db/schema/newcomers.ts'
import { SCREEN_LANGUAGES } from '#db/values/language.ts'
import { requireMay } from '#server/access/may.ts'
import { recordEvent } from '#server/outbox/record-event.ts'
import type { Ctx } from '#server/platform/context.ts'
import { oneOf, uuid } from '#server/platform/fields.ts'
import { findOwnNewcomer } from './find-own-newcomer.ts'

export const ChangeScreenLanguageInput = z.strictObject({ newcomerId: uuid(), language: oneOf(SCREEN_LANGUAGES) })
export type ChangeScreenLanguageInput = z.input<typeof ChangeScreenLanguageInput>

/**
 * The language in which pages and notices speak to the newcomer; by the newcomer or the own coach. The last choice wins, so no version.
 *
 * @throws Refusal `not-found`, `forbidden`
 */
export async function changeScreenLanguage(ctx: Ctx, input: ChangeScreenLanguageInput): Promise<void> {
  requireMay(ctx.actor, 'newcomer.change-language')
  const { newcomerId, language } = ChangeScreenLanguageInput.parse(input)
  await ctx.db.transaction(async (tx) => {
    await findOwnNewcomer(tx, ctx.actor, newcomerId, 'coach', 'newcomer')
    await tx
      .update(newcomers)
      .set({ screenLanguage: language, version: sql`${newcomers.version} + 1`, updatedAt: ctx.now })
      .where(eq(newcomers.id, newcomerId))
    await recordEvent(tx, 'newcomer.updated', { newcomerId }, ctx.now)
  })
}
