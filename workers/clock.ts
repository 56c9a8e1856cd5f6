import { type Database, openDatabase } from '#db/client.ts'
import { log } from '#server/platform/log.ts'
import { reasonOf } from './run-job.ts'

/** Something to look for again and again, because a date came or something was lost. */
export type Sweep = { name: string; everyMs: number; run: (now: Date) => Promise<Record<string, number> | undefined> }

export type Clock = { stop(): Promise<void> }

/** Sweeps at a time: they share the connections of the pool with the jobs. */
const AT_ONCE = 3
/** What comes as seldom as this may take minutes, so there is one of these at a time and the rest goes on beside it, in ms. */
const SELDOM = 3_600_000

/**
 * Runs sweeps, each under its own advisory lock, so that of several worker processes one does it. A few run beside each other, so that a long one
 * holds up no other, and none beside itself. Lost locks and double runs of two processes are harmless: every sweep changes only rows that are
 * still in the state it looks for.
 *
 * @param url the locks have a connection of their own, since they outlast a transaction
 * @param tickMs how often it looks whether a sweep is due
 */
export function startClock(url: string, sweeps: Sweep[], tickMs: number): Clock {
  const locks: Database = openDatabase(url, { max: 1, name: 'instroom-clock' })
  const due = new Map(sweeps.map((sweep) => [sweep, 0]))
  // One connection takes the same lock as often as it asks, so what runs here is known here.
  const running = new Map<Sweep, Promise<void>>()
  let stopped = false

  const turn = async (sweep: Sweep) => {
    const [row] = await locks.sql<
      { got: boolean }[]
    >`select pg_try_advisory_lock(hashtext(${`sweep:${sweep.name}`})) as got`
    if (!row?.got) return
    try {
      // The lock may come after the end was said.
      const found = stopped ? undefined : await sweep.run(new Date())
      if (found && Object.values(found).some((count) => count > 0)) log.info({ sweep: sweep.name, ...found }, 'sweep')
    } finally {
      await locks.sql`select pg_advisory_unlock(hashtext(${`sweep:${sweep.name}`}))`.catch(() => {})
    }
  }

  const isSeldom = (sweep: Sweep) => sweep.everyMs >= SELDOM
  const mayStart = (sweep: Sweep) =>
    !running.has(sweep) && running.size < AT_ONCE && !(isSeldom(sweep) && [...running.keys()].some(isSeldom))

  /** Starts what is due, what has waited longest first, and looks again when one of them ends. */
  const look = () => {
    if (stopped) return
    const now = Date.now()
    const waiting = [...due].filter(([, at]) => at <= now).sort(([, one], [, other]) => one - other)
    for (const [sweep] of waiting) {
      if (!mayStart(sweep)) continue
      due.set(sweep, now + sweep.everyMs)
      const run = turn(sweep)
        .catch((error) => log.warn({ sweep: sweep.name, reason: reasonOf(error) }, 'sweep failed'))
        .finally(() => {
          running.delete(sweep)
          look()
        })
      running.set(sweep, run)
    }
  }
  const timer = setInterval(look, tickMs)
  look()
  return {
    async stop() {
      stopped = true
      clearInterval(timer)
      await Promise.all(running.values())
      await locks.close()
    },
  }
}
