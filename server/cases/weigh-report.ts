import { and, eq, inArray } from 'drizzle-orm'
import { z } from 'zod'
import { publicReports } from '#db/schema/monitoring.ts'
import { requireMay, requireRole } from '#server/access/may.ts'
import type { Ctx } from '#server/platform/context.ts'
import { filledText, oneOf, uuid, yesOrNo } from '#server/platform/fields.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { logCase } from './log-case.ts'
import { ownEstablishment } from './reads-own.ts'
import { isOfDay } from './reads-reports.ts'

export const WeighReportInput = z.strictObject({
  reportId: uuid(),
  weight: oneOf(['serious', 'ordinary', 'unfounded']),
  motivation: filledText(2000),
  /** Every report about the workplace of that day that nobody weighed yet is weighed with it, in the same way. */
  isForWholeDay: yesOrNo().default(false),
})
export type WeighReportInput = z.input<typeof WeighReportInput>

/**
 * An officer weighs a report: taken up it becomes a signal at the next look of the monitors, a serious one pauses publication until the signal is closed.
 * A way to reach the reporter is wiped, so the officer answers first. Where many came on one day they can be weighed together.
 *
 * @throws Refusal `forbidden`, `not-found` (elsewhere), `stale` (weighed already); ZodError for input that the schema refuses
 */
export async function weighReport(ctx: Ctx, input: WeighReportInput): Promise<void> {
  const { reportId, weight, motivation, isForWholeDay } = WeighReportInput.parse(input)
  const { actor, now } = ctx
  requireMay(actor, 'case.weigh-report')
  requireRole(actor, 'officer')
  await ctx.db.transaction(async (tx) => {
    const [report] = await tx.select().from(publicReports).where(eq(publicReports.id, reportId)).for('update')
    if (!report) throw new Refusal('not-found')
    const { id: establishmentId, municipalityCode } = await ownEstablishment(tx, actor, report.establishmentId)
    if (report.state !== 'new') throw new Refusal('stale')
    const ids = [reportId]
    if (isForWholeDay) {
      const others = await tx
        .select({ id: publicReports.id })
        .from(publicReports)
        .where(and(isOfDay(establishmentId, report.reportedAt), eq(publicReports.state, 'new')))
        .for('update')
      ids.push(...others.flatMap(({ id }) => (id === reportId ? [] : [id])))
    }
    await tx
      .update(publicReports)
      .set({
        state: weight === 'unfounded' ? 'unfounded' : 'taken-up',
        isSerious: weight === 'serious',
        contact: null,
        contactSealed: null,
        weighedBy: actor.accountId,
        weighedAt: now,
        motivation,
      })
      .where(inArray(publicReports.id, ids))
    for (const id of ids)
      await logCase(tx, ctx, 'report', 'weigh', id, { municipalityCode, establishmentId }, { weight })
  })
}
