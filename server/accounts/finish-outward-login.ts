import { and, eq, gt, isNull } from 'drizzle-orm'
import { authorizationCodeGrant } from 'openid-client'
import { accounts, identities, outwardLogins, sessions } from '#db/schema/accounts.ts'
import type { Role } from '#db/values/accounts.ts'
import type { ScreenLanguage } from '#db/values/language.ts'
import { recordAudit } from '#server/audit/record.ts'
import type { Ctx } from '#server/platform/context.ts'
import { isId } from '#server/platform/fields.ts'
import { log } from '#server/platform/log.ts'
import { type KeyRing, opened } from '#server/platform/seal.ts'
import { auditOf } from './audit-of.ts'
import { configurationOf, type IdentityProvider } from './identity-provider.ts'
import { type OpenedSession, openSession } from './open-session.ts'
import type { Account } from './reads.ts'
import { mayLinkIdentity } from './rules-session.ts'
import { placeOfOutward } from './start-outward-login.ts'
import { tellOwner } from './tell-owner.ts'
import { keyedDigest, tokenHash } from './tokens.ts'

/** `unknown`: really them, and no account is linked. `failed`: too late, another browser, or not what the provider may say. */
export type OutwardAnswer =
  | ({ ok: true; kind: 'signed-in'; role: Role; language: ScreenLanguage } & OpenedSession)
  | { ok: true; kind: 'linked' }
  | { ok: false; reason: 'unknown' | 'failed' }

const FAILED: OutwardAnswer = { ok: false, reason: 'failed' }
const BIND = /^([0-9a-f-]{36})\.([A-Za-z0-9_-]{43})$/

/**
 * Takes somebody back from the identity provider. Who they are there is its address with the subject, never a mail address; everything else
 * that a token says (a name, a BSN) is dropped unseen. It is one proof: who needs a second step still takes it here.
 *
 * @param me who is signed in now; a link is made for the one who began it
 * @param input `url` the whole address that the browser came back to, `bind` from the cookie, `key` from `accountsKey`
 */
export async function finishOutwardLogin(
  ctx: Pick<Ctx, 'db' | 'now'>,
  me: Account | null,
  input: {
    provider: IdentityProvider
    url: URL
    bind: string | null
    ring: KeyRing
    key: Buffer
    old: string | null
    device: string
  },
): Promise<OutwardAnswer> {
  const { db, now } = ctx
  const { provider, key } = input
  const [, id, secret] = BIND.exec(input.bind ?? '') ?? []
  if (id === undefined || secret === undefined || !isId(id)) return FAILED
  // Used up before the provider is asked: what comes back twice is asked about once.
  const [began] = await db
    .update(outwardLogins)
    .set({ usedAt: now })
    .where(
      and(
        eq(outwardLogins.id, id),
        eq(outwardLogins.bindHash, tokenHash(secret)),
        eq(outwardLogins.issuer, provider.issuer),
        isNull(outwardLogins.usedAt),
        gt(outwardLogins.expiresAt, now),
      ),
    )
    .returning()
  if (!began) return FAILED
  if (began.accountId !== null && (me?.accountId !== began.accountId || !mayLinkIdentity(me))) return FAILED
  const subject = await subjectOf(provider, input.url, opened(input.ring, placeOfOutward(id), began.secrets))
  if (subject === null) return FAILED
  const identity = {
    issuer: provider.issuer,
    subjectMac: keyedDigest(key, 'outward-subject', `${provider.issuer}\0${subject}`),
  }
  const same = and(eq(identities.issuer, identity.issuer), eq(identities.subjectMac, identity.subjectMac))
  return db.transaction(async (tx): Promise<OutwardAnswer> => {
    if (me !== null && began.accountId !== null) {
      // Whoever was shut out while the provider answered links nothing.
      const alive = await tx
        .select({ id: sessions.id })
        .from(sessions)
        .where(and(eq(sessions.id, me.sessionId), isNull(sessions.revokedAt)))
        .for('update')
      if (alive.length === 0) return FAILED
      const made = await tx
        .insert(identities)
        .values({ ...identity, accountId: began.accountId, createdAt: now })
        .onConflictDoNothing()
        .returning({ id: identities.id })
      if (made.length > 0) {
        await recordAudit(tx, { actor: me, now }, [auditOf('account.link-identity', me.accountId)])
        await tellOwner(tx, me.accountId, 'identity', now)
      }
      const [kept] = await tx.select({ accountId: identities.accountId }).from(identities).where(same)
      return kept?.accountId === began.accountId ? { ok: true, kind: 'linked' } : FAILED
    }
    const [account] = await tx
      .select({ id: accounts.id, role: accounts.role, language: accounts.language })
      .from(identities)
      .innerJoin(accounts, eq(accounts.id, identities.accountId))
      .where(and(same, eq(accounts.state, 'active')))
    if (!account) return { ok: false, reason: 'unknown' }
    const proved = { aal: 1 as const, amr: ['outward' as const], device: input.device }
    const { role, language } = account
    return { ok: true, kind: 'signed-in', role, language, ...(await openSession(tx, account, input.old, now, proved)) }
  })
}

/** Whom the provider says this is, when all of it is right: signature, issuer, audience, nonce, state, PKCE, time, and a level that is sure enough. */
async function subjectOf(provider: IdentityProvider, url: URL, secrets: string): Promise<string | null> {
  const { state, nonce, verifier } = JSON.parse(secrets) as Record<'state' | 'nonce' | 'verifier', string>
  try {
    const answer = await authorizationCodeGrant(await configurationOf(provider), url, {
      pkceCodeVerifier: verifier,
      expectedState: state,
      expectedNonce: nonce,
      idTokenExpected: true,
    })
    const claims = answer.claims()
    if (!claims || typeof claims['acr'] !== 'string' || !provider.levels.includes(claims['acr'])) return null
    return claims.sub
  } catch (error) {
    // The code alone: a message may hold what a token says.
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
    log.warn({ code }, 'a sign-in through the identity provider was refused')
    return null
  }
}
