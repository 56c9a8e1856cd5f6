import { and, eq, isNotNull, isNull, lt, or, sql } from 'drizzle-orm'
import { publicReports } from '#db/schema/monitoring.ts'
import { requireMay } from '#server/access/may.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import { addMonths } from '#server/safeguards/rules/calendar.ts'
import { REPORT_RETENTION, type ReportRetention } from './rules.ts'

/**
 * Sweep: wipes what somebody without an account wrote, and the way to reach them, once its term is over. Role, concern, weight and days stay, so that
 * figures do not change and the code of the report still says how it ended. A report that is being looked into keeps its text, but never longer than the
 * longest term.
 *
 * @param ctx actor WORKER
 * @param terms in calendar months; our policy, which a service may shorten
 * @returns how many texts and how many ways to reach somebody were wiped
 * @throws Refusal `forbidden` for anybody but a worker
 */
export async function wipeReports(
  ctx: Ctx,
  terms: ReportRetention = REPORT_RETENTION,
): Promise<{ texts: number; contacts: number }> {
  requireMay(ctx.actor, 'case.wipe-reports')
  const today = dayOf(ctx.now)
  const before = (months: number) => addMonths(today, -months)
  const on = (column: typeof publicReports.reportedAt | typeof publicReports.weighedAt) =>
    sql`(${column} at time zone 'Europe/Amsterdam')::date`
  const isOver = or(
    lt(on(publicReports.reportedAt), before(terms.mostMonths)),
    and(isNotNull(publicReports.closedOn), lt(publicReports.closedOn, before(terms.closedMonths))),
    and(eq(publicReports.state, 'unfounded'), lt(on(publicReports.weighedAt), before(terms.closedMonths))),
  )
  const texts = await ctx.db
    .update(publicReports)
    .set({ body: '', contact: null, contactSealed: null, wipedOn: today })
    .where(and(isNull(publicReports.wipedOn), isOver))
    .returning({ id: publicReports.id })
  const contacts = await ctx.db
    .update(publicReports)
    .set({ contact: null, contactSealed: null })
    .where(
      and(
        or(isNotNull(publicReports.contact), isNotNull(publicReports.contactSealed)),
        lt(on(publicReports.reportedAt), before(terms.contactMonths)),
      ),
    )
    .returning({ id: publicReports.id })
  return { texts: texts.length, contacts: contacts.length }
}
