import { eq } from 'drizzle-orm'
import { z } from 'zod'
import type { Tx } from '#db/client.ts'
import { accounts } from '#db/schema/accounts.ts'
import { newcomers } from '#db/schema/newcomers.ts'
import { requireMay } from '#server/access/may.ts'
import { identityOf, profileOf } from '#server/newcomers/reads.ts'
import { isAddress, keptAddress, lockAddress } from '#server/platform/addresses.ts'
import type { Ctx } from '#server/platform/context.ts'
import { uuid } from '#server/platform/fields.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { LoginEmail } from './rules.ts'

export const OpenNewcomerAccountInput = z.strictObject({ newcomerId: uuid() })
export type OpenNewcomerAccountInput = z.input<typeof OpenNewcomerAccountInput>

/**
 * The effect of `newcomer.created`: the account under which a newcomer signs in. Twice = once. An address that another account has is left
 * out, since an address opens one account only: the person then has an account without one, and nobody learns whose the address is.
 *
 * @returns whether an account was made, and whether it can sign in by mail
 * @throws Refusal `forbidden` for anybody but a worker, `not-found` when the newcomer is gone
 */
export async function openNewcomerAccount(
  ctx: Ctx,
  input: OpenNewcomerAccountInput,
): Promise<{ opened: boolean; withEmail: boolean }> {
  const { newcomerId } = OpenNewcomerAccountInput.parse(input)
  requireMay(ctx.actor, 'account.open-newcomer')
  return ctx.db.transaction(async (tx) => {
    // A save of the profile waits for this account, so that its own effect finds it.
    await tx.select({ id: newcomers.id }).from(newcomers).where(eq(newcomers.id, newcomerId)).for('share')
    const profile = await profileOf(tx, newcomerId)
    const identity = await identityOf(tx, newcomerId)
    if (!profile || !identity) throw new Refusal('not-found')
    const known = await tx.select({ id: accounts.id }).from(accounts).where(eq(accounts.newcomerId, newcomerId))
    if (known.length > 0) return { opened: false, withEmail: false }
    const accountId = crypto.randomUUID()
    const row = {
      id: accountId,
      role: 'newcomer' as const,
      displayName: identity.givenName,
      newcomerId,
      language: profile.screenLanguage,
      createdAt: ctx.now,
    }
    // What cannot be typed at sign-in is no way to sign in.
    const email = LoginEmail.safeParse(identity.email)
    for (const address of email.success && (await isFree(tx, email.data)) ? [email.data, null] : [null]) {
      const made = await tx
        .insert(accounts)
        .values({ ...row, ...keptAddress(accountId, address) })
        .onConflictDoNothing()
        .returning({ id: accounts.id })
      if (made.length === 1) return { opened: true, withEmail: address !== null }
    }
    return { opened: false, withEmail: false }
  })
}

/** Whether no account has this address; until the end of the transaction none takes it. */
async function isFree(tx: Tx, email: string): Promise<boolean> {
  await lockAddress(tx, email)
  return (await tx.select({ id: accounts.id }).from(accounts).where(isAddress(email)).limit(1)).length === 0
}
