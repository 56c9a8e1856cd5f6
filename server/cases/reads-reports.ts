import { and, asc, desc, eq, inArray, sql } from 'drizzle-orm'
import { elevated } from '#db/bound.ts'
import type { Reader } from '#db/client.ts'
import { employers, establishments } from '#db/schema/employers.ts'
import { publicReports } from '#db/schema/monitoring.ts'
import { places } from '#db/schema/reference.ts'
import type { ReportState } from '#db/values/safeguards.ts'
import { requireRole } from '#server/access/may.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import { openedText } from '#server/platform/sealed-fields.ts'
import { MANY_REPORTS_A_DAY } from './rules.ts'

const dutchDay = sql<string>`to_char(${publicReports.reportedAt} at time zone 'Europe/Amsterdam', 'YYYY-MM-DD')`

/** Reports about a workplace that came on the Dutch day of a moment. */
export const isOfDay = (establishmentId: string, at: Date) =>
  and(eq(publicReports.establishmentId, establishmentId), eq(dutchDay, dayOf(at)))

/**
 * The reports about workplaces in the officer's municipality, those that nobody weighed first; at most 500. Never for an employer: how something is told
 * can point at who told it.
 *
 * @returns `sameDay`: how many came about the workplace on that day; `isMany`: more than one would weigh one by one
 * @throws Refusal `forbidden` for anybody but an officer
 */
export async function reportsFor(ctx: Ctx) {
  requireRole(ctx.actor, 'officer')
  const rows = await ctx.db
    .select({
      id: publicReports.id,
      code: publicReports.code,
      establishmentId: publicReports.establishmentId,
      establishmentName: establishments.name,
      employerName: employers.name,
      concern: publicReports.concern,
      reporterRole: publicReports.reporterRole,
      body: publicReports.body,
      contact: publicReports.contact,
      contactSealed: publicReports.contactSealed,
      state: publicReports.state,
      isSerious: publicReports.isSerious,
      reportedAt: publicReports.reportedAt,
      motivation: publicReports.motivation,
      closedOn: publicReports.closedOn,
      wipedOn: publicReports.wipedOn,
    })
    .from(publicReports)
    .innerJoin(establishments, eq(establishments.id, publicReports.establishmentId))
    .innerJoin(employers, eq(employers.id, establishments.employerId))
    .innerJoin(places, eq(places.postcode4, establishments.postcode4))
    .where(eq(places.municipalityCode, ctx.actor.municipalityCode))
    .orderBy(asc(sql`${publicReports.state} <> 'new'`), desc(publicReports.reportedAt))
    .limit(500)
  const perDay = await countsByDay(ctx.db, [...new Set(rows.map((row) => row.establishmentId))])
  return rows.map(({ contactSealed, ...row }) => {
    const contact = openedText('public_reports', 'contact', row.id, { plain: row.contact, sealed: contactSealed })
    const sameDay = perDay.get(`${row.establishmentId} ${dayOf(row.reportedAt)}`) ?? 1
    return { ...row, contact, sameDay, isMany: sameDay > MANY_REPORTS_A_DAY }
  })
}

async function countsByDay(db: Reader, establishmentIds: readonly string[]): Promise<Map<string, number>> {
  if (establishmentIds.length === 0) return new Map()
  const rows = await db
    .select({ establishmentId: publicReports.establishmentId, day: dutchDay, count: sql<number>`count(*)::int` })
    .from(publicReports)
    .where(inArray(publicReports.establishmentId, [...establishmentIds]))
    .groupBy(publicReports.establishmentId, dutchDay)
  return new Map(rows.map(({ establishmentId, day, count }) => [`${establishmentId} ${day}`, count]))
}

/** How far a report is, for who has its code; null when there is none. */
export async function reportStanding(
  db: Reader,
  code: string,
): Promise<{ state: ReportState; isClosed: boolean } | null> {
  const [row] = await elevated(db, 'count-reports')
    .select({ state: publicReports.state, closedOn: publicReports.closedOn })
    .from(publicReports)
    .where(eq(publicReports.code, code.trim().toUpperCase().slice(0, 20)))
  return row ? { state: row.state, isClosed: row.state === 'unfounded' || row.closedOn !== null } : null
}
