import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { auditFiles } from '#db/schema/monitoring.ts'
import { AUDIT_FINDINGS } from '#db/values/safeguards.ts'
import { requireMay, requireRole } from '#server/access/may.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import { filledText, oneOf, uuid } from '#server/platform/fields.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { addDays } from '#server/safeguards/rules/calendar.ts'
import { logCase } from './log-case.ts'
import { auditFileFor } from './reads-audits.ts'
import { CASE_POLICY } from './rules.ts'

export const FindInAuditInput = z.strictObject({
  fileId: uuid(),
  finding: oneOf(AUDIT_FINDINGS),
  motivation: filledText(2000),
})
export type FindInAuditInput = z.input<typeof FindInAuditInput>

/**
 * An officer writes down what a drawn file shows: provisional, and put to the employer, who has three weeks to answer before anything follows.
 *
 * @throws Refusal `forbidden`, `not-found` (elsewhere), `stale` (found already); ZodError for input that the schema refuses
 */
export async function findInAudit(ctx: Ctx, input: FindInAuditInput): Promise<void> {
  const { fileId, finding, motivation } = FindInAuditInput.parse(input)
  const { actor, now } = ctx
  requireMay(actor, 'case.find-in-audit')
  requireRole(actor, 'officer')
  await ctx.db.transaction(async (tx) => {
    const { file, municipalityCode } = await auditFileFor(tx, actor, fileId)
    if (file.state !== 'drawn') throw new Refusal('stale')
    await tx
      .update(auditFiles)
      .set({
        state: 'asked',
        finding,
        motivation,
        foundBy: actor.accountId,
        answerDueOn: addDays(dayOf(now), CASE_POLICY.auditAnswerDays),
      })
      .where(eq(auditFiles.id, fileId))
    await logCase(tx, ctx, 'audit', 'find', fileId, { municipalityCode, positionId: file.positionId }, { finding })
  })
}
