import { generateAuthenticationOptions, type PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/server'
import { eq } from 'drizzle-orm'
import { passkeys } from '#db/schema/accounts.ts'
import type { Ctx } from '#server/platform/context.ts'
import { countAttempt } from '#server/platform/count-attempt.ts'
import { type Asked, keepChallenge, type Site } from './passkey-challenge.ts'
import type { Account } from './reads.ts'
import { networkOf, PASSKEY_ACCOUNT_LIMIT, PASSKEY_LIMIT } from './rules.ts'
import { keyedDigest } from './tokens.ts'

/**
 * What a browser needs to use a passkey: one of this account (the second step), or any of the device (signing in; it says of no account
 * whether it exists).
 *
 * @param input `ip` of the visitor, `key` from `accountsKey`
 * @throws Refusal('too-many', { retryAfterSeconds })
 */
export async function askPasskey(
  ctx: Pick<Ctx, 'db' | 'now'>,
  me: Account | null,
  input: { site: Site; ip: string; key: Buffer },
): Promise<Asked<PublicKeyCredentialRequestOptionsJSON>> {
  if (me !== null) await countPasskey(ctx, me.accountId, input.key)
  else {
    const network = keyedDigest(input.key, 'passkey-network', networkOf(input.ip)).toString('base64url')
    await countAttempt(ctx.db, `passkey-network:${network}`, PASSKEY_LIMIT, ctx.now)
  }
  const own =
    me === null
      ? []
      : await ctx.db.select({ id: passkeys.credentialId }).from(passkeys).where(eq(passkeys.accountId, me.accountId))
  const options = await generateAuthenticationOptions({
    rpID: input.site.id,
    allowCredentials: own,
    userVerification: 'required',
  })
  return { id: await keepChallenge(ctx, me?.accountId ?? null, options.challenge), options }
}

/**
 * Counts a challenge that an account asks for, to use a passkey or to make one.
 *
 * @throws Refusal('too-many', { retryAfterSeconds })
 */
export async function countPasskey(
  { db, now }: Pick<Ctx, 'db' | 'now'>,
  accountId: string,
  key: Buffer,
): Promise<void> {
  const account = keyedDigest(key, 'passkey-account', accountId).toString('base64url')
  await countAttempt(db, `passkey-account:${account}`, PASSKEY_ACCOUNT_LIMIT, now)
}
