import { and, eq, inArray, isNull } from 'drizzle-orm'
import { z } from 'zod'
import { newcomers } from '#db/schema/newcomers.ts'
import { corrections } from '#db/schema/privacy.ts'
import { requireMay, requireRole } from '#server/access/may.ts'
import { recordAudit } from '#server/audit/record.ts'
import type { Ctx } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'

export const CloseCorrectionInput = z.object({ correctionId: z.uuid() })

/**
 * The coach has looked at it with the newcomer, and changed the profile where it had to be.
 *
 * @throws Refusal `forbidden`, `not-found` (not of the own caseload, or closed)
 */
export async function closeCorrection(ctx: Ctx, input: z.infer<typeof CloseCorrectionInput>): Promise<void> {
  requireMay(ctx.actor, 'privacy.close-correction')
  requireRole(ctx.actor, 'coach')
  const { accountId } = ctx.actor
  await ctx.db.transaction(async (tx) => {
    const caseload = tx.select({ id: newcomers.id }).from(newcomers).where(eq(newcomers.coachId, accountId))
    const [done] = await tx
      .update(corrections)
      .set({ doneAt: ctx.now, doneBy: accountId })
      .where(
        and(
          eq(corrections.id, input.correctionId),
          isNull(corrections.doneAt),
          inArray(corrections.newcomerId, caseload),
        ),
      )
      .returning({ newcomerId: corrections.newcomerId, part: corrections.part })
    if (!done) throw new Refusal('not-found')
    await recordAudit(tx, ctx, [
      { action: 'correction.close', subject: 'newcomer', subjectId: done.newcomerId, detail: { part: done.part } },
    ])
  })
}
