import { and, getTableColumns, inArray, type SQL, sql, type Table } from 'drizzle-orm'
import type { Reader } from '#db/client.ts'
import { newcomerSearch, positionSearch } from '#db/schema/search.ts'
import { columnOf, distanceTo, sqlFilterOf } from './filter-sql.ts'
import type { SearchPort } from './port.ts'
import { NEWCOMER_COLUMNS, newcomerRow, POSITION_COLUMNS, positionRow } from './projection.ts'
import { wordsOf } from './rules.ts'
import { type Ask, type Found, MOST_COUNTED, type Order } from './rules-ask.ts'
import { type Filter, type IndexName, kindOf } from './rules-filter.ts'
import type { StoredNewcomer, StoredPosition } from './stored.ts'

/** How alike a word and a part of the text must be when nothing matches as written; chosen on the judged misspellings in the tests. */
const ALIKE = '0.5'

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

/**
 * Asks with the words as written; when nothing has them, with other endings of them in Dutch and English; then with words that are alike; and last with
 * any of them.
 */
async function firstThatFinds(db: Reader, ask: Ask): Promise<Found> {
  const words = wordsOf(ask.q)
  if (words.length === 0) return searchOnce(db, ask, undefined, words)
  const table = TABLES[ask.index]
  const asWritten = sql`${table.document} @@ ${tsQuery(words, ' & ')}`
  const exact = await searchOnce(db, ask, asWritten, words)
  if (exact.total > 0 || (await isThere(db, ask, asWritten))) return exact
  const endings = stemQuery(words)
  const stemmed = await searchOnce(
    db,
    ask,
    sql`${table.stems} @@ ${endings}`,
    words,
    sql`ts_rank_cd(${table.stems}, ${endings})`,
  )
  if (stemmed.total > 0) return withCounts(stemmed, [exact])
  const alike = await db.transaction(async (tx) => {
    await tx.execute(sql`select set_config('pg_trgm.word_similarity_threshold', ${ALIKE}, true)`)
    return searchOnce(tx, ask, and(...words.map((word) => alikeIn(table, word))), words, likeness(table, words))
  })
  if (alike.total > 0 || words.length === 1) return withCounts(alike, [exact, stemmed])
  const loosely = await searchOnce(db, ask, sql`${table.document} @@ ${tsQuery(words, ' | ')}`, words)
  return withCounts({ ...loosely, loosely: loosely.total > 0 }, [exact, stemmed, alike])
}

/** Whether anything has the text and only the filters leave it out: then nothing else is meant. */
async function isThere(db: Reader, ask: Ask, text: SQL): Promise<boolean> {
  if (Object.keys(ask.groups).length === 0) return false
  const chosen = and(text, ...ask.must.map((one) => sqlFilterOf(ask.index, one)))
  const [found] = await db.execute<{ is: boolean }>(
    sql`select exists (select 1 from ${TABLES[ask.index]} where ${chosen}) as is`,
  )
  return found?.is === true
}

/** Who takes another choice is asked for from the first way again: its number is that of the first way that finds any with it. */
function withCounts(found: Found, before: readonly Found[]): Found {
  const first = (of: (one: Found) => Record<string, number> | undefined): Record<string, number> => {
    const some = before.map((one) => Object.entries(of(one) ?? {}).filter(([, count]) => count > 0))
    return Object.assign({}, of(found), ...some.reverse().map((one) => Object.fromEntries(one)))
  }
  return {
    ...found,
    counts: first((one) => one.counts),
    facets: Object.fromEntries(Object.keys(found.facets).map((field) => [field, first((one) => one.facets[field])])),
  }
}

/** A word as written settles most rows; only in the others its letters are compared, which is dear. */
const alikeIn = ({ document, folded }: (typeof TABLES)[IndexName], word: string): SQL =>
  sql`(${document} @@ ${tsQuery([word], ' & ')} or ${word} <% ${folded})`

/** How alike the words and the text are, from 0 for nothing to 1 a word. */
const likeness = ({ folded }: (typeof TABLES)[IndexName], words: string[]): SQL =>
  sql.join(
    words.map((word) => sql`word_similarity(${word}, ${folded})`),
    sql` + `,
  )

/** Words of letters and digits only, so the text of a person is never an operator; the last word may be unfinished. */
const tsQuery = (words: string[], between: ' & ' | ' | '): SQL =>
  sql`to_tsquery('simple', ${words.map((word, at) => (at === words.length - 1 ? `${word}:*` : word)).join(between)})`

/** The stems of the words in one language or the other; words that say nothing there, as `de` and `the`, ask nothing. */
const stemQuery = (words: string[]): SQL =>
  sql`(plainto_tsquery('dutch', ${words.join(' ')}) || plainto_tsquery('english', ${words.join(' ')}))`

/** Ranks by how often and how near together the words stand, and what is told besides; rounded, so that noise in the last digits never decides an order. */
const rank = (index: IndexName, words: string[], more: SQL): SQL => {
  const { document, folded } = TABLES[index]
  return sql`round((ts_rank_cd(${document}, ${tsQuery(words, ' | ')}) + case when ${folded} like ${`${words.join(' ')}%`} then 1 else 0 end + ${more})::numeric, 4)`
}

/**
 * The hits, the total and every count in one statement: the text, which is dear, is looked at once, and the rest only at the rows that have it.
 * The chosen rows take the name of their table, so that every condition is written as it is anywhere else.
 */
async function searchOnce(db: Reader, ask: Ask, text: Text, words: string[], likeness = sql`0`): Promise<Found> {
  const table = TABLES[ask.index]
  const written = (one: Filter): SQL => sqlFilterOf(ask.index, one)
  const within = (without?: string, more: readonly Filter[] = []): SQL => {
    const groups = Object.entries(ask.groups).flatMap(([group, one]) => (group === without ? [] : [one]))
    return and(sql`true`, ...[...groups, ...more].map(written)) ?? sql`true`
  }
  const chosen = and(text, ...ask.must.map(written)) ?? sql`true`
  const order = ask.order ?? (words.length === 0 ? ask.browse : null)
  const rankOf = order === null && words.length > 0 ? [sql`${rank(ask.index, words, likeness)} as rank`] : []
  const orders = [...(order ? [orderOf(ask.index, order)] : rankOf.map(() => sql`rank desc`)), sql`${idOf(ask.index)}`]
  const withText = Object.entries(ask.counts).filter(([, one]) => !one.noWords)
  const counted = [within(), ...withText.map(([, one]) => within(one.without, one.filter ? [one.filter] : []))]
  const facets = Object.entries(ask.facets)
  const listed = (parts: SQL[]): SQL => sql`jsonb_build_array(${sql.join(parts, sql`, `)})`
  const [found] = await db.execute<{ ids: string[]; counts: number[]; facets: [string, number][][] }>(sql`
    with ${table} as materialized (
      select ${sql.join([...narrow(ask.index), ...rankOf], sql`, `)} from ${table} where ${chosen}
    )
    select
      array(
        select ${idOf(ask.index)}::text from ${table} where ${within()} order by ${sql.join(orders, sql`, `)}
        limit ${ask.perPage} offset ${(ask.page - 1) * ask.perPage}
      ) as ids,
      (select ${listed(counted.map((one) => sql`count(*) filter (where ${one})`))} from ${table}) as counts,
      ${listed(facets.map(([field, group]) => valuesOf(ask.index, field, within(group))))} as facets`)
  const [total = 0, ...others] = found?.counts ?? []
  const counts: Found['counts'] = Object.fromEntries(withText.map(([key], at) => [key, others[at] ?? 0]))
  for (const [key, one] of Object.entries(ask.counts))
    if (one.noWords) {
      const wide = and(...ask.must.map(written), within(one.without, one.filter ? [one.filter] : []))
      counts[key] = await db.$count(table, wide)
    }
  return {
    ids: found?.ids ?? [],
    total,
    facets: Object.fromEntries(facets.map(([field], at) => [field, Object.fromEntries(found?.facets[at] ?? [])])),
    counts,
    loosely: false,
  }
}

/** Every column but the texts, which are long. */
function narrow(index: IndexName): SQL[] {
  const { document: _document, stems: _stems, folded: _folded, ...columns } = getTableColumns<Table>(TABLES[index])
  return Object.values(columns).map((column) => sql`${column}`)
}

/** The values of one field with how many rows have each, the most first. */
function valuesOf(index: IndexName, field: string, condition: SQL): SQL {
  const where = columnOf(index, field)
  const value = kindOf(index, field) === 'codes' ? sql`unnest(${where})` : where
  return sql`(
    select coalesce(jsonb_agg(jsonb_build_array(value, count) order by count desc, value), '[]')
    from (
      select (${value})::text as value, count(*)::int as count from ${TABLES[index]} where ${condition}
      group by 1 order by 2 desc, 1 limit ${MOST_COUNTED[index]}
    ) each where value is not null
  )`
}

const orderOf = (index: IndexName, order: Order): SQL => {
  if ('near' in order) return sql`round(${distanceTo(order.near)}::numeric, 1)`
  const column = columnOf(index, order.by)
  return order.down ? sql`${column} desc` : sql`${column} asc`
}
