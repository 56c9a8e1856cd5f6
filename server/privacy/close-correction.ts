import { and, eq } from 'drizzle-orm'
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
 * @throws Refusal `forbidden`, `not-found` (not of the own caseload), `stale` (closed already)
 */
export async function closeCorrection(ctx: Ctx, input: z.infer<typeof CloseCorrectionInput>): Promise<void> {
  requireMay(ctx.actor, 'privacy.close-correction')
  requireRole(ctx.actor, 'coach')
  const { accountId } = ctx.actor
  await ctx.db.transaction(async (tx) => {
    const [asked] = await tx
      .select({ newcomerId: corrections.newcomerId, part: corrections.part, doneAt: corrections.doneAt })
      .from(corrections)
      .innerJoin(newcomers, eq(newcomers.id, corrections.newcomerId))
      .where(and(eq(corrections.id, input.correctionId), eq(newcomers.coachId, accountId)))
      .for('update', { of: corrections })
    if (!asked) throw new Refusal('not-found')
    if (asked.doneAt !== null) throw new Refusal('stale')
    await tx
      .update(corrections)
      .set({ doneAt: ctx.now, doneBy: accountId })
      .where(eq(corrections.id, input.correctionId))
    await recordAudit(tx, ctx, [
      { action: 'correction.close', subject: 'newcomer', subjectId: asked.newcomerId, detail: { part: asked.part } },
    ])
  })
}
