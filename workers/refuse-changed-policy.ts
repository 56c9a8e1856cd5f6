import { openDatabase } from '#db/client.ts'
import { log } from '#server/platform/log.ts'
import { checkPolicy, PolicyChanged } from '#server/proposals/keep-policy.ts'
import { reasonOf } from './run-job.ts'

/**
 * Lets no worker start whose matching policy has other numbers than Postgres knows under its version: what it would write could not be told from what
 * was written before. Anything else that goes wrong here is met again, and waited for, by the first job.
 * @throws PolicyChanged
 */
export async function refuseChangedPolicy(url: string): Promise<void> {
  const database = openDatabase(url, { max: 1, name: 'instroom-workers-start' })
  try {
    await checkPolicy(database.db)
  } catch (error) {
    if (error instanceof PolicyChanged) throw error
    log.warn({ reason: reasonOf(error) }, 'workers: the policy could not be compared yet')
  } finally {
    await database.close().catch(() => {})
  }
}
