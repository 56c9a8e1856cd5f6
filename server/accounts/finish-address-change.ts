import { and, eq, gt, isNull, lt, ne, sql } from 'drizzle-orm'
import { accounts, addressChanges, loginChallenges } from '#db/schema/accounts.ts'
import { isAddress, keptAddress, lockAddress } from '#server/platform/addresses.ts'
import type { Ctx } from '#server/platform/context.ts'
import { type KeyRing, opened } from '#server/platform/seal.ts'
import { endSession } from './end-session.ts'
import type { Account } from './reads.ts'
import { CODE_ATTEMPTS } from './rules.ts'
import { addressMac } from './start-address-change.ts'
import { tellOwner } from './tell-owner.ts'
import { sameBytes } from './tokens.ts'

/** `wrong-code`: one of the two, and it is not said which. `ended`: too late, too often, or the address went to somebody else. */
export type AddressAnswer = { ok: true } | { ok: false; reason: 'wrong-code' | 'ended' }

/**
 * Changes the address when the codes of both mailboxes are right: five tries in ten minutes, counted before anything is compared. Every other
 * session and every mailed code of the account end with it.
 *
 * @param input `oldCode` and `newCode` as `LoginCode` gave them, `key` from `accountsKey`
 */
export async function finishAddressChange(
  ctx: Pick<Ctx, 'db' | 'now'>,
  me: Account,
  input: { oldCode: string; newCode: string; ring: KeyRing; key: Buffer },
): Promise<AddressAnswer> {
  const { db, now } = ctx
  const [asked] = await db
    .update(addressChanges)
    .set({ attempts: sql`${addressChanges.attempts} + 1` })
    .where(
      and(
        eq(addressChanges.accountId, me.accountId),
        gt(addressChanges.expiresAt, now),
        lt(addressChanges.attempts, CODE_ATTEMPTS),
      ),
    )
    .returning()
  if (!asked) return { ok: false, reason: 'ended' }
  const { id, attempts } = asked
  const isOld = sameBytes(asked.oldMac, addressMac(input.key, id, 'old', input.oldCode))
  const isNew = sameBytes(asked.newMac, addressMac(input.key, id, 'new', input.newCode))
  if (!isOld || !isNew) return { ok: false, reason: attempts >= CODE_ATTEMPTS ? 'ended' : 'wrong-code' }
  const email = opened(input.ring, { table: 'address_changes', column: 'email', row: id }, asked.email)
  const change = db.transaction(async (tx): Promise<AddressAnswer> => {
    await lockAddress(tx, email)
    const taken = await tx
      .delete(addressChanges)
      .where(and(eq(addressChanges.accountId, me.accountId), eq(addressChanges.id, id)))
      .returning({ id: addressChanges.id })
    const others = await tx
      .select({ id: accounts.id })
      .from(accounts)
      .where(and(isAddress(email), ne(accounts.id, me.accountId)))
    if (taken.length === 0 || others.length > 0) return { ok: false, reason: 'ended' }
    await tx.update(accounts).set(keptAddress(me.accountId, email)).where(eq(accounts.id, me.accountId))
    await endSession({ db: tx, now }, me, 'others')
    await tellOwner(tx, me.accountId, 'address', now)
    await tx
      .update(loginChallenges)
      .set({ usedAt: now })
      .where(and(eq(loginChallenges.accountId, me.accountId), isNull(loginChallenges.usedAt)))
    return { ok: true }
  })
  return change.catch(asTaken)
}

/** Somebody else took the address at the same moment: the unique index said so. */
function asTaken(error: unknown): AddressAnswer {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  if (cause instanceof Error && 'code' in cause && cause.code === '23505') return { ok: false, reason: 'ended' }
  throw error
}
