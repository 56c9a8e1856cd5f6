import { and, asc, desc, eq, inArray, isNull, ne, sql } from 'drizzle-orm'
import type { Db } from '#db/client.ts'
import { accounts } from '#db/schema/accounts.ts'
import { safeguardProfiles } from '#db/schema/decisions.ts'
import { employers, establishments } from '#db/schema/employers.ts'
import { matchingRuns } from '#db/schema/matching.ts'
import { fileOpenings } from '#db/schema/members.ts'
import { auditFiles, publicReports, signals } from '#db/schema/monitoring.ts'
import { newcomers } from '#db/schema/newcomers.ts'
import { followUps, placements } from '#db/schema/placements.ts'
import { positions, positionVerdicts, safeguardDecisions } from '#db/schema/positions.ts'
import { proposals } from '#db/schema/proposals.ts'
import { places } from '#db/schema/reference.ts'
import { shownToEmployer } from '#server/proposals/reads-shown.ts'
import { NEWCOMER_STATES } from '#server/proposals/rules.ts'
import { UTRECHT } from '#tests/make/reference.ts'

/** Something to look at, and the account of a persona that may. */
export type Example = { id: string; who: string }

/** The first of each state: pages look different in each. */
const firstOfEach = <S extends string>(rows: (Example & { state: S })[]): Example[] =>
  rows.filter((row, at) => rows.findIndex((one) => one.state === row.state) === at)

/** Of everything that has a page of its own one in each state, as far as a persona has one. */
export async function examplesOf(db: Db) {
  const isPersona = eq(accounts.demo, true)
  const ofNewcomers = await db
    .select({ id: proposals.id, state: proposals.state, who: accounts.id })
    .from(proposals)
    .innerJoin(accounts, eq(accounts.newcomerId, proposals.newcomerId))
    .where(and(isPersona, inArray(proposals.state, [...NEWCOMER_STATES])))
    .orderBy(asc(proposals.id))
  const ofEmployers = await db
    .select({ id: positions.id, state: positions.state, who: accounts.id })
    .from(positions)
    .innerJoin(accounts, eq(accounts.employerId, positions.employerId))
    .where(and(isPersona, eq(accounts.isAdmin, true)))
    .orderBy(asc(positions.id))
  const candidates = await db
    .select({ id: proposals.id, state: proposals.state, who: accounts.id })
    .from(proposals)
    .innerJoin(positions, eq(positions.id, proposals.positionId))
    .innerJoin(accounts, eq(accounts.employerId, positions.employerId))
    .innerJoin(newcomers, eq(newcomers.id, proposals.newcomerId))
    // A card leaves with its placement: of what was placed, those that still run.
    .leftJoin(placements, eq(placements.proposalId, proposals.id))
    .where(
      and(
        isPersona,
        eq(accounts.isAdmin, true),
        shownToEmployer(db),
        sql`(${placements.state} is null or ${placements.state} in ('planned', 'active'))`,
      ),
    )
    .orderBy(asc(proposals.id))
  const ofCoaches = await db
    .select({ id: proposals.id, state: proposals.state, who: accounts.id })
    .from(proposals)
    .innerJoin(newcomers, eq(newcomers.id, proposals.newcomerId))
    .innerJoin(accounts, eq(accounts.id, newcomers.coachId))
    .where(isPersona)
    .orderBy(asc(proposals.id))
  const caseload = await db
    .select({ id: newcomers.id, state: newcomers.availability, who: accounts.id })
    .from(newcomers)
    .innerJoin(accounts, eq(accounts.id, newcomers.coachId))
    .where(isPersona)
    .orderBy(asc(newcomers.id))
  const talks = await db
    .select({ id: followUps.id, state: followUps.state, who: accounts.id })
    .from(followUps)
    .innerJoin(placements, eq(placements.id, followUps.placementId))
    .innerJoin(newcomers, eq(newcomers.id, placements.newcomerId))
    .innerJoin(accounts, eq(accounts.id, newcomers.coachId))
    .where(isPersona)
    .orderBy(asc(followUps.id))
  const placed = await db
    .select({ id: placements.id, state: placements.state, who: accounts.id })
    .from(placements)
    .innerJoin(newcomers, eq(newcomers.id, placements.newcomerId))
    .innerJoin(accounts, eq(accounts.id, newcomers.coachId))
    .where(isPersona)
    .orderBy(asc(placements.id))
  const onSite = await db
    .select({ id: positions.id, code: positions.code, wage: positions.hourlyWageCents })
    .from(positions)
    .where(eq(positions.state, 'published'))
    .orderBy(asc(positions.code))
  const cases = await db
    .select({ id: positions.id })
    .from(positions)
    .innerJoin(establishments, eq(establishments.id, positions.establishmentId))
    .innerJoin(places, eq(places.postcode4, establishments.postcode4))
    .innerJoin(accounts, and(eq(accounts.municipalityCode, places.municipalityCode), eq(accounts.role, 'officer')))
    .where(and(eq(positions.state, 'awaiting-decision'), isPersona, eq(places.municipalityCode, UTRECHT)))
    .orderBy(asc(positions.id))
  const starts = await db
    .select({ id: positionVerdicts.id })
    .from(positionVerdicts)
    .where(and(eq(positionVerdicts.moment, 'start'), eq(positionVerdicts.outcome, 'human')))
  const runs = await db
    .select({ id: matchingRuns.id })
    .from(matchingRuns)
    .orderBy(desc(matchingRuns.plannedAt))
    .limit(2)
  const ownVerdicts = await db
    .select({ id: positionVerdicts.id, state: positionVerdicts.outcome, who: accounts.id })
    .from(positionVerdicts)
    .innerJoin(positions, eq(positions.id, positionVerdicts.positionId))
    .innerJoin(accounts, eq(accounts.employerId, positions.employerId))
    .where(and(isPersona, eq(accounts.isAdmin, true), isNull(positionVerdicts.newcomerId)))
    .orderBy(asc(positionVerdicts.id))
  const ofOfficer = {
    // Decided cases first; the page is there for every answer that came before the officer.
    zaken: await db
      .select({ id: positionVerdicts.id })
      .from(positionVerdicts)
      .innerJoin(positions, eq(positions.id, positionVerdicts.positionId))
      .innerJoin(establishments, eq(establishments.id, positions.establishmentId))
      .innerJoin(places, eq(places.postcode4, establishments.postcode4))
      .innerJoin(accounts, and(eq(accounts.municipalityCode, places.municipalityCode), eq(accounts.role, 'officer')))
      .leftJoin(safeguardDecisions, eq(safeguardDecisions.verdictId, positionVerdicts.id))
      .where(and(isPersona, ne(positions.state, 'draft'), eq(places.municipalityCode, UTRECHT)))
      .orderBy(asc(safeguardDecisions.decidedAt), asc(positionVerdicts.id))
      .limit(1),
    // One that its employer has answered: before that it is no officer's.
    signalen: await db.select({ id: signals.id }).from(signals).where(eq(signals.state, 'answered')).limit(1),
    meldingen: await db.select({ id: publicReports.id }).from(publicReports).limit(1),
    steekproef: await db.select({ id: auditFiles.id }).from(auditFiles).limit(1),
    regels: await db.select({ id: safeguardProfiles.id }).from(safeguardProfiles).limit(1),
  }
  const openings = await db.select({ id: fileOpenings.id }).from(fileOpenings).limit(1)
  const organisations = await db.select({ id: employers.id }).from(employers).orderBy(asc(employers.id)).limit(1)
  return {
    ofOfficer,
    openings: openings.map(({ id }) => id),
    organisations: organisations.map(({ id }) => id),
    ownVerdicts: firstOfEach(ownVerdicts),
    published: onSite.slice(0, 3).map(({ id }) => id),
    paidAndUnpaid: [onSite.find((one) => one.wage), onSite.find((one) => !one.wage)].flatMap((one) => one?.code ?? []),
    forNewcomer: firstOfEach(ofNewcomers),
    ownPositions: firstOfEach(ofEmployers),
    candidates: firstOfEach(candidates),
    forCoach: firstOfEach(ofCoaches),
    toStart: ofCoaches.filter(({ state }) => state === 'accepted'),
    caseload: firstOfEach(caseload),
    followUps: firstOfEach(talks),
    placed: firstOfEach(placed),
    cases: cases.slice(0, 2).map(({ id }) => id),
    starts: starts.slice(0, 1).map(({ id }) => id),
    runs: runs.map(({ id }) => id),
  }
}
