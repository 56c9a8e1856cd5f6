import { and, eq, gt, inArray, notInArray, type SQL } from 'drizzle-orm'
import type { Reader } from '#db/client.ts'
import { placements } from '#db/schema/placements.ts'
import { proposals } from '#db/schema/proposals.ts'
import { OPEN_PROPOSAL_STATES } from '#db/values/proposals.ts'
import { inParts } from '#server/platform/group-by.ts'
import { addDays } from '#server/safeguards/rules/calendar.ts'
import { NOT_AGAIN_STATES, PROPOSAL_POLICY } from './rules.ts'
import type { OpenPair } from './rules-pins.ts'

/** Proposals of these newcomers or of these positions; absent = everybody's. */
export type Whose = { newcomerIds: readonly string[] } | { positionIds: readonly string[] }

const columns = {
  id: proposals.id,
  newcomerId: proposals.newcomerId,
  positionId: proposals.positionId,
  state: proposals.state,
  seenAt: proposals.seenAt,
  version: proposals.version,
  w: proposals.score,
  a: proposals.newcomerScore,
  e: proposals.employerScore,
}

async function inEachPart<T>(whose: Whose | undefined, read: (within: SQL | undefined) => Promise<T[]>): Promise<T[]> {
  if (!whose) return read(undefined)
  const [column, ids] =
    'newcomerIds' in whose
      ? ([proposals.newcomerId, whose.newcomerIds] as const)
      : ([proposals.positionId, whose.positionIds] as const)
  const found: T[] = []
  for (const part of inParts(ids)) for (const row of await read(inArray(column, part))) found.push(row)
  return found
}

/** Every open proposal of a scope: what takes room, and what a run may still take away. */
export const openPairsOf = (db: Reader, whose?: Whose): Promise<OpenPair[]> =>
  inEachPart(whose, async (within) => {
    const rows = await db
      .select(columns)
      .from(proposals)
      .where(and(within, inArray(proposals.state, OPEN_PROPOSAL_STATES)))
    return rows.map(({ seenAt, ...row }) => ({ ...row, seen: seenAt !== null }))
  })

/**
 * Pairs that ended and are not proposed again for ninety days. A placement that was cancelled does not stand in the way.
 * @param today `YYYY-MM-DD`, the day in the Netherlands
 */
export const endedPairsOf = (
  db: Reader,
  today: string,
  whose?: Whose,
): Promise<{ newcomerId: string; positionId: string }[]> => {
  const cancelled = db.select({ id: placements.proposalId }).from(placements).where(eq(placements.state, 'cancelled'))
  const since = new Date(`${addDays(today, -PROPOSAL_POLICY.notAgainDays)}T00:00:00Z`)
  return inEachPart(whose, (within) =>
    db
      .select({ newcomerId: proposals.newcomerId, positionId: proposals.positionId })
      .from(proposals)
      .where(
        and(
          within,
          inArray(proposals.state, NOT_AGAIN_STATES),
          gt(proposals.stateSince, since),
          notInArray(proposals.id, cancelled),
        ),
      ),
  )
}
