import { and, asc, eq, gt, inArray } from 'drizzle-orm'
import type { Reader } from '#db/client.ts'
import { employers, establishments } from '#db/schema/employers.ts'
import { positionLanguages, positionSkills, positionSlots, positions } from '#db/schema/positions.ts'
import { type Labels, municipalities, occupations, places, skills } from '#db/schema/reference.ts'
import { groupBy } from '#server/platform/group-by.ts'
import { sectorOf } from '#server/reference/rules.ts'
import { foldText } from './rules.ts'
import { askedRanks, dayNumberOf, iscoLevels, regionLevels, SLOT_TOKENS, slotTokens } from './rules-encode.ts'
import { type Folded, type StoredPosition, storedPosition } from './stored.ts'

/** These ids, or the next `limit` after an id in order of id. `locked`: nobody changes the rows until the transaction ends. */
export type Choice = ({ ids: readonly string[] } | { after: string | null; limit: number }) & { locked?: boolean }

/** Labels in three languages, folded; several labels become one text. */
export const foldedLabels = (labels: Labels[]): Folded => {
  const joined = (language: keyof Labels): string => foldText(labels.map((one) => one[language] ?? '').join(' '))
  return { nl: joined('nl'), en: joined('en'), ar: joined('ar') }
}

/** The words of these texts that are in none of the labels, each once: the other names of things. */
export function otherWords(texts: readonly string[], labels: Folded): string {
  const known = new Set(Object.values(labels).flatMap((one) => one.split(' ')))
  const words = foldText(texts.join(' ')).split(' ')
  return [...new Set(words.filter((word) => !known.has(word)))].join(' ')
}

const NOT_GIVEN = 0

/**
 * The documents of published positions, read from the rows as they are now. A position that is not published has no document.
 *
 * @param tx a transaction, when the rows are locked
 */
export async function positionDocumentsOf(tx: Reader, choice: Choice): Promise<StoredPosition[]> {
  const chosen =
    'ids' in choice ? inArray(positions.id, [...choice.ids]) : choice.after ? gt(positions.id, choice.after) : undefined
  const limit = 'ids' in choice ? choice.ids.length : choice.limit
  if (limit === 0) return []
  const asked = tx
    .select({
      id: positions.id,
      version: positions.version,
      kind: positions.type,
      title: positions.title,
      tasks: positions.tasks,
      learns: positions.learns,
      supports: positions.supports,
      hours: positions.hoursPerWeek,
      wage: positions.hourlyWageCents,
      guidance: positions.supervisorHours,
      publishedAt: positions.publishedAt,
      startsOn: positions.startsOn,
      expiresOn: positions.expiresOn,
      isco: occupations.isco,
      labels: occupations.labels,
      searchText: occupations.searchText,
      organisation: employers.name,
      place: places.name,
      municipality: { code: municipalities.code, name: municipalities.name, province: municipalities.province },
      region: municipalities.regionCode,
      lat: places.lat,
      lon: places.lon,
    })
    .from(positions)
    .innerJoin(occupations, eq(occupations.uri, positions.occupationUri))
    .innerJoin(employers, eq(employers.id, positions.employerId))
    .innerJoin(establishments, eq(establishments.id, positions.establishmentId))
    .innerJoin(places, eq(places.postcode4, establishments.postcode4))
    .innerJoin(municipalities, eq(municipalities.code, places.municipalityCode))
    .where(and(eq(positions.state, 'published'), chosen))
    .orderBy(asc(positions.id))
    .limit(limit)
  const rows = await (choice.locked ? asked.for('share', { of: positions }) : asked)
  if (rows.length === 0) return []
  const of = await belongingTo(
    tx,
    rows.map((row) => row.id),
  )
  return rows.map((row) => {
    const work = of.slots.get(row.id) ?? []
    const { municipality } = row
    const skillRows = of.skills.get(row.id) ?? []
    const needs = foldedLabels(skillRows.map((one) => one.labels))
    return storedPosition({
      id: row.id,
      version: row.version,
      title: foldText(row.title),
      occupation: foldedLabels([row.labels]),
      occupationWords: foldText(row.searchText),
      skills: needs,
      skillWords: otherWords(
        skillRows.map((one) => one.searchText),
        needs,
      ),
      organisation: foldText(row.organisation),
      place: foldText(row.place === municipality.name ? row.place : `${row.place} ${municipality.name}`),
      body: foldText([...row.tasks, ...row.learns].join(' ')),
      kind: row.kind,
      sector: sectorOf(row.isco),
      isco: iscoLevels(row.isco),
      region: regionLevels({ ...municipality, region: row.region }),
      lat: row.lat,
      lon: row.lon,
      supports: row.supports,
      // Hours that are agreed together fit in any part of the week.
      slots: work.length === 0 ? [...SLOT_TOKENS] : slotTokens(work),
      paid: row.wage !== null,
      guidanceHours: row.guidance ?? NOT_GIVEN,
      hours: row.hours,
      asks: askedRanks(of.languages.get(row.id) ?? []),
      startsOn: row.startsOn,
      publishedDay: dayNumberOf(row.publishedAt),
      closeDay: dayNumberOf(row.expiresOn),
    })
  })
}

async function belongingTo(tx: Reader, ids: string[]) {
  const skillRows = await tx
    .selectDistinct({
      positionId: positionSkills.positionId,
      uri: skills.uri,
      labels: skills.labels,
      searchText: skills.searchText,
    })
    .from(positionSkills)
    .innerJoin(skills, eq(skills.uri, positionSkills.skillUri))
    .where(inArray(positionSkills.positionId, ids))
    .orderBy(asc(skills.uri))
  const languageRows = await tx
    .select({
      positionId: positionLanguages.positionId,
      skill: positionLanguages.skill,
      level: positionLanguages.level,
    })
    .from(positionLanguages)
    .where(and(inArray(positionLanguages.positionId, ids), eq(positionLanguages.language, 'nld')))
  const slotRows = await tx
    .select({
      positionId: positionSlots.positionId,
      weekday: positionSlots.weekday,
      fromMinute: positionSlots.fromMinute,
      toMinute: positionSlots.toMinute,
    })
    .from(positionSlots)
    .where(and(inArray(positionSlots.positionId, ids), eq(positionSlots.kind, 'work')))
  const by = <T extends { positionId: string }>(list: T[]) => groupBy(list, (row) => row.positionId)
  return { skills: by(skillRows), languages: by(languageRows), slots: by(slotRows) }
}
