import { sql } from 'drizzle-orm'
import type { Db } from '#db/client.ts'
import { deadJobs, outboxEvents } from '#db/schema/outbox.ts'

/**
 * How far behind the relay is, for the log and for an alarm.
 *
 * @returns events that wait, seconds since the oldest of them, and jobs that failed for good and were not mended
 */
export async function outboxDepth(
  db: Db,
  now: Date,
): Promise<{ waiting: number; oldestSeconds: number; dead: number }> {
  const [row] = await db.execute<{ waiting: number; oldest: number; dead: number }>(
    sql`select count(*)::int as waiting,
      coalesce(extract(epoch from ${now.toISOString()}::timestamptz - min(created_at)), 0)::float8 as oldest,
      (select count(*)::int from ${deadJobs} where resolved_at is null) as dead
      from ${outboxEvents} where relayed_at is null`,
  )
  return { waiting: row?.waiting ?? 0, oldestSeconds: Math.round(row?.oldest ?? 0), dead: row?.dead ?? 0 }
}
