import { asc, eq, isNotNull, sql } from 'drizzle-orm'
import { expect } from 'vitest'
import type { Db } from '#db/client.ts'
import { notices } from '#db/schema/notices.ts'
import { deadJobs, effects, outboxEvents } from '#db/schema/outbox.ts'
import { placementLog } from '#db/schema/placements.ts'
import { positionLog } from '#db/schema/positions.ts'
import { proposalLog } from '#db/schema/proposals.ts'
import type { EventName } from '#server/outbox/events.ts'
import { SUBSCRIPTIONS } from '#workers/subscriptions.ts'
import { until } from './desk.ts'

type Row = { step: string; fromState: string | null; toState: string; actorRole: string; at: Date }

/** The steps of a log in the order in which they follow from each other; rows of one transaction have the same moment. */
function chainOf(rows: Row[]): string[] {
  const left = [...rows].sort((a, b) => a.at.getTime() - b.at.getTime())
  const steps: string[] = []
  for (let state: string | null = null; left.length > 0; ) {
    const next = left.findIndex((row) => row.fromState === state)
    const [row] = left.splice(next, next < 0 ? 0 : 1)
    if (!row) throw new Error(`The log has a hole after ${steps.join(', ')}: ${JSON.stringify(left)}`)
    steps.push(`${row.step} by ${row.actorRole}`)
    state = row.toState
  }
  return steps
}

/** `propose by worker`, `shortlist by coach`, ... */
export const stepsOfProposal = async (db: Db, id: string): Promise<string[]> =>
  chainOf(await db.select().from(proposalLog).where(eq(proposalLog.proposalId, id)))
export const stepsOfPosition = async (db: Db, id: string): Promise<string[]> =>
  chainOf(await db.select().from(positionLog).where(eq(positionLog.positionId, id)))
export const stepsOfPlacement = async (db: Db, id: string): Promise<string[]> =>
  chainOf(await db.select().from(placementLog).where(eq(placementLog.placementId, id)))

/** Every event was carried to each of its subscribers exactly once, and no job was given up. */
export async function everyEventHadItsEffects(db: Db): Promise<void> {
  const found = async () => {
    const events = await db.select().from(outboxEvents).orderBy(asc(outboxEvents.id))
    const done = await db.select().from(effects)
    const effectsOf = new Map<string, string[]>()
    for (const { eventId, effect } of done) effectsOf.set(eventId, [...(effectsOf.get(eventId) ?? []), effect])
    return {
      events,
      had: events.map(({ id, name }) => `${id} ${name}: ${(effectsOf.get(String(id)) ?? []).sort().join(', ')}`),
      wanted: events.map(({ id, name }) => {
        const jobs: readonly { name: string }[] = SUBSCRIPTIONS[name as EventName]
        return `${id} ${name}: ${jobs
          .map((job) => job.name)
          .sort()
          .join(', ')}`
      }),
    }
  }
  await until('every event to have its effects', async () => {
    const { had, wanted } = await found()
    return had.join() === wanted.join()
  }).catch(() => undefined) // the comparison below says which one is missing
  const { had, wanted, events } = await found()
  expect(had).toEqual(wanted)
  expect(events.filter(({ relayedAt }) => relayedAt === null)).toEqual([])
  expect(await db.select().from(deadJobs)).toEqual([])
}

/** The codes that an account was told, oldest first, and that no event told it anything twice. */
export async function toldOf(db: Db, accountId: string): Promise<string[]> {
  const rows = await db
    .select()
    .from(notices)
    .where(eq(notices.accountId, accountId))
    .orderBy(asc(sql`split_part(${notices.effectKey}, ':', 1)::bigint`))
  const events = rows.map(({ effectKey }) => effectKey.split(':')[0])
  expect(new Set(events).size).toBe(events.length)
  return rows.map(({ code }) => code)
}

/** Ids and codes only: what events and jobs may hold. */
export async function payloadsOf(db: Db): Promise<string> {
  const events = await db.select({ payload: outboxEvents.payload }).from(outboxEvents).where(isNotNull(outboxEvents.id))
  return JSON.stringify(events)
}

/** Everything that the queue keeps in Postgres, as text. */
export async function queueTables(db: Db): Promise<string> {
  const tables = await db.execute<{ name: string }>(
    sql`select table_name as name from information_schema.tables where table_schema = 'bullmq'`,
  )
  expect(tables.length).toBeGreaterThan(0)
  const rows: unknown[] = []
  for (const { name } of tables)
    rows.push(...(await db.execute(sql`select to_jsonb(t) as row from bullmq.${sql.identifier(name)} t`)))
  return JSON.stringify(rows)
}
