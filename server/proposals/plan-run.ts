import { and, desc, eq, inArray, isNotNull, lt, sql } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import { matchingRunParts, matchingRuns } from '#db/schema/matching.ts'
import { newcomers } from '#db/schema/newcomers.ts'
import type { RunKind } from '#db/values/matching.ts'
import { requireMay } from '#server/access/may.ts'
import { MATCHING_POLICY } from '#server/matching/rules/policy.ts'
import { recordEvent } from '#server/outbox/record-event.ts'
import { type Ctx, dayOf, hourOf } from '#server/platform/context.ts'
import { keepPolicy } from './keep-policy.ts'
import { PROPOSAL_POLICY } from './rules.ts'

/** Newcomers of one part: a job of a second or two, so that a killed worker loses no more than that. */
const PART = 10_000

/**
 * Plans one run over everybody: the run, its parts by range of newcomer, and an event for each part, in one transaction. The rest is jobs that
 * hear of events: `scorePart` for each part, then `allocateRun`. So a run goes on where it was after a wiped queue or a killed worker.
 *
 * `night`: what no event tells, such as a pair that may be proposed again, a start that came nearer or Dutch that lessons made likely. Once a Dutch
 * day, from the hour of the policy on; a sweep may ask every minute. `asked`: now, whatever ran before.
 *
 * @param ctx actor WORKER
 * @param input `partSize`: newcomers of one part
 * @returns the run; null when this night had its run or its hour has not come
 * @throws Refusal `forbidden`
 */
export async function planRun(
  ctx: Ctx,
  { kind, partSize = PART }: { kind: RunKind; partSize?: number },
): Promise<{ runId: string; parts: number } | null> {
  requireMay(ctx.actor, 'proposal.plan-run')
  if (kind === 'night' && hourOf(ctx.now) < PROPOSAL_POLICY.nightHour) return null
  const day = dayOf(ctx.now)
  const [had] =
    kind === 'night'
      ? await ctx.db
          .select({ id: matchingRuns.id })
          .from(matchingRuns)
          .where(and(eq(matchingRuns.day, day), eq(matchingRuns.kind, 'night')))
      : []
  if (had) return null
  return ctx.db.transaction(async (tx) => {
    const bounds = await boundsOf(tx, partSize)
    const [run] = await tx
      .insert(matchingRuns)
      .values({
        kind,
        day,
        state: 'scoring',
        policyVersion: MATCHING_POLICY.version,
        policy: MATCHING_POLICY,
        parts: bounds.length,
        plannedAt: ctx.now,
      })
      .onConflictDoNothing()
      .returning({ id: matchingRuns.id })
    if (!run) return null
    await keepPolicy(tx, ctx.now)
    const parts = await tx
      .insert(matchingRunParts)
      .values(
        bounds.map((fromId, number) => ({
          runId: run.id,
          number,
          fromId: number === 0 ? null : fromId,
          untilId: bounds[number + 1] ?? null,
        })),
      )
      .returning({ id: matchingRunParts.id })
    for (const { id } of parts) await recordEvent(tx, 'run-part.planned', { partId: id }, ctx.now)
    await dropOldPairs(tx)
    return { runId: run.id, parts: parts.length }
  })
}

/** The first newcomer of each part; one part when nobody is available. */
async function boundsOf(tx: Tx, partSize: number): Promise<string[]> {
  const rows = await tx.execute<{ id: string }>(sql`
    select id from (
      select id, row_number() over (order by id) - 1 as place from ${newcomers} where availability = 'available'
    ) as available where place % ${partSize} = 0 order by id`)
  return rows.length === 0 ? [''] : rows.map((row) => row.id)
}

/** The scored pairs of a run, and the proof that rests on them, are kept until the run after the next, to look into what happened. */
async function dropOldPairs(tx: Tx): Promise<void> {
  const newest = await tx
    .select({ plannedAt: matchingRuns.plannedAt })
    .from(matchingRuns)
    .orderBy(desc(matchingRuns.plannedAt))
    .offset(1)
    .limit(1)
  const before = newest[0]?.plannedAt
  if (!before) return
  const old = tx.select({ id: matchingRuns.id }).from(matchingRuns).where(lt(matchingRuns.plannedAt, before))
  await tx
    .update(matchingRunParts)
    .set({ edges: null })
    .where(and(inArray(matchingRunParts.runId, old), isNotNull(matchingRunParts.edges)))
  await tx
    .update(matchingRuns)
    .set({ proof: null })
    .where(and(lt(matchingRuns.plannedAt, before), isNotNull(matchingRuns.proof)))
}
