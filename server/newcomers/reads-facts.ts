import { and, eq, inArray } from 'drizzle-orm'
import type { Reader } from '#db/client.ts'
import {
  newcomerCourses,
  newcomerExperiences,
  newcomerLanguages,
  newcomerLearningWishes,
  newcomerNoGoes,
  newcomerSkills,
  newcomerSlots,
  newcomers,
  newcomerWishes,
} from '#db/schema/newcomers.ts'
import { occupationSkills, occupations, places, skillBroader } from '#db/schema/reference.ts'
import type { NewcomerFacts } from '#server/matching/rules/facts.ts'
import { groupBy, inParts } from '#server/platform/group-by.ts'
import { mayWorkOf } from './rules.ts'

const DUTCH = 'nld'

/**
 * What the engine reads of newcomers. One query per table and part, never one per row; never `newcomer_identities`.
 *
 * @param ids these newcomers whatever their availability; absent = everybody who is available
 * @returns facts in the order of the ids of the newcomers
 */
export async function newcomerFactsOf(db: Reader, ids?: readonly string[]): Promise<NewcomerFacts[]> {
  const wanted = ids ? [...new Set(ids)].sort() : await availableIds(db)
  const facts: NewcomerFacts[] = []
  for (const part of inParts(wanted)) facts.push(...(await factsOfPart(db, part)))
  return facts
}

async function availableIds(db: Reader): Promise<string[]> {
  const rows = await db
    .select({ id: newcomers.id })
    .from(newcomers)
    .where(eq(newcomers.availability, 'available'))
    .orderBy(newcomers.id)
  return rows.map((row) => row.id)
}

/** The columns that matching may see: a protected or naming field is not selected, so it cannot leak. */
const columns = {
  id: newcomers.id,
  postcode4: newcomers.postcode4,
  futurePostcode4: newcomers.futurePostcode4,
  futureFrom: newcomers.futureFrom,
  travelMeans: newcomers.travelMeans,
  maxTravelMinutes: newcomers.maxTravelMinutes,
  hoursMin: newcomers.hoursMin,
  hoursMax: newcomers.hoursMax,
  availableFrom: newcomers.availableFrom,
  workRight: newcomers.workRight,
  workRightFrom: newcomers.workRightFrom,
  workRightUntil: newcomers.workRightUntil,
  licences: newcomers.licences,
  waitingSince: newcomers.waitingSince,
}

async function factsOfPart(db: Reader, ids: string[]): Promise<NewcomerFacts[]> {
  const [rows, languages, courses, slots, skills, experiences, wishes, learning, noGoes] = await Promise.all([
    db.select(columns).from(newcomers).where(inArray(newcomers.id, ids)).orderBy(newcomers.id),
    db.select().from(newcomerLanguages).where(inArray(newcomerLanguages.newcomerId, ids)),
    db.select().from(newcomerCourses).where(inArray(newcomerCourses.newcomerId, ids)),
    db.select().from(newcomerSlots).where(inArray(newcomerSlots.newcomerId, ids)),
    db.select().from(newcomerSkills).where(inArray(newcomerSkills.newcomerId, ids)),
    db
      .select({
        newcomerId: newcomerExperiences.newcomerId,
        occupationUri: newcomerExperiences.occupationUri,
        isco: occupations.isco,
        months: newcomerExperiences.months,
      })
      .from(newcomerExperiences)
      .innerJoin(occupations, eq(occupations.uri, newcomerExperiences.occupationUri))
      .where(inArray(newcomerExperiences.newcomerId, ids)),
    db
      .select({
        newcomerId: newcomerWishes.newcomerId,
        occupationUri: newcomerWishes.occupationUri,
        isco: occupations.isco,
        rank: newcomerWishes.rank,
      })
      .from(newcomerWishes)
      .innerJoin(occupations, eq(occupations.uri, newcomerWishes.occupationUri))
      .where(inArray(newcomerWishes.newcomerId, ids))
      .orderBy(newcomerWishes.newcomerId, newcomerWishes.rank),
    db.select().from(newcomerLearningWishes).where(inArray(newcomerLearningWishes.newcomerId, ids)),
    db
      .select({
        newcomerId: newcomerNoGoes.newcomerId,
        isco: occupations.isco,
        employerId: newcomerNoGoes.employerId,
      })
      .from(newcomerNoGoes)
      .leftJoin(occupations, eq(occupations.uri, newcomerNoGoes.occupationUri))
      .where(inArray(newcomerNoGoes.newcomerId, ids)),
  ])
  const [placeOf, broaderOf, essentialOf] = await Promise.all([
    placesByPostcode(
      db,
      rows.flatMap((row) => [row.postcode4, row.futurePostcode4]),
    ),
    broaderBySkill(
      db,
      skills.map((row) => row.skillUri),
    ),
    essentialByOccupation(
      db,
      wishes.map((row) => row.occupationUri),
    ),
  ])
  const of = <T extends { newcomerId: string }>(children: T[]) => groupBy(children, (child) => child.newcomerId)
  const by = {
    languages: of(languages),
    courses: of(courses),
    slots: of(slots),
    skills: of(skills),
    experiences: of(experiences),
    wishes: of(wishes),
    learning: of(learning),
    noGoes: of(noGoes),
  }
  return rows.map((row): NewcomerFacts => {
    const spoken = by.languages.get(row.id) ?? []
    const future = placeOf.get(row.futurePostcode4 ?? '')
    const wanted = by.wishes.get(row.id) ?? []
    return {
      id: row.id,
      place: placeOf.get(row.postcode4 ?? '') ?? null,
      futurePlace: future && row.futureFrom !== null ? { from: row.futureFrom, place: future } : null,
      travel: { means: row.travelMeans, maxMinutes: row.maxTravelMinutes },
      dutch: {
        listening: dutchLevel(spoken, 'listening'),
        speaking: dutchLevel(spoken, 'speaking'),
        reading: dutchLevel(spoken, 'reading'),
        writing: dutchLevel(spoken, 'writing'),
      },
      otherLanguages: spoken
        .filter((one) => one.language !== DUTCH)
        .map(({ language, skill, level }) => ({ language, skill, level })),
      courses: (by.courses.get(row.id) ?? []).map((course) => ({
        hoursPerWeek: course.hoursPerWeek,
        startsOn: course.startsOn,
        endsOn: course.endsOn,
        attendance: course.attendance,
        profile: course.learnerProfile,
        skills: course.skills,
      })),
      slots: (by.slots.get(row.id) ?? []).map((slot) => ({
        kind: slot.kind,
        weekday: slot.weekday,
        from: slot.fromMinute,
        to: slot.toMinute,
      })),
      hours:
        row.hoursMin === null && row.hoursMax === null ? null : { min: row.hoursMin ?? 0, max: row.hoursMax ?? 40 },
      availableFrom: row.availableFrom,
      mayWork: mayWorkOf(row),
      skills: (by.skills.get(row.id) ?? []).map((one) => ({
        uri: one.skillUri,
        broader: broaderOf.get(one.skillUri) ?? [],
        evidence: one.evidence,
      })),
      skillsKnown: by.skills.has(row.id),
      experiences: (by.experiences.get(row.id) ?? []).map(({ occupationUri, isco, months }) => ({
        occupationUri,
        isco,
        months,
      })),
      wishes: wanted.map(({ occupationUri, isco, rank }) => ({ occupationUri, isco, rank })),
      learningWishes: (by.learning.get(row.id) ?? []).map((one) => one.skillUri),
      skillsOfWishes: [...new Set(wanted.flatMap((wish) => essentialOf.get(wish.occupationUri) ?? []))],
      // A "no" to an occupation is one to its kind of work: the ISCO-08 unit group.
      noGo: {
        isco: [...new Set((by.noGoes.get(row.id) ?? []).flatMap(({ isco }) => (isco === null ? [] : [isco])))].sort(),
        employers: (by.noGoes.get(row.id) ?? []).flatMap(({ employerId }) => employerId ?? []).sort(),
      },
      // Papers are asked on the page of the skills: while that is empty nobody asked.
      licences: row.licences.length > 0 || by.skills.has(row.id) ? row.licences : null,
      waitingSince: row.waitingSince,
    }
  })
}

type Spoken = typeof newcomerLanguages.$inferSelect

function dutchLevel(spoken: Spoken[], skill: Spoken['skill']): NewcomerFacts['dutch']['speaking'] {
  const row = spoken.find((one) => one.language === DUTCH && one.skill === skill)
  return row
    ? { level: row.level, reference: row.referenceLevel, source: row.source, assessedOn: row.assessedOn }
    : null
}

async function placesByPostcode(db: Reader, postcodes: (string | null)[]) {
  const wanted = [...new Set(postcodes.filter((one) => one !== null))]
  const rows = wanted.length
    ? await db
        .select({ postcode4: places.postcode4, lat: places.lat, lon: places.lon })
        .from(places)
        .where(inArray(places.postcode4, wanted))
    : []
  return new Map(rows.map(({ postcode4, lat, lon }) => [postcode4, { lat, lon }]))
}

/** The broader skills of each of these skills (ESCO); also for positions. */
export async function broaderBySkill(db: Reader, skillUris: readonly string[]): Promise<Map<string, string[]>> {
  const broader = new Map<string, string[]>()
  for (const part of inParts([...new Set(skillUris)])) {
    const rows = await db.select().from(skillBroader).where(inArray(skillBroader.skillUri, part))
    for (const row of rows) broader.set(row.skillUri, [...(broader.get(row.skillUri) ?? []), row.broaderUri])
  }
  return broader
}

async function essentialByOccupation(db: Reader, uris: readonly string[]): Promise<Map<string, string[]>> {
  const wanted = [...new Set(uris)]
  if (wanted.length === 0) return new Map()
  const rows = await db
    .select({ occupationUri: occupationSkills.occupationUri, skillUri: occupationSkills.skillUri })
    .from(occupationSkills)
    .where(and(inArray(occupationSkills.occupationUri, wanted), eq(occupationSkills.relation, 'essential')))
  const groups = groupBy(rows, (row) => row.occupationUri)
  return new Map([...groups].map(([uri, group]) => [uri, group.map((row) => row.skillUri)]))
}
