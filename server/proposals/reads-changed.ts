import { and, desc, eq, gte, ne } from 'drizzle-orm'
import type { Reader } from '#db/client.ts'
import { matchingRuns } from '#db/schema/matching.ts'
import { newcomers } from '#db/schema/newcomers.ts'
import { positions } from '#db/schema/positions.ts'

export type ChangedSides = { newcomerIds: ReadonlySet<string>; positionIds: ReadonlySet<string> }

/**
 * Whose facts were written since the last run that was finished was planned: the reasons of their proposals may be others now though the scores are
 * not. Before the first run that is everybody.
 */
export async function changedSinceLastRun(db: Reader, runId: string): Promise<ChangedSides> {
  const [last] = await db
    .select({ at: matchingRuns.plannedAt })
    .from(matchingRuns)
    .where(and(eq(matchingRuns.state, 'done'), ne(matchingRuns.id, runId)))
    .orderBy(desc(matchingRuns.plannedAt))
    .limit(1)
  const since = last?.at ?? new Date(0)
  const [people, places] = await Promise.all([
    db
      .select({ id: newcomers.id })
      .from(newcomers)
      .where(and(eq(newcomers.availability, 'available'), gte(newcomers.updatedAt, since))),
    db
      .select({ id: positions.id })
      .from(positions)
      .where(and(eq(positions.state, 'published'), gte(positions.updatedAt, since))),
  ])
  return { newcomerIds: new Set(people.map((row) => row.id)), positionIds: new Set(places.map((row) => row.id)) }
}
