import { type Column, type SQL, sql } from 'drizzle-orm'

/**
 * `column in (ids)` with the ids as one parameter: with thousands of ids, a parameter for each takes longer to build and to plan than the query itself.
 * As a list that Postgres only learns when it begins: of one that it sees it estimates thousands to be worth reading the whole table, each time.
 *
 * @param column of type uuid
 * @param ids in any order; none = no row
 */
export const amongIds = (column: Column, ids: readonly string[]): SQL =>
  sql`${column} = any(array(select string_to_table(${ids.join(',')}, ',')::uuid))`
