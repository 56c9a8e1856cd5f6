import { and, eq, isNull, ne } from 'drizzle-orm'
import { elevated } from '#db/bound.ts'
import type { Tx } from '#db/client.ts'
import { accessCards } from '#db/schema/accounts.ts'
import { endCardSessions } from './revoke-access-card.ts'
import { tellOwner } from './tell-owner.ts'

/**
 * Ends the cards that somebody printed for others and whose code nobody chose since, with the sessions that they opened: who is no coach any
 * more, or not now, keeps no key to a newcomer. Their owners are told. In the transaction that has a reason to.
 */
export async function endCardsMadeBy(tx: Tx, coachId: string, now: Date): Promise<void> {
  const inside = elevated(tx, 'shut-out')
  const ended = await inside
    .update(accessCards)
    .set({ revokedAt: now })
    .where(and(eq(accessCards.madeBy, coachId), ne(accessCards.accountId, coachId), isNull(accessCards.revokedAt)))
    .returning({ accountId: accessCards.accountId })
  for (const { accountId } of ended) {
    await endCardSessions(inside, accountId, now)
    await tellOwner(tx, accountId, 'card', now)
  }
}
