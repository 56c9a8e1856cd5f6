import { asc, desc, eq, inArray, sql } from 'drizzle-orm'
import type { Reader } from '#db/client.ts'
import {
  type Labels,
  labourMarketRegions,
  municipalities,
  occupationSkills,
  occupations,
  skills,
} from '#db/schema/reference.ts'
import { foldText } from '#server/search/rules.ts'
import { labelIn } from './rules.ts'

export type Term = { uri: string; label: string; language: string }

/**
 * Occupations whose label in any language has what was typed: words that start with it first, then anything inside, then near misses (trigram).
 * @param q what was typed, at least 2 characters
 * @param limit at most this many
 */
export async function searchOccupations(
  db: Reader,
  q: string,
  language: string,
  limit = 10,
): Promise<(Term & { isco: string })[]> {
  const folded = foldText(q)
  if (folded.length < 2) return []
  const rows = await db
    .select({ uri: occupations.uri, isco: occupations.isco, labels: occupations.labels })
    .from(occupations)
    .where(matches(occupations.searchText, folded))
    .orderBy(...closeness(occupations.searchText, folded), asc(occupations.uri))
    .limit(limit)
  return rows.map(({ uri, isco, labels }) => ({ uri, isco, ...term(labels, language) }))
}

/** The same for skills. */
export async function searchSkills(db: Reader, q: string, language: string, limit = 10): Promise<Term[]> {
  const folded = foldText(q)
  if (folded.length < 2) return []
  const rows = await db
    .select({ uri: skills.uri, labels: skills.labels })
    .from(skills)
    .where(matches(skills.searchText, folded))
    .orderBy(...closeness(skills.searchText, folded), asc(skills.uri))
    .limit(limit)
  return rows.map(({ uri, labels }) => ({ uri, ...term(labels, language) }))
}

const likeText = (text: string) => text.replace(/[\\%_]/g, '\\$&')
const matches = (column: typeof occupations.searchText | typeof skills.searchText, folded: string) =>
  sql`(${column} like ${`%${likeText(folded)}%`} or ${folded} <% ${column})`
const closeness = (column: typeof occupations.searchText | typeof skills.searchText, folded: string) => [
  sql`(${column} like ${`${likeText(folded)}%`}) desc`,
  sql`(' ' || ${column} like ${`% ${likeText(folded)}%`}) desc`,
  desc(sql`word_similarity(${folded}, ${column})`),
  asc(sql`length(${column})`),
]
const term = (labels: Labels, language: string) => {
  const shown = labelIn(labels, language)
  return { label: shown.text, language: shown.language }
}

/** Occupations by URI, with all labels; unknown URIs are left out. */
export async function occupationsByUri(db: Reader, uris: readonly string[]) {
  if (uris.length === 0) return new Map<string, { uri: string; isco: string; labels: Labels }>()
  const rows = await db
    .select({ uri: occupations.uri, isco: occupations.isco, labels: occupations.labels })
    .from(occupations)
    .where(inArray(occupations.uri, [...new Set(uris)]))
  return new Map(rows.map((row) => [row.uri, row]))
}

/** Skills by URI, with all labels; unknown URIs are left out. */
export async function skillsByUri(db: Reader, uris: readonly string[]) {
  if (uris.length === 0) return new Map<string, { uri: string; labels: Labels }>()
  const rows = await db
    .select({ uri: skills.uri, labels: skills.labels })
    .from(skills)
    .where(inArray(skills.uri, [...new Set(uris)]))
  return new Map(rows.map((row) => [row.uri, row]))
}

/** What an occupation asks: essential skills first. */
export const skillsOfOccupation = (db: Reader, occupationUri: string) =>
  db
    .select({ uri: skills.uri, labels: skills.labels, relation: occupationSkills.relation })
    .from(occupationSkills)
    .innerJoin(skills, eq(skills.uri, occupationSkills.skillUri))
    .where(eq(occupationSkills.occupationUri, occupationUri))
    .orderBy(asc(occupationSkills.relation), asc(skills.uri))

/** One municipality with its labour-market region, or null. */
export async function municipalityByCode(db: Reader, code: string) {
  const [row] = await db
    .select({
      code: municipalities.code,
      name: municipalities.name,
      regionCode: municipalities.regionCode,
      region: labourMarketRegions.name,
    })
    .from(municipalities)
    .leftJoin(labourMarketRegions, eq(labourMarketRegions.code, municipalities.regionCode))
    .where(eq(municipalities.code, code))
  return row ?? null
}
