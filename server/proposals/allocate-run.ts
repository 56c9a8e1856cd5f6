import { and, eq, gt, ne } from 'drizzle-orm'
import type { Reader } from '#db/client.ts'
import { matchingRuns } from '#db/schema/matching.ts'
import { newcomers } from '#db/schema/newcomers.ts'
import type { StoredReason } from '#db/schema/positions.ts'
import { requireMay } from '#server/access/may.ts'
import { explainPair } from '#server/matching/rules/explain.ts'
import type { PositionFacts } from '#server/matching/rules/facts.ts'
import { MATCHING_POLICY } from '#server/matching/rules/policy.ts'
import { mayBeProposed, roomOf } from '#server/matching/rules/terms.ts'
import { newcomerFactsOf } from '#server/newcomers/reads-facts.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import { groupBy, inParts } from '#server/platform/group-by.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { positionFactsOf } from '#server/positions/reads.ts'
import { settleAreas, withEveryArea } from './area-lock.ts'
import { compareOnceHeard } from './compare-areas.ts'
import { keepBlockingPairs } from './keep-blocking-pairs.ts'
import { planRun } from './plan-run.ts'
import { inputHashOf, openScoredParts, outputHashOf } from './reads-proof.ts'
import { endedPairsOf, openPairsOf } from './reads-standing.ts'
import { openMerge } from './rules-edge-blob.ts'
import type { OpenPair } from './rules-pins.ts'
import { numbersOf } from './rules-run-numbers.ts'
import { packProof, pricesAsBytes } from './rules-run-proof.ts'
import { solveAll } from './rules-solve.ts'
import { changeOf, doubtfulOf, questionOf } from './rules-supply.ts'
import { type NotWritten, whyGone, writeChanges } from './write-changes.ts'

/** Measures stages in whole milliseconds, in the order in which they were asked for. */
const stopwatch = () => {
  const milliseconds: Record<string, number> = {}
  let last = performance.now()
  return {
    milliseconds,
    lap(stage: string): void {
      const now = performance.now()
      milliseconds[stage] = (milliseconds[stage] ?? 0) + Math.round(now - last)
      last = now
    },
  }
}

/** How often a run thinks again because people looked at what it was about to take away; after that it leaves the room that is missing to the day. */
const MOST_ROUNDS = 4

/**
 * Effect of `run.scored`: solves the allocation for everybody and writes what it changes. Nothing daytime writes meanwhile; every write asks again
 * whether the row is as it was, so a run that stops anywhere is finished by doing it again, and doing it twice changes nothing more. What a coach saw
 * or took up while the run was thinking stays, and the run thinks again with that in its place. A run that comes late, behind a newer one that is done or
 * on another day than it was scored for, is passed by: it would put yesterday's answer over today's. Where it had begun to write, a run of today is
 * planned that makes what it took away room for.
 *
 * @param ctx actor WORKER
 * @throws Refusal `forbidden`, `not-found`
 */
export async function allocateRun(ctx: Ctx, { runId }: { runId: string }): Promise<void> {
  requireMay(ctx.actor, 'proposal.allocate-run')
  const { db } = ctx
  const { milliseconds, lap } = stopwatch()
  // Before the lock, since it takes as long as the allocation and nobody need wait for it; not of a run that had begun to write, nor of a late one.
  const [asked] = await db
    .select({ state: matchingRuns.state, day: matchingRuns.day })
    .from(matchingRuns)
    .where(eq(matchingRuns.id, runId))
  const isToCompare = asked?.state === 'scored' && asked.day === dayOf(ctx.now)
  const compared = isToCompare ? await compareOnceHeard(ctx) : null
  lap('compare')
  await withEveryArea(db, async () => {
    // Read under the lock: whoever waited for another that did the same finds it done.
    const [run] = await db.select().from(matchingRuns).where(eq(matchingRuns.id, runId))
    if (!run) throw new Refusal('not-found')
    if (run.state !== 'scored' && run.state !== 'writing') return
    lap('wait')
    if (run.day !== dayOf(ctx.now) || (await hasNewerDone(db, run))) {
      await passBy(ctx, run)
      return
    }
    // Of a run that had begun to write, what it found before that stands.
    const { differing, notCompared } = run.state === 'scored' && compared ? compared : { ...run, notCompared: null }
    const write = async ({ question, change, ...answer }: Answer, round: number): Promise<NotWritten | null> => {
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
      return writeChanges(ctx, { runId, day: run.day, question, change, ...answer }, round < MOST_ROUNDS)
    }
    let answer: Answer | null = null
    let left: NotWritten | null = null
    for (let round = 1; answer === null || left === null; round += 1) {
      if (round > 1) lap('write')
      // Let go of before the next one is thought of: two at once would be most of the memory of a run twice.
      answer = null
      answer = await answerOf(db, run, lap)
      left = await write(answer, round)
    }
    const notWritten = left.kept + left.notMade
    const { pairs, positions, people, question, solved, scoringMs } = answer
    await keepBlockingPairs(db, runId, pairs, question.instance, solved.blocking)
    lap('write')
    milliseconds['score'] = scoringMs
    const counted = { pairs, positions, question, solved, waitingSince: people, day: run.day, notWritten, milliseconds }
    const outcome = {
      numbers: { ...numbersOf(counted), ...(notCompared && { notCompared }) },
      certificate: solved.certificate,
      positionIds: pairs.positionIds,
      prices: pricesAsBytes(solved.allocation.positionPrice),
      proof: packProof(pairs, question, solved.allocation),
      inputHash: inputHashOf(question.instance),
      outputHash: outputHashOf(solved.allocation.chosen),
    }
    await db.transaction(async (tx) => {
      await settleAreas(tx, notWritten === 0 ? run.day : null)
      await tx
        .update(matchingRuns)
        .set({ state: 'done', doneAt: ctx.now, ...outcome })
        .where(and(eq(matchingRuns.id, runId), ne(matchingRuns.state, 'done')))
    })
  })
}

type Answer = Awaited<ReturnType<typeof answerOf>>

/** Ends a run that is not to be written any more. What it took back and did not fill again is nobody's answer: it is not compared, and solved anew. */
async function passBy(ctx: Ctx, run: { id: string; state: string }): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    await tx.update(matchingRuns).set({ state: 'passed' }).where(eq(matchingRuns.id, run.id))
    if (run.state !== 'writing') return
    await settleAreas(tx, null)
    await planRun({ ...ctx, db: tx }, { kind: 'asked' })
  })
}

/** Whether a run that was planned later is done: what stands is its answer. */
async function hasNewerDone(db: Reader, run: { plannedAt: Date }): Promise<boolean> {
  const newer = and(eq(matchingRuns.state, 'done'), gt(matchingRuns.plannedAt, run.plannedAt))
  return (await db.$count(matchingRuns, newer)) > 0
}

/**
 * What is best for everybody as things stand, and what that changes.
 * @throws Error when the scored pairs are not there any more
 */
async function answerOf(db: Reader, run: { id: string; day: string }, lap: (stage: string) => void) {
  // One after the other, and the parts let go of once they are one: together they would be much of the memory of a run.
  const positions = await positionFactsOf(db, undefined, run.day)
  const people = await waitingOf(db)
  const [open, ended] = [await openPairsOf(db), await endedPairsOf(db, run.day)]
  const { pairs, scoringMs } = await scoredPairsOf(
    db,
    run.id,
    people,
    positions.map((one) => one.id),
  )
  lap('read')
  const room = positions.map((one) => roomOf(one, MATCHING_POLICY))
  // What the day made since the scoring is in no part. Decided here, once, so that what stays has taken its room before anything is allocated.
  const reasons = await whyUnfit(db, doubtfulOf(pairs, room, open), { people, positions, day: run.day })
  const question = questionOf(pairs, room, open, ended, new Set(reasons.keys()), MATCHING_POLICY)
  lap('prepare')
  const solved = solveAll(question.instance, MATCHING_POLICY)
  lap('allocate')
  const change = changeOf(question, solved.allocation.chosen)
  return { positions, people, scoringMs, pairs, reasons, question, solved, change }
}

/** The pairs of all parts as one, and how long scoring them took, in milliseconds over all parts. */
async function scoredPairsOf(
  db: Reader,
  runId: string,
  people: ReadonlyMap<string, string>,
  positionIds: readonly string[],
) {
  const scored = await openScoredParts(db, runId)
  if (!scored) throw new Error('the scored pairs of this run are not there')
  // Each part is let go of once it is merged: together they are as large as all pairs once more.
  const merge = openMerge({ pairs: scored.pairs, newcomers: people.size }, people, positionIds)
  let scoringMs = 0
  for await (const part of scored.parts) {
    if (!part) throw new Error('the scored pairs of this run are not there')
    merge.add(part.pairs)
    scoringMs += part.milliseconds
  }
  return { pairs: merge.done(), scoringMs }
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
