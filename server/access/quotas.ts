import type { Reader } from '#db/client.ts'
import type { Ctx } from '#server/platform/context.ts'
import { countAttempt } from '#server/platform/count-attempt.ts'

type Limit = { most: number; seconds: number }
/** `account`: for one who is signed in; `network`: for everybody else behind one address, which a whole town hall or reception centre may be. */
type Quota = { account: Limit; network: Limit | null }

const MINUTE = 60
const HOUR = 60 * MINUTE

/**
 * How often somebody may ask for what is made to be looked at, not to be taken along whole (ASVS 5, 2.4.1; reliability.md, section 3, group 43). Above what a
 * person at work needs, below what a script wants. Policy of 2026-11-22. Sign-in has its own limits (server/accounts/rules.ts), reports theirs (server/cases).
 */
export const QUOTAS_POLICY = { version: 'quotas-2026-11', datedOn: '2026-11-22', label: 'policy' } as const
export const QUOTAS = {
  /** Searching and paging through places of work. */
  search: { account: { most: 300, seconds: 10 * MINUTE }, network: { most: 3_000, seconds: 10 * MINUTE } },
  /** One place of work after another. */
  place: { account: { most: 300, seconds: 10 * MINUTE }, network: { most: 3_000, seconds: 10 * MINUTE } },
  /** Saying that one is interested. */
  interest: { account: { most: 60, seconds: HOUR }, network: { most: 600, seconds: HOUR } },
  /** Files: the caseload, counts, a copy of one's own data. */
  export: { account: { most: 30, seconds: HOUR }, network: null },
  /** Pages with candidates, whoever is on them. */
  candidates: { account: { most: 400, seconds: HOUR }, network: null },
} as const satisfies Record<string, Quota>
export type QuotaName = keyof typeof QUOTAS

/**
 * Different candidates that one account of an employer looks at in a day. From `tell` on the officers of the municipality hear that somebody goes through all of
 * them; past `most` no more are shown until the day is over. `ofEmployer`: by all its people together, so that who invites colleagues sees no more for it. Policy of
 * 2026-11-22: an employer with ten open places has at most a few dozen.
 */
export const CARDS_A_DAY = { tell: 60, most: 150, ofEmployer: 450, seconds: 24 * HOUR } as const

/** @param factor how much more than the policy (env QUOTA_FACTOR) */
const times = ({ most, seconds }: Limit, factor: number): Limit => ({
  most: Math.max(1, Math.floor(most * factor)),
  seconds,
})

/**
 * Counts one request against a quota, in Postgres, so that it holds for all processes together.
 *
 * @param who the account, or a keyed digest of the network of a visitor; never an address in clear text
 * @throws Refusal `too-many` with `retryAfterSeconds`
 */
export async function spend(
  { db, now }: { db: Reader } & Pick<Ctx, 'now'>,
  quota: QuotaName,
  who: { accountId: string } | { network: string },
  factor = 1,
): Promise<void> {
  const { account, network }: Quota = QUOTAS[quota]
  if ('accountId' in who) await countAttempt(db, `quota:${quota}:${who.accountId}`, times(account, factor), now)
  else if (network) await countAttempt(db, `quota:${quota}:${who.network}`, times(network, factor), now)
}
