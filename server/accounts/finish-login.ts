import { and, eq, gt, isNull, lt, sql } from 'drizzle-orm'
import { accounts, loginChallenges } from '#db/schema/accounts.ts'
import type { Proof, Role } from '#db/values/accounts.ts'
import type { ScreenLanguage } from '#db/values/language.ts'
import { addressOf } from '#server/platform/addresses.ts'
import type { Ctx } from '#server/platform/context.ts'
import { isId } from '#server/platform/fields.ts'
import { type OpenedSession, openSession } from './open-session.ts'
import { mayEnter } from './reads-standing.ts'
import { CODE_ATTEMPTS } from './rules.ts'
import { accountsBeside } from './standing.ts'
import { keyedDigest, knownBrowser, sameBytes, tokenHash } from './tokens.ts'

/** What the mail carried: the code as `LoginCode` gave it, or the token of the link. */
type Given = { code: string } | { link: string }

/** `known`: for the browser to keep (`knownBrowser`). `several`: more accounts have this address, and the person chooses one. `wrong-code`: try again. `ended`: too late, too often, used, or another browser; ask for a new code. */
export type LoginAnswer =
  | ({ ok: true; role: Role; language: ScreenLanguage; several: boolean; known: string | null } & OpenedSession)
  | { ok: false; reason: 'wrong-code' | 'ended' }

const BIND = /^([0-9a-f-]{36})\.([A-Za-z0-9_-]{43})$/

/**
 * Trades a code or a link for a session, once. The attempt is counted in the same UPDATE that reads the row, so parallel guesses cannot outrun
 * the limit; `used_at is null` decides which of two right answers opens the session.
 *
 * @param input `bind` from the cookie, `key` from `accountsKey`, `old` the session token that the browser has, `device` from `deviceOf`
 */
export async function finishLogin(
  ctx: Pick<Ctx, 'db' | 'now'>,
  input: { bind: string | null; key: Buffer; old: string | null; device?: string | null } & Given,
): Promise<LoginAnswer> {
  const { db, now } = ctx
  const [, id, secret] = BIND.exec(input.bind ?? '') ?? []
  if (id === undefined || secret === undefined || !isId(id)) return { ok: false, reason: 'ended' }
  const open = and(eq(loginChallenges.id, id), isNull(loginChallenges.usedAt))
  const [challenge] = await db
    .update(loginChallenges)
    .set({ attempts: sql`${loginChallenges.attempts} + 1` })
    .where(
      and(
        open,
        eq(loginChallenges.bindHash, tokenHash(secret)),
        gt(loginChallenges.expiresAt, now),
        lt(loginChallenges.attempts, CODE_ATTEMPTS),
      ),
    )
    .returning({
      accountId: loginChallenges.accountId,
      codeMac: loginChallenges.codeMac,
      linkHash: loginChallenges.linkHash,
      attempts: loginChallenges.attempts,
    })
  if (!challenge) return { ok: false, reason: 'ended' }
  const right =
    'code' in input
      ? sameBytes(challenge.codeMac, keyedDigest(input.key, 'login-code', `${id}\0${input.code}`))
      : challenge.linkHash !== null && sameBytes(challenge.linkHash, tokenHash(input.link))
  const accountId = challenge.accountId
  if (!right || accountId === null) {
    return { ok: false, reason: challenge.attempts >= CODE_ATTEMPTS ? 'ended' : 'wrong-code' }
  }
  return db.transaction(async (tx): Promise<LoginAnswer> => {
    const won = await tx.update(loginChallenges).set({ usedAt: now }).where(open).returning({ id: loginChallenges.id })
    if (won.length === 0) return { ok: false, reason: 'ended' }
    const [account] = await tx
      .select({
        id: accounts.id,
        role: accounts.role,
        language: accounts.language,
        email: accounts.email,
        emailSealed: accounts.emailSealed,
      })
      .from(accounts)
      .where(and(eq(accounts.id, accountId), mayEnter))
    if (!account) return { ok: false, reason: 'ended' }
    const { role, language } = account
    const several = (await accountsBeside(tx, accountId)).length > 1
    const email = addressOf(account)
    const known = email === null ? null : knownBrowser(input.key, email)
    const amr: Proof[] = ['code' in input ? 'code' : 'link']
    const proved = { aal: 1 as const, amr, device: input.device ?? null }
    return { ok: true, role, language, several, known, ...(await openSession(tx, account, input.old, now, proved)) }
  })
}
