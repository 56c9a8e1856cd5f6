import { and, asc, eq, gt, inArray, ne } from 'drizzle-orm'
import type { Reader } from '#db/client.ts'
import {
  newcomerExperiences,
  newcomerLanguages,
  newcomerSkills,
  newcomers,
  newcomerWishes,
} from '#db/schema/newcomers.ts'
import { type Labels, occupations, skills } from '#db/schema/reference.ts'
import type { DutchLevels, NewcomerDocument } from './port.ts'
import { foldedLabels } from './position-documents.ts'

/**
 * The documents of profiles, read from the rows as they are now and locked for change until the transaction ends. Who withdrew has none.
 * `newcomer_identities` is not read here: nothing that names a person can get in.
 *
 * @param tx a transaction, because of the lock
 * @param choice these ids, or the next `limit` after an id in order of id
 */
export async function newcomerDocumentsOf(
  tx: Reader,
  choice: { ids: string[] } | { after: string | null; limit: number },
): Promise<NewcomerDocument[]> {
  const chosen =
    'ids' in choice ? inArray(newcomers.id, choice.ids) : choice.after ? gt(newcomers.id, choice.after) : undefined
  const limit = 'ids' in choice ? choice.ids.length : choice.limit
  if (limit === 0) return []
  const rows = await tx
    .select({
      id: newcomers.id,
      version: newcomers.version,
      municipality: newcomers.municipalityCode,
      availability: newcomers.availability,
    })
    .from(newcomers)
    .where(and(ne(newcomers.availability, 'withdrawn'), chosen))
    .orderBy(asc(newcomers.id))
    .limit(limit)
    .for('share')
  const ids = rows.map((row) => row.id)
  if (ids.length === 0) return []
  const [levels, skillRows, occupationRows] = [
    await dutchOf(tx, ids),
    await skillsOf(tx, ids),
    await occupationsOf(tx, ids),
  ]
  return rows.map((row) => {
    const known = skillRows.get(row.id) ?? []
    return {
      ...row,
      dutch: levels.get(row.id) ?? {},
      skillUris: known.map((skill) => skill.uri),
      skills: foldedLabels(known.map((skill) => skill.labels)),
      occupations: foldedLabels(occupationRows.get(row.id) ?? []),
    }
  })
}

const add = <V>(map: Map<string, V[]>, key: string, value: V): void => {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}

async function dutchOf(tx: Reader, ids: string[]): Promise<Map<string, DutchLevels>> {
  const rows = await tx
    .select({ id: newcomerLanguages.newcomerId, skill: newcomerLanguages.skill, level: newcomerLanguages.level })
    .from(newcomerLanguages)
    .where(and(inArray(newcomerLanguages.newcomerId, ids), eq(newcomerLanguages.language, 'nld')))
  const byNewcomer = new Map<string, DutchLevels>()
  for (const row of rows) if (row.level) byNewcomer.set(row.id, { ...byNewcomer.get(row.id), [row.skill]: row.level })
  return byNewcomer
}

async function skillsOf(tx: Reader, ids: string[]): Promise<Map<string, { uri: string; labels: Labels }[]>> {
  const rows = await tx
    .select({ id: newcomerSkills.newcomerId, uri: skills.uri, labels: skills.labels })
    .from(newcomerSkills)
    .innerJoin(skills, eq(skills.uri, newcomerSkills.skillUri))
    .where(inArray(newcomerSkills.newcomerId, ids))
    .orderBy(asc(skills.uri))
  const byNewcomer = new Map<string, { uri: string; labels: Labels }[]>()
  for (const { id, ...skill } of rows) add(byNewcomer, id, skill)
  return byNewcomer
}

/** What somebody did and what somebody wants: both are what a coach looks for. */
async function occupationsOf(tx: Reader, ids: string[]): Promise<Map<string, Labels[]>> {
  const of = (table: typeof newcomerExperiences | typeof newcomerWishes) =>
    tx
      .select({ id: table.newcomerId, uri: occupations.uri, labels: occupations.labels })
      .from(table)
      .innerJoin(occupations, eq(occupations.uri, table.occupationUri))
      .where(inArray(table.newcomerId, ids))
      .orderBy(asc(occupations.uri))
  const byNewcomer = new Map<string, Labels[]>()
  const seen = new Set<string>()
  for (const row of [...(await of(newcomerExperiences)), ...(await of(newcomerWishes))]) {
    if (seen.has(row.id + row.uri)) continue
    seen.add(row.id + row.uri)
    add(byNewcomer, row.id, row.labels)
  }
  return byNewcomer
}
