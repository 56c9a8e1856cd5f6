import { sql } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import { outboxEvents } from '#db/schema/outbox.ts'
import type { EventCatalogue, EventName } from './events.ts'

/** The channel on which a commit wakes the relay; the relay polls as well, so a lost wake-up costs seconds and nothing else. */
export const OUTBOX_CHANNEL = 'instroom_outbox'

/**
 * Records that something happened, in the transaction in which it happened: both are kept or neither is.
 * The plain client does not fit the first parameter, so an event without a transaction does not compile.
 *
 * @param tx the transaction of the command
 * @param name from the catalogue
 * @param payload ids only
 * @param now the moment of the command
 */
export async function recordEvent<N extends EventName>(
  tx: Tx,
  name: N,
  payload: EventCatalogue[N],
  now: Date,
): Promise<void> {
  await tx.insert(outboxEvents).values({ name, payload, createdAt: now })
  await tx.execute(sql`select pg_notify(${OUTBOX_CHANNEL}, '')`)
}
