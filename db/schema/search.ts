import { sql } from 'drizzle-orm'
import { customType, doublePrecision, index, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { at } from './columns.ts'

const tsvector = customType<{ data: string }>({ dataType: () => 'tsvector' })

/** The search projection of published positions: rebuilt from `positions` at will, served when Meilisearch is away. */
export const positionSearch = pgTable(
  'position_search',
  {
    positionId: uuid().primaryKey(),
    version: integer().notNull(),
    sector: text().notNull(),
    municipalityCode: text().notNull(),
    lat: doublePrecision().notNull(),
    lon: doublePrecision().notNull(),
    folded: text().notNull(),
    document: tsvector().notNull().generatedAlwaysAs(sql`to_tsvector('simple', folded)`),
    indexedAt: at().notNull(),
  },
  (t) => [
    index('position_search_document').using('gin', t.document),
    index('position_search_folded').using('gin', t.folded.op('gin_trgm_ops')),
  ],
)

/** The pseudonymous profiles that coaches search: no name, no contact, nothing protected. */
export const newcomerSearch = pgTable(
  'newcomer_search',
  {
    newcomerId: uuid().primaryKey(),
    version: integer().notNull(),
    municipalityCode: text().notNull(),
    folded: text().notNull(),
    document: tsvector().notNull().generatedAlwaysAs(sql`to_tsvector('simple', folded)`),
    indexedAt: at().notNull(),
  },
  (t) => [index('newcomer_search_document').using('gin', t.document)],
)
