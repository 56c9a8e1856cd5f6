import type { Tx } from '#db/client.ts'
import type { Ctx } from '#server/platform/context.ts'
import { countAttempt, forgetAttempts } from '#server/platform/count-attempt.ts'
import { SECOND_STEP_LIMITS } from './rules.ts'
import { keyedDigest } from './tokens.ts'

const bucketOf = (accountId: string, key: Buffer, span: keyof typeof SECOND_STEP_LIMITS): string =>
  `second-step-${span}:${keyedDigest(key, `second-step-${span}`, accountId).toString('base64url')}`

/**
 * Counts one try of a second step, before the code is looked at, so that tries at once count too.
 *
 * @throws Refusal('too-many', { retryAfterSeconds })
 */
export async function countSecondStep(
  { db, now }: Pick<Ctx, 'db' | 'now'>,
  accountId: string,
  key: Buffer,
): Promise<void> {
  for (const span of ['quarter', 'day'] as const) {
    await countAttempt(db, bucketOf(accountId, key, span), SECOND_STEP_LIMITS[span], now)
  }
}

/** After a right code the short count begins anew; that of the day stays. */
export async function forgetSecondSteps(tx: Tx, accountId: string, key: Buffer): Promise<void> {
  await forgetAttempts(tx, bucketOf(accountId, key, 'quarter'))
}
