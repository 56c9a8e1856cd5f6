import { openDatabase } from '#db/client.ts'
import { reviveJobs } from '#server/outbox/effects.ts'
import { WORKER } from '#server/platform/context.ts'
import { readEnv } from '#server/platform/env.ts'
import { CopyNotRebuilt, rebuildIndex } from '#server/search/rebuild-index.ts'
import { openQueues } from '#workers/queues.ts'
import { resendUndone } from '#workers/resend.ts'
import { SUBSCRIPTIONS } from '#workers/subscriptions.ts'

/**
 * Restores from Postgres what may be lost: the search indexes and the jobs that were not done. Safe while people work, and safe twice.
 * With `--dead`, jobs that failed for good are sent once more; with `--search`, only the search indexes are made anew.
 */

const env = readEnv()
const database = openDatabase(env.databaseUrl, { max: 4, name: 'instroom-rebuild', statementTimeoutMs: 600_000 })
const queues = process.argv.includes('--search') ? null : openQueues(env)
try {
  const ctx = { db: database.db, actor: WORKER, now: new Date() }
  const counts = await rebuildIndex(ctx, env.meili, (line) => console.log(line), { alone: true })
  console.log(`Search has ${counts.positions} positions and ${counts.newcomers} newcomers.`)
  if (queues) {
    if (process.argv.includes('--dead'))
      console.log(`${await reviveJobs(database.db, ctx.now)} dead jobs get one more chance.`)
    const window = { now: ctx.now, graceMs: 0 }
    const { missing } = await resendUndone(database.db, queues, SUBSCRIPTIONS, window, (sent) =>
      console.log(`queue: ${sent} jobs sent again`),
    )
    console.log(missing === 0 ? 'No job was missing.' : `${missing} jobs are in the queue again.`)
  }
} catch (error) {
  if (!(error instanceof CopyNotRebuilt)) throw error
  console.error(
    `${error.message} Search in Postgres was made anew. Look whether Meilisearch runs and takes the key, and run this again.`,
  )
  process.exitCode = 1
} finally {
  await queues?.close()
  await database.close()
}
