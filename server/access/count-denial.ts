import type { Reader } from '#db/client.ts'
import type { Ctx } from '#server/platform/context.ts'
import { countAttempt } from '#server/platform/count-attempt.ts'
import { Refusal } from '#server/platform/refusal.ts'

/**
 * How many denials the audit takes, so that nobody fills it. `account`: of one who is signed in, far above what wrong links give; `network`: of those who are
 * not, behind one address; `nobody`: of all of them together. Policy of 2026-11-22.
 */
export const DENIALS_POLICY = {
  version: 'denials-2026-11',
  datedOn: '2026-11-22',
  label: 'policy',
  seconds: 3600,
  account: 300,
  network: 30,
  nobody: 1_000,
} as const

/** `last`: the limit is reached with this one, and the entry says so; `past`: nothing is written any more until the hour is over. */
export type CountedDenial = 'within' | 'last' | 'past'

/**
 * Counts a denial before it is written to the audit.
 *
 * @param who the account, or a keyed digest of the network of a visitor; never an address in clear text
 * @param factor how much more than the policy of an account (env QUOTA_FACTOR)
 */
export async function countDenial(
  { db, now }: { db: Reader } & Pick<Ctx, 'now'>,
  who: { accountId: string } | { network: string },
  factor = 1,
): Promise<CountedDenial> {
  const { seconds, account, network, nobody } = DENIALS_POLICY
  const count = async (bucket: string, most: number): Promise<CountedDenial> => {
    try {
      return (await countAttempt(db, `denial:${bucket}`, { most, seconds }, now)) === most ? 'last' : 'within'
    } catch (error) {
      if (error instanceof Refusal) return 'past'
      throw error
    }
  }
  if ('accountId' in who) return count(who.accountId, Math.max(1, Math.floor(account * factor)))
  const ofNetwork = await count(who.network, network)
  if (ofNetwork === 'past') return 'past'
  const ofAll = await count('nobody', nobody)
  return ofAll === 'within' ? ofNetwork : ofAll
}
