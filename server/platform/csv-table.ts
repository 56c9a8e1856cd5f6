import { parse } from 'csv-parse/sync'

/** One row of a small table that somebody made: the line on which it ends, and its values by column. */
export type TableRow<C extends string> = { line: number; values: Record<C, string> }
/** What is wrong, with the line and column; `column` '' = the whole row or file. Codes for a screen, never sentences. */
export type RowFault = { line: number; column: string; code: string }

const MOST_BYTES = 2_000_000
const MOST_ROWS = 10_000

/**
 * Reads a small CSV with a fixed header: comma, semicolon or tab, with or without a byte order mark, columns in any order.
 *
 * @returns the rows, and what is wrong with the file: `too-large`, `no-csv`, `column-missing`, `column-unknown`, `column-twice`, `too-many-rows`, `values`
 *   (too many or too few in a row). Where the header is wrong there are no rows
 */
export function tableOf<const C extends string>(
  text: string,
  columns: readonly C[],
): { rows: TableRow<C>[]; faults: RowFault[] } {
  const none = (code: string, column = '') => ({ rows: [], faults: [{ line: 1, column, code }] })
  if (Buffer.byteLength(text) > MOST_BYTES) return none('too-large')
  const first = text.slice(0, text.search(/\r|\n|$/))
  const delimiter = [',', ';', '\t'].reduce((best, one) =>
    first.split(one).length > first.split(best).length ? one : best,
  )
  let read: { record: string[]; info: { lines: number } }[]
  try {
    const options = { delimiter, bom: true, info: true, relax_column_count: true, skip_empty_lines: true, trim: true }
    read = parse(text, options) as unknown as typeof read
  } catch {
    return none('no-csv')
  }
  const header = read[0]?.record.map((name) => name.toLowerCase()) ?? []
  const headerFaults = [
    ...columns.filter((name) => !header.includes(name)).map((column) => ({ line: 1, column, code: 'column-missing' })),
    ...header
      .filter((name) => !(columns as readonly string[]).includes(name))
      .map((column) => ({ line: 1, column: column.slice(0, 40), code: 'column-unknown' })),
    ...header
      .filter((name, at) => header.indexOf(name) !== at)
      .map((column) => ({ line: 1, column: column.slice(0, 40), code: 'column-twice' })),
  ]
  if (headerFaults.length > 0) return { rows: [], faults: headerFaults }
  if (read.length - 1 > MOST_ROWS) return none('too-many-rows')
  const rows: TableRow<C>[] = []
  const faults: RowFault[] = []
  for (const { record, info } of read.slice(1)) {
    if (record.length !== header.length) faults.push({ line: info.lines, column: '', code: 'values' })
    else
      rows.push({
        line: info.lines,
        values: Object.fromEntries(columns.map((name) => [name, record[header.indexOf(name)] ?? ''])) as Record<
          C,
          string
        >,
      })
  }
  return { rows, faults }
}

/** What an import did or, as a dry run, would do. With a single fault nothing is written. */
export type ImportReport = {
  rows: number
  /** Rows that are new or say more than what is there. */
  written: number
  /** Rows that are there already, word for word. */
  known: number
  faults: RowFault[]
  isDryRun: boolean
}

/** Whether a text is a day that exists, `YYYY-MM-DD`. */
export const isDay = (value: string): boolean => {
  if (!/^20\d\d-\d\d-\d\d$/.test(value)) return false
  const moment = new Date(`${value}T00:00:00Z`)
  return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(value)
}
