import { setTimeout as wait } from 'node:timers/promises'
import { createPostgresBackend, type JobsOptions, type Processor, Queue, Worker, withBackend } from 'bullmq'
import { Redis } from 'ioredis'
import { Client } from 'pg'
import type { Env } from '#server/platform/env.ts'
import { log } from '#server/platform/log.ts'
import { QUEUE_NAMES, type QueueName } from './job.ts'

/** What travels through a queue: the version of this shape, the outbox row, the event and its ids. Never personal data. */
type JobData = { v: 1; event: number; name: string; ids: Record<string, string> }

export type QueuedJob = { name: string; data: JobData; opts: JobsOptions }

/** The queues of one process, on Redis or on Postgres. */
export type Queues = {
  add(queue: QueueName, jobs: QueuedJob[]): Promise<void>
  /** Starts taking jobs from a queue; it stops when the queues are closed. */
  work(queue: QueueName, concurrency: number, processor: Processor<JobData, void>): void
  /** Jobs that wait, run or are delayed, for the log. */
  depth(): Promise<number>
  /** Waits for running jobs; `force` leaves them to be found as stalled. */
  close(force?: boolean): Promise<void>
}

export type QueueSettings = Pick<Env, 'queueBackend' | 'redisUrl' | 'databaseUrl' | 'queuePrefix'>

/** A job whose process died is taken up again within 25 s: its lock must run out, and then be looked at (reliability.md, P1: 30 s). */
const LOCK_MS = 15_000

/** How a worker treats jobs: nothing is kept in the queue, since Postgres has the truth and the same id must be free to come again. */
const WORKER_OPTIONS = { lockDuration: LOCK_MS, stalledInterval: 7_500, maxStalledCount: 3, drainDelay: 5 } as const

/** Opens the queues. Does not wait for the server: workers connect when it is there, and say so in the log until then. */
export function openQueues(settings: QueueSettings): Queues {
  return settings.queueBackend === 'postgres'
    ? onPostgres(settings)
    : onRedis(settings.redisUrl ?? 'redis://127.0.0.1:6379', settings.queuePrefix)
}

/** An error without a listener would end the process; the same error is said once per ten seconds. */
function quietly(what: string): (error: Error & { code?: string }) => void {
  let last = 0
  return (error) => {
    if (Date.now() - last < 10_000) return
    last = Date.now()
    log.warn({ what, code: error.code ?? error.name }, 'queue: connection trouble')
  }
}

const reconnect = (times: number): number => Math.min(2_000, 50 * 2 ** Math.min(times, 6))

function onRedis(url: string, prefix: string): Queues {
  // The relay must never hang in a transaction: its commands fail fast, and the events wait in the outbox.
  const producer = new Redis(url, {
    maxRetriesPerRequest: 1,
    enableOfflineQueue: false,
    commandTimeout: 5_000,
    keepAlive: 10_000,
    retryStrategy: reconnect,
  })
  const consumer = new Redis(url, { maxRetriesPerRequest: null, keepAlive: 10_000, retryStrategy: reconnect })
  producer.on('error', quietly('redis producer'))
  consumer.on('error', quietly('redis consumer'))
  const produced = producing(async (name) => {
    await readyWithin(producer, 3_000)
    const queue = new Queue<JobData, void>(name, {
      connection: producer,
      prefix,
      streams: { events: { maxLen: 100 } },
    })
    queue.on('error', quietly(`queue ${name}`))
    return queue
  })
  const workers: Worker<JobData, void>[] = []
  return {
    add: produced.add,
    depth: produced.depth,
    work(name, concurrency, processor) {
      const worker = new Worker<JobData, void>(name, processor, {
        connection: consumer,
        prefix,
        concurrency,
        ...WORKER_OPTIONS,
      })
      worker.on('error', quietly(`worker ${name}`))
      workers.push(worker)
    },
    async close(force = false) {
      await Promise.allSettled(workers.map((worker) => worker.close(force)))
      await produced.close()
      producer.disconnect()
      consumer.disconnect()
    },
  }
}

/** A connection that dies while a query runs on it must not end the process: pg listens for errors of idle connections only. */
class SteadyClient extends Client {
  constructor(config: ConstructorParameters<typeof Client>[0]) {
    super(config)
    this.on('error', quietly('postgres connection'))
  }
}

function onPostgres(settings: QueueSettings): Queues {
  const bound = withBackend(createPostgresBackend)
  const connection = {
    connectionString: settings.databaseUrl,
    schema: 'bullmq',
    migrate: true,
    max: 4,
    keepAlive: true,
    Client: SteadyClient,
  }
  const produced = producing(async (name) => {
    const queue = new bound.Queue<JobData, void>(name, { connection: { ...connection, max: 2 } })
    queue.on('error', quietly(`queue ${name}`))
    return queue
  })
  const workers = new Set<{ close(force?: boolean): Promise<void> }>()
  let isClosed = false
  /**
   * BullMQ keeps the first answer of its connection for good: a worker whose first look at the server failed asks on without a pause and never works
   * (two processes that make the schema at once are enough). So it runs only once it is ready, and is made anew when it is not.
   */
  const open = async (name: QueueName, concurrency: number, processor: Processor<JobData, void>): Promise<void> => {
    const said = quietly(`worker ${name}`)
    for (let times = 1; !isClosed; times += 1) {
      const options = { connection, concurrency, ...WORKER_OPTIONS, autorun: false }
      const worker = new bound.Worker<JobData, void>(name, processor, options)
      worker.on('error', said)
      workers.add(worker)
      try {
        await worker.waitUntilReady()
        if (!isClosed) worker.run().catch(said)
        return
      } catch (error) {
        said(error as Error)
        workers.delete(worker)
        await worker.close(true).catch(said)
        await wait(reconnect(times))
      }
    }
  }
  return {
    add: produced.add,
    depth: produced.depth,
    work(name, concurrency, processor) {
      void open(name, concurrency, processor)
    },
    async close(force = false) {
      isClosed = true
      await Promise.allSettled([...workers].map((worker) => worker.close(force)))
      await produced.close()
    },
  }
}

type Producer = {
  addBulk(jobs: QueuedJob[]): Promise<unknown>
  getJobCounts(): Promise<Record<string, number>>
  close(): Promise<void>
}

/** The queue server cannot be reached; the events wait in the outbox. */
class QueueAway extends Error {
  override name = 'QueueAway'
}

function readyWithin(redis: Redis, ms: number): Promise<void> {
  if (redis.status === 'ready') return Promise.resolve()
  return new Promise((resolve, reject) => {
    const ready = () => {
      clearTimeout(timer)
      resolve()
    }
    const timer = setTimeout(() => {
      redis.off('ready', ready)
      reject(new QueueAway('Redis is away'))
    }, ms)
    redis.once('ready', ready)
  })
}

/**
 * What both kinds of queue do alike. A queue is opened when it is first needed, and anew after a failure: one that was opened while its server
 * was away stays broken for good.
 */
function producing(
  open: (name: QueueName) => Promise<Producer>,
): Pick<Queues, 'add' | 'depth'> & { close(): Promise<void> } {
  const queues = new Map<QueueName, Promise<Producer>>()
  const using = async <R>(name: QueueName, use: (queue: Producer) => Promise<R>): Promise<R> => {
    const opened = queues.get(name) ?? open(name)
    queues.set(name, opened)
    try {
      return await use(await opened)
    } catch (error) {
      if (queues.get(name) === opened) queues.delete(name)
      opened.then((queue) => queue.close()).catch(() => {})
      throw error
    }
  }
  return {
    async add(name, jobs) {
      if (jobs.length > 0) await using(name, (queue) => queue.addBulk(jobs))
    },
    async depth() {
      let sum = 0
      for (const name of QUEUE_NAMES) {
        const counts = await using(name, (queue) => queue.getJobCounts())
        for (const state of ['waiting', 'active', 'delayed', 'prioritized']) sum += counts[state] ?? 0
      }
      return sum
    },
    async close() {
      await Promise.allSettled([...queues.values()].map(async (queue) => (await queue).close()))
    },
  }
}
