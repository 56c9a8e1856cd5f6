import { randomUUID } from 'node:crypto'
import { eq, notInArray, sql } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { deadJobs, effects, outboxEvents } from '#db/schema/outbox.ts'
import { claimEvents } from '#server/outbox/claim-events.ts'
import { laterEvents, reviveJobs } from '#server/outbox/effects.ts'
import { EVENT_NAMES } from '#server/outbox/events.ts'
import { recordEvent } from '#server/outbox/record-event.ts'
import type { Job, Subscriptions } from '#workers/job.ts'
import { queuedJob } from '#workers/plan-jobs.ts'
import { openQueues, type QueueSettings } from '#workers/queues.ts'
import { startRelay } from '#workers/relay.ts'
import { resendUndone } from '#workers/resend.ts'
import { type RunningWorkers, startWorkers } from '#workers/start-workers.ts'
import { EFFECTS_OF_A_RUN, type Home, type OwnServer, ownDatabase, ownRedis, redisProgram, until } from './services.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

/** Jobs that write one row per run, without a unique key: a second effect would show. */
let home: Home
let redis: OwnServer | null = null
let poison: string | null = null
let slowMs = 0
const note: Job<{ newcomerId: string }> = {
  name: 'note',
  queue: 'people',
  payload: z.object({ newcomerId: z.uuid() }),
  retry: { attempts: 3, backoffMs: 20 },
  run: async (deps, payload, cause) => {
    if (payload.newcomerId === poison) throw new Error('Samira Tester, samira@example.org, cannot be noted')
    if (slowMs > 0) await new Promise((resolve) => setTimeout(resolve, slowMs))
    await deps.db.execute(
      sql`insert into test_runs (event, job, subject) values (${cause.eventId}, 'note', ${payload.newcomerId})`,
    )
  },
}
const look: Job<{ newcomerId: string }> = {
  ...note,
  name: 'look',
  queue: 'matching',
  gather: 'same',
  run: async (deps, payload, cause) => {
    await new Promise((resolve) => setTimeout(resolve, 30))
    await deps.db.execute(
      sql`insert into test_runs (event, job, subject) values (${cause.eventId}, 'look', ${payload.newcomerId})`,
    )
  },
}
/** As the jobs of search: one run answers what came after it as well, and fails for any of it. */
const index: Job<{ newcomerId: string }> = {
  ...note,
  name: 'index',
  queue: 'search',
  gather: 'all',
  run: async (_, __, { payloads }) => {
    if (payloads.some(({ newcomerId }) => newcomerId === poison)) throw new Error('refused')
  },
}
/** Every event has its list, which `fromEntries` cannot say. */
const subscriptions = {
  ...Object.fromEntries(EVENT_NAMES.map((name) => [name, []])),
  'newcomer.updated': [note],
  'newcomer.withdrawn': [look],
  'newcomer.moved': [index],
} as unknown as Subscriptions
const TIMES = { minute: 300, resendGrace: 200 }
const mailer = { send: async () => {} }

beforeAll(async () => {
  home = await ownDatabase()
  await home.sql`create table test_runs (event text, job text, subject text, at timestamptz default clock_timestamp())`
  await home.sql`grant insert on test_runs to instroom_worker`
  if (redisProgram()) redis = await ownRedis()
  else console.info('The pipeline runs on the Postgres queue only: no redis-server or valkey-server.')
})
afterAll(async () => {
  await redis?.close()
  await home.close()
})

let running: RunningWorkers[] = []
beforeEach(async () => {
  poison = null
  slowMs = 0
  await home.sql`truncate test_runs, outbox_events, effects, dead_jobs`
  // One database is one set of queues on Postgres; on Redis every test has its own prefix.
  const [schema] = await home.sql`select to_regclass('bullmq.job') as job`
  if (schema?.['job']) await home.sql`delete from bullmq.job`
})
afterEach(async () => {
  await Promise.all(running.map((one) => one.stop(5_000)))
  running = []
})

const record = (
  count: number,
  subject: () => string = randomUUID,
  name: 'newcomer.updated' | 'newcomer.withdrawn' | 'newcomer.moved' = 'newcomer.updated',
) =>
  home.db.transaction(async (tx) => {
    for (let n = 0; n < count; n++)
      await recordEvent(tx, name, { newcomerId: subject(), accountId: randomUUID(), coachId: randomUUID() }, new Date())
  })
const runs = async () => Number((await home.sql`select count(*)::int as n from test_runs`)[0]?.['n'])
const done = async () =>
  (await home.db.select().from(effects).where(notInArray(effects.effect, EFFECTS_OF_A_RUN))).length
const twice = async () => home.sql`select event, job from test_runs group by 1, 2 having count(*) > 1`

const backends: ['redis' | 'postgres'][] = redisProgram() ? [['redis'], ['postgres']] : [['postgres']]
describe.each(backends)('from an event to its effect, queue on %s', (queueBackend) => {
  let settings: QueueSettings & { meili: null; publicOrigin: string }
  beforeEach(() => {
    settings = {
      queueBackend,
      databaseUrl: home.url,
      redisUrl: redis?.url,
      queuePrefix: `t${randomUUID().slice(0, 8)}`,
      meili: null,
      publicOrigin: 'http://localhost',
    }
  })
  const start = (options: Parameters<typeof startWorkers>[2] = {}) => {
    const workers = startWorkers(settings, mailer, { subscriptions, times: TIMES, clock: false, ...options })
    running.push(workers)
    return workers
  }

  test('each event has its effect once, soon', async () => {
    start()
    await record(1)
    await until('the first effect', async () => (await done()) === 1)
    const waits: number[] = []
    for (let n = 2; n <= 21; n++) {
      const began = performance.now()
      await record(1)
      await until('the effect', async () => (await done()) === n, 15_000, 1)
      waits.push(performance.now() - began)
    }
    waits.sort((a, b) => a - b)
    console.info(`${queueBackend}: commit to effect p50 ${waits[10]?.toFixed(0)} ms, most ${waits[19]?.toFixed(0)} ms`)
    await record(300)
    await until('all effects', async () => (await done()) === 321)
    expect([await runs(), await twice()]).toEqual([321, []])
  })

  test('two relays and two sets of workers at once make no effect twice', async () => {
    start()
    start()
    await Promise.all(Array.from({ length: 10 }, () => record(30)))
    await until('all effects', async () => (await done()) === 300)
    expect([await runs(), await twice()]).toEqual([300, []])
  })

  test('a relay that dies between adding and marking: added again, one effect', async () => {
    await record(20)
    const queues = openQueues(settings)
    const dies = startRelay(
      home,
      {
        add: async (queue, jobs) => {
          await queues.add(queue, jobs)
          throw new Error('killed')
        },
      },
      subscriptions,
    )
    await until('jobs in the queue', async () => (await queues.depth().catch(() => 0)) === 20)
    await dies.stop()
    expect((await home.db.select().from(outboxEvents)).every((event) => event.relayedAt === null)).toBe(true)
    start()
    await until('all effects', async () => (await done()) === 20)
    await until('all relayed', async () =>
      (await home.db.select().from(outboxEvents)).every((event) => event.relayedAt !== null),
    )
    await new Promise((resolve) => setTimeout(resolve, 300))
    await queues.close()
    expect([await runs(), await twice()]).toEqual([20, []])
  })

  test('jobs that the queue lost are sent again by the sweep', async () => {
    await record(25)
    await claimEvents(home.db, 100, async () => {}, new Date()) // handed on, and then the queue forgot
    expect(await done()).toBe(0)
    start({ clock: true })
    await until('all effects', async () => (await done()) === 25)
    expect([await runs(), await twice()]).toEqual([25, []])
  })

  test('sending again what still waits changes nothing', async () => {
    await record(15)
    const queues = openQueues(settings)
    await claimEvents(
      home.db,
      100,
      async (events) => {
        for (const event of events) {
          const { queue, job } = queuedJob(event, subscriptions['newcomer.updated'][0] as never)
          await queues.add(queue, [job])
        }
      },
      new Date(),
    )
    const now = new Date(Date.now() + 1_000)
    for (let round = 0; round < 3; round++) {
      expect((await resendUndone(home.db, queues, subscriptions, { now, graceMs: 0 })).missing).toBe(15)
      expect(await queues.depth()).toBe(15)
    }
    start()
    await until('all effects', async () => (await done()) === 15)
    await until('an empty queue', async () => (await queues.depth()) === 0)
    await queues.close()
    expect([await runs(), await twice()]).toEqual([15, []])
  })

  test('a poison job ends in dead_jobs without a word of the person; the others go on; revived it has one effect', async () => {
    poison = randomUUID()
    start({ clock: true })
    const bad = poison
    await record(50, () => randomUUID())
    await record(1, () => bad)
    await record(50, () => randomUUID())
    await until('the others', async () => (await done()) === 100)
    await until('the grave', async () => (await home.db.select().from(deadJobs)).length === 1)
    const [dead] = await home.db.select().from(deadJobs)
    expect(dead).toMatchObject({ job: 'note', attempts: 3, payload: { newcomerId: bad }, resolvedAt: null })
    expect(dead?.reason).toMatch(/^Error/)
    expect(JSON.stringify(dead)).not.toMatch(/Samira|example/)
    await new Promise((resolve) => setTimeout(resolve, 800)) // sweeps pass: a dead job is not sent again by itself
    expect(await done()).toBe(100)
    poison = null
    expect(await reviveJobs(home.db, new Date())).toBe(1)
    await until('the effect at last', async () => (await done()) === 101)
    expect([await runs(), await twice()]).toEqual([101, []])
  })

  test('one that cannot be done takes none down that gathered it, and later ones leave it alone', async () => {
    poison = randomUUID()
    const bad = poison
    await record(5, randomUUID, 'newcomer.moved')
    await record(1, () => bad, 'newcomer.moved')
    await record(5, randomUUID, 'newcomer.moved')
    start()
    await until('the grave', async () => (await home.db.select().from(deadJobs)).length > 0)
    await until('the others', async () => (await done()) === 10)
    expect(await home.db.select().from(deadJobs)).toMatchObject([{ job: 'index', payload: { newcomerId: bad } }])
    const open = { names: ['newcomer.moved'], effect: 'index', after: 0, about: null, limit: 100 }
    expect(await laterEvents(home.db, open)).toEqual([])
    await record(1, randomUUID, 'newcomer.moved')
    await until('the next', async () => (await done()) === 11)
    expect(await home.db.select().from(deadJobs)).toHaveLength(1)
  })

  test('a burst of changes to one person is few runs, and every event counts as answered', async () => {
    const subject = randomUUID()
    start()
    await record(120, () => subject, 'newcomer.withdrawn')
    await until('all answered', async () => (await done()) === 120)
    expect(await runs()).toBeLessThan(12)
    const [last] = await home.sql`select max(at) >= (select max(created_at) from outbox_events) as after from test_runs`
    expect(last?.['after']).toBe(true)
  })

  test('what this version does not know is kept as dead, and holds up nothing', async () => {
    start()
    await home.db.insert(outboxEvents).values({ name: 'newcomer.renamed', payload: {}, createdAt: new Date() })
    await record(1, () => 'not-an-id')
    await record(3)
    await until('the known', async () => (await done()) === 3)
    await until('the unknown', async () => (await home.db.select().from(deadJobs)).length === 2)
    const reasons = (await home.db.select().from(deadJobs)).map((one) => one.reason).sort()
    expect(reasons).toEqual([
      'this version does not know the event newcomer.renamed',
      'this version does not know the payload',
    ])
  })

  test('workers that stop leave nothing half: the running job ends, the rest is done by the next', async () => {
    slowMs = 300
    const first = start()
    await record(12)
    await until('a start', async () => (await runs()) > 0)
    await first.stop(10_000)
    running = []
    const soFar = await runs()
    expect(await done()).toBe(soFar)
    slowMs = 0
    start()
    await until('the rest', async () => (await done()) === 12)
    expect([await runs(), await twice()]).toEqual([12, []])
  })

  test('a Postgres that drops every connection is only a pause', async () => {
    start({ clock: true })
    await record(5)
    await until('before', async () => (await done()) === 5)
    await home.sql`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid() and application_name <> 'test'`
    await record(20)
    await until('after', async () => (await done()) === 25, 40_000)
    expect(await twice()).toEqual([])
  })

  test('one effect is written down once, also when asked for twice', async () => {
    start()
    await record(1)
    await until('the effect', async () => (await done()) === 1)
    const [event] = await home.db.select().from(outboxEvents)
    await home.db
      .update(outboxEvents)
      .set({ relayedAt: null })
      .where(eq(outboxEvents.id, event?.id ?? 0))
    await until('relayed again', async () => {
      const [row] = await home.db.select().from(outboxEvents)
      return row?.relayedAt !== null
    })
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(await runs()).toBe(1)
  })
})
