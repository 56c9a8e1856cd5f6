import { sql } from 'drizzle-orm'
import { customType, doublePrecision, index, integer, pgTable, smallint, text, uuid } from 'drizzle-orm/pg-core'
import { at } from './columns.ts'

const tsvector = customType<{ data: string }>({ dataType: () => 'tsvector' })
/** The stems of the words, Dutch and English: `koks` stands where `kok` does. */
const stems = () =>
  tsvector().notNull().generatedAlwaysAs(sql`to_tsvector('dutch', folded) || to_tsvector('english', folded)`)
const codes = () => text().array().notNull().default([])
const count = () => integer().notNull().default(0)
/** A rank of `LEVELS`; for what a place asks 0 is nothing, for what a person has -1 is not known. */
const rank = (usual: number) => smallint().notNull().default(usual)
/** The first month in which each rank may be expected (server/search/rules-encode.ts). */
const months = () => integer().array().notNull().default([])

/**
 * The search projection of published positions: rebuilt from `positions` at will, compared with Meilisearch, and served when that is away.
 * `hash` is of everything that is stored, so that a change that raises no version is found as well.
 */
export const positionSearch = pgTable(
  'position_search',
  {
    positionId: uuid().primaryKey(),
    version: integer().notNull(),
    hash: text().notNull().default(''),
    kind: text().notNull().default(''),
    sector: text().notNull(),
    municipalityCode: text().notNull(),
    regions: codes(),
    isco: codes(),
    slots: codes(),
    supports: codes(),
    paid: smallint().notNull().default(0),
    guidance: doublePrecision().notNull().default(0), // hours a week of the supervisor
    hours: doublePrecision().notNull().default(0), // a week
    needsListening: rank(0),
    needsSpeaking: rank(0),
    needsReading: rank(0),
    needsWriting: rank(0),
    startDay: count(),
    startMonth: count(),
    publishedDay: count(),
    closeDay: count(),
    lat: doublePrecision().notNull(),
    lon: doublePrecision().notNull(),
    folded: text().notNull(),
    document: tsvector().notNull().generatedAlwaysAs(sql`to_tsvector('simple', folded)`),
    stems: stems(),
    indexedAt: at().notNull(),
  },
  (t) => [
    index('position_search_document').using('gin', t.document),
    index('position_search_stems').using('gin', t.stems),
    index('position_search_folded').using('gin', t.folded.op('gin_trgm_ops')),
  ],
)

/** The pseudonymous profiles that coaches search: no name, no contact, nothing protected. */
export const newcomerSearch = pgTable(
  'newcomer_search',
  {
    newcomerId: uuid().primaryKey(),
    version: integer().notNull(),
    hash: text().notNull().default(''),
    /** Who may find this profile: the municipality, and the caseload it is in. */
    scope: codes(),
    availability: text().notNull().default(''),
    municipalityCode: text().notNull(),
    regions: codes(),
    slots: codes(),
    skills: codes(),
    isco: codes(),
    worked: codes(),
    wants: codes(),
    hoursMin: doublePrecision(),
    hoursMax: doublePrecision(),
    fromDay: count(),
    hasListening: rank(-1),
    hasSpeaking: rank(-1),
    hasReading: rank(-1),
    hasWriting: rank(-1),
    reachListening: months(),
    reachSpeaking: months(),
    reachReading: months(),
    reachWriting: months(),
    folded: text().notNull(),
    document: tsvector().notNull().generatedAlwaysAs(sql`to_tsvector('simple', folded)`),
    stems: stems(),
    indexedAt: at().notNull(),
  },
  (t) => [
    index('newcomer_search_document').using('gin', t.document),
    index('newcomer_search_scope').using('gin', t.scope),
    // For who is bound by row level security: a comparison of arrays is not leakproof, so that index is not theirs.
    index('newcomer_search_municipality').on(t.municipalityCode),
  ],
)
