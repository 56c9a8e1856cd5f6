import { eq } from 'drizzle-orm'
import type { Reader } from '#db/client.ts'
import { newcomers } from '#db/schema/newcomers.ts'
import { placements } from '#db/schema/placements.ts'
import type { PlacementState } from '#db/values/placements.ts'
import type { Actor } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'

export type OwnPlacement = {
  id: string
  proposalId: string
  newcomerId: string
  positionId: string
  state: PlacementState
  startsOn: string
  coachId: string
}

/**
 * The placement with this id, if it belongs to the coach's own caseload.
 * @throws Refusal `forbidden` for another role, `not-found` for a placement that is not there or another coach's
 */
export async function ownPlacement(db: Reader, actor: Actor, placementId: string): Promise<OwnPlacement> {
  if (actor.role !== 'coach') throw new Refusal('forbidden')
  const [row] = await db
    .select({
      id: placements.id,
      proposalId: placements.proposalId,
      newcomerId: placements.newcomerId,
      positionId: placements.positionId,
      state: placements.state,
      startsOn: placements.startsOn,
      coachId: newcomers.coachId,
    })
    .from(placements)
    .innerJoin(newcomers, eq(newcomers.id, placements.newcomerId))
    .where(eq(placements.id, placementId))
  if (!row || row.coachId !== actor.accountId) throw new Refusal('not-found')
  return row
}
