import { and, eq, inArray } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import { followUps } from '#db/schema/placements.ts'

/** Conversations of a placement that will not be held any more, because it was cancelled or ended early. */
export async function dropFollowUps(tx: Tx, placementId: string): Promise<void> {
  await tx
    .update(followUps)
    .set({ state: 'dropped' })
    .where(and(eq(followUps.placementId, placementId), inArray(followUps.state, ['waiting', 'due'])))
}
