import type { Database } from '#db/client.ts'
import { type ClaimedEvent, claimEvents } from '#server/outbox/claim-events.ts'
import { buryJob } from '#server/outbox/effects.ts'
import { OUTBOX_CHANNEL } from '#server/outbox/record-event.ts'
import { log } from '#server/platform/log.ts'
import type { QueueName, Subscriptions } from './job.ts'
import { jobsOf, queuedJob } from './plan-jobs.ts'
import type { QueuedJob, Queues } from './queues.ts'
import { reasonOf } from './run-job.ts'

const BATCH = 200
const LONGEST_REST_MS = 30_000

export type Relay = { stop(): Promise<void> }

/**
 * Carries events from the outbox to the queues, as long as it runs: woken by each commit, and by a clock in case a wake-up was lost. When the
 * queues or the database are away it waits and tries again; the events wait in the outbox, and no web request notices.
 *
 * @param pollMs the net under the wake-ups
 */
export function startRelay(
  database: Database,
  queues: Pick<Queues, 'add'>,
  subscriptions: Subscriptions,
  pollMs = 2_000,
): Relay {
  let stopped = false
  let wake = () => {}
  let woken = false
  const rouse = () => {
    woken = true
    wake()
  }
  const rest = (ms: number) =>
    new Promise<void>((resolve) => {
      if (woken || stopped) return resolve()
      const timer = setTimeout(resolve, ms)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })

  let hearing: Promise<{ unlisten(): Promise<void> } | null> = Promise.resolve(null)
  const listen = () => {
    hearing = database.sql.listen(OUTBOX_CHANNEL, rouse, rouse).catch(() => null)
  }

  const loop = async () => {
    let trouble = 0
    listen()
    while (!stopped) {
      const byClock = !woken
      woken = false
      try {
        const count = await claimEvents(
          database.db,
          BATCH,
          (events) => handOn(database, queues, subscriptions, events),
          new Date(),
        )
        // Events that only the clock found were committed without a wake-up: the listening connection is gone.
        if (count > 0 && byClock && !(await hearing)) listen()
        trouble = 0
        if (count < BATCH) await rest(pollMs)
      } catch (error) {
        trouble += 1
        if (trouble === 1 || trouble % 10 === 0) log.warn({ reason: reasonOf(error), trouble }, 'relay: waits')
        woken = false
        await rest(Math.min(LONGEST_REST_MS, 250 * 2 ** Math.min(trouble, 7)))
      }
    }
  }
  const running = loop()
  return {
    async stop() {
      stopped = true
      rouse()
      await running
      const listening = await hearing
      await listening?.unlisten().catch(() => {})
    },
  }
}

async function handOn(
  database: Database,
  queues: Pick<Queues, 'add'>,
  subscriptions: Subscriptions,
  events: ClaimedEvent[],
): Promise<void> {
  const byQueue = new Map<QueueName, QueuedJob[]>()
  for (const event of events) {
    const jobs = jobsOf(subscriptions, event.name)
    if (!jobs) {
      const reason = `this version does not know the event ${event.name}`
      const dead = { eventId: event.id, job: 'relay', payload: event.payload, reason, attempts: 1 }
      await buryJob(database.db, dead, new Date())
      log.error({ event: event.id }, 'relay: unknown event, see dead_jobs')
    }
    for (const job of jobs ?? []) {
      const { queue, job: queued } = queuedJob(event, job)
      byQueue.set(queue, [...(byQueue.get(queue) ?? []), queued])
    }
  }
  for (const [queue, jobs] of byQueue) await queues.add(queue, jobs)
}
