import { openDatabase } from '#db/client.ts'
import { log } from '#server/platform/log.ts'

/**
 * Waits until Postgres answers, however long that takes: BullMQ's Postgres workers do not recover from a first connection that failed.
 *
 * @param signal ends the waiting
 */
export async function waitForPostgres(url: string, signal: AbortSignal): Promise<void> {
  const database = openDatabase(url, { max: 1, name: 'instroom-workers-start' })
  try {
    for (let tries = 0; !signal.aborted; tries++) {
      try {
        await database.sql`select 1`
        return
      } catch (error) {
        if (tries === 0) log.warn({ code: (error as { code?: string }).code }, 'workers: Postgres is not there yet')
        await new Promise((resolve) => setTimeout(resolve, Math.min(2_000, 200 * (tries + 1))))
      }
    }
  } finally {
    await database.close().catch(() => {})
  }
}
