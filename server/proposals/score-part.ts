import { and, eq, gte, isNull, lt, sql } from 'drizzle-orm'
import type { Db } from '#db/client.ts'
import { matchingRunParts, matchingRuns } from '#db/schema/matching.ts'
import { newcomers } from '#db/schema/newcomers.ts'
import { requireMay } from '#server/access/may.ts'
import { edgesBetween } from '#server/matching/rules/edges.ts'
import type { PositionFacts } from '#server/matching/rules/facts.ts'
import { MATCHING_POLICY } from '#server/matching/rules/policy.ts'
import { bonusOf } from '#server/matching/rules/terms.ts'
import { newcomerFactsOf } from '#server/newcomers/reads-facts.ts'
import { recordEvent } from '#server/outbox/record-event.ts'
import type { Ctx } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { positionFactsOf } from '#server/positions/reads.ts'
import { packPairs } from './rules-edge-blob.ts'

/** The positions of the run that this process scores now: every part meets the same ones, and reading them takes as long as a part. */
const lastPositions = new WeakMap<Db, { runId: string; positions: Promise<PositionFacts[]> }>()

const positionsOf = (db: Db, runId: string, day: string): Promise<PositionFacts[]> => {
  const last = lastPositions.get(db)
  if (last?.runId === runId) return last.positions
  const positions = positionFactsOf(db, undefined, day)
  lastPositions.set(db, { runId, positions })
  positions.catch(() => lastPositions.delete(db))
  return positions
}

/**
 * Effect of `run-part.planned`: gates and scores the newcomers of one range against every published position, and keeps the pairs that fit. The
 * part that completes the set says so. Twice = once.
 *
 * @param ctx actor WORKER
 * @throws Refusal `forbidden`, `not-found`
 */
export async function scorePart(ctx: Ctx, { partId }: { partId: string }): Promise<{ pairs: number }> {
  requireMay(ctx.actor, 'proposal.propose')
  const { db } = ctx
  const [found] = await db
    .select({ part: matchingRunParts, day: matchingRuns.day })
    .from(matchingRunParts)
    .innerJoin(matchingRuns, eq(matchingRuns.id, matchingRunParts.runId))
    .where(eq(matchingRunParts.id, partId))
  if (!found) throw new Refusal('not-found')
  const { part, day } = found
  if (part.scoredAt !== null) return { pairs: part.pairs ?? 0 }
  const begun = performance.now()
  const rows = await db
    .select({ id: newcomers.id })
    .from(newcomers)
    .where(
      and(
        eq(newcomers.availability, 'available'),
        part.fromId === null ? undefined : gte(newcomers.id, part.fromId),
        part.untilId === null ? undefined : lt(newcomers.id, part.untilId),
      ),
    )
  const [positions, people] = await Promise.all([
    positionsOf(db, part.runId, day),
    newcomerFactsOf(
      db,
      rows.map((row) => row.id),
    ),
  ])
  const edges = edgesBetween(people, positions, MATCHING_POLICY, day)
  const packed = packPairs({
    newcomerIds: people.map((one) => one.id),
    bonus: Int32Array.from(people, (one) => bonusOf(one, MATCHING_POLICY, day)),
    positionIds: positions.map((one) => one.id),
    ...edges,
  })
  const pairs = edges.position.length
  await db.transaction(async (tx) => {
    const done = await tx
      .update(matchingRunParts)
      .set({
        edges: packed,
        pairs,
        milliseconds: Math.round(performance.now() - begun),
        readAt: ctx.now,
        scoredAt: ctx.now,
      })
      .where(and(eq(matchingRunParts.id, partId), isNull(matchingRunParts.scoredAt)))
      .returning({ id: matchingRunParts.id })
    if (done.length === 0) return
    const [run] = await tx
      .update(matchingRuns)
      .set({
        partsScored: sql`${matchingRuns.partsScored} + 1`,
        state: sql`case when ${matchingRuns.partsScored} + 1 = ${matchingRuns.parts} then 'scored' else ${matchingRuns.state} end`,
        scoredAt: sql`case when ${matchingRuns.partsScored} + 1 = ${matchingRuns.parts} then ${ctx.now.toISOString()}::timestamptz end`,
      })
      .where(eq(matchingRuns.id, part.runId))
      .returning({ state: matchingRuns.state })
    if (run?.state === 'scored') await recordEvent(tx, 'run.scored', { runId: part.runId }, ctx.now)
  })
  return { pairs }
}
