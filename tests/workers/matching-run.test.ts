import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { promisify } from 'node:util'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { recordEvent } from '#server/outbox/record-event.ts'
import { WORKER } from '#server/platform/context.ts'
import { differingPairs } from '#server/proposals/compare-areas.ts'
import { planRun } from '#server/proposals/plan-run.ts'
import { type Home, type OwnServer, ownDatabase, ownRedis, redisProgram, until } from './services.ts'

vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 })
let home: Home
let redis: OwnServer | null = null
const children: ChildProcess[] = []
beforeAll(async () => {
  home = await ownDatabase()
  if (redisProgram()) redis = await ownRedis()
  await promisify(execFile)(process.execPath, ['--import', 'tsx', 'bin/seed.ts', '--size', 'town', '--seed', '5'], {
    env: { ...process.env, DATABASE_URL: home.url, MEILI_URL: '' },
  })
  // The night of this day is not what is looked at.
  await planRun({ db: home.db, actor: WORKER, now: new Date() }, { kind: 'night' })
  await home.sql`truncate outbox_events`
})
afterEach(() => {
  for (const child of children.splice(0)) if (child.exitCode === null) child.kill('SIGKILL')
})
afterAll(async () => {
  await redis?.close()
  await home.close()
})

/** A worker process as `npm start` starts it. */
function work(over: Record<string, string>) {
  const child = spawn(process.execPath, ['--import', 'tsx', 'workers/main.ts'], {
    stdio: 'ignore',
    env: {
      PATH: process.env['PATH'],
      NODE_ENV: 'test',
      INSTROOM_MODE: 'demo',
      DEMO: '1',
      DATABASE_URL: home.url,
      PUBLIC_ORIGIN: 'http://localhost:3000',
      SESSION_SECRET: 'only-for-this-test-0123456789-0123456789',
      SEAL_KEYS: process.env['SEAL_KEYS'],
      SWEEP_MS: '500',
      ...(process.env['INSTROOM_TEST_RUN'] ? { INSTROOM_TEST_RUN: process.env['INSTROOM_TEST_RUN'] } : {}),
      ...over,
    } as NodeJS.ProcessEnv,
  })
  children.push(child)
  return child
}
const runOf = async (runId: string) =>
  (
    await home.sql`select state, parts_scored, parts, made, withdrawn, written, to_write from matching_runs where id = ${runId}`
  )[0] as { state: string; parts_scored: number; parts: number; made: number; withdrawn: number } | undefined
const openNow = async () =>
  (await home.sql`select count(*)::int as n from proposals where state = 'proposed'`)[0]?.['n'] as number
const undone = async () =>
  (
    await home.sql`
    select count(*)::int as n from outbox_events e where name in ('newcomer.updated', 'position.updated')
    and (select count(*) from effects f where f.event_id = e.id::text and f.effect like 'match-%') = 0`
  )[0]?.['n'] as number

const backends: ['redis' | 'postgres'][] = redisProgram() ? [['redis'], ['postgres']] : [['postgres']]
test.each(backends)(
  'a run goes on after kill -9 in the middle, with two processes at work, and the day goes on from there (%s)',
  async (backend) => {
    const over: Record<string, string> =
      backend === 'redis' ? { REDIS_URL: redis?.url ?? '', QUEUE_PREFIX: `t${randomUUID().slice(0, 8)}` } : {}
    await home.sql`update proposals set state = 'withdrawn'`
    await home.sql`update matching_areas set generation = generation + 1`
    const run = await planRun({ db: home.db, actor: WORKER, now: new Date() }, { kind: 'asked', partSize: 25 })
    if (!run) throw new Error('not planned')
    const dies = work(over)
    await until('some parts', async () => ((await runOf(run.runId))?.parts_scored ?? 0) >= 2, 60_000)
    dies.kill('SIGKILL')
    expect((await runOf(run.runId))?.state).toBe('scoring')
    work(over)
    work(over)
    await until('the run', async () => (await runOf(run.runId))?.state === 'done', 120_000, 100)
    const done = await runOf(run.runId)
    expect(done?.parts_scored).toBe(done?.parts)
    expect(await openNow()).toBe((done?.made ?? 0) - (done?.withdrawn ?? 0))
    expect(
      await home.sql`select 1 from proposals where state = 'proposed' group by newcomer_id, position_id having count(*) > 1`,
    ).toEqual([])

    // Changes all day long, answered by whichever process comes first.
    const people = await home.sql<
      { id: string }[]
    >`select id from newcomers where availability = 'available' order by id limit 30`
    for (const [n, { id }] of people.entries())
      await home.db.transaction(async (tx) => {
        await tx.execute(`update newcomers set max_travel_minutes = ${10 + n} where id = '${id}'`)
        await recordEvent(tx, 'newcomer.updated', { newcomerId: id }, new Date())
      })
    await until('every change', async () => (await undone()) === 0, 90_000, 100)
    expect(await differingPairs({ db: home.db, actor: WORKER, now: new Date() })).toBe(0)
    expect(await home.sql`select job, reason from dead_jobs`).toEqual([])
  },
)
