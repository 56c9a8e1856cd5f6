import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from 'csv-parse/sync'
import { isNull, sql } from 'drizzle-orm'
import type { Db } from '#db/client.ts'
import {
  type Labels,
  labourMarketRegions,
  municipalities,
  occupationSkills,
  occupations,
  places,
  skillBroader,
  skills,
} from '#db/schema/reference.ts'
import type { OccupationSkillRelation } from '#db/values/reference.ts'
import { regionCodeOf } from './import/rules-kinds.ts'
import { searchTextOf } from './import/rules-search-text.ts'

/** The folder of the starter set, from the sources as well as from a bundle in build/. */
function starterFolder(): string {
  const here = dirname(fileURLToPath(import.meta.url))
  for (const up of [join(here, '../..'), join(here, '..'), process.cwd()]) {
    const folder = join(up, 'db/seed/starter')
    if (existsSync(folder)) return folder
  }
  throw new Error('The folder db/seed/starter is missing: run this from a complete checkout.')
}

const rowsOf = (file: string): Record<string, string>[] =>
  parse(readFileSync(join(starterFolder(), file)), { columns: true, bom: true, skip_empty_lines: true })

const labelsOf = (row: Record<string, string>): Labels => {
  const labels: Labels = {}
  for (const language of ['nl', 'en', 'ar'] as const) if (row[language]) labels[language] = row[language]
  return labels
}

/** Everyday words for an occupation, in Dutch, English, Arabic, Ukrainian and Turkish; of each occupation together. */
function wordsByUri(): Map<string, string[]> {
  const words = new Map<string, string[]>()
  for (const row of rowsOf('occupation-words.csv')) {
    const uri = row['uri'] ?? ''
    words.set(uri, [...(words.get(uri) ?? []), ...(row['words'] ?? '').split('|')])
  }
  return words
}

/** The terms of a file that are new, or have a label or a word more than what is known. */
function termsOf(
  file: string,
  known: readonly { uri: string; labels: Labels; searchText: string }[],
  words: ReadonlyMap<string, readonly string[]> = new Map(),
) {
  const byUri = new Map(known.map((term) => [term.uri, term]))
  return rowsOf(file).flatMap((row) => {
    const uri = row['uri'] ?? ''
    const before = byUri.get(uri)
    const own = labelsOf(row)
    const labels = { ...own, ...before?.labels }
    const searchText = searchTextOf(labels, before?.searchText, [...Object.values(own), ...(words.get(uri) ?? [])])
    const hasAll = before && Object.keys(labels).length === Object.keys(before.labels).length
    return hasAll && searchText === before.searchText ? [] : [{ row, uri, labels, searchText }]
  })
}

/**
 * Loads the starter set (about 65 occupations, their skills, places round Utrecht), so that Instroom works before anything is imported.
 * What is there already wins; after an import it adds only the labels and regions that the import does not have. Loading twice changes nothing.
 */
export async function loadStarter(db: Db): Promise<void> {
  const source = 'starter' as const
  const placeRows = rowsOf('places.csv')
  const unique = <T>(values: T[], key: (value: T) => string) => [
    ...new Map(values.map((value) => [key(value), value])).values(),
  ]
  const owners = unique(
    placeRows.map((row) => ({
      code: row['municipality_code'] ?? '',
      name: row['municipality'] ?? '',
      province: row['province'] ?? null,
      region: row['region'] ?? '',
      regionCode: regionCodeOf(row['region'] ?? ''),
    })),
    ({ code }) => code,
  )
  await db.transaction(async (tx) => {
    await tx
      .insert(labourMarketRegions)
      .values(
        unique(
          owners.map(({ regionCode, region }) => ({ code: regionCode, name: region })),
          ({ code }) => code,
        ),
      )
      .onConflictDoNothing()
    await tx
      .insert(municipalities)
      .values(owners)
      .onConflictDoUpdate({
        target: municipalities.code,
        set: { regionCode: sql`excluded.region_code` },
        setWhere: isNull(municipalities.regionCode),
      })
    await tx
      .insert(places)
      .values(
        placeRows.map((row) => ({
          postcode4: row['postcode4'] ?? '',
          name: row['name'] ?? '',
          municipalityCode: row['municipality_code'] ?? '',
          lat: Number(row['lat']),
          lon: Number(row['lon']),
          source,
        })),
      )
      .onConflictDoNothing()
    const knownOccupations = await tx.select().from(occupations)
    for (const { row, ...term } of termsOf('occupations.csv', knownOccupations, wordsByUri()))
      await tx
        .insert(occupations)
        .values({ ...term, isco: row['isco'] ?? '', source })
        .onConflictDoUpdate({ target: occupations.uri, set: { labels: term.labels, searchText: term.searchText } })
    const knownSkills = await tx.select().from(skills)
    for (const { row, ...term } of termsOf('skills.csv', knownSkills))
      await tx
        .insert(skills)
        .values({ ...term, kind: row['kind'] ?? '', source })
        .onConflictDoUpdate({ target: skills.uri, set: { labels: term.labels, searchText: term.searchText } })
    await tx
      .insert(occupationSkills)
      .values(
        rowsOf('occupation-skills.csv').map((row) => ({
          occupationUri: row['occupation_uri'] ?? '',
          skillUri: row['skill_uri'] ?? '',
          relation: row['relation'] as OccupationSkillRelation,
        })),
      )
      .onConflictDoNothing()
    await tx
      .insert(skillBroader)
      .values(
        rowsOf('skill-broader.csv').map((row) => ({
          skillUri: row['skill_uri'] ?? '',
          broaderUri: row['broader_uri'] ?? '',
        })),
      )
      .onConflictDoNothing()
  })
}
