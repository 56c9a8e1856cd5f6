import { and, eq, gte, isNull, lt, sql } from 'drizzle-orm'
import type { Db } from '#db/client.ts'
import { matchingRunParts, matchingRuns } from '#db/schema/matching.ts'
import { newcomers } from '#db/schema/newcomers.ts'
import { requireMay } from '#server/access/may.ts'
import { edgesOf } from '#server/matching/rules/columns/edges.ts'
import { openNewcomerColumns } from '#server/matching/rules/columns/newcomer-columns.ts'
import { type PositionColumns, positionColumns } from '#server/matching/rules/columns/position-columns.ts'
import { type Basis, openBasis } from '#server/matching/rules/columns/words.ts'
import { withSeatsFree } from '#server/matching/rules/edges.ts'
import { MATCHING_POLICY } from '#server/matching/rules/policy.ts'
import { bonusOf } from '#server/matching/rules/terms.ts'
import { newcomerFactsOf } from '#server/newcomers/reads-facts.ts'
import { recordEvent } from '#server/outbox/record-event.ts'
import type { Ctx } from '#server/platform/context.ts'
import { inParts } from '#server/platform/group-by.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { positionFactsOf } from '#server/positions/reads.ts'
import { packPairs, packScores } from './rules-edge-blob.ts'

/** Newcomers that are read at a time: the facts of so many are in memory, of the others only their columns. */
const CHUNK = 2_500

type Places = { basis: Basis; ids: string[]; columns: PositionColumns }

/** The positions of the run that this process scores now: every part meets the same ones, and reading them takes as long as a part. */
const lastPlaces = new WeakMap<Db, { runId: string; places: Promise<Places> }>()

const placesOf = (db: Db, runId: string, day: string): Promise<Places> => {
  const last = lastPlaces.get(db)
  if (last?.runId === runId) return last.places
  const read = async (): Promise<Places> => {
    const positions = await positionFactsOf(db, undefined, day)
    const basis = openBasis(MATCHING_POLICY, day)
    return { basis, ids: positions.map((one) => one.id), columns: positionColumns(positions.map(withSeatsFree), basis) }
  }
  const places = read()
  lastPlaces.set(db, { runId, places })
  places.catch(() => lastPlaces.delete(db))
  return places
}

/** These newcomers as columns, and what a first proposal to each is worth; the next are read while some are filled in. */
async function columnsOf(db: Db, ids: readonly string[], basis: Basis, day: string) {
  const columns = openNewcomerColumns(basis)
  const bonus: number[] = []
  const chunks = [...inParts(ids, CHUNK)]
  let next = newcomerFactsOf(db, chunks[0] ?? [])
  for (let at = 0; at < chunks.length; at += 1) {
    const facts = await next
    next = newcomerFactsOf(db, chunks[at + 1] ?? [])
    next.catch(() => {}) // thrown when it is awaited
    for (const one of facts) {
      columns.add(one)
      bonus.push(bonusOf(one, MATCHING_POLICY, day))
    }
  }
  await next
  return { columns: columns.done(), bonus: Int32Array.from(bonus) }
}

/**
 * Effect of `run-part.planned`: gates and scores the newcomers of one range against every published position, and keeps the pairs that fit. The
 * part that completes the set says so. Twice = once.
 *
 * @param ctx actor WORKER
 * @throws Refusal `forbidden`, `not-found`
 */
export async function scorePart(ctx: Ctx, { partId }: { partId: string }): Promise<{ pairs: number }> {
  requireMay(ctx.actor, 'proposal.score-part')
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
    .orderBy(newcomers.id)
  const places = await placesOf(db, part.runId, day)
  const people = await columnsOf(
    db,
    rows.map((row) => row.id),
    places.basis,
    day,
  )
  const edges = edgesOf(people.columns, places.columns)
  const packed = packPairs({
    newcomerIds: people.columns.ids,
    bonus: people.bonus,
    positionIds: places.ids,
    start: edges.start,
    position: edges.position,
    scores: packScores(edges),
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
