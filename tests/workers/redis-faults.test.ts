import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { newcomers } from '#db/schema/newcomers.ts'
import { aNewcomer, aPosition } from '#tests/make/rooms.ts'
import { checkRedis, RedisEvicts } from '#workers/check-redis.ts'
import { openQueues } from '#workers/queues.ts'
import { startRelay } from '#workers/relay.ts'
import { startWorkers } from '#workers/start-workers.ts'
import { SUBSCRIPTIONS } from '#workers/subscriptions.ts'
import {
  EFFECTS_OF_A_PAIR,
  freePort,
  type Home,
  type OwnServer,
  ownDatabase,
  ownRedis,
  pairsOf,
  redisProgram,
  until,
} from './services.ts'

vi.setConfig({ testTimeout: 90_000, hookTimeout: 60_000 })
const IDENTITY = {
  givenName: 'Kanarie-Voornaam',
  familyName: 'Kanarie-Achternaam',
  email: 'kanarie@example.org',
  phone: '0611223344',
}
const NEEDS = 'Kanarie behoefte'
const CANARIES = [...Object.values(IDENTITY), NEEDS]
const mailer = { send: async () => {} }

if (!redisProgram()) console.info('Skipped: faults of Redis (no redis-server or valkey-server).')
describe.skipIf(!redisProgram())('Redis may vanish', () => {
  let home: Home
  let redis: OwnServer
  let newcomerId: string
  let positionId: string
  beforeAll(async () => {
    home = await ownDatabase()
    redis = await ownRedis()
    positionId = (await aPosition(home.db)).positionId
    const newcomer = await aNewcomer(home.db, {
      availableFrom: '2026-11-01',
      needsAtWork: NEEDS,
      identity: IDENTITY,
    })
    newcomerId = newcomer.newcomerId
  })
  afterAll(async () => {
    await redis.close()
    await home.close()
  })
  beforeEach(async () => {
    await home.sql`truncate outbox_events, effects, dead_jobs`
  })

  const settings = (over: object = {}) => ({
    queueBackend: 'redis' as const,
    databaseUrl: home.url,
    redisUrl: redis.url,
    queuePrefix: `t${randomUUID().slice(0, 8)}`,
    meili: null,
    publicOrigin: 'http://localhost',
    ...over,
  })
  const times = { minute: 300, resendGrace: 200 }
  const dead = () => home.sql`select job, reason from dead_jobs`
  let pairs: ReturnType<typeof pairsOf>
  beforeEach(() => {
    pairs = pairsOf(home, { newcomerId, positionId })
  })
  const record = (count: number) => pairs.record(count)
  const done = () => pairs.done()
  const allOf = (events: number) => async () => (await done()) === events * EFFECTS_OF_A_PAIR

  test('jobs that wait hold ids only: no canary in any key', async () => {
    const own = settings()
    const queues = openQueues(own)
    const relay = startRelay(home, queues, SUBSCRIPTIONS, 100)
    await record(20)
    await until('jobs that wait', async () => (await queues.depth()) === 20 * EFFECTS_OF_A_PAIR)
    const client = new Redis(redis.url)
    let text = ''
    for (const key of await client.keys('*')) {
      const kind = await client.type(key)
      if (kind === 'hash') text += JSON.stringify(await client.hgetall(key))
      else if (kind === 'list') text += JSON.stringify(await client.lrange(key, 0, -1))
      else if (kind === 'stream') text += JSON.stringify(await client.xrange(key, '-', '+'))
      else if (kind === 'zset') text += JSON.stringify(await client.zrange(key, '0', '-1'))
      else text += await client.get(key)
      text += key
    }
    client.disconnect()
    expect(text).toContain(newcomerId)
    for (const canary of CANARIES) expect(text).not.toContain(canary)
    await relay.stop()

    // And then: everything is flushed, and the sweep brings every job back.
    const admin = new Redis(redis.url)
    await admin.flushall()
    admin.disconnect()
    const workers = startWorkers(own, mailer, { times })
    await until('all effects after FLUSHALL', allOf(20), 30_000)
    expect(await dead()).toEqual([])
    await workers.stop()
    await queues.close()
  })

  test('killed and back empty while events come: nothing is missing', async () => {
    const own = settings()
    const workers = startWorkers(own, mailer, { times, pollMs: 200 })
    await record(5)
    await until('before', allOf(5))
    await redis.kill()
    const began = performance.now()
    await record(5)
    expect(performance.now() - began).toBeLessThan(1_000) // a web request does not notice
    await new Promise((resolve) => setTimeout(resolve, 1_500))
    expect(await pairs.waiting()).toBe(10)
    await redis.start()
    await until('after', allOf(10), 45_000)
    await workers.stop()
  })

  test('not there at the start: workers wait, then work', async () => {
    const port = await freePort()
    const workers = startWorkers(settings({ redisUrl: `redis://127.0.0.1:${port}` }), mailer, { times, pollMs: 200 })
    await record(2)
    await new Promise((resolve) => setTimeout(resolve, 1_000))
    expect(await done()).toBe(0)
    const late = await ownRedis({ port })
    await until('after it came', allOf(2), 30_000)
    await workers.stop()
    await late.close()
  })

  test('a Redis that throws jobs away is refused; one that is away is waited for', async () => {
    const evicts = await ownRedis({ flags: ['--maxmemory', '50mb', '--maxmemory-policy', 'allkeys-lru'] })
    await expect(checkRedis(evicts.url, new AbortController().signal)).rejects.toThrow(RedisEvicts)
    await evicts.close()
    await expect(checkRedis(redis.url, new AbortController().signal)).resolves.toBeUndefined()
  })

  test('a full Redis keeps events in the outbox, and they go when there is room', async () => {
    const full = await ownRedis()
    const admin = new Redis(full.url)
    const workers = startWorkers(settings({ redisUrl: full.url }), mailer, { times, pollMs: 100 })
    await record(1)
    await until('before', allOf(1))
    await admin.config('SET', 'maxmemory', '1')
    await record(3)
    await new Promise((resolve) => setTimeout(resolve, 1_000))
    await admin.config('SET', 'maxmemory', '0')
    await until('after', allOf(4), 45_000)
    admin.disconnect()
    await workers.stop()
    await full.close()
  })

  test('the real jobs did their work: proposals and the search projection are there', async () => {
    const [row] = await home.db.execute<{ proposals: number; found: number }>(
      sql`select (select count(*)::int from proposals) as proposals, (select count(*)::int from position_search) as found`,
    )
    expect(row).toEqual({ proposals: 1, found: 1 })
    expect(await home.db.select({ id: newcomers.id }).from(newcomers)).toHaveLength(1)
  })
})
