import { inArray, type SQL } from 'drizzle-orm'
import { getTableConfig, type PgColumn, type PgTable } from 'drizzle-orm/pg-core'
import type { Reader } from '#db/client.ts'
import { accounts } from '#db/schema/accounts.ts'
import { openedText, SEALED_FIELDS } from '#server/platform/sealed-fields.ts'
import { PERSON_TABLES } from './person-data.ts'
import type { CopyGroup, Whose } from './person-table.ts'

/** A value as JSON has it. */
type CopyValue = string | number | boolean | null | readonly string[]
export type CopyTable = { group: CopyGroup; table: string; rows: Record<string, CopyValue | object>[] }

/** Everything that is kept of these ids, table by table, by the rules of `person-data.ts`. Who may see it is for the caller. */
export async function copyTables(db: Reader, ids: Record<Whose, string[]>): Promise<CopyTable[]> {
  const tables: CopyTable[] = []
  for (const { table, by, copy } of PERSON_TABLES) {
    // An account is found by its own id: that of staff belongs to no newcomer.
    const [whose, column] = table === accounts ? (['account', accounts.id] as const) : by
    if ('none' in copy || ids[whose].length === 0) continue
    const rows = await openedRows(db, table, copy.columns, inArray(column, ids[whose]))
    if (rows.length > 0) tables.push({ group: copy.group, table: getTableConfig(table).name, rows: rows.map(asJson) })
  }
  return tables
}

/** Rows with these columns; what is kept sealed is opened. */
async function openedRows(
  db: Reader,
  table: PgTable,
  columns: readonly string[],
  where: SQL,
): Promise<Record<string, unknown>[]> {
  // A table of drizzle is a record of its columns; its type names each of them, and here any will do.
  const all = table as never as Record<string, PgColumn>
  const fields = SEALED_FIELDS.flatMap((field) => {
    const key = columns.find((one) => field.plain !== null && all[one] === field.plain)
    return key === undefined ? [] : [{ ...field, key, hidden: `sealed ${key}` }]
  })
  const asked = Object.fromEntries(columns.map((key) => [key, all[key] as PgColumn]))
  for (const { hidden, sealed, row } of fields) Object.assign(asked, { [hidden]: sealed, row })
  const rows: Record<string, unknown>[] = await db.select(asked).from(table).where(where)
  for (const one of rows) {
    for (const { key, hidden, place } of fields) {
      const kept = { plain: one[key] as string | null, sealed: one[hidden] as Buffer | null }
      one[key] = openedText(place.table, place.column, String(one['row']), kept)
      delete one[hidden]
    }
    delete one['row']
  }
  return rows
}

const asJson = (row: Record<string, unknown>): CopyTable['rows'][number] =>
  Object.fromEntries(
    Object.entries(row).map(([key, value]) => [
      key,
      value instanceof Date ? value.toISOString() : (value as CopyValue),
    ]),
  )
