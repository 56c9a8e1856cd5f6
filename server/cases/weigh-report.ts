import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { publicReports } from '#db/schema/monitoring.ts'
import { requireMay, requireRole } from '#server/access/may.ts'
import type { Ctx } from '#server/platform/context.ts'
import { filledText, oneOf, uuid } from '#server/platform/fields.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { logCase } from './log-case.ts'
import { ownEstablishment } from './reads-own.ts'

export const WeighReportInput = z.strictObject({
  reportId: uuid(),
  weight: oneOf(['serious', 'ordinary', 'unfounded']),
  motivation: filledText(2000),
})
export type WeighReportInput = z.input<typeof WeighReportInput>

/**
 * An officer weighs a report: taken up it becomes a signal at the next look of the monitors, a serious one pauses publication until the signal is closed.
 * A way to reach the reporter is wiped, so the officer answers first.
 *
 * @throws Refusal `forbidden`, `not-found` (elsewhere), `stale` (weighed already); ZodError for input that the schema refuses
 */
export async function weighReport(ctx: Ctx, input: WeighReportInput): Promise<void> {
  const { reportId, weight, motivation } = WeighReportInput.parse(input)
  const { actor, now } = ctx
  requireMay(actor, 'case.weigh-report')
  requireRole(actor, 'officer')
  await ctx.db.transaction(async (tx) => {
    const [report] = await tx.select().from(publicReports).where(eq(publicReports.id, reportId)).for('update')
    if (!report) throw new Refusal('not-found')
    const { id: establishmentId, municipalityCode } = await ownEstablishment(tx, actor, report.establishmentId)
    if (report.state !== 'new') throw new Refusal('stale')
    await tx
      .update(publicReports)
      .set({
        state: weight === 'unfounded' ? 'unfounded' : 'taken-up',
        isSerious: weight === 'serious',
        contact: null,
        weighedBy: actor.accountId,
        weighedAt: now,
        motivation,
      })
      .where(eq(publicReports.id, reportId))
    await logCase(tx, ctx, 'report', 'weigh', reportId, { municipalityCode, establishmentId }, { weight })
  })
}
