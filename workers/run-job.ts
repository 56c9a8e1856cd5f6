import { z } from 'zod'
import { buryJob, isDone, laterEvents, markDone } from '#server/outbox/effects.ts'
import { EVENT_NAMES } from '#server/outbox/events.ts'
import { log } from '#server/platform/log.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { AnyJob, JobDeps, Subscriptions } from './job.ts'
import { catalogueOf, eventsCausing } from './plan-jobs.ts'

/** Later events that one run of an indexing job answers as well. */
const GATHER_ALL = 300
const GATHER_SAME = 1_000

const Data = z.object({
  v: z.literal(1),
  event: z.number().int().positive(),
  name: z.enum(EVENT_NAMES),
  ids: z.record(z.string(), z.string()),
})

/** What the queue is told of a failure: no text of the error, since that may quote a row. */
export class JobFailed extends Error {
  override name = 'JobFailed'
  readonly final: boolean
  constructor(reason: string, final: boolean) {
    super(reason)
    this.final = final
    this.stack = reason
  }
}

/**
 * Names, codes and the place in our sources of an error; never its text, which may quote values of a row or a query.
 *
 * @returns for example `DrizzleQueryError 23505 at server/proposals/propose-matches.ts:88`
 */
export function reasonOf(error: unknown): string {
  const parts: string[] = []
  let stack = ''
  for (let at = error, depth = 0; at instanceof Error && depth < 4; at = at.cause, depth++) {
    const code = (at as { code?: unknown }).code
    parts.push([at.name, typeof code === 'string' ? code : ''].filter(Boolean).join(' '))
    if (!stack) stack = at.stack ?? ''
  }
  const place = /((?:server|workers|db)\/[\w/.-]+\.ts:\d+)/.exec(stack)?.[1]
  if (error instanceof z.ZodError) parts.push(error.issues.map((issue) => issue.path.join('.')).join(','))
  return [parts.join(' < ') || 'unknown', place ? `at ${place}` : ''].filter(Boolean).join(' ').slice(0, 500)
}

/**
 * Runs one job from a queue: done already is skipped; a run that succeeds is written down, together with later events it answers; one that fails
 * for good is buried in Postgres with its reason, and holds up nobody else.
 *
 * @param attempt from 1
 * @throws JobFailed, `final` when it must not be tried again
 */
export async function runJob(
  deps: JobDeps,
  subscriptions: Subscriptions,
  queued: { name: string; id: string; data: unknown; attempt: number },
): Promise<void> {
  const job = catalogueOf(subscriptions).get(queued.name)
  const data = Data.safeParse(queued.data)
  const payload = data.success ? job?.payload.safeParse(data.data.ids) : undefined
  if (!job || !data.success || !payload?.success) {
    const reason = job ? 'this version does not know the payload' : 'this version does not know the job'
    return bury(deps, queued, idsOf(queued.data), reason)
  }
  const { event, name, ids } = data.data
  if (await isDone(deps.db, event, job.name)) return
  try {
    const asked = { event, payload: payload.data as Record<string, string>, attempt: queued.attempt }
    const later = await gathered(deps, subscriptions, job, asked)
    const payloads = [payload.data, ...later.map((one) => one.payload)] as never[]
    await job.run(deps, payload.data as never, { eventId: String(event), event: name, payloads })
    await markDone(deps.db, [event, ...later.map((one) => one.id)], job.name, deps.now())
  } catch (error) {
    // Gone meanwhile, by erasure or withdrawal: there is nobody to do it for (reliability.md, fault 27).
    if (error instanceof Refusal && error.code === 'not-found') return markDone(deps.db, [event], job.name, deps.now())
    const reason = reasonOf(error)
    log.warn({ job: job.name, event, attempt: queued.attempt, reason }, 'job failed')
    if (queued.attempt >= job.retry.attempts) return bury(deps, queued, ids, reason)
    throw new JobFailed(reason, false)
  }
}

async function gathered(
  deps: JobDeps,
  subscriptions: Subscriptions,
  job: AnyJob,
  { event, payload, attempt }: { event: number; payload: Record<string, string>; attempt: number },
): Promise<{ id: number; payload: unknown }[]> {
  // What failed is tried again alone: a later event that cannot be answered must not take this one down with it.
  if (!job.gather || attempt > 1) return []
  const events = await laterEvents(deps.db, {
    names: eventsCausing(subscriptions, job.name),
    effect: job.name,
    after: event,
    about: job.gather === 'same' ? payload : null,
    limit: job.gather === 'same' ? GATHER_SAME : GATHER_ALL,
  })
  return events.flatMap((one) => {
    const parsed = job.payload.safeParse(one.payload)
    return parsed.success ? [{ id: one.id, payload: parsed.data }] : []
  })
}

async function bury(
  deps: JobDeps,
  queued: { name: string; id: string; data: unknown; attempt: number },
  payload: Record<string, string>,
  reason: string,
): Promise<never> {
  const { event } = (queued.data ?? {}) as { event?: unknown }
  const eventId = typeof event === 'number' ? event : queued.id
  await buryJob(deps.db, { eventId, job: queued.name, payload, reason, attempts: queued.attempt }, deps.now())
  log.error({ job: queued.name, event: eventId, reason }, 'job buried: see dead_jobs')
  throw new JobFailed(reason, true)
}

const idsOf = (data: unknown): Record<string, string> => {
  const ids = z.object({ ids: z.record(z.string(), z.string()) }).safeParse(data)
  return ids.success ? ids.data.ids : {}
}
