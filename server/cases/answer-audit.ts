import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { auditFiles, employerAnswers } from '#db/schema/monitoring.ts'
import { requireMay, requireRole } from '#server/access/may.ts'
import type { Ctx } from '#server/platform/context.ts'
import { filledText, uuid } from '#server/platform/fields.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { logCase } from './log-case.ts'
import { auditFileFor } from './reads-audits.ts'

export const AnswerAuditInput = z.strictObject({ fileId: uuid(), answer: filledText(2000) })
export type AnswerAuditInput = z.input<typeof AnswerAuditInput>

/**
 * The employer answers a provisional finding, and may say it better until it is closed. Each answer is kept, the newest stands
 * with the file. The same words again change nothing.
 *
 * @throws Refusal `forbidden`, `not-found` (a foreign file), `stale` (nothing was found yet, or closed); ZodError for input that the schema refuses
 */
export async function answerAudit(ctx: Ctx, input: AnswerAuditInput): Promise<void> {
  const { fileId, answer } = AnswerAuditInput.parse(input)
  const { actor, now } = ctx
  requireMay(actor, 'case.answer-audit')
  requireRole(actor, 'employer')
  await ctx.db.transaction(async (tx) => {
    const { file, municipalityCode } = await auditFileFor(tx, actor, fileId)
    if (file.state !== 'asked' && file.state !== 'answered') throw new Refusal('stale')
    if (file.answer === answer) return
    await tx
      .update(auditFiles)
      .set({ state: 'answered', answer, answeredBy: actor.accountId })
      .where(eq(auditFiles.id, fileId))
    await tx.insert(employerAnswers).values({ fileId, body: answer, writtenBy: actor.accountId, writtenAt: now })
    await logCase(tx, ctx, 'audit', 'answer', fileId, { municipalityCode, positionId: file.positionId })
  })
}
