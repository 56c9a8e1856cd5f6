import { EVENT_NAMES, type EventName } from '#server/outbox/events.ts'
import type { AnyJob, QueueName, Subscriptions } from './job.ts'
import type { QueuedJob } from './queues.ts'

/** The jobs of an event; none for a name that this deploy does not know. */
export const jobsOf = (subscriptions: Subscriptions, name: string): readonly AnyJob[] | null =>
  (EVENT_NAMES as readonly string[]).includes(name)
    ? (subscriptions[name as EventName] as readonly unknown[] as readonly AnyJob[])
    : null

/** Every job of the subscriptions once, by name. */
export function catalogueOf(subscriptions: Subscriptions): Map<string, AnyJob> {
  const all = new Map<string, AnyJob>()
  for (const name of EVENT_NAMES) for (const job of jobsOf(subscriptions, name) ?? []) all.set(job.name, job)
  return all
}

/** The events that cause a job. */
export const eventsCausing = (subscriptions: Subscriptions, job: string): EventName[] =>
  EVENT_NAMES.filter((name) => (jobsOf(subscriptions, name) ?? []).some((one) => one.name === job))

/**
 * A job as it goes into its queue. The id is made of the outbox row and the effect, so adding it a second time while it waits or runs changes
 * nothing; it holds no colon, which BullMQ would split, and does not start with a digit (reliability.md, faults 8 and 9). Nothing is kept
 * after it ended, so that the sweep can add it again under the same id.
 *
 * @param again sets a new id for a job that should have run long ago, in case the old id is stuck in the queue
 */
export function queuedJob(
  event: { id: number; name: string; payload: Record<string, string> },
  job: AnyJob,
  again = '',
): { queue: QueueName; job: QueuedJob } {
  return {
    queue: job.queue,
    job: {
      name: job.name,
      data: { v: 1, event: event.id, name: event.name, ids: event.payload },
      opts: {
        jobId: `ob-${event.id}-${job.name}${again}`,
        attempts: job.retry.attempts,
        backoff: { type: 'exponential', delay: job.retry.backoffMs, jitter: 0.5 },
        removeOnComplete: true,
        removeOnFail: true,
        stackTraceLimit: 0,
        sizeLimit: 2_000,
      },
    },
  }
}
