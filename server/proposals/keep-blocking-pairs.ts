import { desc, eq, inArray, lt } from 'drizzle-orm'
import type { Db } from '#db/client.ts'
import { matchingBlockingPairs, matchingRuns } from '#db/schema/matching.ts'
import { newcomers } from '#db/schema/newcomers.ts'
import { positions } from '#db/schema/positions.ts'
import type { Instance } from '#server/matching/rules/allocation/instance.ts'
import type { BlockingPair } from '#server/matching/rules/allocation/stable.ts'
import { MATCHING_POLICY } from '#server/matching/rules/policy.ts'
import { inParts } from '#server/platform/group-by.ts'
import { mostTelling } from './rules-blocking.ts'
import type { ScoredPairs } from './rules-edge-blob.ts'

/**
 * Writes the material blocking pairs of a run over those that it wrote before, the best few of each newcomer, and lets go of those of runs before the
 * last. Nothing is moved by them.
 *
 * @param found edges of the instance, which numbers people and positions as `pairs` does
 */
export async function keepBlockingPairs(
  db: Db,
  runId: string,
  pairs: Pick<ScoredPairs, 'newcomerIds' | 'positionIds'>,
  instance: Instance,
  found: readonly BlockingPair[],
): Promise<void> {
  const rows = mostTelling(instance, found, MATCHING_POLICY.blocking.perNewcomer).map(
    ({ newcomer, position, ...scores }) => ({
      runId,
      newcomerId: pairs.newcomerIds[newcomer] as string,
      positionId: pairs.positionIds[position] as string,
      ...scores,
    }),
  )
  await db.transaction(async (tx) => {
    const [last] = await tx
      .select({ plannedAt: matchingRuns.plannedAt })
      .from(matchingRuns)
      .orderBy(desc(matchingRuns.plannedAt))
      .offset(1)
      .limit(1)
    if (last) {
      const old = tx
        .select({ id: matchingRuns.id })
        .from(matchingRuns)
        .where(lt(matchingRuns.plannedAt, last.plannedAt))
      await tx.delete(matchingBlockingPairs).where(inArray(matchingBlockingPairs.runId, old))
    }
    await tx.delete(matchingBlockingPairs).where(eq(matchingBlockingPairs.runId, runId))
    for (const part of inParts(rows)) {
      // Whoever left since the run read them has no row to point at; who stays is held until the end of this transaction.
      const people = await tx
        .select({ id: newcomers.id })
        .from(newcomers)
        .where(inArray(newcomers.id, [...new Set(part.map((row) => row.newcomerId))]))
        .for('key share')
      const places = await tx
        .select({ id: positions.id })
        .from(positions)
        .where(inArray(positions.id, [...new Set(part.map((row) => row.positionId))]))
        .for('key share')
      const here = new Set([...people, ...places].map((row) => row.id))
      const there = part.filter((row) => here.has(row.newcomerId) && here.has(row.positionId))
      if (there.length > 0) await tx.insert(matchingBlockingPairs).values(there)
    }
  })
}
