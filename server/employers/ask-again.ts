import { and, asc, eq } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import { positions } from '#db/schema/positions.ts'
import { recordEvent } from '#server/outbox/record-event.ts'

/**
 * Something new is known of an establishment: its published positions count as changed, so that the engine asks the safeguards again and takes
 * back what may not be proposed any more (ruling 8).
 */
export async function askAgain(tx: Tx, establishmentId: string, now: Date): Promise<void> {
  const open = await tx
    .select({ id: positions.id })
    .from(positions)
    .where(and(eq(positions.establishmentId, establishmentId), eq(positions.state, 'published')))
    .orderBy(asc(positions.id))
  for (const { id } of open) await recordEvent(tx, 'position.updated', { positionId: id }, now)
}
