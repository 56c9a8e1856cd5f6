import { generateRegistrationOptions, type PublicKeyCredentialCreationOptionsJSON } from '@simplewebauthn/server'
import { eq } from 'drizzle-orm'
import { passkeys } from '#db/schema/accounts.ts'
import type { Ctx } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { countPasskey } from './ask-passkey.ts'
import { type Asked, keepChallenge, type Site } from './passkey-challenge.ts'
import type { Account } from './reads.ts'
import { isFresh } from './rules.ts'
import { mayAddSecondStep } from './rules-session.ts'

/**
 * What a browser needs to make a passkey on this device. Nothing is kept of the person but the name that the account shows.
 *
 * @param input `key` from `accountsKey`
 * @throws Refusal `forbidden` for a session that has not taken the second step which the account already has, came with a card alone, or proved nothing just now; `too-many`
 */
export async function beginPasskey(
  ctx: Pick<Ctx, 'db' | 'now'>,
  me: Account,
  { site, key }: { site: Site; key: Buffer },
): Promise<Asked<PublicKeyCredentialCreationOptionsJSON>> {
  if (!mayAddSecondStep(me) || !isFresh(me, ctx.now)) throw new Refusal('forbidden')
  await countPasskey(ctx, me.accountId, key)
  const known = await ctx.db
    .select({ id: passkeys.credentialId })
    .from(passkeys)
    .where(eq(passkeys.accountId, me.accountId))
  const options = await generateRegistrationOptions({
    rpName: 'Instroom',
    rpID: site.id,
    userName: me.displayName,
    userDisplayName: me.displayName,
    userID: new Uint8Array(Buffer.from(me.accountId)),
    attestationType: 'none',
    excludeCredentials: known,
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  })
  return { id: await keepChallenge(ctx, me.accountId, options.challenge), options }
}
