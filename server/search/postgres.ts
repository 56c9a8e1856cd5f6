import { and, eq, inArray, type SQL, sql } from 'drizzle-orm'
import type { Reader } from '#db/client.ts'
import { newcomers } from '#db/schema/newcomers.ts'
import { positions } from '#db/schema/positions.ts'
import { newcomerSearch, positionSearch } from '#db/schema/search.ts'
import type { Sector } from '#db/values/reference.ts'
import { havingLevels } from './newcomer-filter.ts'
import { type NewcomerDocument, type PositionDocument, type PositionQuery, pageOf, type SearchPort } from './port.ts'
import { compoundParts, EARTH_KM, wordsOf } from './rules.ts'

/** How alike a word and a part of the text must be when nothing matches as written; chosen on the judged misspellings in the tests. */
const ALIKE = '0.5'

/** What a position is found by; the title stands first, so that a hit in it ranks before a hit in the text. */
const foldedPosition = (one: PositionDocument): string => {
  const text = [
    one.title,
    one.occupation.nl,
    one.occupation.en,
    one.occupation.ar,
    one.occupationNames,
    one.skills.nl,
    one.skills.en,
    one.skills.ar,
    one.organisation,
    one.place,
    one.body,
  ].join(' ')
  return [text, ...compoundParts(text)].join(' ')
}

const foldedNewcomer = (one: NewcomerDocument): string => {
  const text = [...Object.values(one.occupations), ...Object.values(one.skills)].join(' ')
  return [text, ...compoundParts(text)].join(' ')
}

/** Words of letters and digits only, so the text of a person is never an operator; the last word may be unfinished. */
const tsQuery = (words: string[]): SQL =>
  sql`to_tsquery('simple', ${words.map((word, at) => (at === words.length - 1 ? `${word}:*` : word)).join(' & ')})`

/**
 * Search on Postgres: always complete, always there, also when Meilisearch is not. Filters, totals and tie order equal those of Meilisearch;
 * spelling mistakes are forgiven only when nothing matches as written (search.md, section 8).
 *
 * @param db the database, or the transaction in which an index job writes
 * @param now the moment that is stored with what is written
 */
export function postgresSearch(db: Reader, now: Date): SearchPort {
  return {
    async upsertPositions(documents) {
      if (documents.length === 0) return
      const rows = documents.map((one) => ({
        positionId: one.id,
        version: one.version,
        sector: one.sector,
        municipalityCode: one.municipality,
        lat: one.lat,
        lon: one.lon,
        folded: foldedPosition(one),
        indexedAt: now,
      }))
      await db
        .insert(positionSearch)
        .values(rows)
        .onConflictDoUpdate({
          target: positionSearch.positionId,
          set: {
            version: sql`excluded.version`,
            sector: sql`excluded.sector`,
            municipalityCode: sql`excluded.municipality_code`,
            lat: sql`excluded.lat`,
            lon: sql`excluded.lon`,
            folded: sql`excluded.folded`,
            indexedAt: sql`excluded.indexed_at`,
          },
          setWhere: sql`${positionSearch.version} <= excluded.version`,
        })
    },
    async removePositions(ids) {
      if (ids.length > 0) await db.delete(positionSearch).where(inArray(positionSearch.positionId, ids))
    },
    async upsertNewcomers(documents) {
      if (documents.length === 0) return
      await db
        .insert(newcomerSearch)
        .values(
          documents.map((one) => ({
            newcomerId: one.id,
            version: one.version,
            municipalityCode: one.municipality,
            folded: foldedNewcomer(one),
            indexedAt: now,
          })),
        )
        .onConflictDoUpdate({
          target: newcomerSearch.newcomerId,
          set: {
            version: sql`excluded.version`,
            municipalityCode: sql`excluded.municipality_code`,
            folded: sql`excluded.folded`,
            indexedAt: sql`excluded.indexed_at`,
          },
          setWhere: sql`${newcomerSearch.version} <= excluded.version`,
        })
    },
    async removeNewcomers(ids) {
      if (ids.length > 0) await db.delete(newcomerSearch).where(inArray(newcomerSearch.newcomerId, ids))
    },

    async searchPositions(query) {
      const words = wordsOf(query.q ?? '')
      return firstThatFinds(db, words, async (reader, text) => {
        const filter = and(text(positionSearch), ...positionFilter(query))
        const { perPage, offset } = pageOf(query)
        const order = words.length > 0 ? sql`${rank(positionSearch, words)} desc` : browsing(query)
        const hits = await reader
          .select({ id: positionSearch.positionId })
          .from(positionSearch)
          .innerJoin(positions, eq(positions.id, positionSearch.positionId))
          .where(filter)
          .orderBy(order, positionSearch.positionId)
          .limit(perPage)
          .offset(offset)
        const facets = await reader
          .select({ sector: positionSearch.sector, count: sql<number>`count(*)::int` })
          .from(positionSearch)
          .where(and(text(positionSearch), ...positionFilter({ ...query, sector: null })))
          .groupBy(positionSearch.sector)
        const sectors = Object.fromEntries(facets.map((one) => [one.sector, one.count]))
        const all = facets.reduce((sum, one) => sum + one.count, 0)
        return {
          ids: hits.map((hit) => hit.id),
          total: query.sector ? (sectors[query.sector] ?? 0) : all,
          sectors: sectors as Partial<Record<Sector, number>>,
        }
      })
    },

    async searchNewcomers(query) {
      const words = wordsOf(query.q ?? '')
      return firstThatFinds(db, words, async (reader, text) => {
        const filter = and(
          text(newcomerSearch),
          eq(newcomerSearch.municipalityCode, query.municipality),
          query.availability ? eq(newcomers.availability, query.availability) : undefined,
          ...havingLevels(query),
        )
        const { perPage, offset } = pageOf(query)
        const order = words.length > 0 ? [sql`${rank(newcomerSearch, words)} desc`] : []
        const hits = await reader
          .select({ id: newcomerSearch.newcomerId })
          .from(newcomerSearch)
          .innerJoin(newcomers, eq(newcomers.id, newcomerSearch.newcomerId))
          .where(filter)
          .orderBy(...order, newcomerSearch.newcomerId)
          .limit(perPage)
          .offset(offset)
        const [counted] = await reader
          .select({ total: sql<number>`count(*)::int` })
          .from(newcomerSearch)
          .innerJoin(newcomers, eq(newcomers.id, newcomerSearch.newcomerId))
          .where(filter)
        return { ids: hits.map((hit) => hit.id), total: counted?.total ?? 0 }
      })
    },

    async health() {
      await db.execute(sql`select 1`)
    },
  }
}

type Searched = typeof positionSearch | typeof newcomerSearch
type TextFilter = (table: Searched) => SQL | undefined

/** Ranks by how often and how near together the words stand; rounded, so that noise in the last digits never decides an order. */
const rank = (table: Searched, words: string[]): SQL =>
  sql`round((ts_rank_cd(${table.document}, ${tsQuery(words)}) + case when ${table.folded} like ${`${words.join(' ')}%`} then 1 else 0 end)::numeric, 4)`

/** Asks with the words as written; when that finds nothing, once more with words that are alike. */
async function firstThatFinds<R extends { total: number }>(
  db: Reader,
  words: string[],
  ask: (reader: Reader, text: TextFilter) => Promise<R>,
): Promise<R> {
  if (words.length === 0) return ask(db, () => undefined)
  const exact = await ask(db, (table) => sql`${table.document} @@ ${tsQuery(words)}`)
  if (exact.total > 0) return exact
  return db.transaction(async (tx) => {
    await tx.execute(sql`select set_config('pg_trgm.word_similarity_threshold', ${ALIKE}, true)`)
    return ask(tx, (table) => and(...words.map((word) => sql`${word} <% ${table.folded}`)))
  })
}

const browsing = (query: PositionQuery): SQL =>
  query.near ? sql`round(${distance(query.near)}::numeric, 1)` : sql`${positions.publishedAt}::date desc nulls last`

const distance = ({ lat, lon }: { lat: number; lon: number }): SQL =>
  sql`${2 * EARTH_KM} * asin(least(1, sqrt(power(sin(radians(${positionSearch.lat} - ${lat}::float8) / 2), 2) + cos(radians(${lat}::float8)) * cos(radians(${positionSearch.lat})) * power(sin(radians(${positionSearch.lon} - ${lon}::float8) / 2), 2))))`

function positionFilter(query: PositionQuery): (SQL | undefined)[] {
  const near = query.near
  return [
    query.sector ? eq(positionSearch.sector, query.sector) : undefined,
    query.municipality ? eq(positionSearch.municipalityCode, query.municipality) : undefined,
    near
      ? // The band of latitude is cheap and settles most rows before the sines (one degree is at least 110.5 km).
        sql`abs(${positionSearch.lat} - ${near.lat}::float8) <= ${near.km / 110.5}::float8 and ${distance(near)} <= ${near.km}::float8`
      : undefined,
  ]
}
