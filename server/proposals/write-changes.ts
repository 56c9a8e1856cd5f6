import { and, eq, sql } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import { matchingRuns } from '#db/schema/matching.ts'
import { newcomers } from '#db/schema/newcomers.ts'
import { positions, type StoredReason } from '#db/schema/positions.ts'
import { explainPair, type PairExplanation } from '#server/matching/rules/explain.ts'
import type { PositionFacts } from '#server/matching/rules/facts.ts'
import { MATCHING_POLICY } from '#server/matching/rules/policy.ts'
import { mayBeProposed, roomOf } from '#server/matching/rules/terms.ts'
import { newcomerFactsOf } from '#server/newcomers/reads-facts.ts'
import { seatsTakenOf } from '#server/placements/reads.ts'
import { amongIds } from '#server/platform/among-ids.ts'
import type { Ctx } from '#server/platform/context.ts'
import { inParts } from '#server/platform/group-by.ts'
import { voidAreas } from './area-lock.ts'
import { coded } from './move-proposal.ts'
import { type ChangedSides, changedSinceLastRun } from './reads-changed.ts'
import { openCountsOf } from './reads-standing.ts'
import { pairAt, type ScoredPairs } from './rules-edge-blob.ts'
import { withinLimits } from './rules-limits.ts'
import { scoresIn } from './rules-live-cells.ts'
import type { OpenPair } from './rules-pins.ts'
import type { Change, Question } from './rules-supply.ts'
import { type CardCodes, insertPairs, readCardCodes, refreshPairs, withdrawPairs } from './write-pairs.ts'

/** Changes of one transaction: a lock of a tenth of a second, and a step of the progress. */
const BATCH = 1_000

/** What a run gives one newcomer, and what stays with other scores or facts than it was made with; all of it goes in one transaction. */
type ForOne = { newcomerId: string; made: string[]; changed: OpenPair[] }

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

/** Proposals that were to go and stay, and pairs that were to be made and are not: a side changed, or a person acted, while the run was at work. */
export type NotWritten = { kept: number; notMade: number }

/**
 * Writes what a run changes, about a thousand changes a transaction with the progress in it, both times in the order of the newcomers' ids. All that
 * goes away goes first: then it is known what stays after all, since a coach saw it or took it up while the run was thinking. Each new pair is
 * explained from the facts as they are now: one that changed since it was scored is left to the daytime, which heard of it.
 *
 * @param mayThinkAgain whether the caller can find another answer; else nothing is made where what stays leaves no room
 * @returns what the answer asks for and is not so; null when something that was to go stays, and nothing was made: to be answered anew
 */
export async function writeChanges(ctx: Ctx, run: Run, mayThinkAgain: boolean): Promise<NotWritten | null> {
  const byNewcomer = (x: { newcomerId: string }, y: { newcomerId: string }): number =>
    x.newcomerId < y.newcomerId ? -1 : 1
  const gone = [
    ...run.change.dropped.map((pair) => ({ ...pair, reasons: [coded('no-room')], evenSeen: false })),
    // Not asked again: one that came to fit since the question took no room in it, and keeping it could break a limit. The daytime heard of it.
    ...run.question.standing.unfit.map((pair) => ({
      ...pair,
      reasons: run.reasons.get(pair.id) ?? whyGone(null),
      evenSeen: true,
    })),
  ].sort(byNewcomer)
  let stays = gone.length
  for (const batch of inParts(gone, BATCH))
    stays -= await ctx.db.transaction(async (tx) => {
      const withdrawn = (await withdrawPairs(tx, ctx, batch)).length
      await writeProgress(tx, run.runId, { written: batch.length, withdrawn })
      return withdrawn
    })
  if (stays > 0 && mayThinkAgain) return null
  const everybody = [...givenBy(run, await changedSinceLastRun(ctx.db, run.runId)).values()].sort(byNewcomer)
  const codes: CardCodes = new Map()
  const positionOf = new Map(run.positions.map((one) => [one.id, one]))
  await readCardCodes(ctx.db, codes, [...positionOf.keys()])
  // While Postgres writes one batch, the next is read and explained.
  const batches = inBatches(everybody)
  const explained = (batch: ForOne[] | undefined): Promise<Explained | null> => {
    const next = batch ? explainBatch(ctx, run, batch, positionOf) : Promise.resolve(null)
    next.catch(() => {}) // thrown where it is awaited
    return next
  }
  let notMade = 0
  let next = explained(batches[0])
  for (let at = 0; at < batches.length; at += 1) {
    const batch = await next
    next = explained(batches[at + 1])
    if (batch) notMade += batch.wanted - (await writeBatch(ctx, run.runId, batch, positionOf, codes))
  }
  return { kept: stays, notMade }
}

/** About a thousand changes each, nobody's in two of them. */
function inBatches(everybody: readonly ForOne[]): ForOne[][] {
  const batches: ForOne[][] = []
  let size = BATCH
  for (const one of everybody) {
    if (size >= BATCH) {
      batches.push([])
      size = 0
    }
    batches.at(-1)?.push(one)
    size += one.made.length + one.changed.length
  }
  return batches
}

/** By newcomer: what is made, and what stays though its scores, or the facts of a side, are others than it was made with. */
function givenBy({ pairs, question, change }: Run, changed: ChangedSides): Map<string, ForOne> {
  const changes = new Map<string, ForOne>()
  const of = (newcomerId: string): ForOne => {
    const one = changes.get(newcomerId) ?? { newcomerId, made: [], changed: [] }
    changes.set(newcomerId, one)
    return one
  }
  for (const { newcomer, position } of change.made)
    of(pairs.newcomerIds[newcomer] as string).made.push(pairs.positionIds[position] as string)
  const seen = question.standing.pinned.filter((pair) => pair.state === 'proposed')
  for (const pair of [...change.kept, ...seen]) {
    const [i, j] = [question.placeOfNewcomer.get(pair.newcomerId), question.placeOfPosition.get(pair.positionId)]
    const edge = i === undefined || j === undefined ? -1 : pairAt(pairs, i, j)
    if (edge < 0) continue
    const { w, a, e } = scoresIn(pairs.scores[edge] as number)
    const isOther = w !== pair.w || a !== pair.a || e !== pair.e
    if (isOther || changed.newcomerIds.has(pair.newcomerId) || changed.positionIds.has(pair.positionId))
      of(pair.newcomerId).changed.push(pair)
  }
  return changes
}

/** What a batch makes and brings up to date, as the facts are now. */
type Explained = {
  made: PairExplanation[]
  changed: { id: string; version: number; fresh: PairExplanation }[]
  /** Pairs that were to be made, those that turned out not to fit included. */
  wanted: number
}

async function explainBatch(
  ctx: Ctx,
  run: Run,
  batch: readonly ForOne[],
  positionOf: ReadonlyMap<string, PositionFacts>,
): Promise<Explained> {
  const ids = batch.map((one) => one.newcomerId)
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
  return { made, changed, wanted: batch.reduce((sum, one) => sum + one.made.length, 0) }
}

async function writeBatch(
  ctx: Ctx,
  runId: string,
  { made, changed, wanted }: Explained,
  positionOf: ReadonlyMap<string, PositionFacts>,
  codes: CardCodes,
): Promise<number> {
  return ctx.db.transaction(async (tx) => {
    const there = await lockSides(tx, made)
    const still = made.filter((pair) => there.newcomers.has(pair.newcomerId) && there.positions.has(pair.positionId))
    const taken = await seatsTakenOf(tx, [...there.positions])
    const fitting = withinLimits(still, await openCountsOf(tx, still), {
      newcomer: () => MATCHING_POLICY.proposalsPerNewcomer,
      position: (id) =>
        roomOf({ ...(positionOf.get(id) as PositionFacts), seatsTaken: taken.get(id) ?? 0 }, MATCHING_POLICY),
    })
    const inserted = (await insertPairs(tx, ctx, fitting, codes)).length
    const refreshed = (await refreshPairs(tx, changed)).length
    await writeProgress(tx, runId, { written: wanted, made: inserted, refreshed })
    return inserted
  })
}

/**
 * Who proposes one of these people or places besides waits, so that what is counted now is still so when it is written: people first, both by id.
 * @returns the ids of those that are there now: whoever paused, and what closed, while the batch was explained or waited here is left out
 */
async function lockSides(
  tx: Tx,
  pairs: readonly PairExplanation[],
): Promise<{ newcomers: Set<string>; positions: Set<string> }> {
  if (pairs.length === 0) return { newcomers: new Set(), positions: new Set() }
  const [people, places] = [pairs.map((pair) => pair.newcomerId), pairs.map((pair) => pair.positionId)]
  const [isOne, isPlace] = [amongIds(newcomers.id, [...new Set(people)]), amongIds(positions.id, [...new Set(places)])]
  const available = await tx.execute<{ id: string }>(
    sql`select id from ${newcomers} where ${isOne} and availability = 'available' order by id for no key update`,
  )
  const published = await tx.execute<{ id: string }>(
    sql`select id from ${positions} where ${isPlace} and state = 'published' order by id for no key update`,
  )
  return {
    newcomers: new Set(available.map((row) => row.id)),
    positions: new Set(published.map((row) => row.id)),
  }
}

/** The progress, in the transaction of what was written; whatever the live allocators remember is void from then on. */
async function writeProgress(
  tx: Tx,
  runId: string,
  { written = 0, made = 0, withdrawn = 0, refreshed = 0 }: Partial<Record<Counter, number>>,
): Promise<void> {
  await voidAreas(tx)
  await tx
    .update(matchingRuns)
    .set({
      written: sql`${matchingRuns.written} + ${written}`,
      made: sql`${matchingRuns.made} + ${made}`,
      withdrawn: sql`${matchingRuns.withdrawn} + ${withdrawn}`,
      refreshed: sql`${matchingRuns.refreshed} + ${refreshed}`,
    })
    .where(eq(matchingRuns.id, runId))
}
type Counter = 'written' | 'made' | 'withdrawn' | 'refreshed'

async function availableAmong({ db }: Ctx, ids: string[]): Promise<Set<string>> {
  const rows = await db
    .select({ id: newcomers.id })
    .from(newcomers)
    .where(and(amongIds(newcomers.id, ids), eq(newcomers.availability, 'available')))
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
