import { and, inArray, type SQL, sql } from 'drizzle-orm'
import type { Reader } from '#db/client.ts'
import { newcomerSearch, positionSearch } from '#db/schema/search.ts'
import { columnOf, distanceTo, sqlFilterOf } from './filter-sql.ts'
import type { SearchPort } from './port.ts'
import { NEWCOMER_COLUMNS, newcomerRow, POSITION_COLUMNS, positionRow } from './projection.ts'
import { wordsOf } from './rules.ts'
import type { Ask, Found, Order } from './rules-ask.ts'
import { type Filter, type IndexName, kindOf } from './rules-filter.ts'
import type { StoredNewcomer, StoredPosition } from './stored.ts'

/** How alike a word and a part of the text must be when nothing matches as written; chosen on the judged misspellings in the tests. */
const ALIKE = '0.5'
/** The values of one facet that are counted at most, as in Meilisearch. */
const MOST_VALUES = 400

const TABLES = { positions: positionSearch, newcomers: newcomerSearch } as const
const idOf = (index: IndexName) => (index === 'positions' ? positionSearch.positionId : newcomerSearch.newcomerId)

/**
 * Search on Postgres: always complete, always there, also when Meilisearch is not. Filters, counts, totals and tie order equal those of
 * Meilisearch; spelling mistakes are forgiven only when nothing matches as written (search.md, section 8).
 *
 * @param db the database, or the transaction in which an index job writes
 * @param now the moment that is stored with what is written
 */
export function postgresSearch(db: Reader, now: Date): SearchPort {
  return {
    search: (ask) => firstThatFinds(db, ask),
    async put(index, documents) {
      if (documents.length === 0) return
      // A document that was read earlier never takes the place of a later one (reliability.md, P8).
      if (index === 'positions')
        await db
          .insert(positionSearch)
          .values((documents as StoredPosition[]).map((one) => positionRow(one, now)))
          .onConflictDoUpdate({
            target: positionSearch.positionId,
            set: POSITION_COLUMNS,
            setWhere: sql`${positionSearch.version} <= excluded.version`,
          })
      else
        await db
          .insert(newcomerSearch)
          .values((documents as StoredNewcomer[]).map((one) => newcomerRow(one, now)))
          .onConflictDoUpdate({
            target: newcomerSearch.newcomerId,
            set: NEWCOMER_COLUMNS,
            setWhere: sql`${newcomerSearch.version} <= excluded.version`,
          })
    },
    async drop(index, ids) {
      if (ids.length > 0) await db.delete(TABLES[index]).where(inArray(idOf(index), [...ids]))
    },
    async health() {
      await db.execute(sql`select 1`)
    },
  }
}

type Text = SQL | undefined

/** Asks with the words as written; when that finds nothing, with words that are alike; and last with any of them. */
async function firstThatFinds(db: Reader, ask: Ask): Promise<Found> {
  const words = wordsOf(ask.q)
  if (words.length === 0) return searchOnce(db, ask, undefined, words)
  const table = TABLES[ask.index]
  const exact = await searchOnce(db, ask, sql`${table.document} @@ ${tsQuery(words, ' & ')}`, words)
  if (exact.total > 0) return exact
  const alike = await db.transaction(async (tx) => {
    await tx.execute(sql`select set_config('pg_trgm.word_similarity_threshold', ${ALIKE}, true)`)
    return searchOnce(tx, ask, and(...words.map((word) => sql`${word} <% ${table.folded}`)), words)
  })
  if (alike.total > 0 || words.length === 1) return alike
  const loosely = await searchOnce(db, ask, sql`${table.document} @@ ${tsQuery(words, ' | ')}`, words)
  return loosely.total > 0 ? { ...loosely, loosely: true } : exact
}

/** Words of letters and digits only, so the text of a person is never an operator; the last word may be unfinished. */
const tsQuery = (words: string[], between: ' & ' | ' | '): SQL =>
  sql`to_tsquery('simple', ${words.map((word, at) => (at === words.length - 1 ? `${word}:*` : word)).join(between)})`

/** Ranks by how often and how near together the words stand; rounded, so that noise in the last digits never decides an order. */
const rank = (index: IndexName, words: string[]): SQL => {
  const { document, folded } = TABLES[index]
  return sql`round((ts_rank_cd(${document}, ${tsQuery(words, ' | ')}) + case when ${folded} like ${`${words.join(' ')}%`} then 1 else 0 end)::numeric, 4)`
}

async function searchOnce(db: Reader, ask: Ask, text: Text, words: string[]): Promise<Found> {
  const table = TABLES[ask.index]
  const where = (without?: string, more: readonly Filter[] = [], withText = true): SQL | undefined =>
    and(
      withText ? text : undefined,
      ...[
        ...ask.must,
        ...Object.entries(ask.groups).flatMap(([group, one]) => (group === without ? [] : [one])),
        ...more,
      ].map((one) => sqlFilterOf(ask.index, one)),
    )
  const countOf = async (condition: SQL | undefined): Promise<number> => {
    const [counted] = await db.select({ total: sql<number>`count(*)::int` }).from(table).where(condition)
    return counted?.total ?? 0
  }
  const order = ask.order ?? (words.length === 0 ? ask.browse : null)
  const orders = order ? [orderOf(ask.index, order)] : words.length > 0 ? [sql`${rank(ask.index, words)} desc`] : []
  const hits = await db
    .select({ id: idOf(ask.index) })
    .from(table)
    .where(where())
    .orderBy(...orders, idOf(ask.index))
    .limit(ask.perPage)
    .offset((ask.page - 1) * ask.perPage)
  const facets: Found['facets'] = {}
  for (const [field, group] of Object.entries(ask.facets))
    facets[field] = await valuesOf(db, ask.index, field, where(group))
  const counts: Found['counts'] = {}
  for (const [key, one] of Object.entries(ask.counts))
    counts[key] = await countOf(where(one.without, one.filter ? [one.filter] : [], !one.noWords))
  return { ids: hits.map((hit) => hit.id), total: await countOf(where()), facets, counts, loosely: false }
}

async function valuesOf(db: Reader, index: IndexName, field: string, condition: SQL | undefined) {
  const where = columnOf(index, field)
  const each = kindOf(index, field) === 'codes' ? sql`unnest(${where})` : where
  const value = sql<string>`(${each})::text`
  const rows = await db
    .select({ value: value.as('value'), count: sql<number>`count(*)::int`.as('count') })
    .from(TABLES[index])
    .where(condition)
    .groupBy(sql`1`)
    .orderBy(sql`2 desc, 1`)
    .limit(MOST_VALUES)
  return Object.fromEntries(rows.filter((row) => row.value !== null).map((row) => [row.value, row.count]))
}

const orderOf = (index: IndexName, order: Order): SQL => {
  if ('near' in order) return sql`round(${distanceTo(order.near)}::numeric, 1)`
  const column = columnOf(index, order.by)
  return order.down ? sql`${column} desc` : sql`${column} asc`
}
