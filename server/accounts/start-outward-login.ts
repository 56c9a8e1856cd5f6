import {
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client'
import { outwardLogins } from '#db/schema/accounts.ts'
import type { Ctx } from '#server/platform/context.ts'
import { countAttempt } from '#server/platform/count-attempt.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { type KeyRing, sealed } from '#server/platform/seal.ts'
import { configurationOf, type IdentityProvider } from './identity-provider.ts'
import type { Account } from './reads.ts'
import { isFresh, networkOf, OUTWARD_LIMIT, OUTWARD_MINUTES } from './rules.ts'
import { mayLinkIdentity } from './rules-session.ts'
import { keyedDigest, newToken, tokenHash } from './tokens.ts'

/** Where the secrets of one way out and back stand. */
export const placeOfOutward = (id: string) => ({ table: 'outward_logins', column: 'secrets', row: id })

/**
 * Sends somebody to the identity provider: to sign in, or to link their account to who they are there.
 *
 * @param me null = signs in
 * @param input `returnTo` the address of ours to come back to, `ip` of the visitor, `key` from `accountsKey`
 * @returns the address at the provider, and `bind` for a cookie: only this browser can come back
 * @throws Refusal `too-many`; `forbidden` for linking from a session without its second step, with a card alone, or that proved nothing just now
 */
export async function startOutwardLogin(
  ctx: Pick<Ctx, 'db' | 'now'>,
  me: Account | null,
  input: { provider: IdentityProvider; returnTo: string; ip: string; ring: KeyRing; key: Buffer },
): Promise<{ url: string; bind: string }> {
  const { provider, ring, key } = input
  if (me !== null && !(mayLinkIdentity(me) && isFresh(me, ctx.now))) throw new Refusal('forbidden')
  const network = keyedDigest(key, 'outward-network', networkOf(input.ip)).toString('base64url')
  await countAttempt(ctx.db, `outward-network:${network}`, OUTWARD_LIMIT, ctx.now)
  const configuration = await configurationOf(provider)
  const [id, secret] = [crypto.randomUUID(), newToken()]
  const [state, nonce, verifier] = [randomState(), randomNonce(), randomPKCECodeVerifier()]
  await ctx.db.insert(outwardLogins).values({
    id,
    accountId: me?.accountId ?? null,
    issuer: provider.issuer,
    bindHash: tokenHash(secret),
    secrets: sealed(ring, placeOfOutward(id), JSON.stringify({ state, nonce, verifier })),
    createdAt: ctx.now,
    expiresAt: new Date(ctx.now.getTime() + OUTWARD_MINUTES * 60_000),
  })
  const url = buildAuthorizationUrl(configuration, {
    redirect_uri: input.returnTo,
    scope: 'openid',
    code_challenge: await calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    nonce,
    acr_values: provider.levels.join(' '),
  })
  return { url: url.href, bind: `${id}.${secret}` }
}
