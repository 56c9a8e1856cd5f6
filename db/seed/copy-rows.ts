import { once } from 'node:events'
import { getTableColumns, getTableName } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
import type { TransactionSql } from 'postgres'

const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
const escapes: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }
const escaped = (text: string) => text.replace(/[\\\t\n\r]/g, (char) => escapes[char] ?? char)
const quoted = (text: string) => `"${text.replace(/["\\]/g, (char) => `\\${char}`)}"`

function cell(value: unknown, kind: string): string {
  if (value === null || value === undefined) return '\\N'
  if (value instanceof Date) return value.toISOString()
  if (kind === 'json') return escaped(JSON.stringify(value))
  if (Array.isArray(value)) return escaped(`{${value.map((one) => quoted(String(one))).join(',')}}`)
  return escaped(String(value))
}

/**
 * Inserts rows by COPY: ten times faster than INSERT for what a big seed makes. All rows have the fields of the first; the others of the
 * table get their defaults.
 *
 * @returns how many rows
 */
export async function copyRows<T extends PgTable>(
  sql: TransactionSql,
  table: T,
  rows: readonly T['$inferInsert'][],
): Promise<number> {
  const [first] = rows
  if (first === undefined) return 0
  const columns = getTableColumns(table)
  const fields = Object.keys(columns).filter((field) => field in first)
  const kinds = fields.map((field) => columns[field]?.dataType ?? 'string')
  const name: string = getTableName(table)
  const stream = await sql`copy ${sql(name)} (${sql(fields.map(snake))}) from stdin`.writable()
  const done = new Promise<void>((resolve, reject) => {
    stream.once('finish', resolve)
    stream.once('error', reject)
  })
  done.catch(() => {}) // thrown below, once everything was written
  let lines: string[] = []
  const flush = async () => {
    const text = lines.join('')
    lines = []
    if (!stream.write(text)) await Promise.race([once(stream, 'drain'), done])
  }
  for (const row of rows as readonly Record<string, unknown>[]) {
    lines.push(`${fields.map((field, index) => cell(row[field], kinds[index] ?? '')).join('\t')}\n`)
    if (lines.length === 500) await flush()
  }
  if (lines.length > 0) await flush()
  stream.end()
  await done
  return rows.length
}
