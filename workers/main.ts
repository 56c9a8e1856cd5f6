import { readServingEnv } from '#server/platform/env.ts'
import { log } from '#server/platform/log.ts'
import { openMailer } from '#server/platform/mail.ts'
import { PolicyChanged } from '#server/proposals/keep-policy.ts'
import { checkRedis, RedisEvicts } from './check-redis.ts'
import { refuseChangedPolicy } from './refuse-changed-policy.ts'
import { reasonOf } from './run-job.ts'
import { type RunningWorkers, startWorkers } from './start-workers.ts'
import { USUAL_TIMES } from './sweeps.ts'
import { waitForPostgres } from './wait-for-postgres.ts'

/** The second process: carries events to jobs, runs them, and looks for what is due. It may be started more than once. */

const env = readServingEnv()
const mailer = openMailer(env)
const minute = Number(process.env['SWEEP_MS'] ?? USUAL_TIMES.minute)
const stopping = new AbortController()
let workers: RunningWorkers | null = null

async function stop(signal: string): Promise<void> {
  if (stopping.signal.aborted) process.exit(1)
  stopping.abort()
  log.info({ signal }, 'workers: stopping')
  await workers?.stop()
  log.info('workers: stopped')
  process.exit(0)
}
process.on('SIGTERM', () => void stop('SIGTERM'))
process.on('SIGINT', () => void stop('SIGINT'))
// A lost connection may reject a promise that nobody waits for; the work itself is in Postgres and comes again.
process.on('unhandledRejection', (error) => log.error({ reason: reasonOf(error) }, 'workers: unhandled rejection'))

try {
  await waitForPostgres(env.databaseUrl, stopping.signal)
  if (!stopping.signal.aborted) await refuseChangedPolicy(env.databaseUrl)
  if (env.queueBackend === 'redis' && env.redisUrl) await checkRedis(env.redisUrl, stopping.signal)
  if (!stopping.signal.aborted) {
    workers = startWorkers(env, mailer, {
      times: { minute, resendGrace: Math.min(USUAL_TIMES.resendGrace, minute * 2) },
    })
    log.info({ queue: env.queueBackend, search: env.meili ? 'meilisearch' : 'postgres' }, 'workers: ready')
  }
} catch (error) {
  if (!stopping.signal.aborted) {
    const isOurs = error instanceof RedisEvicts || error instanceof PolicyChanged
    log.fatal(isOurs ? error.message : { reason: reasonOf(error) }, 'workers: cannot start')
    process.exitCode = 1
    setTimeout(() => process.exit(1), 200)
  }
}
