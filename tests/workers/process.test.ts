import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { matchingPolicies } from '#db/schema/matching.ts'
import { MATCHING_POLICY } from '#server/matching/rules/policy.ts'
import { aNewcomer, aPosition } from '#tests/make/rooms.ts'
import {
  EFFECTS_OF_A_PAIR,
  type Home,
  type OwnServer,
  ownDatabase,
  ownRedis,
  pairsOf,
  redisProgram,
  until,
} from './services.ts'

vi.setConfig({ testTimeout: 150_000, hookTimeout: 60_000 })
let home: Home
let redis: OwnServer | null = null
let newcomerId: string
let positionId: string
beforeAll(async () => {
  home = await ownDatabase()
  if (redisProgram()) redis = await ownRedis()
  newcomerId = (await aNewcomer(home.db, { availableFrom: '2026-11-01' })).newcomerId
  positionId = (await aPosition(home.db)).positionId
})
const children: ChildProcess[] = []
afterEach(async () => {
  for (const child of children.splice(0)) if (child.exitCode === null) child.kill('SIGKILL')
  await home.sql`truncate outbox_events, effects, dead_jobs`
})
afterAll(async () => {
  await redis?.close()
  await home.close()
})

const env = (over: Record<string, string> = {}) => ({
  PATH: process.env['PATH'],
  NODE_ENV: 'test',
  INSTROOM_MODE: 'demo',
  DEMO: '1',
  DATABASE_URL: home.url,
  PUBLIC_ORIGIN: 'http://localhost:3000',
  SESSION_SECRET: 'only-for-this-test-0123456789-0123456789',
  SWEEP_MS: '500',
  ...(process.env['INSTROOM_TEST_RUN'] ? { INSTROOM_TEST_RUN: process.env['INSTROOM_TEST_RUN'] } : {}),
  ...over,
})

/** Starts a program of ours as its own process, as `npm start` does. */
function run(file: string, over: Record<string, string> = {}) {
  const child = spawn(process.execPath, ['--import', 'tsx', file], { env: env(over) as NodeJS.ProcessEnv })
  children.push(child)
  let output = ''
  child.stdout.on('data', (chunk) => {
    output += chunk
  })
  child.stderr.on('data', (chunk) => {
    output += chunk
  })
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)))
  return { child, ended, output: () => output }
}
const backends: ['redis' | 'postgres'][] = redisProgram() ? [['redis'], ['postgres']] : [['postgres']]
test.each(backends)(
  'kill -9 of the workers, again and again, loses nothing and doubles nothing (%s)',
  async (backend) => {
    const over: Record<string, string> =
      backend === 'redis' ? { REDIS_URL: redis?.url ?? '', QUEUE_PREFIX: `t${randomUUID().slice(0, 8)}` } : {}
    const { record, done } = pairsOf(home, { newcomerId, positionId })
    let written = 0
    for (let round = 0; round < 3; round++) {
      const workers = run('workers/main.ts', over)
      await until('workers: ready', () => workers.output().includes('workers: ready'), 40_000)
      for (let n = 0; n < 5; n++) {
        await record(4)
        written += 8
        await new Promise((resolve) => setTimeout(resolve, 40))
      }
      workers.child.kill('SIGKILL')
      await workers.ended
    }
    const last = run('workers/main.ts', over)
    await until('every effect', async () => (await done()) === (written / 2) * EFFECTS_OF_A_PAIR, 90_000, 100)
    const [proposals] = await home.sql`select count(*)::int as n from proposals where newcomer_id = ${newcomerId}`
    expect(proposals?.['n']).toBe(1)
    expect(await home.sql`select job, reason from dead_jobs`).toEqual([])

    const began = Date.now()
    last.child.kill('SIGTERM')
    expect(await last.ended).toBe(0)
    expect(Date.now() - began).toBeLessThan(15_000)
    expect(last.output()).toContain('workers: stopped')
  },
)

test('rebuild brings back index and jobs, and a second time finds nothing missing', async () => {
  const { record, done } = pairsOf(home, { newcomerId, positionId })
  await home.sql`delete from position_search`
  await record(10)
  await home.sql`update outbox_events set relayed_at = now()` // handed on, and the queue forgot
  const first = run('bin/rebuild.ts')
  expect([await first.ended, first.output()]).toEqual([
    0,
    expect.stringContaining(`${10 * EFFECTS_OF_A_PAIR} jobs are in the queue again.`),
  ])
  expect(first.output()).toContain('Search has 1 positions and 1 newcomers.')
  const again = run('bin/rebuild.ts')
  expect(await again.ended).toBe(0)
  const workers = run('workers/main.ts')
  await until('every effect', async () => (await done()) === 10 * EFFECTS_OF_A_PAIR, 60_000)
  workers.child.kill('SIGTERM')
  expect(await workers.ended).toBe(0)
  const third = run('bin/rebuild.ts')
  expect([await third.ended, third.output()]).toEqual([0, expect.stringContaining('No job was missing.')])
  expect(await home.sql`select position_id from position_search`).toEqual([{ position_id: positionId }])
})

test.skipIf(!redisProgram())('a Redis that throws jobs away: the process says so and ends', async () => {
  const evicts = await ownRedis({ flags: ['--maxmemory', '50mb', '--maxmemory-policy', 'volatile-lru'] })
  const workers = run('workers/main.ts', { REDIS_URL: evicts.url })
  expect(await workers.ended).toBe(1)
  expect(workers.output()).toContain('noeviction')
  await evicts.close()
})

test.skipIf(!redisProgram())('Redis away at the start: it waits, and a SIGTERM ends it at once', async () => {
  const workers = run('workers/main.ts', { REDIS_URL: 'redis://127.0.0.1:9' })
  await until('the line about Redis', () => workers.output().includes('Redis is not there yet'), 40_000)
  workers.child.kill('SIGTERM')
  expect(await workers.ended).toBe(0)
})

test('a policy whose numbers changed under its version: the process says so and ends', async () => {
  const policy = { ...MATCHING_POLICY, coverageBonus: 1 }
  await home.db
    .insert(matchingPolicies)
    .values({ version: policy.version, policy, firstUsedAt: new Date() })
    .onConflictDoUpdate({ target: matchingPolicies.version, set: { policy } })
  const workers = run('workers/main.ts', { QUEUE_BACKEND: 'postgres' })
  expect(await workers.ended).toBe(1)
  expect(workers.output()).toContain('(coverageBonus)')
  await home.db.delete(matchingPolicies)
})
