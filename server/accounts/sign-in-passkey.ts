import { type AuthenticationResponseJSON, verifyAuthenticationResponse } from '@simplewebauthn/server'
import { and, eq } from 'drizzle-orm'
import { accounts, passkeys } from '#db/schema/accounts.ts'
import type { Role } from '#db/values/accounts.ts'
import type { ScreenLanguage } from '#db/values/language.ts'
import type { Ctx } from '#server/platform/context.ts'
import type { PasskeyAnswer } from './keep-passkey.ts'
import { type OpenedSession, openSession } from './open-session.ts'
import { type Site, takeChallenge } from './passkey-challenge.ts'
import type { Account } from './reads.ts'
import { rotateSession } from './rotate-session.ts'
import type { PasskeyResponse } from './rules.ts'

type Signed = { challenge: string; response: PasskeyResponse; site: Site }

/**
 * Signs in with a passkey alone: the device asked for its owner, so that it is two proofs at once.
 *
 * @param input `challenge` the id from `askPasskey`, `old` the session token that the browser has, `device` from `deviceOf`
 */
export async function signInPasskey(
  ctx: Pick<Ctx, 'db' | 'now'>,
  input: Signed & { old: string | null; device: string },
): Promise<
  ({ ok: true; role: Role; language: ScreenLanguage } & OpenedSession) | { ok: false; reason: 'passkey-failed' }
> {
  const failed = { ok: false, reason: 'passkey-failed' } as const
  const used = await usedPasskey(ctx, null, input)
  if (used === null) return failed
  return ctx.db.transaction(async (tx) => {
    const [account] = await tx
      .select({ id: accounts.id, role: accounts.role, language: accounts.language })
      .from(accounts)
      .where(and(eq(accounts.id, used.accountId), eq(accounts.state, 'active')))
    if (!account) return failed
    const { role, language } = account
    const proved = { aal: 2 as const, amr: ['passkey' as const], device: input.device }
    return { ok: true, role, language, ...(await openSession(tx, account, input.old, ctx.now, proved)) } as const
  })
}

/**
 * Takes the second step with a passkey of this account.
 *
 * @throws Refusal('stale') when the session ended meanwhile
 */
export async function stepUpPasskey(ctx: Pick<Ctx, 'db' | 'now'>, me: Account, input: Signed): Promise<PasskeyAnswer> {
  if ((await usedPasskey(ctx, me.accountId, input)) === null) return { ok: false, reason: 'passkey-failed' }
  return ctx.db.transaction(async (tx) => ({ ok: true, ...(await rotateSession(tx, me, 'passkey', ctx.now)) }))
}

/** Whose passkey signed this challenge, for our origin and with its owner asked; null when none did, or somebody else's. */
async function usedPasskey(
  ctx: Pick<Ctx, 'db' | 'now'>,
  accountId: string | null,
  { challenge, response, site }: Signed,
): Promise<{ accountId: string } | null> {
  const expectedChallenge = await takeChallenge(ctx, accountId, challenge)
  if (expectedChallenge === null) return null
  const [key] = await ctx.db
    .select()
    .from(passkeys)
    .where(
      and(eq(passkeys.credentialId, response.id), accountId === null ? undefined : eq(passkeys.accountId, accountId)),
    )
  if (!key) return null
  const checked = await verifyAuthenticationResponse({
    response: response as unknown as AuthenticationResponseJSON,
    expectedChallenge,
    expectedOrigin: site.origin,
    expectedRPID: site.id,
    requireUserVerification: true,
    credential: { id: key.credentialId, publicKey: new Uint8Array(key.publicKey), counter: key.counter },
  }).catch(() => null)
  if (!checked?.verified) return null
  // A device that counts must count on: two answers with the same number are a copy of it, and one of them loses here.
  const counted = await ctx.db
    .update(passkeys)
    .set({ counter: checked.authenticationInfo.newCounter, usedAt: ctx.now })
    .where(and(eq(passkeys.id, key.id), eq(passkeys.counter, key.counter)))
    .returning({ id: passkeys.id })
  return counted.length === 1 ? { accountId: key.accountId } : null
}
