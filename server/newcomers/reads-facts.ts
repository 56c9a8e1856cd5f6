import { and, eq, inArray, sql } from 'drizzle-orm'
import type { Reader } from '#db/client.ts'
import { newcomers } from '#db/schema/newcomers.ts'
import { occupationSkills, occupations, places, skillBroader } from '#db/schema/reference.ts'
import type { NewcomerFacts } from '#server/matching/rules/facts.ts'
import { groupBy, inParts } from '#server/platform/group-by.ts'
import { courseOf, linesOfPart, openReaders, rowsOf, spokenOf } from './reads-fact-rows.ts'
import { linesOf } from './reads-lines.ts'
import { mayWorkOf } from './rules.ts'

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

async function factsOfPart(db: Reader, ids: string[]): Promise<NewcomerFacts[]> {
  const [rows, lines] = await Promise.all([rowsOf(db, ids), linesOfPart(db, ids)])
  const read = openReaders()
  const of = <T>(texts: Map<string, string>, lines: { of(text: string): T[] }) =>
    new Map([...texts].map(([id, text]) => [id, lines.of(text)]))
  const [skills, wishes] = [of(lines.skills, read.skill), of(lines.wishes, read.wish)]
  const [experiences, noGoesOf] = [of(lines.experiences, read.experience), of(lines.noGoes, read.noGo)]
  const occupied = [...read.wish.all(), ...read.experience.all()]
  const [placeOf, broaderOf, essentialOf, iscoOf] = await Promise.all([
    placesByPostcode(
      db,
      rows.flatMap((row) => [row.postcode4, row.futurePostcode4]),
    ),
    broaderBySkill(
      db,
      read.skill.all().map((one) => one.uri),
    ),
    essentialByOccupation(
      db,
      read.wish.all().map((one) => one.occupationUri),
    ),
    iscoByOccupation(
      db,
      [...occupied, ...read.noGo.all()].flatMap((one) => one.occupationUri ?? []),
    ),
  ])
  for (const one of read.skill.all()) one.broader = broaderOf.get(one.uri) ?? []
  for (const one of occupied) one.isco = iscoOf.get(one.occupationUri) ?? ''
  return rows.map((row): NewcomerFacts => {
    const wanted = wishes.get(row.id) ?? []
    const noGoes = noGoesOf.get(row.id) ?? []
    return {
      id: row.id,
      place: placeOf.get(row.postcode4 ?? '') ?? null,
      futurePlace:
        row.futurePostcode4 === null && row.futureFrom === null
          ? null
          : { from: row.futureFrom, place: placeOf.get(row.futurePostcode4 ?? '') ?? null },
      travel: { means: row.travelMeans, maxMinutes: row.maxTravelMinutes },
      ...spokenOf(lines.languages.get(row.id)),
      courses: linesOf(lines.courses.get(row.id), courseOf),
      slots: read.slot.of(lines.slots.get(row.id)),
      hours: row.hoursMin === null || row.hoursMax === null ? null : { min: row.hoursMin, max: row.hoursMax },
      availableFrom: row.availableFrom,
      mayWork: mayWorkOf(row),
      skills: skills.get(row.id) ?? [],
      skillsKnown: skills.has(row.id),
      experiences: experiences.get(row.id) ?? [],
      wishes: wanted,
      learningWishes: read.learning.of(lines.learning.get(row.id)),
      skillsOfWishes: [...new Set(wanted.flatMap((wish) => essentialOf.get(wish.occupationUri) ?? []))],
      // A "no" to an occupation is one to its kind of work: the ISCO-08 unit group.
      noGo: {
        isco: [...new Set(noGoes.flatMap(({ occupationUri }) => iscoOf.get(occupationUri ?? '') ?? []))].sort(),
        employers: noGoes.flatMap(({ employerId }) => employerId ?? []).sort(),
      },
      licences: row.licences,
      waitingSince: row.waitingSince,
    }
  })
}

async function placesByPostcode(db: Reader, postcodes: (string | null)[]) {
  const wanted = [...new Set(postcodes.filter((one) => one !== null))].join(',')
  const rows = wanted
    ? await db
        .select({ postcode4: places.postcode4, lat: places.lat, lon: places.lon })
        .from(places)
        .where(sql`${places.postcode4} = any(string_to_array(${wanted}, ','))`)
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

async function iscoByOccupation(db: Reader, uris: readonly string[]): Promise<Map<string, string>> {
  const wanted = [...new Set(uris)]
  if (wanted.length === 0) return new Map()
  const rows = await db
    .select({ uri: occupations.uri, isco: occupations.isco })
    .from(occupations)
    .where(inArray(occupations.uri, wanted))
  return new Map(rows.map(({ uri, isco }) => [uri, isco]))
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
