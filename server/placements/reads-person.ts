import { and, eq, inArray, ne } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import type { Reader } from '#db/client.ts'
import { establishments } from '#db/schema/employers.ts'
import { employerGroups, paidContracts } from '#db/schema/facts.ts'
import { newcomers } from '#db/schema/newcomers.ts'
import { placements } from '#db/schema/placements.ts'
import { positions } from '#db/schema/positions.ts'
import { occupations, places } from '#db/schema/reference.ts'
import { MATCHING_POLICY } from '#server/matching/rules/policy.ts'
import { journeyOf, placeOn } from '#server/matching/rules/travel.ts'
import { newcomerFactsOf } from '#server/newcomers/reads-facts.ts'
import { startRightOf } from '#server/newcomers/rules.ts'
import { earlierOf } from '#server/safeguards/rules/calendar.ts'
import type { PersonSafeguardFacts } from '#server/safeguards/rules/facts.ts'
import { reviewsOf } from './reads-checks.ts'
import type { StartChecks } from './rules-checks.ts'
import { type EarlierWork, lessonsOf, rightRuleOf, workBefore } from './rules-person.ts'

type AskedPerson = {
  newcomerId: string
  position: { employerId: string; establishmentId: string; occupationUri: string }
  /** The placement that is asked about; null = it is still to be made. */
  placementId: string | null
  /** The first day of the placement. */
  startsOn: string
  /** The first day on which the right to work counts. */
  worksFrom: string
  /** Dutch day of the yes; null when there is none. */
  consentOn: string | null
  /** What the coach checked for this placement. */
  checks: StartChecks
}

/**
 * What the safeguards read of a person at a start or a longer term: outcomes of checks, periods and the week of lessons. The age
 * for a youth wage is not recorded, so it is not known here.
 *
 * @returns null when the newcomer is gone
 */
export async function personFactsOf(db: Reader, asked: AskedPerson): Promise<PersonSafeguardFacts | null> {
  const { newcomerId, position, placementId, startsOn, worksFrom, consentOn, checks } = asked
  const [[right], [newcomer], [work], earlier, reviews] = await Promise.all([
    db
      .select({
        workRight: newcomers.workRight,
        workRightFrom: newcomers.workRightFrom,
        workRightUntil: newcomers.workRightUntil,
        workRightCheckedOn: newcomers.workRightCheckedOn,
        asylumWaitedMonths: newcomers.asylumWaitedMonths,
      })
      .from(newcomers)
      .where(eq(newcomers.id, newcomerId)),
    newcomerFactsOf(db, [newcomerId]),
    db
      .select({ lat: places.lat, lon: places.lon, isco: occupations.isco })
      .from(establishments)
      .innerJoin(places, eq(places.postcode4, establishments.postcode4))
      .innerJoin(occupations, eq(occupations.uri, position.occupationUri))
      .where(eq(establishments.id, position.establishmentId)),
    earlierWorkOf(db, newcomerId, position.employerId, placementId),
    placementId === null ? [] : reviewsOf(db, placementId),
  ])
  if (!right || !newcomer || !work) return null
  const { mayWork, paper } = startRightOf(right, worksFrom)
  // Lessons are given near home, as far as is known: the journey to work stands for the way between the two (ruling 13).
  const journey = journeyOf(placeOn(newcomer, startsOn), work, newcomer.travel.means, MATCHING_POLICY)
  return {
    consentAt: consentOn,
    // A permit for this work alone ends the right to do it as well.
    mayWork: { ...mayWork, until: earliestOf(mayWork.until, checks.permitUntil) },
    paper,
    worksFrom: placementId === null ? null : worksFrom,
    wageAge: null,
    ...rightRuleOf(right, checks),
    ...workBefore(earlier, newcomer.experiences, work.isco, startsOn),
    participation: placementId === null ? null : { startedOn: startsOn, done: reviews },
    is27: checks.is27,
    lessons: lessonsOf(newcomer, startsOn),
    lessonTravelMinutes: journey?.minutes ?? null,
  }
}

const earliestOf = (one: string | null, other: string | null): string | null =>
  one === null || other === null ? (one ?? other) : earlierOf(one, other)

/** Every placement of this person that began, and the contracts that followed, but for the one that is asked about. */
async function earlierWorkOf(
  db: Reader,
  newcomerId: string,
  employerId: string,
  placementId: string | null,
): Promise<EarlierWork[]> {
  const theirs = alias(employerGroups, 'theirs')
  const [rows, [own]] = await Promise.all([
    db
      .select({
        type: positions.type,
        hourlyWageCents: positions.hourlyWageCents,
        isco: occupations.isco,
        employerId: positions.employerId,
        group: theirs.groupName,
        startedOn: placements.startsOn,
        endsOn: placements.endsOn,
        endedOn: placements.endedOn,
        contractFrom: paidContracts.startedOn,
        contractEndsOn: paidContracts.endsOn,
        contractEndedOn: paidContracts.endedOn,
      })
      .from(placements)
      .innerJoin(positions, eq(positions.id, placements.positionId))
      .innerJoin(occupations, eq(occupations.uri, positions.occupationUri))
      .leftJoin(theirs, eq(theirs.employerId, positions.employerId))
      .leftJoin(paidContracts, eq(paidContracts.afterPlacementId, placements.id))
      .where(
        and(
          eq(placements.newcomerId, newcomerId),
          inArray(placements.state, ['active', 'completed', 'ended-early']),
          placementId === null ? undefined : ne(placements.id, placementId),
        ),
      )
      .orderBy(placements.startsOn, placements.id),
    db
      .select({ group: employerGroups.groupName })
      .from(employerGroups)
      .where(eq(employerGroups.employerId, employerId)),
  ])
  return rows.flatMap(({ contractFrom, contractEndsOn, contractEndedOn, employerId: theirId, group, ...row }) => {
    const { type, hourlyWageCents, isco, startedOn } = row
    const isHere = theirId === employerId || (group !== null && group === own?.group)
    const work = { type, hourlyWageCents, isco, isHere }
    const placement = { ...work, startedOn, lastDay: row.endedOn ?? row.endsOn, isContract: false }
    if (contractFrom === null) return [placement]
    return [
      placement,
      { ...work, startedOn: contractFrom, lastDay: contractEndedOn ?? contractEndsOn, isContract: true },
    ]
  })
}
