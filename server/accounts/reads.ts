import { and, asc, eq, gt, isNull, lt, sql } from 'drizzle-orm'
import type { Reader } from '#db/client.ts'
import { accounts, passkeys, sessions, totpKeys } from '#db/schema/accounts.ts'
import { employers } from '#db/schema/employers.ts'
import { municipalities } from '#db/schema/reference.ts'
import type { Role } from '#db/values/accounts.ts'
import type { ScreenLanguage } from '#db/values/language.ts'
import { addressOf } from '#server/platform/addresses.ts'
import type { Actor } from '#server/platform/context.ts'
import { mayEnter } from './reads-standing.ts'
import type { Standing } from './rules-session.ts'
import { otherOfAddress } from './standing.ts'
import { tokenHash } from './tokens.ts'

/** Who is signed in: the actor of commands, and what the top of a page says. */
export type Account = Extract<Actor, { accountId: string }> &
  Standing & {
    sessionId: string
    /** When this session ends at the latest. */
    absoluteAt: Date
    /** When it was last proved who this is: at sign-in, or by a second step since. */
    provedAt: Date
    displayName: string
    language: ScreenLanguage
    /** Whether another account has the same address: then the person chooses as whom to go on. */
    hasOthers: boolean
    /** Name of the employer or municipality; null for a newcomer. */
    organisation: string | null
  }

/** How long a session may go without its last moment being written down: one write a minute, not one a page. */
const SEEN_EVERY_SECONDS = 60

const TOKEN = /^[A-Za-z0-9_-]{43}$/

/**
 * Whose session this is, when it still lives: not revoked, not idle for too long, not past its end, neither the account nor its organisation suspended, and of the
 * role that it had. Whether it opens the pages of that role is another question: `isComplete`.
 *
 * @param token as the cookie has it; anything else than one of our tokens is nobody
 * @param mode `env.demo`; outside the demo a session that nothing proved is nobody's, and so is every session of a persona, wherever they came from
 */
export async function accountOfSession(
  db: Reader,
  token: string | null,
  now: Date,
  mode: { demo: boolean } = { demo: false },
): Promise<Account | null> {
  if (token === null || !TOKEN.test(token)) return null
  const moment = sql`${now.toISOString()}::timestamptz`
  const [row] = await db
    .select({
      sessionId: sessions.id,
      seenAt: sessions.seenAt,
      absoluteAt: sessions.absoluteAt,
      provedAt: sql`coalesce(${sessions.provedAt}, ${sessions.createdAt})`.mapWith(sessions.createdAt),
      aal: sessions.aal,
      amr: sessions.amr,
      hasTotp: sql<boolean>`exists (select 1 from ${totpKeys} where ${totpKeys.accountId} = ${accounts.id} and ${totpKeys.confirmedAt} is not null)`,
      hasPasskey: sql<boolean>`exists (select 1 from ${passkeys} where ${passkeys.accountId} = ${accounts.id})`,
      accountId: accounts.id,
      role: accounts.role,
      newcomerId: accounts.newcomerId,
      employerId: accounts.employerId,
      municipalityCode: accounts.municipalityCode,
      isAdmin: accounts.isAdmin,
      hasOthers: otherOfAddress,
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
        mayEnter,
        eq(sessions.role, accounts.role),
        mode.demo ? undefined : and(sql`not ('demo' = any(${sessions.amr}))`, eq(accounts.demo, false)),
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
  const rows = await db
    .select({
      accountId: accounts.id,
      role: accounts.role,
      displayName: accounts.displayName,
      organisation: sql<string | null>`coalesce(${employers.name}, ${municipalities.name})`,
      language: accounts.language,
      email: accounts.email,
      emailSealed: accounts.emailSealed,
    })
    .from(accounts)
    .leftJoin(employers, eq(employers.id, accounts.employerId))
    .leftJoin(municipalities, eq(municipalities.code, accounts.municipalityCode))
    .where(and(eq(accounts.demo, true), eq(accounts.state, 'active')))
    .orderBy(asc(accounts.role), asc(accounts.displayName), asc(accounts.id))
  return rows.map(({ emailSealed, ...one }) => ({
    ...one,
    email: addressOf({ id: one.accountId, email: one.email, emailSealed }),
  }))
}
