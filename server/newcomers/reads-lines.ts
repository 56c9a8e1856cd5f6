import { type Column, type SQL, sql } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
import type { Reader } from '#db/client.ts'

/** Within a line, and between lines: neither occurs in a code, a URI, a day or a number. */
const [FIELD, LINE] = ['\t', '\n']

/**
 * Wanted ids as rows `wanted(wanted_id)`, to look each of them up in an index. As `= any(...)` Postgres estimates thousands of ids to be worth reading
 * the whole table; of this function it expects a thousand rows, whatever the list, and a lateral join leaves it no other way.
 */
export const wantedRows = (ids: readonly string[]): SQL =>
  sql`string_to_table(${ids.join(',')}, ',') as wanted(wanted_id)`

/**
 * The rows of a table that belong to newcomers, as one text for each of them: a million small rows cost more to send and to take apart than to look up.
 *
 * @param owner the column that holds the newcomer
 * @param fields of a line, in this order; a null becomes empty
 * @param order of the lines
 * @returns by newcomer, for `linesOf`; who has no rows is left out
 */
export async function linesBy(
  db: Reader,
  ids: readonly string[],
  table: PgTable,
  owner: Column,
  fields: readonly (Column | SQL)[],
  order: SQL = sql``,
): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const line = sql.join(
    fields.map((field) => sql`${field}`),
    sql`, E'\t', `,
  )
  const rows = await db.execute<{ id: string; lines: string }>(sql`
    select wanted_id as id, lines from ${wantedRows(ids)}
    cross join lateral (
      select string_agg(concat(${line}), E'\n' ${order}) as lines from ${table} where ${owner} = wanted_id::uuid
    ) as of_newcomer
    where lines is not null`)
  return new Map(rows.map((row) => [row.id, row.lines]))
}

/** The lines of one text as values. */
export const linesOf = <T>(text: string | undefined, read: (fields: string[]) => T): T[] =>
  text === undefined ? [] : text.split(LINE).map((line) => read(line.split(FIELD)))

/** As `linesOf`, where the same lines return all the time: who has the same line shares one value, which nobody may change. */
export const openSharedLines = <T>(read: (fields: string[]) => T) => {
  const known = new Map<string, T>()
  return {
    /** Every value so far, once. */
    all: (): T[] => [...known.values()],
    of: (text: string | undefined): T[] => {
      if (text === undefined) return []
      return text.split(LINE).map((line) => {
        const before = known.get(line)
        if (before !== undefined) return before
        const value = read(line.split(FIELD))
        known.set(line, value)
        return value
      })
    },
  }
}
