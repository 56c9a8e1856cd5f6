import { and, asc, eq, gt, inArray, ne } from 'drizzle-orm'
import type { Reader } from '#db/client.ts'
import {
  newcomerCourses,
  newcomerExperiences,
  newcomerLanguages,
  newcomerSkills,
  newcomerSlots,
  newcomers,
  newcomerWishes,
} from '#db/schema/newcomers.ts'
import { type Labels, municipalities, occupations, skills } from '#db/schema/reference.ts'
import { LANGUAGE_SKILLS, type LanguageSkill } from '#db/values/language.ts'
import { groupBy } from '#server/platform/group-by.ts'
import { sectorOf } from '#server/reference/rules.ts'
import { type Choice, foldedLabels, otherWords } from './position-documents.ts'
import { foldText } from './rules.ts'
import { dayNumberOf, iscoLevels, reachMonths, regionLevels, type Spoken, scopeOf, slotTokens } from './rules-encode.ts'
import { type StoredNewcomer, storedNewcomer } from './stored.ts'

/**
 * The documents of profiles, read from the rows as they are now. Who withdrew has none. `newcomer_identities` is not read here, nor where
 * somebody lives: nothing that names or finds a person can get in.
 *
 * @param tx a transaction, when the rows are locked
 */
export async function newcomerDocumentsOf(tx: Reader, choice: Choice): Promise<StoredNewcomer[]> {
  const chosen =
    'ids' in choice ? inArray(newcomers.id, [...choice.ids]) : choice.after ? gt(newcomers.id, choice.after) : undefined
  const limit = 'ids' in choice ? choice.ids.length : choice.limit
  if (limit === 0) return []
  const asked = tx
    .select({
      id: newcomers.id,
      version: newcomers.version,
      coachId: newcomers.coachId,
      availability: newcomers.availability,
      hoursMin: newcomers.hoursMin,
      hoursMax: newcomers.hoursMax,
      availableFrom: newcomers.availableFrom,
      municipality: { code: municipalities.code, province: municipalities.province },
      region: municipalities.regionCode,
    })
    .from(newcomers)
    .innerJoin(municipalities, eq(municipalities.code, newcomers.municipalityCode))
    .where(and(ne(newcomers.availability, 'withdrawn'), chosen))
    .orderBy(asc(newcomers.id))
    .limit(limit)
  const rows = await (choice.locked ? asked.for('share', { of: newcomers }) : asked)
  const ids = rows.map((row) => row.id)
  if (ids.length === 0) return []
  const of = await belongingTo(tx, ids)
  return rows.map((row) => {
    const dutch = spokenOf(of.languages.get(row.id) ?? [])
    const courses = of.courses.get(row.id) ?? []
    const known = of.skills.get(row.id) ?? []
    const can = foldedLabels(known.map((one) => one.labels))
    const [did, wants] = [of.experiences.get(row.id) ?? [], of.wishes.get(row.id) ?? []]
    // What somebody did and what somebody wants: both are what a coach looks for.
    const work = [...new Map([...did, ...wants].map((one) => [one.uri, one])).values()]
    return storedNewcomer({
      id: row.id,
      version: row.version,
      scope: [scopeOf.municipality(row.municipality.code), scopeOf.caseload(row.coachId)],
      availability: row.availability,
      region: regionLevels({ ...row.municipality, region: row.region }),
      slots: slotTokens(of.slots.get(row.id) ?? []),
      dutch,
      reach: perSkill((skill) =>
        reachMonths(
          dutch[skill],
          courses.filter((course) => course.skills.includes(skill)),
        ),
      ),
      hours: row.hoursMin === null || row.hoursMax === null ? null : { min: row.hoursMin, max: row.hoursMax },
      fromDay: dayNumberOf(row.availableFrom),
      skillUris: known.map((one) => one.uri),
      skills: can,
      skillWords: otherWords(
        known.map((one) => one.searchText),
        can,
      ),
      occupations: foldedLabels(work.map((one) => one.labels)),
      occupationWords: foldText(work.map((one) => one.searchText).join(' ')),
      isco: [...new Set(did.flatMap((one) => iscoLevels(one.isco)))].sort(),
      worked: [...new Set(did.map((one) => sectorOf(one.isco)))].sort(),
      wants: [...new Set(wants.map((one) => sectorOf(one.isco)))].sort(),
    })
  })
}

const perSkill = <V>(make: (skill: LanguageSkill) => V): Record<LanguageSkill, V> =>
  Object.fromEntries(LANGUAGE_SKILLS.map((skill) => [skill, make(skill)])) as Record<LanguageSkill, V>

type SpokenRow = { skill: LanguageSkill; level: Spoken['level'] | null; assessedOn: string }
const spokenOf = (rows: SpokenRow[]): Record<LanguageSkill, Spoken | null> =>
  perSkill((skill) => {
    const row = rows.find((one) => one.skill === skill)
    return row?.level ? { level: row.level, assessedOn: row.assessedOn } : null
  })

async function belongingTo(tx: Reader, ids: string[]) {
  const languages = await tx
    .select({
      id: newcomerLanguages.newcomerId,
      skill: newcomerLanguages.skill,
      level: newcomerLanguages.level,
      assessedOn: newcomerLanguages.assessedOn,
    })
    .from(newcomerLanguages)
    .where(and(inArray(newcomerLanguages.newcomerId, ids), eq(newcomerLanguages.language, 'nld')))
  const courses = await tx
    .select({
      id: newcomerCourses.newcomerId,
      skills: newcomerCourses.skills,
      hoursPerWeek: newcomerCourses.hoursPerWeek,
      startsOn: newcomerCourses.startsOn,
      endsOn: newcomerCourses.endsOn,
      attendance: newcomerCourses.attendance,
      profile: newcomerCourses.learnerProfile,
    })
    .from(newcomerCourses)
    .where(inArray(newcomerCourses.newcomerId, ids))
  const slots = await tx
    .select({
      id: newcomerSlots.newcomerId,
      weekday: newcomerSlots.weekday,
      fromMinute: newcomerSlots.fromMinute,
      toMinute: newcomerSlots.toMinute,
    })
    .from(newcomerSlots)
    .where(and(inArray(newcomerSlots.newcomerId, ids), eq(newcomerSlots.kind, 'available')))
  const known = await tx
    .select({ id: newcomerSkills.newcomerId, uri: skills.uri, labels: skills.labels, searchText: skills.searchText })
    .from(newcomerSkills)
    .innerJoin(skills, eq(skills.uri, newcomerSkills.skillUri))
    .where(inArray(newcomerSkills.newcomerId, ids))
    .orderBy(asc(skills.uri))
  const by = <T extends { id: string }>(list: T[]) => groupBy(list, (row) => row.id)
  return {
    languages: by(languages),
    courses: by(courses),
    slots: by(slots),
    skills: by(known),
    experiences: by(await occupationsOf(tx, newcomerExperiences, ids)),
    wishes: by(await occupationsOf(tx, newcomerWishes, ids)),
  }
}

type Occupation = { id: string; uri: string; isco: string; labels: Labels; searchText: string }
const occupationsOf = (
  tx: Reader,
  table: typeof newcomerExperiences | typeof newcomerWishes,
  ids: string[],
): Promise<Occupation[]> =>
  tx
    .select({
      id: table.newcomerId,
      uri: occupations.uri,
      isco: occupations.isco,
      labels: occupations.labels,
      searchText: occupations.searchText,
    })
    .from(table)
    .innerJoin(occupations, eq(occupations.uri, table.occupationUri))
    .where(inArray(table.newcomerId, ids))
    .orderBy(asc(occupations.uri))
