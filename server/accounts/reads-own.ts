import { and, asc, count, desc, eq, gt, isNull, sql } from 'drizzle-orm'
import { passkeys, recoveryCodes, sessions, totpKeys } from '#db/schema/accounts.ts'
import type { Proof } from '#db/values/accounts.ts'
import type { Ctx } from '#server/platform/context.ts'
import type { KeyRing } from '#server/platform/seal.ts'
import type { Account } from './reads.ts'
import { openWaitingSecret } from './totp-code.ts'

/** One place where somebody is signed in. */
export type OwnSession = {
  id: string
  /** From `deviceOf`: `chrome/android`. */
  device: string | null
  amr: Proof[]
  createdAt: Date
  seenAt: Date
  isThis: boolean
}

/** The sessions of one's own that still live, the newest first. */
export async function ownSessions({ db, now }: Pick<Ctx, 'db' | 'now'>, me: Account): Promise<OwnSession[]> {
  const rows = await db
    .select({
      id: sessions.id,
      device: sessions.device,
      amr: sessions.amr,
      createdAt: sessions.createdAt,
      seenAt: sessions.seenAt,
    })
    .from(sessions)
    .where(
      and(
        eq(sessions.accountId, me.accountId),
        isNull(sessions.revokedAt),
        gt(sessions.absoluteAt, now),
        eq(sessions.role, me.role),
        sql`${sessions.seenAt} + make_interval(mins => ${sessions.idleMinutes}) > ${now.toISOString()}::timestamptz`,
      ),
    )
    .orderBy(desc(sessions.seenAt), asc(sessions.id))
  return rows.map((row) => ({ ...row, isThis: row.id === me.sessionId }))
}

/** The second steps of one's own: since when an app is linked, how many recovery codes are left, which passkeys there are. */
export type OwnFactors = {
  totpSince: Date | null
  recoveryLeft: number
  passkeys: { id: string; device: string | null; createdAt: Date; usedAt: Date | null }[]
}

/** The second steps of one's own. */
export async function ownFactors({ db }: Pick<Ctx, 'db'>, me: Account): Promise<OwnFactors> {
  const [[totp], [left], keys] = await Promise.all([
    db
      .select({ since: totpKeys.confirmedAt })
      .from(totpKeys)
      .where(and(eq(totpKeys.accountId, me.accountId), sql`${totpKeys.confirmedAt} is not null`)),
    db
      .select({ left: count() })
      .from(recoveryCodes)
      .where(and(eq(recoveryCodes.accountId, me.accountId), isNull(recoveryCodes.usedAt))),
    db
      .select({
        id: passkeys.id,
        device: passkeys.device,
        createdAt: passkeys.createdAt,
        usedAt: passkeys.usedAt,
      })
      .from(passkeys)
      .where(eq(passkeys.accountId, me.accountId))
      .orderBy(asc(passkeys.createdAt), asc(passkeys.id)),
  ])
  return { totpSince: totp?.since ?? null, recoveryLeft: left?.left ?? 0, passkeys: keys }
}

/** The secret of the app that this session is linking, in base32, until its first code was right; null when none is. */
export async function waitingTotpSecret({ db }: Pick<Ctx, 'db'>, me: Account, ring: KeyRing): Promise<string | null> {
  const [row] = await db
    .select({ id: totpKeys.id, secret: totpKeys.secret })
    .from(totpKeys)
    .where(and(eq(totpKeys.accountId, me.accountId), isNull(totpKeys.confirmedAt)))
  return row ? openWaitingSecret(ring, row, me.sessionId) : null
}
