import { and, isNotNull, isNull, lt, ne, or, sql } from 'drizzle-orm'
import {
  accessCards,
  addressChanges,
  loginChallenges,
  outwardLogins,
  passkeyChallenges,
  sessions,
  submissions,
  totpKeys,
} from '#db/schema/accounts.ts'
import { invitations } from '#db/schema/members.ts'
import { requireMay } from '#server/access/may.ts'
import type { Ctx } from '#server/platform/context.ts'
import { purgeAttempts } from '#server/platform/count-attempt.ts'

/** How long a form that was sent twice still gets the first answer. Policy 2026-11: ours. */
const KEEP_SUBMISSIONS_DAYS = 30
/** How long an invitation that nobody took can still be mailed again: then the address is forgotten. Policy 2026-11: ours. */
const KEEP_INVITED_DAYS = 14

/**
 * Sweep: deletes what has no use any more: answered forms after 30 days; sessions, codes, cards, apps that were never linked and counters a day after they ended. The
 * address of an invitation that ended, or that nobody took, is emptied, and the row says that it is done with.
 *
 * @param ctx actor WORKER
 * @returns how many rows went, or lost their address
 */
export async function purgeSignIns(ctx: Ctx): Promise<number> {
  requireMay(ctx.actor, 'account.purge')
  const { db, now } = ctx
  const old = new Date(now.getTime() - KEEP_SUBMISSIONS_DAYS * 86_400_000)
  const yesterday = new Date(now.getTime() - 86_400_000)
  const invitedBefore = new Date(now.getTime() - KEEP_INVITED_DAYS * 86_400_000)
  const gone = [
    await db.delete(submissions).where(lt(submissions.createdAt, old)).returning({ id: submissions.key }),
    await db
      .delete(sessions)
      .where(
        or(
          lt(sessions.absoluteAt, now),
          lt(sessions.revokedAt, yesterday),
          sql`${sessions.seenAt} + make_interval(mins => ${sessions.idleMinutes}) < ${yesterday.toISOString()}::timestamptz`,
        ),
      )
      .returning({ id: sessions.id }),
    await db
      .delete(loginChallenges)
      .where(lt(loginChallenges.expiresAt, yesterday))
      .returning({ id: loginChallenges.id }),
    await db.delete(addressChanges).where(lt(addressChanges.expiresAt, yesterday)).returning({ id: addressChanges.id }),
    await db.delete(outwardLogins).where(lt(outwardLogins.expiresAt, yesterday)).returning({ id: outwardLogins.id }),
    await db
      .delete(passkeyChallenges)
      .where(lt(passkeyChallenges.expiresAt, yesterday))
      .returning({ id: passkeyChallenges.id }),
    await db
      .delete(totpKeys)
      .where(and(isNull(totpKeys.confirmedAt), lt(totpKeys.createdAt, yesterday)))
      .returning({ id: totpKeys.id }),
    await db
      .delete(accessCards)
      .where(or(lt(accessCards.expiresAt, yesterday), lt(accessCards.revokedAt, yesterday)))
      .returning({ id: accessCards.id }),
    await db
      .update(invitations)
      .set({
        state: sql`case when ${invitations.state} = 'open' then 'withdrawn' else ${invitations.state} end`,
        endedAt: sql`coalesce(${invitations.endedAt}, ${now.toISOString()}::timestamptz)`,
        emailSealed: null,
        emailIndex: null,
      })
      .where(
        and(
          isNotNull(invitations.emailSealed),
          or(ne(invitations.state, 'open'), lt(invitations.expiresAt, invitedBefore)),
        ),
      )
      .returning({ id: invitations.id }),
  ]
  return gone.reduce((sum, rows) => sum + rows.length, await purgeAttempts(db, yesterday))
}
