import { asc, inArray, isNull } from 'drizzle-orm'
import type { Db } from '#db/client.ts'
import { outboxEvents } from '#db/schema/outbox.ts'

/** A row of the outbox as it is read back; a newer deploy may have written a name that this one does not know. */
export type ClaimedEvent = { id: number; name: string; payload: Record<string, string> }

/**
 * Takes the oldest events that were not handed on, hands them on, and marks them, in one transaction. Several relays may do this at the same
 * time: each skips what another holds. When handing on fails nothing is marked; when the process dies after it, it is done again, so handing on
 * must be harmless twice.
 *
 * @param limit at most so many
 * @param handOn gets the events in order of id
 * @param now what is stored as the moment of handing on
 * @returns how many were handed on
 */
export function claimEvents(
  db: Db,
  limit: number,
  handOn: (events: ClaimedEvent[]) => Promise<void>,
  now: Date,
): Promise<number> {
  return db.transaction(async (tx) => {
    const events = await tx
      .select({ id: outboxEvents.id, name: outboxEvents.name, payload: outboxEvents.payload })
      .from(outboxEvents)
      .where(isNull(outboxEvents.relayedAt))
      .orderBy(asc(outboxEvents.id))
      .limit(limit)
      .for('update', { skipLocked: true })
    if (events.length === 0) return 0
    await handOn(events)
    const ids = events.map((event) => event.id)
    await tx.update(outboxEvents).set({ relayedAt: now }).where(inArray(outboxEvents.id, ids))
    return events.length
  })
}
