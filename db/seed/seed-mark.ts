import type { Sql } from 'postgres'

/**
 * While a seed runs, the table of accounts carries a remark, so that a seed that was cut off can be told from a demo
 * that is whole. bin/launch/prepare-data.mjs reads it at the next start.
 */
const MARK = 'a seed is under way'

/** @throws PostgresError when this role does not own the table */
export async function markSeed(sql: Sql): Promise<void> {
  await sql`comment on table accounts is 'a seed is under way'`
}

export async function unmarkSeed(sql: Sql): Promise<void> {
  await sql`comment on table accounts is null`
}

/** Whether a seed of this database is under way or was cut off. */
export async function hasSeedMark(sql: Sql): Promise<boolean> {
  const [row] = await sql<{ mark: string | null }[]>`select obj_description('accounts'::regclass, 'pg_class') as mark`
  return row?.mark === MARK
}
