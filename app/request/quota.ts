import { type QuotaName, spend } from '#server/access/quotas.ts'
import { networkOf } from '#server/accounts/rules.ts'
import { accountsKey, keyedDigest } from '#server/accounts/tokens.ts'
import type { Ctx } from '#server/platform/context.ts'
import type { Args } from './context.ts'
import { run } from './refusal.ts'

/**
 * Counts this request against a quota: of the account that is signed in, else of the network it comes from.
 *
 * @param ctx with the database of whoever asks
 * @throws Response 429 with `Retry-After`: the page that says when it goes on again
 */
export async function countRequest(args: Args, ctx: Pick<Ctx, 'db' | 'now'>, quota: QuotaName): Promise<void> {
  const { env, ip } = args.context
  const account = await args.context.account()
  const network = () => keyedDigest(accountsKey(env.sessionSecret), 'quota', networkOf(ip)).toString('base64url')
  const who = account ? { accountId: account.accountId } : { network: network() }
  await run(() => spend(ctx, quota, who, env.quotaFactor))
}
