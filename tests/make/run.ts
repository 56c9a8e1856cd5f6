import { eq } from 'drizzle-orm'
import type { Db } from '#db/client.ts'
import { matchingRunParts } from '#db/schema/matching.ts'
import { WORKER } from '#server/platform/context.ts'
import { allocateRun } from '#server/proposals/allocate-run.ts'
import { planRun } from '#server/proposals/plan-run.ts'
import { scorePart } from '#server/proposals/score-part.ts'

/** A run over everybody in this database with every part scored, as the workers do it but without them: only the allocation is left. */
export async function aScoredRun(db: Db, now: Date = new Date()): Promise<string> {
  const ctx = { db, actor: WORKER, now }
  const run = await planRun(ctx, { kind: 'asked' })
  if (!run) throw new Error('no run was planned')
  const parts = await db.select().from(matchingRunParts).where(eq(matchingRunParts.runId, run.runId))
  for (const part of parts) await scorePart(ctx, { partId: part.id })
  return run.runId
}

/** A whole run of the engine over everybody in this database. */
export async function aWholeRun(db: Db, now: Date = new Date()): Promise<string> {
  const runId = await aScoredRun(db, now)
  await allocateRun({ db, actor: WORKER, now }, { runId })
  return runId
}
