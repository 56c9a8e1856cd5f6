import type { Db } from '#db/client.ts'
import { undoneEffects } from '#server/outbox/effects.ts'
import { EVENT_NAMES } from '#server/outbox/events.ts'
import { KEEP_DAYS } from '#server/outbox/purge-outbox.ts'
import type { QueueName, Subscriptions } from './job.ts'
import { catalogueOf, jobsOf, queuedJob } from './plan-jobs.ts'
import type { QueuedJob, Queues } from './queues.ts'

const PAGE = 500
const HOUR = 3_600_000

/**
 * Adds every job again whose effect is missing: what a flushed, emptied or lost queue forgot. A job that still waits is left as it is, because
 * its id is taken; one that should have run an hour ago gets a new id, at most one an hour. The ledger of effects stops a second effect.
 *
 * @param window `graceMs`: events handed on more recently are still under way; `since`: nothing older is missing
 * @returns how many effects were missing, and from when on they must be looked for next time
 */
export async function resendUndone(
  db: Db,
  queues: Pick<Queues, 'add'>,
  subscriptions: Subscriptions,
  window: { now: Date; graceMs: number; since?: Date },
  progress: (sent: number) => void = () => {},
): Promise<{ missing: number; since: Date }> {
  const { now } = window
  const before = new Date(now.getTime() - window.graceMs)
  const since = window.since ?? new Date(now.getTime() - KEEP_DAYS * 24 * HOUR)
  const expected = EVENT_NAMES.flatMap((name) =>
    (jobsOf(subscriptions, name) ?? []).map((job) => ({ name, effect: job.name })),
  )
  const catalogue = catalogueOf(subscriptions)
  let missing = 0
  let earliest = before
  let after: { id: number; effect: string } | null = null
  for (;;) {
    const page = await undoneEffects(db, expected, { since, before }, after, PAGE)
    const byQueue = new Map<QueueName, QueuedJob[]>()
    for (const one of page) {
      const job = catalogue.get(one.effect)
      if (!job) continue
      if (one.relayedAt < earliest) earliest = one.relayedAt
      const late = now.getTime() - one.relayedAt.getTime() > HOUR
      const { queue, job: queued } = queuedJob(one, job, late ? `-r${Math.floor(now.getTime() / HOUR)}` : '')
      byQueue.set(queue, [...(byQueue.get(queue) ?? []), queued])
    }
    for (const [queue, jobs] of byQueue) await queues.add(queue, jobs)
    missing += page.length
    if (page.length > 0) progress(missing)
    const last = page.at(-1)
    if (!last || page.length < PAGE) return { missing, since: earliest }
    after = { id: last.id, effect: last.effect }
  }
}
