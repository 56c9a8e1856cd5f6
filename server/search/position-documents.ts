import { and, asc, eq, gt, inArray } from 'drizzle-orm'
import type { Reader } from '#db/client.ts'
import { employers, establishments } from '#db/schema/employers.ts'
import { positionSkills, positions } from '#db/schema/positions.ts'
import { type Labels, municipalities, occupations, places, skills } from '#db/schema/reference.ts'
import { sectorOf } from '#server/reference/rules.ts'
import type { PositionDocument } from './port.ts'
import { foldText } from './rules.ts'

const DAY = 86_400_000
const dayNumber = (moment: Date | string | null): number => (moment ? Math.floor(new Date(moment).getTime() / DAY) : 0)

/** Labels in three languages, folded; several labels become one text. */
export const foldedLabels = (labels: Labels[]): { nl: string; en: string; ar: string } => {
  const joined = (language: keyof Labels): string => foldText(labels.map((one) => one[language] ?? '').join(' '))
  return { nl: joined('nl'), en: joined('en'), ar: joined('ar') }
}

/**
 * The documents of published positions, read from the rows as they are now. The rows stay locked for change until the transaction ends, so a
 * document cannot overtake the change that comes after it. A position that is not published has no document.
 *
 * @param tx a transaction, because of the lock
 * @param choice these ids, or the next `limit` after an id in order of id
 */
export async function positionDocumentsOf(
  tx: Reader,
  choice: { ids: string[] } | { after: string | null; limit: number },
): Promise<PositionDocument[]> {
  const chosen =
    'ids' in choice ? inArray(positions.id, choice.ids) : choice.after ? gt(positions.id, choice.after) : undefined
  const limit = 'ids' in choice ? choice.ids.length : choice.limit
  if (limit === 0) return []
  const rows = await tx
    .select({
      id: positions.id,
      version: positions.version,
      type: positions.type,
      title: positions.title,
      tasks: positions.tasks,
      learns: positions.learns,
      supports: positions.supports,
      publishedAt: positions.publishedAt,
      startsOn: positions.startsOn,
      isco: occupations.isco,
      labels: occupations.labels,
      searchText: occupations.searchText,
      organisation: employers.name,
      place: places.name,
      municipality: municipalities.name,
      municipalityCode: municipalities.code,
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
    .for('share', { of: positions })
  if (rows.length === 0) return []
  const labelsOf = await skillLabels(
    tx,
    rows.map((row) => row.id),
  )
  return rows.map((row) => ({
    id: row.id,
    version: row.version,
    title: foldText(row.title),
    occupation: foldedLabels([row.labels]),
    occupationNames: foldText(row.searchText),
    skills: foldedLabels(labelsOf.get(row.id) ?? []),
    organisation: foldText(row.organisation),
    place: foldText(row.place === row.municipality ? row.place : `${row.place} ${row.municipality}`),
    body: foldText([...row.tasks, ...row.learns].join(' ')),
    type: row.type,
    sector: sectorOf(row.isco),
    municipality: row.municipalityCode,
    lat: row.lat,
    lon: row.lon,
    supports: row.supports,
    publishedDay: dayNumber(row.publishedAt),
    startDay: dayNumber(row.startsOn),
  }))
}

async function skillLabels(tx: Reader, ids: string[]): Promise<Map<string, Labels[]>> {
  const rows = await tx
    .selectDistinct({ positionId: positionSkills.positionId, uri: skills.uri, labels: skills.labels })
    .from(positionSkills)
    .innerJoin(skills, eq(skills.uri, positionSkills.skillUri))
    .where(inArray(positionSkills.positionId, ids))
    .orderBy(asc(skills.uri))
  const byPosition = new Map<string, Labels[]>()
  for (const row of rows) byPosition.set(row.positionId, [...(byPosition.get(row.positionId) ?? []), row.labels])
  return byPosition
}
