import { and, eq, inArray, isNull } from 'drizzle-orm'
import { accounts, recoveryCodes } from '#db/schema/accounts.ts'
import type { Ctx } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Account } from './reads.ts'
import { grouped, isFresh, RECOVERY_CHARACTERS, RECOVERY_CODES } from './rules.ts'
import { recoveryMac } from './step-up.ts'
import { tellOwner } from './tell-owner.ts'
import { newPaperCode, paperCodeOfForm } from './tokens.ts'

/**
 * Makes ten recovery codes in the place of those before. They are shown this once: the table keeps keyed digests.
 *
 * @param input `key` from `accountsKey`, `form` the key of the form that asks, when there is one: `recoveryCodesOfForm` says the same ten again
 * @returns the codes as they are written on paper
 * @throws Refusal('forbidden') for a session that has not taken the second step just now
 */
export async function makeRecoveryCodes(
  ctx: Pick<Ctx, 'db' | 'now'>,
  me: Account,
  input: { key: Buffer; form?: string },
): Promise<string[]> {
  if (me.aal !== 2 || !isFresh(me, ctx.now)) throw new Refusal('forbidden')
  const { key, form } = input
  const codes = Array.from({ length: RECOVERY_CODES }, (_, at) =>
    form === undefined ? newPaperCode(RECOVERY_CHARACTERS) : codeOf(key, me, form, at),
  )
  await ctx.db.transaction(async (tx) => {
    // Two at once stand in line here, so that ten codes are left and not twenty.
    await tx.select({ id: accounts.id }).from(accounts).where(eq(accounts.id, me.accountId)).for('update')
    await tx.delete(recoveryCodes).where(eq(recoveryCodes.accountId, me.accountId))
    await tellOwner(tx, me.accountId, 'recovery-codes', ctx.now)
    await tx.insert(recoveryCodes).values(
      codes.map((code) => ({
        accountId: me.accountId,
        codeMac: recoveryMac(input.key, me.accountId, code),
        createdAt: ctx.now,
      })),
    )
  })
  return codes.map(grouped)
}

const codeOf = (key: Buffer, me: Account, form: string, at: number): string =>
  paperCodeOfForm(key, `recovery-${at}`, `${me.accountId}\0${form}`, RECOVERY_CHARACTERS)

/**
 * The ten codes that this form made, for the same form sent twice.
 *
 * @throws Refusal `stale` once one of them was used or other codes came in their place, `forbidden` as `makeRecoveryCodes`
 */
export async function recoveryCodesOfForm(
  ctx: Pick<Ctx, 'db'>,
  me: Account,
  { key, form }: { key: Buffer; form: string },
): Promise<string[]> {
  if (me.aal !== 2) throw new Refusal('forbidden')
  const codes = Array.from({ length: RECOVERY_CODES }, (_, at) => codeOf(key, me, form, at))
  const macs = codes.map((code) => recoveryMac(key, me.accountId, code))
  const valid = await ctx.db.$count(
    recoveryCodes,
    and(eq(recoveryCodes.accountId, me.accountId), inArray(recoveryCodes.codeMac, macs), isNull(recoveryCodes.usedAt)),
  )
  if (valid !== RECOVERY_CODES) throw new Refusal('stale')
  return codes.map(grouped)
}
