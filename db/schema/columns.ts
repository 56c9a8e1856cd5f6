import { type AnyColumn, type SQL, sql } from 'drizzle-orm'
import { customType, timestamp, uuid } from 'drizzle-orm/pg-core'

/** Primary key: the app makes the id, so it exists before the insert and is never guessable. */
export const id = () =>
  uuid()
    .primaryKey()
    .$defaultFn(() => crypto.randomUUID())

/** A moment; the app passes `now`, so tests need no fake clock. */
export const at = () => timestamp({ withTimezone: true, mode: 'date' })

/** Bytes: a digest, or a text that is kept sealed. */
export const bytea = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => 'bytea' })

/** SQL for a check constraint from the same const array that the code reads. */
export const isOneOf = (column: AnyColumn, values: readonly string[]): SQL =>
  sql`${column} in (${sql.raw(values.map((value) => `'${value}'`).join(', '))})`

/** The same for an array column: every element is in the list. */
export const allAre = (column: AnyColumn, values: readonly string[]): SQL =>
  sql`${column} <@ array[${sql.raw(values.map((value) => `'${value}'`).join(', '))}]::text[]`
