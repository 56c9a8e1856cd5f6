import { and, eq, isNull } from 'drizzle-orm'
import { accessCards } from '#db/schema/accounts.ts'
import type { Ctx } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { cardCodeMac } from './make-access-card.ts'
import type { Account } from './reads.ts'
import { isFresh } from './rules.ts'
import { tellOwner } from './tell-owner.ts'

/**
 * Puts a code that only the newcomer knows in the place of the one that the coach printed.
 *
 * @param input `code` as `OwnCardCode` gave it, `key` from `accountsKey`
 * @throws Refusal `forbidden` for a session that no card opened just now, `stale` when the card is no longer valid
 */
export async function chooseCardCode(
  ctx: Pick<Ctx, 'db' | 'now'>,
  me: Account,
  input: { code: string; key: Buffer },
): Promise<void> {
  if (!me.amr.includes('card') || !isFresh(me, ctx.now)) throw new Refusal('forbidden')
  await ctx.db.transaction(async (tx) => {
    const [card] = await tx
      .select({ id: accessCards.id })
      .from(accessCards)
      .where(and(eq(accessCards.accountId, me.accountId), isNull(accessCards.revokedAt)))
      .for('update')
    if (!card) throw new Refusal('stale')
    await tx
      .update(accessCards)
      .set({ codeMac: cardCodeMac(input.key, card.id, input.code), madeBy: me.accountId })
      .where(eq(accessCards.id, card.id))
    await tellOwner(tx, me.accountId, 'card', ctx.now)
  })
}
