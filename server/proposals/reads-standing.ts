import { and, count, eq, gt, inArray, notInArray, type SQL } from 'drizzle-orm'
import type { Reader } from '#db/client.ts'
import { placements } from '#db/schema/placements.ts'
import { proposals } from '#db/schema/proposals.ts'
import { OPEN_PROPOSAL_STATES } from '#db/values/proposals.ts'
import { amongIds } from '#server/platform/among-ids.ts'
import { inParts } from '#server/platform/group-by.ts'
import { addDays } from '#server/safeguards/rules/calendar.ts'
import { NOT_AGAIN_STATES, PROPOSAL_POLICY } from './rules.ts'
import type { OpenCounts } from './rules-limits.ts'
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
  for (const part of inParts(ids)) for (const row of await read(amongIds(column, part))) found.push(row)
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

/** How many open proposals the sides of these pairs have by now. */
export async function openCountsOf(
  db: Reader,
  pairs: readonly { newcomerId: string; positionId: string }[],
): Promise<OpenCounts> {
  const ofEach = async (column: typeof proposals.newcomerId | typeof proposals.positionId, ids: string[]) => {
    const counts = new Map<string, number>()
    for (const part of inParts([...new Set(ids)])) {
      const rows = await db
        .select({ id: column, open: count() })
        .from(proposals)

        .where(and(amongIds(column, part), inArray(proposals.state, OPEN_PROPOSAL_STATES)))
        .groupBy(column)
      for (const { id, open } of rows) counts.set(id, open)
    }
    return counts
  }
  return {
    newcomers: await ofEach(
      proposals.newcomerId,
      pairs.map((pair) => pair.newcomerId),
    ),
    positions: await ofEach(
      proposals.positionId,
      pairs.map((pair) => pair.positionId),
    ),
  }
}

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
