import type { ExtractTablesWithRelations } from 'drizzle-orm'
import type { PgDatabase, PgTransaction } from 'drizzle-orm/pg-core'
import { drizzle, type PostgresJsQueryResultHKT } from 'drizzle-orm/postgres-js'
import postgres, { type Sql } from 'postgres'
import { ARRAY_TYPES } from './arrays.ts'
import { fence } from './fence.ts'
import type { AppRole } from './row-level/roles.ts'

type Schema = Record<string, never>

/** The database outside a transaction. */
export type Db = PgDatabase<PostgresJsQueryResultHKT, Schema>
/** The database inside a transaction; the only thing that `recordEvent` takes. */
export type Tx = PgTransaction<PostgresJsQueryResultHKT, Schema, ExtractTablesWithRelations<Schema>>
/** Either: what a read takes. */
export type Reader = Db | Tx

export type Database = { db: Db; sql: Sql; close(): Promise<void> }

/**
 * Opens a pool over the fence. Statements end after 5 s and idle transactions after 10 s for the web (reliability.md, fault 20);
 * long work of the seed and the importer asks for more.
 *
 * @param url postgres connection string
 * @param options pool size (well under 100 started queries a connection, porsager/postgres #1189), statement time-out in ms, name in pg_stat_activity,
 *   the role that the connections take on: `instroom_web` or `instroom_worker`; absent = the user of the address, who owns the schema
 */
export function openDatabase(
  url: string,
  options: { max?: number; statementTimeoutMs?: number; name?: string; role?: AppRole } = {},
): Database {
  const client = postgres(url, {
    max: options.max ?? 10,
    idle_timeout: 60,
    connect_timeout: 10,
    onnotice: () => {},
    fetch_types: false,
    types: ARRAY_TYPES,
    connection: {
      ...(options.role && { role: options.role }),
      application_name: options.name ?? 'instroom',
      statement_timeout: options.statementTimeoutMs ?? 5_000,
      idle_in_transaction_session_timeout: Math.max(10_000, options.statementTimeoutMs ?? 0),
      lock_timeout: Math.min(4_000, options.statementTimeoutMs ?? 4_000),
    },
  })
  const sql = fence(client)
  const db: Db = drizzle(sql, { casing: 'snake_case' })
  return { db, sql, close: () => client.end({ timeout: 5 }) }
}
