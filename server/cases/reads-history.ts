import { and, asc, desc, eq, gte, inArray, isNotNull, isNull, ne, or, type SQL } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import { elevated } from '#db/bound.ts'
import type { Reader } from '#db/client.ts'
import { placementExtensions } from '#db/schema/decisions.ts'
import { establishments, staffingFacts } from '#db/schema/employers.ts'
import { factStatements, paidContracts } from '#db/schema/facts.ts'
import { publicReports } from '#db/schema/monitoring.ts'
import { placements } from '#db/schema/placements.ts'
import { positions } from '#db/schema/positions.ts'
import { occupations } from '#db/schema/reference.ts'
import { isLook } from '#server/employers/rules.ts'
import { dayOf } from '#server/platform/context.ts'
import { addMonths } from '#server/safeguards/rules/calendar.ts'
import type { ContractRecord, History, PlacementRecord } from '#server/safeguards/rules/monitors/history.ts'
import type { MonitorPolicy } from '#server/safeguards/rules/monitors/policy.ts'
import { learnedSince } from './reads-learned.ts'
import { FACT_ANSWERS } from './rules-facts.ts'
import { type BegunPlacement, hiresOf, type RecordedContract } from './rules-hires.ts'

/** A role for monitors: the ISCO minor group, since a changed title makes no other work. */
const groupOf = (isco: string): string => isco.slice(0, 3)

/** No contract of which only the end is known counts as a hire. */
const LONG_AGO = '1900-01-01'

/**
 * What the monitors read: ids, roles and days of everything that happened at workplaces in their window and a year before it; nothing about people.
 * Goals, reports and certificates of learning are those that coaches recorded; of the rest nothing is known.
 *
 * @param policies with which is looked; what is read goes back for the longest window of them
 * @param today Dutch day, `YYYY-MM-DD`
 * @param among ids of the establishments to read; null = all
 */
export async function monitorHistoryOf(
  reader: Reader,
  policies: readonly MonitorPolicy[],
  today: string,
  among: readonly string[] | null = null,
): Promise<History> {
  const db = elevated(reader, 'judge-place')
  const here: Within = (establishment) => (among === null ? undefined : inArray(establishment, [...among]))
  const since = addMonths(today, -(Math.max(...policies.map(({ numbers }) => numbers.windowMonths)) + 12))
  const [placed, contracts, facts, published, hours, sizes, reports] = await Promise.all([
    placementsSince(db, since, today, here),
    contractsSince(db, since, here),
    factsSince(db, since, here),
    publishedSince(db, since, here),
    hoursStated(db, here),
    sizesStated(db, today, here),
    reportsTakenUp(db, here),
  ])
  return {
    placements: placed.records,
    contracts: [...contracts.records, ...hiresOf(placed.begun, contracts.recorded), ...facts.contracts],
    vacancies: facts.vacancies,
    published,
    hours,
    sizes,
    reports,
  }
}

/** Which workplaces are read. */
type Within = (establishment: PgColumn) => SQL | undefined

/** Placements that began, and as what the hires among them are counted from (rules-hires.ts): there alone it is read whose they were. */
async function placementsSince(
  db: Reader,
  since: string,
  today: string,
  here: Within,
): Promise<{ records: PlacementRecord[]; begun: BegunPlacement[] }> {
  const [rows, longer, results] = await Promise.all([
    db
      .select({
        id: placements.id,
        person: placements.newcomerId,
        employer: positions.employerId,
        establishment: positions.establishmentId,
        isco: occupations.isco,
        type: positions.type,
        wage: positions.hourlyWageCents,
        hoursPerWeek: positions.hoursPerWeek,
        state: placements.state,
        startsOn: placements.startsOn,
        endsOn: placements.endsOn,
        endedOn: placements.endedOn,
        initiative: placements.initiative,
      })
      .from(placements)
      .innerJoin(positions, eq(positions.id, placements.positionId))
      .innerJoin(occupations, eq(occupations.uri, positions.occupationUri))
      .where(
        and(
          inArray(placements.state, ['active', 'completed', 'ended-early']),
          or(isNull(placements.endedOn), gte(placements.endedOn, since)),
          here(positions.establishmentId),
        ),
      )
      .orderBy(asc(placements.startsOn), asc(placements.id)),
    db
      .select({ placementId: placementExtensions.placementId, fromEndsOn: placementExtensions.fromEndsOn })
      .from(placementExtensions)
      .orderBy(desc(placementExtensions.extendedAt)),
    learnedSince(db, since),
  ])
  const firstEnd = new Map(longer.map((one) => [one.placementId, one.fromEndsOn]))
  const begun = rows.filter((row) => row.startsOn <= today)
  return {
    records: begun.map(({ person: _person, employer: _employer, isco, wage, state, startsOn, initiative, ...row }) => ({
      ...row,
      role: groupOf(isco),
      isPaid: wage !== null,
      startedOn: startsOn,
      firstEndsOn: firstEnd.get(row.id) ?? row.endsOn,
      stoppedBy:
        state !== 'ended-early' ? null : initiative === 'employer' || initiative === 'newcomer' ? initiative : 'other',
      ...(results.get(row.id) ?? { goals: null, report: null, certificateOn: null }),
    })),
    begun: begun.map(({ isco, wage, startsOn, state, ...row }) => ({
      ...row,
      role: groupOf(isco),
      hourlyWageCents: wage,
      startedOn: startsOn,
      isStoppedEarly: state === 'ended-early',
    })),
  }
}

/** Contracts that a coach recorded; `recorded` = the same with whose they are, for the placements that are the same hire. */
async function contractsSince(
  db: Reader,
  since: string,
  here: Within,
): Promise<{ records: ContractRecord[]; recorded: RecordedContract[] }> {
  const rows = await db
    .select({
      id: paidContracts.id,
      establishment: paidContracts.establishmentId,
      isco: occupations.isco,
      startedOn: paidContracts.startedOn,
      endsOn: paidContracts.endsOn,
      endedOn: paidContracts.endedOn,
      reason: paidContracts.endReason,
      afterPlacement: paidContracts.afterPlacementId,
      subsidyUntil: paidContracts.subsidyUntil,
      person: placements.newcomerId,
      employer: establishments.employerId,
    })
    .from(paidContracts)
    .innerJoin(occupations, eq(occupations.uri, paidContracts.occupationUri))
    .innerJoin(establishments, eq(establishments.id, paidContracts.establishmentId))
    .leftJoin(placements, eq(placements.id, paidContracts.afterPlacementId))
    .where(
      and(or(isNull(paidContracts.endedOn), gte(paidContracts.endedOn, since)), here(paidContracts.establishmentId)),
    )
    .orderBy(asc(paidContracts.startedOn), asc(paidContracts.id))
  return {
    records: rows.map(({ isco, person: _person, employer: _employer, ...row }) => ({ ...row, role: groupOf(isco) })),
    recorded: rows.flatMap(({ person, ...row }) => (person === null ? [] : [{ ...row, person }])),
  }
}

async function factsSince(db: Reader, since: string, here: Within): Promise<Pick<History, 'contracts' | 'vacancies'>> {
  const rows = await db
    .select({
      id: staffingFacts.id,
      establishment: staffingFacts.establishmentId,
      isco: occupations.isco,
      kind: staffingFacts.kind,
      reason: staffingFacts.reason,
      happenedOn: staffingFacts.happenedOn,
      endedOn: staffingFacts.endedOn,
      detail: staffingFacts.detail,
    })
    .from(staffingFacts)
    .innerJoin(occupations, eq(occupations.uri, staffingFacts.occupationUri))
    .where(
      and(
        inArray(staffingFacts.kind, ['contract-ended', 'vacancy-open']),
        or(isNull(staffingFacts.endedOn), gte(staffingFacts.endedOn, since)),
        here(staffingFacts.establishmentId),
      ),
    )
    .orderBy(asc(staffingFacts.happenedOn), asc(staffingFacts.id))
  const happened = rows.filter((row) => !isLook(row))
  return {
    contracts: happened
      .filter((row) => row.kind === 'contract-ended' && row.happenedOn >= since)
      .map(({ id, establishment, isco, reason, happenedOn }) => ({
        id,
        establishment,
        role: groupOf(isco),
        startedOn: LONG_AGO,
        endsOn: null,
        endedOn: happenedOn,
        reason,
        afterPlacement: null,
        subsidyUntil: null,
      })),
    vacancies: happened
      .filter((row) => row.kind === 'vacancy-open')
      .map(({ establishment, isco, happenedOn, endedOn, detail }) => ({
        establishment,
        role: groupOf(isco),
        openedOn: happenedOn,
        closedOn: endedOn,
        isWithdrawn: detail['withdrawn'] === 'yes',
      })),
  }
}

async function publishedSince(db: Reader, since: string, here: Within): Promise<History['published'][number][]> {
  const rows = await db
    .select({
      establishment: positions.establishmentId,
      isco: occupations.isco,
      type: positions.type,
      wage: positions.hourlyWageCents,
      publishedAt: positions.publishedAt,
    })
    .from(positions)
    .innerJoin(occupations, eq(occupations.uri, positions.occupationUri))
    .where(and(isNotNull(positions.publishedAt), ne(positions.state, 'draft'), here(positions.establishmentId)))
    .orderBy(asc(positions.id))
  return rows.flatMap(({ isco, wage, publishedAt, ...row }) => {
    const publishedOn = publishedAt === null ? null : dayOf(publishedAt)
    return publishedOn === null || publishedOn < since
      ? []
      : [{ ...row, role: groupOf(isco), isPaid: wage !== null, publishedOn }]
  })
}

/** The last statement on each quarter. */
async function hoursStated(db: Reader, here: Within): Promise<History['hours'][number][]> {
  const rows = await db
    .select({
      establishment: factStatements.establishmentId,
      isco: occupations.isco,
      uri: factStatements.occupationUri,
      answer: factStatements.answer,
    })
    .from(factStatements)
    .innerJoin(occupations, eq(occupations.uri, factStatements.occupationUri))
    .where(and(eq(factStatements.question, 'quarter-hours'), here(factStatements.establishmentId)))
    .orderBy(desc(factStatements.statedAt), desc(factStatements.id))
  const seen = new Set<string>()
  return rows.flatMap(({ establishment, isco, uri, answer }) => {
    const read = FACT_ANSWERS['quarter-hours'].parse(answer)
    const key = `${establishment} ${uri ?? ''} ${read.quarter}`
    if (seen.has(key)) return []
    seen.add(key)
    return [{ establishment, role: groupOf(isco), ...read }]
  })
}

async function sizesStated(db: Reader, today: string, here: Within): Promise<History['sizes'][number][]> {
  const rows = await db
    .select({ id: establishments.id, answer: factStatements.answer, validUntil: factStatements.validUntil })
    .from(establishments)
    .leftJoin(
      factStatements,
      and(eq(factStatements.establishmentId, establishments.id), eq(factStatements.question, 'paid-hours')),
    )
    .where(here(establishments.id))
    .orderBy(asc(establishments.id), desc(factStatements.statedAt))
  const newest = new Map<string, number | null>()
  for (const { id, answer, validUntil } of rows)
    if (!newest.has(id))
      newest.set(id, validUntil !== null && validUntil >= today ? FACT_ANSWERS['paid-hours'].parse(answer) : null)
  return [...newest].map(([establishment, paidHours]) => ({ establishment, paidHours }))
}

/** Reports that an officer took up; what nobody weighed yet says nothing about an employer. */
async function reportsTakenUp(db: Reader, here: Within): Promise<History['reports'][number][]> {
  const rows = await db
    .select({
      establishment: publicReports.establishmentId,
      by: publicReports.reporterRole,
      isSerious: publicReports.isSerious,
      reportedAt: publicReports.reportedAt,
      closedOn: publicReports.closedOn,
    })
    .from(publicReports)
    .where(and(eq(publicReports.state, 'taken-up'), here(publicReports.establishmentId)))
    .orderBy(asc(publicReports.reportedAt), asc(publicReports.id))
  return rows.map(({ isSerious, reportedAt, ...row }) => ({
    ...row,
    isSerious: isSerious === true,
    reportedOn: dayOf(reportedAt),
  }))
}
