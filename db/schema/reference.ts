import { sql } from 'drizzle-orm'
import {
  check,
  doublePrecision,
  index,
  integer,
  jsonb,
  numeric,
  pgTable,
  primaryKey,
  text,
  uuid,
} from 'drizzle-orm/pg-core'
import {
  OCCUPATION_SKILL_RELATIONS,
  type OccupationSkillRelation,
  REFERENCE_SOURCES,
  type ReferenceSource,
} from '../values/reference.ts'
import { at, id, isOneOf } from './columns.ts'

/** Labels by screen language; `en` is always there for ESCO, `nl` for the starter set. */
export type Labels = Partial<Record<'nl' | 'en' | 'ar', string>>

export const occupations = pgTable(
  'occupations',
  {
    uri: text().primaryKey(),
    isco: text().notNull(), // ISCO-08 unit group, 4 digits
    labels: jsonb().$type<Labels>().notNull(),
    /** All labels folded to lower case without accents, for search by prefix and trigram. */
    searchText: text().notNull(),
    source: text().$type<ReferenceSource>().notNull(),
  },
  (t) => [
    check('occupations_source', isOneOf(t.source, REFERENCE_SOURCES)),
    index('occupations_isco').on(t.isco),
    index('occupations_search').using('gin', t.searchText.op('gin_trgm_ops')),
  ],
)

export const skills = pgTable(
  'skills',
  {
    uri: text().primaryKey(),
    kind: text().notNull(), // ESCO skillType: skill/competence or knowledge
    labels: jsonb().$type<Labels>().notNull(),
    searchText: text().notNull(),
    source: text().$type<ReferenceSource>().notNull(),
  },
  (t) => [
    check('skills_source', isOneOf(t.source, REFERENCE_SOURCES)),
    index('skills_search').using('gin', t.searchText.op('gin_trgm_ops')),
  ],
)

export const occupationSkills = pgTable(
  'occupation_skills',
  {
    occupationUri: text()
      .notNull()
      .references(() => occupations.uri, { onDelete: 'cascade' }),
    skillUri: text()
      .notNull()
      .references(() => skills.uri, { onDelete: 'cascade' }),
    relation: text().$type<OccupationSkillRelation>().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.occupationUri, t.skillUri] }),
    check('occupation_skills_relation', isOneOf(t.relation, OCCUPATION_SKILL_RELATIONS)),
    index('occupation_skills_skill').on(t.skillUri),
  ],
)

/** ESCO's broader relation between skills: two skills are near when they share a broader one (ruling 20). */
export const skillBroader = pgTable(
  'skill_broader',
  { skillUri: text().notNull(), broaderUri: text().notNull() },
  (t) => [primaryKey({ columns: [t.skillUri, t.broaderUri] })],
)

export const iscoGroups = pgTable('isco_groups', {
  code: text().primaryKey(),
  labels: jsonb().$type<Labels>().notNull(),
})

export const labourMarketRegions = pgTable('labour_market_regions', {
  code: text().primaryKey(),
  name: text().notNull(),
})

export const municipalities = pgTable('municipalities', {
  code: text().primaryKey(), // CBS code, e.g. GM0344
  name: text().notNull(),
  province: text(),
  regionCode: text().references(() => labourMarketRegions.code),
})

/** Four-digit postcodes with the centre of the area: the coarsest place that still gives a travel time. */
export const places = pgTable(
  'places',
  {
    postcode4: text().primaryKey(),
    name: text().notNull(),
    municipalityCode: text()
      .notNull()
      .references(() => municipalities.code),
    lat: doublePrecision().notNull(),
    lon: doublePrecision().notNull(),
    source: text().$type<ReferenceSource>().notNull(),
  },
  (t) => [
    check('places_source', isOneOf(t.source, REFERENCE_SOURCES)),
    index('places_municipality').on(t.municipalityCode),
  ],
)

/**
 * UWV tension indicator per occupation group, region and quarter: never per sector. Rows are only added, since every municipality of a region may take in
 * a file: the one that was taken in last counts, and what stood before stays with its source.
 */
export const tensions = pgTable(
  'tensions',
  {
    id: uuid().primaryKey().default(sql`gen_random_uuid()`),
    regionCode: text()
      .notNull()
      .references(() => labourMarketRegions.code),
    occupationGroup: text().notNull(), // ISCO minor group, 3 digits
    quarter: text().notNull(), // 2026-Q3
    ratio: numeric({ precision: 6, scale: 2, mode: 'number' }).notNull(),
    source: text().notNull(),
    /** The municipality whose officer took it in; null = from the command line. */
    importedFor: text().references(() => municipalities.code),
    importedAt: at().notNull().default(sql`now()`),
  },
  (t) => [index('tensions_newest').on(t.regionCode, t.occupationGroup, t.quarter, t.importedAt)],
)

/** One row per import run: what was read, skipped and why. */
export const referenceImports = pgTable('reference_imports', {
  id: id(),
  file: text().notNull(),
  kind: text().notNull(),
  sha256: text().notNull(),
  read: integer().notNull(),
  written: integer().notNull(),
  skipped: integer().notNull(),
  importedBy: uuid(), // null = from the command line
  importedAt: at().notNull(),
})
