import { asc, eq, sql } from 'drizzle-orm'
import type { Database } from '#db/client.ts'
import { matchingRunParts, matchingRuns } from '#db/schema/matching.ts'
import type { RunCertificate, RunNumbers } from '#db/values/matching.ts'
import { recordEvent } from '#server/outbox/record-event.ts'
import { type Ctx, WORKER } from '#server/platform/context.ts'
import { allocateRun } from '#server/proposals/allocate-run.ts'
import { planRun } from '#server/proposals/plan-run.ts'
import { proposeMatches } from '#server/proposals/propose-matches.ts'
import { scorePart } from '#server/proposals/score-part.ts'
import { quantile } from './bench-database.ts'

/** From rows in Postgres to stored proposals: what a worker process does in a night, without the queue between. Times in seconds. */
export type StoreFigures = {
  newcomers: number
  positions: number
  pairs: number
  proposals: number
  seconds: { score: number; allocate: number; whole: number }
  numbers: RunNumbers | null
  certificate: RunCertificate | null
  /** Of this process, all threads: on a machine that does other things too, the times above are longer than the work. */
  cpuSeconds: number
  residentMb: number
}

const seconds = (since: number): number => Math.round((performance.now() - since) / 100) / 10

/** One run over everybody in a seeded database, parts two at a time as the worker's queue takes them. */
export async function benchStore({ db }: Database, say: (line: string) => void = () => {}): Promise<StoreFigures> {
  const ctx: Ctx = { db, actor: WORKER, now: new Date() }
  const begun = performance.now()
  const worked = process.cpuUsage()
  const run = await planRun(ctx, { kind: 'asked' })
  if (!run) throw new Error('The run was not planned.')
  const parts = await db
    .select({ id: matchingRunParts.id })
    .from(matchingRunParts)
    .where(eq(matchingRunParts.runId, run.runId))
    .orderBy(asc(matchingRunParts.number))
  const waiting = parts.map((part) => part.id)
  let done = 0
  const take = async (): Promise<void> => {
    for (let partId = waiting.shift(); partId; partId = waiting.shift()) {
      await scorePart(ctx, { partId })
      done += 1
      say(`scored ${done} of ${parts.length} parts after ${seconds(begun)} s`)
    }
  }
  await Promise.all([take(), take()])
  const scored = seconds(begun)
  const progress = setInterval(async () => {
    const [row] = await db.select().from(matchingRuns).where(eq(matchingRuns.id, run.runId))
    if (row && row.toWrite > 0) say(`wrote ${row.written} of ${row.toWrite} after ${seconds(begun)} s`)
  }, 5_000)
  await allocateRun(ctx, { runId: run.runId }).finally(() => clearInterval(progress))
  const whole = seconds(begun)
  const [row] = await db.select().from(matchingRuns).where(eq(matchingRuns.id, run.runId))
  const { user, system } = process.cpuUsage(worked)
  return {
    newcomers: row?.numbers?.newcomers ?? 0,
    positions: row?.numbers?.positions ?? 0,
    pairs: row?.numbers?.eligiblePairs ?? 0,
    proposals: row?.made ?? 0,
    seconds: { score: scored, allocate: Math.round((whole - scored) * 10) / 10, whole },
    numbers: row?.numbers ?? null,
    certificate: row?.certificate ?? null,
    cpuSeconds: Math.round((user + system) / 100_000) / 10,
    residentMb: Math.round(process.memoryUsage().rss / 2 ** 20),
  }
}

/** From a changed profile or position to its committed proposals, by the live allocator of one process; milliseconds. */
export type LiveFigures = { open: number; newcomer: Quantiles; position: Quantiles }
type Quantiles = { p50: number; p95: number; p99: number }
const quantiles = (times: number[]): Quantiles => ({
  p50: quantile(times, 0.5),
  p95: quantile(times, 0.95),
  p99: quantile(times, 0.99),
})

/** Changes `samples` newcomers and as many positions one after the other, after the allocator was opened. */
export async function benchLive({ db }: Database, samples: number): Promise<LiveFigures> {
  const ctx: Ctx = { db, actor: WORKER, now: new Date() }
  const begun = performance.now()
  await proposeMatches(ctx, { all: true })
  const open = performance.now() - begun
  const pick = async (table: 'newcomers' | 'positions'): Promise<string[]> => {
    const rows =
      table === 'newcomers'
        ? await db.execute<{ id: string }>(
            sql`select id from newcomers where availability = 'available' order by md5(id::text) limit ${samples}`,
          )
        : await db.execute<{ id: string }>(
            sql`select id from positions where state = 'published' order by md5(id::text) limit ${samples}`,
          )
    return rows.map((row) => row.id)
  }
  const newcomer: number[] = []
  for (const [n, newcomerId] of (await pick('newcomers')).entries()) {
    await db.transaction(async (tx) => {
      await tx.execute(sql`update newcomers set max_travel_minutes = ${20 + (n % 50)} where id = ${newcomerId}`)
      await recordEvent(tx, 'newcomer.updated', { newcomerId }, ctx.now)
    })
    const before = performance.now()
    await proposeMatches(ctx, { newcomerId })
    newcomer.push(performance.now() - before)
  }
  const position: number[] = []
  for (const [n, positionId] of (await pick('positions')).entries()) {
    await db.transaction(async (tx) => {
      await tx.execute(sql`update positions set seats = ${1 + (n % 4)} where id = ${positionId}`)
      await recordEvent(tx, 'position.updated', { positionId }, ctx.now)
    })
    const before = performance.now()
    await proposeMatches(ctx, { positionId })
    position.push(performance.now() - before)
  }
  return { open, newcomer: quantiles(newcomer), position: quantiles(position) }
}
