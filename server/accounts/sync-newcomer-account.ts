import { and, eq, ne } from 'drizzle-orm'
import { z } from 'zod'
import type { Tx } from '#db/client.ts'
import { accounts } from '#db/schema/accounts.ts'
import { newcomers } from '#db/schema/newcomers.ts'
import { requireMay } from '#server/access/may.ts'
import { identityOf, profileOf } from '#server/newcomers/reads.ts'
import { addressOf, isAddress, keptAddress, lockAddress } from '#server/platform/addresses.ts'
import type { Ctx } from '#server/platform/context.ts'
import { uuid } from '#server/platform/fields.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { forgetFactors } from './forget-factors.ts'
import { endCardOfOthers } from './revoke-access-card.ts'
import { LoginEmail } from './rules.ts'
import { shutOut } from './shut-out.ts'
import { tellOwner } from './tell-owner.ts'

export const SyncNewcomerAccountInput = z.strictObject({ newcomerId: uuid() })
export type SyncNewcomerAccountInput = z.input<typeof SyncNewcomerAccountInput>

/**
 * The effect of `newcomer.updated` and `newcomer.moved`: the account signs in with the address of the profile and speaks its language, and a card that
 * an earlier coach printed is worth nothing unless the newcomer chose its code. Whoever held the old address
 * is shut out at once: its sessions, its codes and every factor that it linked end. An address that another account has, or that cannot be typed at sign-in, becomes none.
 * It reads how things stand now, so twice = once and events may arrive in any order.
 *
 * @param ctx actor WORKER
 * @returns whether the address changed; false as well while there is no account, which `openNewcomerAccount` makes from the same profile
 * @throws Refusal `forbidden` for anybody but a worker, `not-found` when the newcomer is gone
 */
export async function syncNewcomerAccount(
  ctx: Ctx,
  input: SyncNewcomerAccountInput,
): Promise<{ addressChanged: boolean }> {
  const { newcomerId } = SyncNewcomerAccountInput.parse(input)
  requireMay(ctx.actor, 'account.sync-newcomer')
  return ctx.db.transaction(async (tx) => {
    // No save of the profile passes between what is read here and what is written.
    const [row] = await tx
      .select({ coachId: newcomers.coachId })
      .from(newcomers)
      .where(eq(newcomers.id, newcomerId))
      .for('share')
    const profile = await profileOf(tx, newcomerId)
    const identity = await identityOf(tx, newcomerId)
    if (!row || !profile || !identity) throw new Refusal('not-found')
    const [account] = await tx
      .select({ id: accounts.id, email: accounts.email, emailSealed: accounts.emailSealed })
      .from(accounts)
      .where(eq(accounts.newcomerId, newcomerId))
      .for('update')
    if (!account) return { addressChanged: false }
    if (await endCardOfOthers(tx, account.id, row.coachId, ctx.now)) await tellOwner(tx, account.id, 'card', ctx.now)
    const email = await addressFor(tx, account.id, identity.email)
    const isSame = email === addressOf(account)
    const address = isSame ? {} : keptAddress(account.id, email)
    await tx
      .update(accounts)
      .set({ ...address, language: profile.screenLanguage })
      .where(eq(accounts.id, account.id))
    if (isSame) return { addressChanged: false }
    await forgetFactors(tx, account.id)
    await shutOut(tx, account.id, ctx.now)
    await tellOwner(tx, account.id, 'address', ctx.now)
    return { addressChanged: true }
  })
}

/** The address under which this account can sign in; null when there is none. Two accounts at once: the unique index refuses, and the job tries again. */
async function addressFor(tx: Tx, accountId: string, given: string | null): Promise<string | null> {
  const email = LoginEmail.safeParse(given)
  if (!email.success) return null
  await lockAddress(tx, email.data)
  const others = await tx
    .select({ id: accounts.id })
    .from(accounts)
    .where(and(isAddress(email.data), ne(accounts.id, accountId)))
  return others.length === 0 ? email.data : null
}
