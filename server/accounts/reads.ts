import { and, asc, eq, gt, isNull, lt, sql } from 'drizzle-orm'
import type { Reader } from '#db/client.ts'
import { accounts, sessions } from '#db/schema/accounts.ts'
import { employers } from '#db/schema/employers.ts'
import { municipalities } from '#db/schema/reference.ts'
import type { Role } from '#db/values/accounts.ts'
import type { ScreenLanguage } from '#db/values/language.ts'
import type { Actor } from '#server/platform/context.ts'
import { tokenHash } from './tokens.ts'

/** Who is signed in: the actor of commands, and what the top of a page says. */
export type Account = Extract<Actor, { accountId: string }> & {
  sessionId: string
  displayName: string
  language: ScreenLanguage
  /** Name of the employer or municipality; null for a newcomer. */
  organisation: string | null
}

/** How long a session may go without its last moment being written down: one write a minute, not one a page. */
const SEEN_EVERY_SECONDS = 60

const TOKEN = /^[A-Za-z0-9_-]{43}$/

/**
 * Whose session this is, when it still lives: not revoked, not idle for too long, not past its end, and the account not suspended.
 *
 * @param token as the cookie has it; anything else than one of our tokens is nobody
 */
export async function accountOfSession(db: Reader, token: string | null, now: Date): Promise<Account | null> {
  if (token === null || !TOKEN.test(token)) return null
  const moment = sql`${now.toISOString()}::timestamptz`
  const [row] = await db
    .select({
      sessionId: sessions.id,
      seenAt: sessions.seenAt,
      accountId: accounts.id,
      role: accounts.role,
      newcomerId: accounts.newcomerId,
      employerId: accounts.employerId,
      municipalityCode: accounts.municipalityCode,
      displayName: accounts.displayName,
      language: accounts.language,
      organisation: sql<string | null>`coalesce(${employers.name}, ${municipalities.name})`,
    })
    .from(sessions)
    .innerJoin(accounts, eq(accounts.id, sessions.accountId))
    .leftJoin(employers, eq(employers.id, accounts.employerId))
    .leftJoin(municipalities, eq(municipalities.code, accounts.municipalityCode))
    .where(
      and(
        eq(sessions.tokenHash, tokenHash(token)),
        isNull(sessions.revokedAt),
        gt(sessions.absoluteAt, now),
        sql`${sessions.seenAt} + make_interval(mins => ${sessions.idleMinutes}) > ${moment}`,
        eq(accounts.state, 'active'),
      ),
    )
  if (!row) return null
  const { seenAt, ...account } = row
  if (now.getTime() - seenAt.getTime() > SEEN_EVERY_SECONDS * 1000) {
    await db
      .update(sessions)
      .set({ seenAt: now })
      .where(and(eq(sessions.id, account.sessionId), lt(sessions.seenAt, now)))
  }
  return account
}

/** A demo persona, for the buttons of the sign-in page and the lines that the launcher prints. */
export type Persona = {
  accountId: string
  role: Role
  displayName: string
  organisation: string | null
  language: ScreenLanguage
  email: string | null
}

/** The personas that the demo seed marked, in the order of the desks. Callers show them in demo mode only. */
export async function demoPersonas(db: Reader): Promise<Persona[]> {
  return db
    .select({
      accountId: accounts.id,
      role: accounts.role,
      displayName: accounts.displayName,
      organisation: sql<string | null>`coalesce(${employers.name}, ${municipalities.name})`,
      language: accounts.language,
      email: accounts.email,
    })
    .from(accounts)
    .leftJoin(employers, eq(employers.id, accounts.employerId))
    .leftJoin(municipalities, eq(municipalities.code, accounts.municipalityCode))
    .where(and(eq(accounts.demo, true), eq(accounts.state, 'active')))
    .orderBy(asc(accounts.role), asc(accounts.displayName), asc(accounts.id))
}
