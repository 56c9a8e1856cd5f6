import { and, eq, gt, lt, lte, sql } from 'drizzle-orm'
import type { Db, Reader, Tx } from '#db/client.ts'
import { matchingAreas, matchingChanges } from '#db/schema/matching.ts'
import { MATCHING_POLICY } from '#server/matching/rules/policy.ts'

/**
 * A run over everybody may hold the locks for minutes, and who waits for it should neither fail nor be tried again; a solve of seconds must not look
 * like a statement or a transaction that somebody forgot.
 */
const PATIENCE = sql`select set_config('lock_timeout', '15min', true), set_config('statement_timeout', '15min', true), set_config('idle_in_transaction_session_timeout', '0', true)`
const KEY = sql`hashtext('matching')`

/**
 * Runs this while no live allocator writes anywhere. The lock lives in a transaction of its own, so it is gone when the process dies; what is
 * written inside goes through the client, in transactions as the caller likes.
 */
export const withEveryArea = <T>(db: Db, run: () => Promise<T>): Promise<T> =>
  db.transaction(async (tx) => {
    await tx.execute(PATIENCE)
    await tx.execute(sql`select pg_advisory_xact_lock(${KEY})`)
    return run()
  })

/**
 * Reads everything as it is at one moment at which no live allocator is at work, and holds none of them up for longer than it takes to begin: what
 * they do meanwhile is not seen.
 *
 * @param read gets a transaction that sees that moment only
 */
export const inQuietSnapshot = async <T>(db: Db, read: (tx: Tx) => Promise<T>): Promise<T> => {
  let reading: Promise<T> | undefined
  await withEveryArea(
    db,
    () =>
      new Promise<void>((begun, failed) => {
        reading = db.transaction(
          async (tx) => {
            // The first statement takes the snapshot, and it must come after the lock.
            await tx.execute(PATIENCE)
            begun()
            return read(tx)
          },
          { isolationLevel: 'repeatable read', accessMode: 'read only' },
        )
        reading.catch(failed)
      }),
  )
  return reading as Promise<T>
}

/**
 * Runs this as the only allocator of an area, beside those of other areas, in one transaction.
 *
 * @param run gets the generation that the area has now: what a process remembers of another generation is void
 */
export const withArea = <T>(db: Db, area: string, run: (tx: Tx, generation: number) => Promise<T>): Promise<T> =>
  db.transaction(async (tx) => {
    await tx.execute(PATIENCE)
    await tx.execute(sql`select pg_advisory_xact_lock_shared(${KEY})`)
    await tx.execute(sql`select pg_advisory_xact_lock(${KEY}, hashtext(${area}))`)
    const [row] = await tx.execute<{ generation: number }>(
      sql`select generation from ${matchingAreas} where area = ${area}`,
    )
    return run(tx, row?.generation ?? 0)
  })

/** Newcomers and positions, by id. */
export type Changed = { newcomerIds: string[]; positionIds: string[] }

/** Generations that a process may lag behind and still catch up by reading what changed. */
const CATCH_UP = 500

/**
 * Raises the generation of every area: what each process remembers is void. Whoever writes proposals of the engine past the live allocators does
 * this in the same transaction.
 */
export async function voidAreas(tx: Tx): Promise<void> {
  await tx.execute(sql`update ${matchingAreas} set generation = generation + 1`)
}

/**
 * Writes down that a run has settled every area, also where it found nothing to change: what is compared with a fresh solve is a solve for this day.
 * @param day the Dutch day of the run; null = what it chose is not all written, so until the next settling there is nothing to compare with
 */
export async function settleAreas(tx: Tx, day: string | null): Promise<void> {
  await tx.update(matchingAreas).set({ day, policyVersion: MATCHING_POLICY.version })
}

/**
 * Raises the generation of one area and writes down what changed, so that other processes catch up.
 * @param day the Dutch day for which the area is settled now
 * @param changed null = too much to catch up with: others read everything again
 * @returns the generation
 */
export async function raiseGeneration(tx: Tx, area: string, day: string, changed: Changed | null): Promise<number> {
  const [row] = await tx.execute<{ generation: number }>(sql`
    insert into ${matchingAreas} (area, generation, day, policy_version) values (${area}, 1, ${day}::date, ${MATCHING_POLICY.version})
    on conflict (area) do update
      set generation = ${matchingAreas}.generation + 1, day = excluded.day, policy_version = excluded.policy_version
    returning generation`)
  const generation = row?.generation ?? 1
  if (changed) await tx.insert(matchingChanges).values({ area, generation, ...changed })
  if (generation % CATCH_UP === 0)
    await tx
      .delete(matchingChanges)
      .where(and(eq(matchingChanges.area, area), lt(matchingChanges.generation, generation - CATCH_UP)))
  return generation
}

/**
 * What changed after one generation up to another.
 * @returns null when that is not known any more, or was more than one allocator's work
 */
export async function changesSince(db: Reader, area: string, generation: number, now: number): Promise<Changed | null> {
  if (now - generation > CATCH_UP) return null
  const rows = await db
    .select()
    .from(matchingChanges)
    .where(
      and(
        eq(matchingChanges.area, area),
        gt(matchingChanges.generation, generation),
        lte(matchingChanges.generation, now),
      ),
    )
  if (rows.length !== now - generation) return null
  return {
    newcomerIds: [...new Set(rows.flatMap((row) => row.newcomerIds))],
    positionIds: [...new Set(rows.flatMap((row) => row.positionIds))],
  }
}
