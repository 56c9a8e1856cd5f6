import type { Tx } from '#db/client.ts'
import type { AccountChange } from '#server/outbox/events.ts'
import { recordEvent } from '#server/outbox/record-event.ts'

/**
 * Has the owner of an account told, by a message and by mail, that something changed about how one signs in to it: whoever did it, the owner hears of it.
 * In the transaction of the change, and with ids and a code only.
 */
export const tellOwner = (tx: Tx, accountId: string, what: AccountChange, now: Date): Promise<void> =>
  recordEvent(tx, 'account.changed', { ownerId: accountId, what }, now)
