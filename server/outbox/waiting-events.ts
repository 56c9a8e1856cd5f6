import { sql } from 'drizzle-orm'
import type { Reader } from '#db/client.ts'
import { deadJobs, effects, outboxEvents } from '#db/schema/outbox.ts'

/**
 * What events tell of that has not had its effect yet, handed on or not. A job that failed for good waits for nothing any more.
 *
 * @param expected which effects each event name has
 * @returns the ids that the events carry
 */
export async function waitingEvents(
  db: Reader,
  expected: readonly { name: string; effect: string }[],
): Promise<Record<string, string>[]> {
  const pairs = sql.join(
    expected.map((one) => sql`(${one.name}::text, ${one.effect}::text)`),
    sql`, `,
  )
  const rows = await db
    .select({ payload: outboxEvents.payload })
    .from(outboxEvents)
    .innerJoin(sql`(values ${pairs}) as expected(name, effect)`, sql`expected.name = ${outboxEvents.name}`)
    .where(
      sql`not exists (select 1 from ${effects} where ${effects.eventId} = ${outboxEvents.id}::text and ${effects.effect} = expected.effect)
        and not exists (select 1 from ${deadJobs} where ${deadJobs.key} = ${outboxEvents.id}::text || ':' || expected.effect and ${deadJobs.resolvedAt} is null)`,
    )
  return rows.map((row) => row.payload)
}
