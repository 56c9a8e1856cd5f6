import type { Tx } from '#db/client.ts'
import { effects } from '#db/schema/outbox.ts'

/**
 * Claims an effect of an event in the transaction that makes the effect. Delivery is at least once; the unique row makes the effect happen once.
 *
 * @param eventId the outbox id or another key that names the cause
 * @param effect what is done, e.g. `notify-newcomer`
 * @returns true for the one transaction that may go on, false when it was done before
 */
export async function claimEffect(tx: Tx, eventId: string, effect: string, now: Date): Promise<boolean> {
  const rows = await tx
    .insert(effects)
    .values({ eventId, effect, doneAt: now })
    .onConflictDoNothing()
    .returning({ effect: effects.effect })
  return rows.length === 1
}
