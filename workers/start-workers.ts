import { UnrecoverableError } from 'bullmq'
import { openDatabase } from '#db/client.ts'
import { WORKERS } from '#db/row-level/roles.ts'
import type { Env } from '#server/platform/env.ts'
import { log } from '#server/platform/log.ts'
import type { Mailer } from '#server/platform/mail.ts'
import { startClock } from './clock.ts'
import type { JobDeps, QueueName, Subscriptions } from './job.ts'
import { openQueues } from './queues.ts'
import { startRelay } from './relay.ts'
import { JobFailed, runJob } from './run-job.ts'
import { SUBSCRIPTIONS } from './subscriptions.ts'
import { type SweepTimes, sweepsOf, USUAL_TIMES } from './sweeps.ts'

/** Jobs at a time per queue, for two cores; one writer for search, which takes up to three hundred documents at once. */
const CONCURRENCY: Record<QueueName, number> = { search: 1, matching: 2, people: 4 }

export type RunningWorkers = {
  /** Takes no new job and waits for the running ones, at most `patienceMs`; the rest is found again by the next process. */
  stop(patienceMs?: number): Promise<void>
}

type Settings = Pick<Env, 'databaseUrl' | 'queueBackend' | 'redisUrl' | 'queuePrefix' | 'meili' | 'publicOrigin'>

/**
 * Starts relay, job workers and clock in this process. Redis and Postgres may be away, now or later: everything waits and comes back.
 *
 * @param options what a test sets: its own events and jobs, shorter times
 */
export function startWorkers(
  settings: Settings,
  mailer: Mailer,
  options: { subscriptions?: Subscriptions; times?: SweepTimes; pollMs?: number; clock?: boolean } = {},
): RunningWorkers {
  const subscriptions = options.subscriptions ?? SUBSCRIPTIONS
  const times = options.times ?? USUAL_TIMES
  const database = openDatabase(settings.databaseUrl, {
    max: 12,
    name: 'instroom-workers',
    role: WORKERS,
    statementTimeoutMs: 30_000,
  })
  const queues = openQueues(settings)
  const deps: JobDeps = {
    db: database.db,
    meili: settings.meili,
    mailer,
    publicOrigin: settings.publicOrigin,
    now: () => new Date(),
  }
  const relay = startRelay(database, queues, subscriptions, options.pollMs)
  for (const name of Object.keys(CONCURRENCY) as QueueName[])
    queues.work(name, CONCURRENCY[name], async (job) => {
      const queued = { name: job.name, id: job.id ?? '', data: job.data, attempt: job.attemptsMade + 1 }
      try {
        await runJob(deps, subscriptions, queued)
      } catch (error) {
        if (error instanceof JobFailed && error.final) throw new UnrecoverableError(error.message)
        throw error instanceof JobFailed ? error : new JobFailed('the job could not be looked up', false)
      }
    })
  const clock =
    options.clock === false
      ? null
      : startClock(
          settings.databaseUrl,
          sweepsOf(database, queues, subscriptions, settings.meili, times),
          Math.min(1_000, times.minute),
        )
  return {
    async stop(patienceMs = 12_000) {
      const orderly = Promise.all([relay.stop(), clock?.stop(), queues.close()])
      const late = new Promise<'late'>((resolve) => setTimeout(() => resolve('late'), patienceMs).unref())
      if ((await Promise.race([orderly, late])) === 'late') {
        log.warn('workers: stopped before every job had ended; the next process takes them up')
        await Promise.race([queues.close(true), new Promise((resolve) => setTimeout(resolve, 1_000))])
      }
      await database.close().catch(() => {})
    },
  }
}
