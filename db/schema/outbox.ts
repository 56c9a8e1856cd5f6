import { sql } from 'drizzle-orm'
import { bigserial, index, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { at } from './columns.ts'

/** What happened, in the transaction in which it happened. Ids only. */
export const outboxEvents = pgTable(
  'outbox_events',
  {
    id: bigserial({ mode: 'number' }).primaryKey(),
    name: text().notNull(),
    payload: jsonb().$type<Record<string, string>>().notNull(),
    createdAt: at().notNull(),
    relayedAt: at(),
  },
  (t) => [index('outbox_waiting').on(t.id).where(sql`relayed_at is null`)],
)

/** The ledger of effects: delivery is at least once, so each effect claims its row in the transaction of the effect. */
export const effects = pgTable(
  'effects',
  { eventId: text().notNull(), effect: text().notNull(), doneAt: at().notNull() },
  (t) => [primaryKey({ columns: [t.eventId, t.effect] })],
)

/** Jobs that failed for good: kept in Postgres with the reason, so that an operator can mend and send again. */
export const deadJobs = pgTable('dead_jobs', {
  key: text().primaryKey(), // queue:event:effect
  job: text().notNull(),
  payload: jsonb().$type<Record<string, string>>().notNull(),
  reason: text().notNull(),
  attempts: integer().notNull(),
  failedAt: at().notNull(),
  resolvedAt: at(),
})
