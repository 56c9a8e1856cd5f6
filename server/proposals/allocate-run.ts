import { createHash } from 'node:crypto'
import { and, asc, eq, ne, sql } from 'drizzle-orm'
import type { Reader } from '#db/client.ts'
import { matchingRunParts, matchingRuns } from '#db/schema/matching.ts'
import { newcomers } from '#db/schema/newcomers.ts'
import type { StoredReason } from '#db/schema/positions.ts'
import { requireMay } from '#server/access/may.ts'
import type { Allocation, Instance } from '#server/matching/rules/allocation/instance.ts'
import { explainPair } from '#server/matching/rules/explain.ts'
import type { PositionFacts } from '#server/matching/rules/facts.ts'
import { MATCHING_POLICY } from '#server/matching/rules/policy.ts'
import { mayBeProposed, roomOf } from '#server/matching/rules/terms.ts'
import { newcomerFactsOf } from '#server/newcomers/reads-facts.ts'
import type { Ctx } from '#server/platform/context.ts'
import { groupBy, inParts } from '#server/platform/group-by.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { positionFactsOf } from '#server/positions/reads.ts'
import { withEveryArea } from './area-lock.ts'
import { differingPairs } from './compare-areas.ts'
import { endedPairsOf, openPairsOf } from './reads-standing.ts'
import { mergePairs, unpackPairs } from './rules-edge-blob.ts'
import type { OpenPair } from './rules-pins.ts'
import { numbersOf } from './rules-run-numbers.ts'
import { solveAll } from './rules-solve.ts'
import { changeOf, doubtfulOf, questionOf } from './rules-supply.ts'
import { whyGone, writeChanges } from './write-changes.ts'

/** Measures stages in whole milliseconds, in the order in which they were asked for. */
const stopwatch = () => {
  const milliseconds: Record<string, number> = {}
  let last = performance.now()
  return {
    milliseconds,
    lap(stage: string): void {
      const now = performance.now()
      milliseconds[stage] = Math.round(now - last)
      last = now
    },
  }
}

/**
 * Effect of `run.scored`: solves the allocation for everybody and writes what it changes. Nothing daytime writes meanwhile; every write asks again
 * whether the row is as it was, so a run that stops anywhere is finished by doing it again, and doing it twice changes nothing more.
 *
 * @param ctx actor WORKER
 * @throws Refusal `forbidden`, `not-found`
 */
export async function allocateRun(ctx: Ctx, { runId }: { runId: string }): Promise<void> {
  requireMay(ctx.actor, 'proposal.propose')
  const { db } = ctx
  await withEveryArea(db, async () => {
    // Read under the lock: whoever waited for another that did the same finds it done.
    const [run] = await db.select().from(matchingRuns).where(eq(matchingRuns.id, runId))
    if (!run) throw new Refusal('not-found')
    if (run.state === 'done' || run.state === 'scoring') return
    const { milliseconds, lap } = stopwatch()
    const differing = run.differing ?? (await differingPairs(ctx))
    lap('compare')
    const [positions, people, parts, open, ended] = await Promise.all([
      positionFactsOf(db, undefined, run.day),
      waitingOf(db),
      partsOf(db, runId),
      openPairsOf(db),
      endedPairsOf(db, run.day),
    ])
    lap('read')
    const pairs = mergePairs(
      parts.map((part) => part.pairs),
      new Set(people.keys()),
      positions.map((one) => one.id),
    )
    const room = positions.map((one) => roomOf(one, MATCHING_POLICY))
    // What the day made since the scoring is in no part. Decided here, once, so that what stays has taken its room before anything is allocated.
    const reasons = await whyUnfit(db, doubtfulOf(pairs, room, open), { people, positions, day: run.day })
    const question = questionOf(pairs, room, open, ended, new Set(reasons.keys()), MATCHING_POLICY)
    lap('prepare')
    const solved = solveAll(question.instance, MATCHING_POLICY)
    lap('allocate')
    const change = changeOf(question, solved.allocation.chosen)
    await db
      .update(matchingRuns)
      .set({
        state: 'writing',
        differing,
        toWrite: change.made.length + change.dropped.length + question.standing.unfit.length,
        written: 0,
        kept: change.kept.length + question.standing.pinned.length,
      })
      .where(and(eq(matchingRuns.id, runId), ne(matchingRuns.state, 'done')))
    await writeChanges(ctx, { runId, day: run.day, pairs, positions, reasons, question, change })
    lap('write')
    for (const part of parts) milliseconds['score'] = (milliseconds['score'] ?? 0) + part.milliseconds
    await db
      .update(matchingRuns)
      .set({
        state: 'done',
        doneAt: ctx.now,
        numbers: numbersOf({ pairs, positions, question, solved, waitingSince: people, day: run.day, milliseconds }),
        certificate: solved.certificate,
        prices: pricesAsBytes(solved.allocation),
        inputHash: hashOf(question.instance),
        outputHash: createHash('sha256').update(solved.allocation.chosen).digest('hex'),
      })
      .where(and(eq(matchingRuns.id, runId), ne(matchingRuns.state, 'done')))
  })
}

/** Everybody who may be proposed now, and since when they wait. */
async function waitingOf(db: Reader): Promise<Map<string, string>> {
  const rows = await db
    .select({ id: newcomers.id, since: newcomers.waitingSince })
    .from(newcomers)
    .where(eq(newcomers.availability, 'available'))
  return new Map(rows.map((row) => [row.id, row.since]))
}

/**
 * Looks at pairs as they are today, by the rules of one pair.
 *
 * @param people the newcomers who may be proposed now
 * @param positions the published ones
 * @returns of those that may not stand, by the id of the proposal, why
 */
async function whyUnfit(
  db: Reader,
  pairs: readonly OpenPair[],
  now: { people: ReadonlyMap<string, string>; positions: readonly PositionFacts[]; day: string },
): Promise<Map<string, StoredReason[]>> {
  const positionOf = new Map(now.positions.map((one) => [one.id, one]))
  const reasons = new Map<string, StoredReason[]>()
  const ofNewcomer = groupBy(pairs, (pair) => pair.newcomerId)
  for (const ids of inParts([...ofNewcomer.keys()])) {
    const facts = await newcomerFactsOf(
      db,
      ids.filter((id) => now.people.has(id)),
    )
    const factsOf = new Map(facts.map((one) => [one.id, one]))
    for (const pair of ids.flatMap((id) => ofNewcomer.get(id) ?? [])) {
      const [newcomer, position] = [factsOf.get(pair.newcomerId), positionOf.get(pair.positionId)]
      const found = newcomer && position ? explainPair(newcomer, position, MATCHING_POLICY, now.day) : null
      const stands = found && position && mayBeProposed(found, MATCHING_POLICY) && roomOf(position, MATCHING_POLICY) > 0
      if (!stands) reasons.set(pair.id, whyGone(found))
    }
  }
  return reasons
}

async function partsOf(db: Reader, runId: string) {
  const rows = await db
    .select({ edges: matchingRunParts.edges, milliseconds: matchingRunParts.milliseconds })
    .from(matchingRunParts)
    .where(and(eq(matchingRunParts.runId, runId), sql`${matchingRunParts.edges} is not null`))
    .orderBy(asc(matchingRunParts.number))
  return rows.flatMap(({ edges, milliseconds }) =>
    edges ? [{ pairs: unpackPairs(edges), milliseconds: milliseconds ?? 0 }] : [],
  )
}

/** Whole prices of the positions, rounded, as 32-bit integers. */
const pricesAsBytes = ({ positionPrice }: Allocation): Uint8Array =>
  new Uint8Array(Int32Array.from(positionPrice, Math.round).buffer)

function hashOf({ start, position, weight, tie, max, room, bonus }: Instance): string {
  const hash = createHash('sha256')
  for (const column of [start, position, weight, tie, max, room, bonus])
    hash.update(new Uint8Array(column.buffer, column.byteOffset, column.byteLength))
  return hash.digest('hex')
}
