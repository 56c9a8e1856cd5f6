import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type Database, openDatabase } from '#db/client.ts'
import { matchingRuns } from '#db/schema/matching.ts'
import { proposals } from '#db/schema/proposals.ts'
import { WORKER } from '#server/platform/context.ts'
import { planRun } from '#server/proposals/plan-run.ts'
import { provenRun, recheckRun } from '#server/proposals/reads-proof.ts'
import { ctxOf, NOW } from '#tests/make/rooms.ts'
import { lastEvent, settle } from '#tests/make/settle.ts'
import { aDatabase } from '#tests/setup/database.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

let base: Awaited<ReturnType<typeof aDatabase>>
let home: Database
beforeAll(async () => {
  base = await aDatabase()
  home = openDatabase(base.url, { max: 8, statementTimeoutMs: 30_000 })
  await promisify(execFile)(
    process.execPath,
    ['--import', 'tsx', 'bin/seed.ts', '--now', NOW.toISOString(), '--size', 'town', '--seed', '5'],
    { env: { ...process.env, DATABASE_URL: base.url, MEILI_URL: '' } },
  )
})
afterAll(async () => {
  await home.close()
  await base.close()
})

let minutes = 0
/** One run over everybody, carried through. */
async function aRun(): Promise<typeof matchingRuns.$inferSelect> {
  minutes += 1
  const since = await lastEvent(home.db)
  const now = new Date(NOW.getTime() + minutes * 60_000)
  const planned = await planRun(ctxOf(home.db, WORKER, now), { kind: 'asked', partSize: 300 })
  await settle([home.db], since, (job) => job === 'score-part' || job === 'allocate-run')
  return rowOf(planned?.runId ?? '')
}
async function rowOf(runId: string) {
  const [run] = await home.db.select().from(matchingRuns).where(eq(matchingRuns.id, runId))
  if (!run) throw new Error('no run')
  return run
}
const setPrices = (runId: string, prices: Uint8Array | null) =>
  home.db.update(matchingRuns).set({ prices }).where(eq(matchingRuns.id, runId))

test('a run is proved again from its stored rows alone, and what it chose is what is open', async () => {
  const run = await aRun()
  expect(await recheckRun(home.db, run.id)).toEqual({
    stored: run.certificate,
    found: run.certificate,
    feasible: true,
    isAsStored: true,
  })
  const proven = await provenRun(home.db, run.id)
  if (!proven) throw new Error('not there')
  const { pairs, instance, allocation } = proven
  const chosen: string[] = []
  for (let i = 0; i < instance.newcomers; i += 1)
    for (let at = instance.start[i] ?? 0; at < (instance.start[i + 1] ?? 0); at += 1)
      if (allocation.chosen[at])
        chosen.push(`${pairs.newcomerIds[i]} ${pairs.positionIds[instance.position[at] ?? -1]}`)
  const open = await home.db.select().from(proposals).where(eq(proposals.state, 'proposed'))
  expect(chosen.sort()).toEqual(open.map((row) => `${row.newcomerId} ${row.positionId}`).sort())
  expect(chosen.length).toBeGreaterThan(500)
})

test('a price that was tampered with proves less, and never a worth that is not there', async () => {
  const run = await aRun()
  const dearer = new Int32Array(new Uint8Array(run.prices ?? []).buffer).map((price) => price + 1)
  await setPrices(run.id, new Uint8Array(dearer.buffer))
  const other = await recheckRun(home.db, run.id)
  expect(other?.found.objective).toBe(run.certificate?.objective)
  expect(BigInt(other?.found.upperBound ?? 0)).toBeGreaterThan(BigInt(run.certificate?.upperBound ?? 0))
  expect([other?.found.exact, other?.stored?.exact]).toEqual([false, true])
  await setPrices(run.id, run.prices)
  expect((await recheckRun(home.db, run.id))?.found).toEqual(run.certificate)
})

test('pins and pairs that ended are in the proof, and it stands after the proposals moved on', async () => {
  const open = await home.db.select().from(proposals).where(eq(proposals.state, 'proposed')).limit(20)
  for (const [n, row] of open.entries())
    await home.db
      .update(proposals)
      .set(n < 10 ? { seenAt: NOW } : { state: 'declined' })
      .where(eq(proposals.id, row.id))
  const run = await aRun()
  expect(run.numbers?.pinnedPairs).toBe(10)
  await home.db.update(proposals).set({ state: 'withdrawn' }).where(eq(proposals.state, 'proposed'))
  expect((await recheckRun(home.db, run.id))?.found).toEqual(run.certificate)
  const proven = await provenRun(home.db, run.id)
  expect((proven?.pairs.position.length ?? 0) - (proven?.instance.position.length ?? 0)).toBeGreaterThanOrEqual(20)
})

test('the proof goes with the pairs, after the run after the next; certificate, prices and their positions stay', async () => {
  const runs = [await aRun(), await aRun(), await aRun()]
  const [first, last] = [await rowOf(runs[0]?.id ?? ''), await rowOf(runs[2]?.id ?? '')]
  expect([first.proof, last.proof === null]).toEqual([null, false])
  expect(first.prices?.length).toBe(4 * (first.positionIds?.length ?? -1))
  expect(await recheckRun(home.db, first.id)).toBeNull()
  expect(await recheckRun(home.db, crypto.randomUUID())).toBeNull()
})
