import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import { accounts, sessions } from '#db/schema/accounts.ts'
import type { Assurance, Proof, Role } from '#db/values/accounts.ts'
import { dayOf } from '#server/platform/context.ts'
import { SESSION_LIFE } from './rules.ts'
import { newToken, tokenHash } from './tokens.ts'

/** A session that was just opened: the token goes into the cookie and is kept nowhere else. */
export type OpenedSession = { token: string; absoluteAt: Date }

/** How it was proved who somebody is, and from which device. */
export type Proved = { aal: Assurance; amr: Proof[]; device?: string | null; provedAt?: Date }

/**
 * Opens a session in the transaction that proves who it is, and ends the one that the browser had: a new sign-in always has a
 * new token (ASVS 5, 7.2.4).
 *
 * @param old the token that the browser sent, if any
 */
export async function openSession(
  tx: Tx,
  account: { id: string; role: Role },
  old: string | null,
  now: Date,
  proved: Proved,
): Promise<OpenedSession> {
  const life = proved.amr.includes('card')
    ? SESSION_LIFE.card
    : account.role === 'newcomer'
      ? SESSION_LIFE.newcomer
      : SESSION_LIFE.staff
  const token = newToken()
  const absoluteAt = new Date(now.getTime() + life.absoluteHours * 3_600_000)
  if (old !== null) {
    await tx
      .update(sessions)
      .set({ revokedAt: now })
      .where(and(eq(sessions.tokenHash, tokenHash(old)), isNull(sessions.revokedAt)))
  }
  await tx.insert(sessions).values({
    tokenHash: tokenHash(token),
    id: crypto.randomUUID(),
    accountId: account.id,
    createdAt: now,
    seenAt: now,
    provedAt: proved.provedAt ?? now,
    idleMinutes: life.idleMinutes,
    absoluteAt,
    role: account.role,
    aal: proved.aal,
    amr: proved.amr,
    device: proved.device ?? null,
  })
  const today = dayOf(now)
  await tx
    .update(accounts)
    .set({ signedInOn: today })
    .where(and(eq(accounts.id, account.id), sql`${accounts.signedInOn} is distinct from ${today}`))
  return { token, absoluteAt }
}
