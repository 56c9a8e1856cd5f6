import { and, eq, inArray, sql } from 'drizzle-orm'
import { matchingRuns } from '#db/schema/matching.ts'
import { newcomers } from '#db/schema/newcomers.ts'
import type { StoredReason } from '#db/schema/positions.ts'
import { explainPair, type PairExplanation } from '#server/matching/rules/explain.ts'
import type { PositionFacts } from '#server/matching/rules/facts.ts'
import { MATCHING_POLICY } from '#server/matching/rules/policy.ts'
import { mayBeProposed } from '#server/matching/rules/terms.ts'
import { newcomerFactsOf } from '#server/newcomers/reads-facts.ts'
import type { Ctx } from '#server/platform/context.ts'
import { voidAreas } from './area-lock.ts'
import { coded } from './move-proposal.ts'
import { pairAt, type ScoredPairs } from './rules-edge-blob.ts'
import type { OpenPair } from './rules-pins.ts'
import type { Change, Question } from './rules-supply.ts'
import { type CardCodes, insertPairs, readCardCodes, refreshPairs, withdrawPairs } from './write-pairs.ts'

/** Changes of one transaction: a lock of a tenth of a second, and a step of the progress. */
const BATCH = 1_000

/** What a run changes for one newcomer; all of it goes in one transaction, so nobody is left with half. */
type ForOne = { newcomerId: string; made: string[]; dropped: OpenPair[]; unfit: OpenPair[]; changed: OpenPair[] }

type Run = {
  runId: string
  day: string
  pairs: ScoredPairs
  positions: readonly PositionFacts[]
  /** Why the unfit ones of the question do not fit, by the id of the proposal. */
  reasons: ReadonlyMap<string, StoredReason[]>
  question: Question
  change: Change
}

/**
 * Writes what a run changes, newcomer by newcomer in the order of their ids, about a thousand changes a transaction with the progress in it. Each new
 * pair is explained from the facts as they are now: one that changed since it was scored is left to the daytime, which heard of it.
 */
export async function writeChanges(ctx: Ctx, run: Run): Promise<void> {
  const everybody = [...changesOf(run).values()].sort((x, y) => (x.newcomerId < y.newcomerId ? -1 : 1))
  const codes: CardCodes = new Map()
  const positionOf = new Map(run.positions.map((one) => [one.id, one]))
  await readCardCodes(ctx.db, codes, [...positionOf.keys()])
  for (let at = 0; at < everybody.length; ) {
    const batch: ForOne[] = []
    for (let size = 0; size < BATCH && at < everybody.length; at += 1) {
      const one = everybody[at] as ForOne
      batch.push(one)
      size += one.made.length + one.dropped.length + one.unfit.length + one.changed.length
    }
    await writeBatch(ctx, run, batch, positionOf, codes)
  }
}

/** By newcomer: what is made, what makes room, what does not fit any more, and what stays with other scores than it was made with. */
function changesOf({ pairs, question, change }: Run): Map<string, ForOne> {
  const changes = new Map<string, ForOne>()
  const of = (newcomerId: string): ForOne => {
    const one = changes.get(newcomerId) ?? { newcomerId, made: [], dropped: [], unfit: [], changed: [] }
    changes.set(newcomerId, one)
    return one
  }
  for (const { newcomer, position } of change.made)
    of(pairs.newcomerIds[newcomer] as string).made.push(pairs.positionIds[position] as string)
  for (const pair of change.dropped) of(pair.newcomerId).dropped.push(pair)
  for (const pair of question.standing.unfit) of(pair.newcomerId).unfit.push(pair)
  const seen = question.standing.pinned.filter((pair) => pair.state === 'proposed')
  for (const pair of [...change.kept, ...seen]) {
    const [i, j] = [question.placeOfNewcomer.get(pair.newcomerId), question.placeOfPosition.get(pair.positionId)]
    const edge = i === undefined || j === undefined ? -1 : pairAt(pairs, i, j)
    if (edge < 0) continue
    if (pairs.w[edge] !== pair.w || pairs.a[edge] !== pair.a || pairs.e[edge] !== pair.e)
      of(pair.newcomerId).changed.push(pair)
  }
  return changes
}

async function writeBatch(
  ctx: Ctx,
  run: Run,
  batch: readonly ForOne[],
  positionOf: ReadonlyMap<string, PositionFacts>,
  codes: CardCodes,
): Promise<void> {
  const ids = batch.filter((one) => one.made.length + one.changed.length > 0).map((one) => one.newcomerId)
  const [facts, available] = await Promise.all([newcomerFactsOf(ctx.db, ids), availableAmong(ctx, ids)])
  const factsOf = new Map(facts.map((one) => [one.id, one]))
  const explained = (newcomerId: string, positionId: string): PairExplanation | null => {
    const [newcomer, position] = [factsOf.get(newcomerId), positionOf.get(positionId)]
    if (!newcomer || !position || !available.has(newcomerId)) return null
    return explainPair(newcomer, position, MATCHING_POLICY, run.day)
  }
  const made = batch
    .flatMap((one) => one.made.map((positionId) => explained(one.newcomerId, positionId)))
    .filter((one) => one !== null)
    .filter((one) => mayBeProposed(one, MATCHING_POLICY))
  const changed = batch.flatMap((one) =>
    one.changed.flatMap((pair) => {
      const fresh = explained(pair.newcomerId, pair.positionId)
      return fresh && mayBeProposed(fresh, MATCHING_POLICY) ? [{ id: pair.id, version: pair.version, fresh }] : []
    }),
  )
  const gone = batch.flatMap((one) => [
    ...one.dropped.map(({ id }) => ({ id, reasons: [coded('no-room')], evenSeen: false })),
    // Not asked again: one that came to fit since the question took no room in it, and keeping it could break a limit. The daytime heard of it.
    ...one.unfit.map(({ id }) => ({ id, reasons: run.reasons.get(id) ?? whyGone(null), evenSeen: true })),
  ])
  await ctx.db.transaction(async (tx) => {
    const withdrawn = (await withdrawPairs(tx, ctx, gone)).length
    const inserted = (await insertPairs(tx, ctx, made, codes)).length
    const refreshed = (await refreshPairs(tx, changed)).length
    await voidAreas(tx)
    const wanted = batch.reduce((sum, one) => sum + one.made.length + one.dropped.length + one.unfit.length, 0)
    await tx
      .update(matchingRuns)
      .set({
        written: sql`${matchingRuns.written} + ${wanted}`,
        made: sql`${matchingRuns.made} + ${inserted}`,
        withdrawn: sql`${matchingRuns.withdrawn} + ${withdrawn}`,
        refreshed: sql`${matchingRuns.refreshed} + ${refreshed}`,
      })
      .where(eq(matchingRuns.id, run.runId))
  })
}

async function availableAmong({ db }: Ctx, ids: string[]): Promise<Set<string>> {
  const rows = await db
    .select({ id: newcomers.id })
    .from(newcomers)
    .where(and(inArray(newcomers.id, ids), eq(newcomers.availability, 'available')))
  return new Set(rows.map((row) => row.id))
}

/**
 * Why the engine takes a proposal back: the gates that do not pass now; that one of the sides is not there; or that there is no room.
 * @param now null = the newcomer is not available or the position not published
 */
export const whyGone = (now: PairExplanation | null): StoredReason[] => {
  if (now === null) return [coded('not-open')]
  const gates = [...new Set([...now.missed, ...now.unknown])]
  return gates.length > 0 ? gates.map((gate) => coded('gate-missed', { gate })) : [coded('no-room')]
}
