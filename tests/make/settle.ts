/** Runs jobs of recorded events one after the other, without a queue: what a worker does, at the pace of a test. */
import { gt } from 'drizzle-orm'
import type { Db } from '#db/client.ts'
import { outboxEvents } from '#db/schema/outbox.ts'
import { markDone } from '#server/outbox/effects.ts'
import type { AnyJob, JobDeps } from '#workers/job.ts'
import { jobsOf } from '#workers/plan-jobs.ts'
import { SUBSCRIPTIONS } from '#workers/subscriptions.ts'
import { NOW } from './rooms.ts'

/** The id of the last event; 0 before the first. */
export async function lastEvent(db: Db): Promise<number> {
  const rows = await db.select({ id: outboxEvents.id }).from(outboxEvents)
  return rows.reduce((top, { id }) => Math.max(top, id), 0)
}

/**
 * Runs the jobs of everything that was recorded since, until nothing new is recorded.
 *
 * @param isMine which jobs, by name
 * @param processes databases to take turns with, as so many worker processes would
 * @returns the last event
 */
export async function settle(
  processes: Db[],
  since: number,
  isMine: (job: string) => boolean,
  now: Date = NOW,
): Promise<number> {
  const [first] = processes
  if (!first) return since
  let turn = 0
  for (let done = since; ; ) {
    const events = await first.select().from(outboxEvents).where(gt(outboxEvents.id, done)).orderBy(outboxEvents.id)
    if (events.length === 0) return done
    for (const { id, name, payload } of events) {
      for (const job of (jobsOf(SUBSCRIPTIONS, name) ?? []).filter((one) => isMine(one.name))) {
        const db = processes[turn++ % processes.length] as Db
        const deps: JobDeps = {
          db,
          meili: null,
          mailer: { send: async () => {} },
          publicOrigin: 'http://localhost',
          now: () => now,
        }
        const ids = job.payload.parse(payload) as never
        await (job as AnyJob).run(deps, ids, { eventId: String(id), event: name as never, payloads: [ids] as never })
        await markDone(first, [id], job.name, now)
      }
      done = id
    }
  }
}
