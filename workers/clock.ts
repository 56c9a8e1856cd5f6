import { type Database, openDatabase } from '#db/client.ts'
import { log } from '#server/platform/log.ts'
import { reasonOf } from './run-job.ts'

/** Something to look for again and again, because a date came or something was lost. */
export type Sweep = { name: string; everyMs: number; run: (now: Date) => Promise<Record<string, number> | undefined> }

export type Clock = { stop(): Promise<void> }

/**
 * Runs sweeps, each under its own advisory lock, so that of several worker processes one does it. Lost locks and double runs are harmless: every
 * sweep changes only rows that are still in the state it looks for.
 *
 * @param url the locks have a connection of their own, since they outlast a transaction
 * @param tickMs how often it looks whether a sweep is due
 */
export function startClock(url: string, sweeps: Sweep[], tickMs: number): Clock {
  const locks: Database = openDatabase(url, { max: 1, name: 'instroom-clock' })
  const due = new Map(sweeps.map((sweep) => [sweep.name, 0]))
  let stopped = false
  let rouse = () => {}

  const turn = async (sweep: Sweep) => {
    const [row] = await locks.sql<
      { got: boolean }[]
    >`select pg_try_advisory_lock(hashtext(${`sweep:${sweep.name}`})) as got`
    if (!row?.got) return
    try {
      const found = await sweep.run(new Date())
      if (found && Object.values(found).some((count) => count > 0)) log.info({ sweep: sweep.name, ...found }, 'sweep')
    } finally {
      await locks.sql`select pg_advisory_unlock(hashtext(${`sweep:${sweep.name}`}))`.catch(() => {})
    }
  }

  const loop = async () => {
    while (!stopped) {
      for (const sweep of sweeps) {
        if (stopped || (due.get(sweep.name) ?? 0) > Date.now()) continue
        due.set(sweep.name, Date.now() + sweep.everyMs)
        await turn(sweep).catch((error) => log.warn({ sweep: sweep.name, reason: reasonOf(error) }, 'sweep failed'))
      }
      if (stopped) break
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, tickMs)
        rouse = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
  }
  const running = loop()
  return {
    async stop() {
      stopped = true
      rouse()
      await running
      await locks.close()
    },
  }
}
