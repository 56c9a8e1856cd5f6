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
import type { PersonSafeguardFacts } from '#server/safeguards/rules/facts.ts'
import { displacedOf, type EarlierWork, lessonsOf, workBefore } from './rules-person.ts'

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
}

/**
 * What the safeguards read of a person at a start or a longer term: outcomes of checks, periods and the week of lessons. Age is not recorded, so it is
 * not known here; nor is what was done of the calendar of a participation placement, so what fell due counts as not done.
 *
 * @returns null when the newcomer is gone
 */
export async function personFactsOf(db: Reader, asked: AskedPerson): Promise<PersonSafeguardFacts | null> {
  const { newcomerId, position, placementId, startsOn, worksFrom, consentOn } = asked
  const [[right], [newcomer], [work], earlier] = await Promise.all([
    db
      .select({
        workRight: newcomers.workRight,
        workRightFrom: newcomers.workRightFrom,
        workRightUntil: newcomers.workRightUntil,
        workRightCheckedOn: newcomers.workRightCheckedOn,
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
  ])
  if (!right || !newcomer || !work) return null
  // Lessons are given near home, as far as is known: the journey to work stands for the way between the two (ruling 13).
  const journey = journeyOf(placeOn(newcomer, startsOn), work, newcomer.travel.means, MATCHING_POLICY)
  return {
    consentAt: consentOn,
    ...startRightOf(right, worksFrom),
    wageAge: null,
    ...displacedOf(right),
    ...workBefore(earlier, newcomer.experiences, work.isco, startsOn),
    participation: placementId === null ? null : { startedOn: startsOn, done: [] },
    is27: null,
    lessons: lessonsOf(newcomer, startsOn),
    lessonTravelMinutes: journey?.minutes ?? null,
  }
}

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
