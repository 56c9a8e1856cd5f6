import { elevated } from '#db/bound.ts'
import type { Reader } from '#db/client.ts'
import { MATCHING_POLICY } from '#server/matching/rules/policy.ts'
import { roomOf } from '#server/matching/rules/terms.ts'
import { positionFactsOf } from '#server/positions/reads.ts'
import { openPairsOf } from './reads-standing.ts'
import { hasRoomForPin } from './rules-limits.ts'

/**
 * Whether one more proposal that stays whatever a run finds can be opened for this pair: neither side has all that one may have in proposals that
 * people acted on or that a coach saw. What only the engine saw makes room by itself.
 * @param today `YYYY-MM-DD`, the day in the Netherlands
 */
export async function hasRoomFor(
  reader: Reader,
  { newcomerId, positionId }: { newcomerId: string; positionId: string },
  today: string,
): Promise<boolean> {
  const db = elevated(reader, 'count-room')
  const [[position], own, there] = await Promise.all([
    positionFactsOf(db, [positionId], today),
    openPairsOf(db, { newcomerIds: [newcomerId] }),
    openPairsOf(db, { positionIds: [positionId] }),
  ])
  return (
    position !== undefined && hasRoomForPin({ own, there, room: roomOf(position, MATCHING_POLICY) }, MATCHING_POLICY)
  )
}
