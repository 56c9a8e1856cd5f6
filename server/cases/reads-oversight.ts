import { and, eq, gte, inArray, isNull, or, sql } from 'drizzle-orm'
import { elevated } from '#db/bound.ts'
import { safeguardOverrides } from '#db/schema/decisions.ts'
import { establishments, staffingFacts } from '#db/schema/employers.ts'
import { placements } from '#db/schema/placements.ts'
import { positions, safeguardDecisions } from '#db/schema/positions.ts'
import { municipalities, occupations, places, tensions } from '#db/schema/reference.ts'
import { requireRole } from '#server/access/may.ts'
import { isLook } from '#server/employers/rules.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import { addMonths, earlierOf } from '#server/safeguards/rules/calendar.ts'
import { lastDayOfQuarter } from '#server/safeguards/rules/market.ts'
import { type DecisionRecord, manyOverrides } from '#server/safeguards/rules/monitors/overrides.ts'
import { MONITOR_POLICY } from '#server/safeguards/rules/monitors/policy.ts'
import {
  type RegionLine,
  type RegionRecord,
  regionReport,
  tensionKey,
} from '#server/safeguards/rules/monitors/region.ts'
import type { MonitorResult } from '#server/safeguards/rules/monitors/signal.ts'
import { isUnpaidWork } from '#server/safeguards/rules/sets.ts'

/**
 * MON-15: who lets pass much more than others, of the officers of the municipality and of its employers. An approval of what waited and an override of a
 * block both let something pass that a rule held up; the second person of an override counts with the first.
 *
 * @throws Refusal `forbidden` for anybody but an officer
 */
export async function overridesLookOf(ctx: Ctx): Promise<MonitorResult[]> {
  requireRole(ctx.actor, 'officer')
  const here = eq(places.municipalityCode, ctx.actor.municipalityCode)
  const [decisions, overrides] = await Promise.all([
    ctx.db
      .select({
        officer: safeguardDecisions.decidedBy,
        employer: positions.employerId,
        outcome: safeguardDecisions.outcome,
        at: safeguardDecisions.decidedAt,
      })
      .from(safeguardDecisions)
      .innerJoin(positions, eq(positions.id, safeguardDecisions.positionId))
      .innerJoin(establishments, eq(establishments.id, positions.establishmentId))
      .innerJoin(places, eq(places.postcode4, establishments.postcode4))
      .where(here),
    ctx.db
      .select({
        officer: safeguardOverrides.askedBy,
        employer: positions.employerId,
        state: safeguardOverrides.state,
        at: safeguardOverrides.secondAt,
      })
      .from(safeguardOverrides)
      .innerJoin(positions, eq(positions.id, safeguardOverrides.positionId))
      .innerJoin(establishments, eq(establishments.id, positions.establishmentId))
      .innerJoin(places, eq(places.postcode4, establishments.postcode4))
      .where(and(here, inArray(safeguardOverrides.state, ['confirmed', 'refused']))),
  ])
  const records: DecisionRecord[] = [
    ...decisions.map(({ officer, employer, outcome, at }) => ({
      officer,
      employer,
      isOverride: outcome === 'approved',
      decidedOn: dayOf(at),
    })),
    ...overrides.flatMap(({ officer, employer, state, at }) =>
      at === null ? [] : [{ officer, employer, isOverride: state === 'confirmed', decidedOn: dayOf(at) }],
    ),
  ]
  const today = dayOf(ctx.now)
  return (['officer', 'employer'] as const).flatMap((by) => manyOverrides(records, by, MONITOR_POLICY, today))
}

/** The last four quarters that are over or run, `2026-Q4`, the oldest first. */
const quartersUntil = (today: string): string[] =>
  [9, 6, 3, 0].map((back) => {
    const day = addMonths(today, -back)
    return `${day.slice(0, 4)}-Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`
  })

/**
 * MON-14: unpaid hours beside open vacancies and tension, per occupation group and quarter, in the labour market region of the municipality. Counts of few
 * people are left out (ruling 26).
 *
 * @throws Refusal `forbidden` for anybody but an officer or the municipality
 */
export async function regionReportOf(ctx: Ctx): Promise<RegionLine[]> {
  requireRole(ctx.actor, 'officer', 'municipality')
  const db = elevated(ctx.db, 'count-region')
  const today = dayOf(ctx.now)
  const [own] = await db
    .select({ region: municipalities.regionCode })
    .from(municipalities)
    .where(eq(municipalities.code, ctx.actor.municipalityCode))
  const region = own?.region ?? null
  if (region === null) return []
  const since = addMonths(today, -12)
  const [unpaid, vacancies, figures] = await Promise.all([
    db
      .select({
        isco: occupations.isco,
        type: positions.type,
        wage: positions.hourlyWageCents,
        hours: positions.hoursPerWeek,
        from: placements.startsOn,
        until: sql<string | null>`coalesce(${placements.endedOn}, ${placements.endsOn})`,
      })
      .from(placements)
      .innerJoin(positions, eq(positions.id, placements.positionId))
      .innerJoin(occupations, eq(occupations.uri, positions.occupationUri))
      .innerJoin(establishments, eq(establishments.id, positions.establishmentId))
      .innerJoin(places, eq(places.postcode4, establishments.postcode4))
      .innerJoin(municipalities, eq(municipalities.code, places.municipalityCode))
      .where(
        and(
          eq(municipalities.regionCode, region),
          inArray(placements.state, ['active', 'completed', 'ended-early']),
          or(isNull(placements.endedOn), gte(placements.endedOn, since)),
        ),
      ),
    db
      .select({
        isco: occupations.isco,
        from: staffingFacts.happenedOn,
        until: staffingFacts.endedOn,
        detail: staffingFacts.detail,
      })
      .from(staffingFacts)
      .innerJoin(occupations, eq(occupations.uri, staffingFacts.occupationUri))
      .innerJoin(establishments, eq(establishments.id, staffingFacts.establishmentId))
      .innerJoin(places, eq(places.postcode4, establishments.postcode4))
      .innerJoin(municipalities, eq(municipalities.code, places.municipalityCode))
      .where(and(eq(municipalities.regionCode, region), eq(staffingFacts.kind, 'vacancy-open'))),
    // The last row of a quarter stands: the newest source wins, as for the rules (reads-tension.ts).
    db.select().from(tensions).where(eq(tensions.regionCode, region)).orderBy(tensions.importedAt, tensions.id),
  ])
  const records = quartersUntil(today).flatMap((quarter): RegionRecord[] => {
    const last = lastDayOfQuarter(quarter)
    const at = earlierOf(last, today)
    const runs = (one: { from: string; until: string | null }) =>
      one.from <= at && (one.until === null || one.until >= at)
    const common = { region, quarter, unpaidHours: 0, unpaidPlacements: 0, openVacancies: 0 }
    return [
      ...unpaid
        .filter((one) => runs(one) && isUnpaidWork({ type: one.type, hourlyWageCents: one.wage, wageSubsidy: false }))
        .map((one) => ({ ...common, role: one.isco.slice(0, 3), unpaidHours: one.hours, unpaidPlacements: 1 })),
      ...vacancies
        .filter((one) => runs(one) && !isLook(one))
        .map((one) => ({ ...common, role: one.isco.slice(0, 3), openVacancies: 1 })),
    ]
  })
  const tensionOf = new Map(figures.map((one) => [tensionKey(region, one.occupationGroup, one.quarter), one.ratio]))
  return regionReport(records, tensionOf, MONITOR_POLICY)
}
