import { and, asc, eq, gt, inArray, isNotNull, isNull, lt, type SQL, sql } from 'drizzle-orm'
import type { Db, Reader } from '#db/client.ts'
import { deadJobs, effects, outboxEvents } from '#db/schema/outbox.ts'
import type { ClaimedEvent } from './claim-events.ts'

/** Under what a job that failed for good is kept. */
const deadKey = (eventId: number | string, effect: string): string => `${eventId}:${effect}`

/** No job of this event for this effect failed for good and waits for a person. */
const notDead = (effect: SQL): SQL =>
  sql`not exists (select 1 from ${deadJobs} where ${deadJobs.key} = ${outboxEvents.id}::text || ':' || ${effect} and ${deadJobs.resolvedAt} is null)`

/** True when this effect of this event, or of a day written as `day:2026-11-22`, was made before. */
export async function isDone(db: Reader, eventId: number | string, effect: string): Promise<boolean> {
  const rows = await db
    .select({ effect: effects.effect })
    .from(effects)
    .where(and(eq(effects.eventId, String(eventId)), eq(effects.effect, effect)))
  return rows.length > 0
}

/** Writes down that these events had this effect; twice is the same as once. */
export async function markDone(db: Reader, eventIds: (number | string)[], effect: string, now: Date): Promise<void> {
  const rows = eventIds.map((id) => ({ eventId: String(id), effect, doneAt: now }))
  if (rows.length > 0) await db.insert(effects).values(rows).onConflictDoNothing()
}

/**
 * Keeps a job that failed for good, so that a person can mend the cause and send it again.
 *
 * @param dead the reason holds names and codes only, never a message that may quote a row
 */
export async function buryJob(
  db: Reader,
  dead: {
    eventId: number | string
    job: string
    payload: Record<string, string>
    reason: string
    attempts: number
  },
  now: Date,
): Promise<void> {
  const { eventId, ...rest } = dead
  const row = { ...rest, key: deadKey(eventId, dead.job), failedAt: now, resolvedAt: null }
  await db.insert(deadJobs).values(row).onConflictDoUpdate({ target: deadJobs.key, set: row })
}

/** Lets every dead job be sent once more. Returns how many there were. */
export async function reviveJobs(db: Db, now: Date): Promise<number> {
  const rows = await db
    .update(deadJobs)
    .set({ resolvedAt: now })
    .where(isNull(deadJobs.resolvedAt))
    .returning({ key: deadJobs.key })
  return rows.length
}

/**
 * Later events that want the same effect, do not have it yet and did not fail for good: one run that reads the rows as they are now can answer them all.
 *
 * @param wanted event names that cause the effect, the event that is being answered, and, to get only events about the same thing, its ids
 */
export function laterEvents(
  db: Reader,
  wanted: { names: string[]; effect: string; after: number; about: Record<string, string> | null; limit: number },
): Promise<ClaimedEvent[]> {
  return db
    .select({ id: outboxEvents.id, name: outboxEvents.name, payload: outboxEvents.payload })
    .from(outboxEvents)
    .where(
      and(
        gt(outboxEvents.id, wanted.after),
        inArray(outboxEvents.name, wanted.names),
        isNotNull(outboxEvents.relayedAt),
        wanted.about ? sql`${outboxEvents.payload} @> ${JSON.stringify(wanted.about)}::jsonb` : undefined,
        sql`not exists (select 1 from ${effects} where ${effects.eventId} = ${outboxEvents.id}::text and ${effects.effect} = ${wanted.effect})`,
        notDead(sql`${wanted.effect}::text`),
      ),
    )
    .orderBy(asc(outboxEvents.id))
    .limit(wanted.limit)
}

/** An effect that an event should have had by now. */
export type UndoneEffect = ClaimedEvent & { effect: string; relayedAt: Date }

/**
 * Effects that are missing although their event was handed on some time ago, and that did not fail for good: what a queue lost is found here.
 *
 * @param expected which effects each event name has
 * @param window handed on before `before`, and not before `since`
 * @param after the last row of the page before, in order of event id and effect
 */
export async function undoneEffects(
  db: Db,
  expected: { name: string; effect: string }[],
  window: { since: Date; before: Date },
  after: { id: number; effect: string } | null,
  limit: number,
): Promise<UndoneEffect[]> {
  if (expected.length === 0) return []
  const pairs = sql.join(
    expected.map((one) => sql`(${one.name}::text, ${one.effect}::text)`),
    sql`, `,
  )
  const rows = await db
    .select({
      id: outboxEvents.id,
      name: outboxEvents.name,
      payload: outboxEvents.payload,
      relayedAt: outboxEvents.relayedAt,
      effect: sql<string>`expected.effect`,
    })
    .from(outboxEvents)
    .innerJoin(sql`(values ${pairs}) as expected(name, effect)`, sql`expected.name = ${outboxEvents.name}`)
    .where(
      and(
        lt(outboxEvents.relayedAt, window.before),
        sql`${outboxEvents.relayedAt} >= ${window.since.toISOString()}::timestamptz`,
        after ? sql`(${outboxEvents.id}, expected.effect) > (${after.id}::bigint, ${after.effect}::text)` : undefined,
        sql`not exists (select 1 from ${effects} where ${effects.eventId} = ${outboxEvents.id}::text and ${effects.effect} = expected.effect)`,
        notDead(sql`expected.effect`),
      ),
    )
    .orderBy(asc(outboxEvents.id), sql`expected.effect`)
    .limit(limit)
  return rows.flatMap((row) => (row.relayedAt ? [{ ...row, relayedAt: row.relayedAt }] : []))
}
