import { and, eq, isNull } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import { sessions } from '#db/schema/accounts.ts'
import type { Proof } from '#db/values/accounts.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { OpenedSession } from './open-session.ts'
import type { Account } from './reads.ts'
import { newToken, tokenHash } from './tokens.ts'

/**
 * Puts a session that knows more surely who somebody is in the place of the one that asked: a new token, aal 2, and the same last moment,
 * so that steps do not make a session live on (ASVS 5, 7.2.4).
 *
 * @throws Refusal('stale') when the session ended meanwhile
 */
export async function rotateSession(tx: Tx, me: Account, proof: Proof, now: Date): Promise<OpenedSession> {
  const [old] = await tx
    .update(sessions)
    .set({ revokedAt: now })
    .where(and(eq(sessions.id, me.sessionId), isNull(sessions.revokedAt)))
    .returning()
  if (!old) throw new Refusal('stale')
  const token = newToken()
  const amr = [...old.amr.filter((one) => one !== proof), proof]
  const fresh = { tokenHash: tokenHash(token), id: crypto.randomUUID(), revokedAt: null, seenAt: now, provedAt: now }
  await tx.insert(sessions).values({ ...old, ...fresh, aal: 2, amr })
  return { token, absoluteAt: old.absoluteAt }
}
