import { and, eq, gt, inArray, lt, sql } from 'drizzle-orm'
import type { Reader } from '#db/client.ts'
import { rateLimits } from '#db/schema/accounts.ts'
import { Refusal } from './refusal.ts'

/**
 * Counts one attempt in a fixed window. The row lock serialises parallel attempts, so a burst cannot slip through.
 *
 * @param bucket what is counted; a keyed digest, never an address in clear text
 * @param limit at most `most` attempts in `seconds`
 * @param by how many at once
 * @returns how many there were in this window, these included
 * @throws Refusal('too-many', { retryAfterSeconds })
 */
export async function countAttempt(
  db: Reader,
  bucket: string,
  limit: { most: number; seconds: number },
  now: Date,
  by = 1,
): Promise<number> {
  const resetsAt = new Date(now.getTime() + limit.seconds * 1000)
  const over = sql`${rateLimits.resetsAt} <= ${now.toISOString()}::timestamptz`
  const [row] = await db
    .insert(rateLimits)
    .values({ bucket, count: by, resetsAt })
    .onConflictDoUpdate({
      target: rateLimits.bucket,
      set: {
        count: sql`case when ${over} then ${by}::int else ${rateLimits.count} + ${by}::int end`,
        resetsAt: sql`case when ${over} then excluded.resets_at else ${rateLimits.resetsAt} end`,
      },
    })
    .returning({ count: rateLimits.count, resetsAt: rateLimits.resetsAt })
  if (row && row.count > limit.most) {
    const retryAfterSeconds = Math.max(1, Math.ceil((row.resetsAt.getTime() - now.getTime()) / 1000))
    throw new Refusal('too-many', { retryAfterSeconds })
  }
  return row?.count ?? by
}

/** Takes back what `countAttempt` counted, for a bucket that counts what went wrong: counted before anything is compared, given back when right. */
export async function giveBackAttempt(db: Reader, bucket: string): Promise<void> {
  await db
    .update(rateLimits)
    .set({ count: sql`greatest(${rateLimits.count} - 1, 0)` })
    .where(eq(rateLimits.bucket, bucket))
}

/** Forgets what was counted in a bucket. */
export async function forgetAttempts(db: Reader, bucket: string): Promise<void> {
  await db.delete(rateLimits).where(eq(rateLimits.bucket, bucket))
}

/**
 * Deletes the windows that ended before a moment.
 * @returns how many
 */
export async function purgeAttempts(db: Reader, before: Date): Promise<number> {
  return (await db.delete(rateLimits).where(lt(rateLimits.resetsAt, before)).returning({ id: rateLimits.bucket }))
    .length
}

/**
 * Marks things as seen for a while.
 *
 * @param buckets one for each thing
 * @returns how many of them were not marked before
 */
export async function markFresh(db: Reader, buckets: readonly string[], seconds: number, now: Date): Promise<number> {
  const resetsAt = new Date(now.getTime() + seconds * 1000)
  const known = await db
    .select({ bucket: rateLimits.bucket })
    .from(rateLimits)
    .where(and(inArray(rateLimits.bucket, [...buckets]), gt(rateLimits.resetsAt, now)))
  const seen = new Set(known.map((row) => row.bucket))
  const fresh = buckets.filter((bucket) => !seen.has(bucket))
  if (fresh.length > 0)
    await db
      .insert(rateLimits)
      .values(fresh.map((bucket) => ({ bucket, count: 1, resetsAt })))
      .onConflictDoUpdate({ target: rateLimits.bucket, set: { resetsAt: sql`excluded.resets_at` } })
  return fresh.length
}
