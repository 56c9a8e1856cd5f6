import { z } from 'zod'
import type { Db } from '#db/client.ts'
import type { WorkerName } from '#db/values/workers.ts'
import type { EventCatalogue, EventName } from '#server/outbox/events.ts'
import { type Ctx, workerNamed } from '#server/platform/context.ts'
import type { Mailer } from '#server/platform/mail.ts'
import type { MeiliSettings } from '#server/search/port.ts'

/** What a job may use. */
export type JobDeps = {
  db: Db
  meili: MeiliSettings | null
  mailer: Mailer
  publicOrigin: string
  now(): Date
}

/** Three queues, so that slow mail holds up no matching and a burst of indexing no mail. */
export const QUEUE_NAMES = ['search', 'matching', 'people'] as const
export type QueueName = (typeof QUEUE_NAMES)[number]

/** Why a job runs. */
type Cause<P> = {
  /** The id of the outbox row as text: the key under which an effect is claimed. */
  eventId: string
  event: EventName
  /** This payload and those of later events that this run answers as well. */
  payloads: P[]
}

/**
 * One kind of background work: it reads what it needs again by id, calls one function of the server, and may run twice.
 *
 * `gather`: `same` answers later events about the same ids in one run (the last state wins); `all` answers up to three hundred events of any ids.
 */
export type Job<P extends Record<string, string>> = {
  name: string
  queue: QueueName
  payload: z.ZodType<P>
  retry: { attempts: number; backoffMs: number }
  gather?: 'same' | 'all'
  run: (deps: JobDeps, payload: P, cause: Cause<P>) => Promise<void>
}

/** A job that an event may cause: one whose payload the event carries. */
type JobFor<N extends EventName> = {
  name: string
  queue: QueueName
  payload: z.ZodType<unknown>
  retry: { attempts: number; backoffMs: number }
  gather?: 'same' | 'all'
  run: (deps: JobDeps, payload: EventCatalogue[N], cause: Cause<EventCatalogue[N]>) => Promise<void>
}

/** Every event has its list of jobs; an event without one does not compile. */
export type Subscriptions = { readonly [N in EventName]: readonly JobFor<N>[] }

/** A job as the machinery sees it, when the payload has been checked by its schema. */
export type AnyJob = JobFor<never>

/** Tries over about half a minute; longer outages are the sweep's. */
export const USUAL_RETRY = { attempts: 5, backoffMs: 1_000 } as const

/** Payload of a job that serves events of several shapes: ids and codes, nothing that could be a text of a person. */
export const IdsAndCodes = z.record(z.string(), z.string().regex(/^[A-Za-z0-9-]{1,64}$/))

/** The context of a command that a job calls. @param worker its own name: it may what the matrix says of that name */
export const workerCtx = (deps: JobDeps, worker: WorkerName): Ctx => ({
  db: deps.db,
  actor: workerNamed(worker),
  now: deps.now(),
})
