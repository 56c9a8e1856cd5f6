import { z } from 'zod'
import { corrections } from '#db/schema/privacy.ts'
import { CORRECTION_PARTS } from '#db/values/privacy.ts'
import { requireMay, requireRole } from '#server/access/may.ts'
import { recordAudit } from '#server/audit/record.ts'
import { recordEvent } from '#server/outbox/record-event.ts'
import type { Ctx } from '#server/platform/context.ts'

export const AskCorrectionInput = z.object({ part: z.enum(CORRECTION_PARTS) })

/**
 * The newcomer says which part of what is written down is not right; the coach is told (GDPR art. 16). What it should be is said in a conversation, so
 * nothing is typed here. Asking again for what is open changes nothing.
 *
 * @throws Refusal `forbidden`
 */
export async function askCorrection(ctx: Ctx, input: z.infer<typeof AskCorrectionInput>): Promise<void> {
  requireMay(ctx.actor, 'privacy.ask-correction')
  requireRole(ctx.actor, 'newcomer')
  const { newcomerId } = ctx.actor
  await ctx.db.transaction(async (tx) => {
    const [made] = await tx
      .insert(corrections)
      .values({ newcomerId, part: input.part, askedAt: ctx.now })
      .onConflictDoNothing()
      .returning({ id: corrections.id })
    if (!made) return
    await recordAudit(tx, ctx, [
      { action: 'correction.ask', subject: 'newcomer', subjectId: newcomerId, detail: { part: input.part } },
    ])
    await recordEvent(tx, 'correction.asked', { newcomerId, correctionId: made.id }, ctx.now)
  })
}
