import { eq, sql } from 'drizzle-orm'
import type { Reader } from '#db/client.ts'
import { rateLimits } from '#db/schema/accounts.ts'
import { Refusal } from '#server/platform/refusal.ts'

/**
 * Counts one attempt in a fixed window. The row lock serialises parallel attempts, so a burst cannot slip through.
 *
 * @param bucket what is counted; a keyed digest, never an address in clear text
 * @param limit at most `most` attempts in `seconds`
 * @throws Refusal('too-many', { retryAfterSeconds })
 */
export async function countAttempt(
  db: Reader,
  bucket: string,
  limit: { most: number; seconds: number },
  now: Date,
): Promise<void> {
  const resetsAt = new Date(now.getTime() + limit.seconds * 1000)
  const over = sql`${rateLimits.resetsAt} <= ${now.toISOString()}::timestamptz`
  const [row] = await db
    .insert(rateLimits)
    .values({ bucket, count: 1, resetsAt })
    .onConflictDoUpdate({
      target: rateLimits.bucket,
      set: {
        count: sql`case when ${over} then 1 else ${rateLimits.count} + 1 end`,
        resetsAt: sql`case when ${over} then excluded.resets_at else ${rateLimits.resetsAt} end`,
      },
    })
    .returning({ count: rateLimits.count, resetsAt: rateLimits.resetsAt })
  if (row && row.count > limit.most) {
    const retryAfterSeconds = Math.max(1, Math.ceil((row.resetsAt.getTime() - now.getTime()) / 1000))
    throw new Refusal('too-many', { retryAfterSeconds })
  }
}

/** Takes back what `countAttempt` counted, for a bucket that counts what went wrong: counted before anything is compared, given back when right. */
export async function giveBackAttempt(db: Reader, bucket: string): Promise<void> {
  await db
    .update(rateLimits)
    .set({ count: sql`greatest(${rateLimits.count} - 1, 0)` })
    .where(eq(rateLimits.bucket, bucket))
}
