import { sql } from 'drizzle-orm'
import type { Db, Tx } from '#db/client.ts'
import type { IndexName } from './rules-filter.ts'

/** Names the lock among the advisory locks of the database. */
const LOCKS = { write: 'search-write', build: 'search-build' } as const

/** Who waits in this process waits without a connection. */
const waiting = new Map<string, Promise<unknown>>()

function oneAtATime<R>(key: string, run: () => Promise<R>): Promise<R> {
  const before = waiting.get(key) ?? Promise.resolve()
  const mine = before.then(run, run)
  const quiet = mine.then(
    () => {},
    () => {},
  )
  waiting.set(key, quiet)
  void quiet.then(() => {
    if (waiting.get(key) === quiet) waiting.delete(key)
  })
  return mine
}

/**
 * Runs while nobody else writes to this index: one writer an index, over all processes (reliability.md, P8). The lock is that of a transaction,
 * so it ends with the process; `run` reads through that transaction, since it may be the only connection that is free.
 */
export const underWriterLock = <R>(db: Db, index: IndexName, run: (tx: Tx) => Promise<R>): Promise<R> =>
  oneAtATime(`write ${index}`, () =>
    db.transaction(async (tx) => {
      // Waiting for another writer, and for a task of the server, is no fault here; a build may take minutes.
      await tx.execute(
        sql`select set_config('lock_timeout', '300s', true), set_config('statement_timeout', '300s', true), set_config('idle_in_transaction_session_timeout', '300s', true)`,
      )
      await tx.execute(sql`select pg_advisory_xact_lock(hashtext(${LOCKS.write}), hashtext(${index}))`)
      return run(tx)
    }),
  )

/**
 * Runs when nobody else is building.
 *
 * @returns null when somebody is
 */
export const underBuildLock = <R>(db: Db, run: () => Promise<R>): Promise<R | null> =>
  db.transaction(async (tx) => {
    await tx.execute(sql`select set_config('idle_in_transaction_session_timeout', '0', true)`)
    const [got] = await tx.execute<{ ok: boolean }>(
      sql`select pg_try_advisory_xact_lock(hashtext(${LOCKS.build}), 0) as ok`,
    )
    return got?.ok ? run() : null
  })
