import { sql } from 'drizzle-orm'
import { bigint, check, customType, index, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { AUDIT_SUBJECTS, type AuditSubject } from '../values/audit.ts'
import { at, id, isOneOf } from './columns.ts'

const bytea = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => 'bytea' })

/**
 * Who looked at what and who decided what: ids and codes, never personal data. Rows are added and never changed (triggers of migration
 * audit_guard); an entry gets its place in the chain of its stream a moment later, and only once (docs/adr/0014).
 */
export const auditEntries = pgTable(
  'audit_entries',
  {
    id: id(),
    /** One chain each: a municipality, an employer, a sixteenth of the newcomers. */
    stream: text().notNull(),
    /** 1, 2, 3 ... within the stream; null = waits for its place. */
    seq: bigint({ mode: 'number' }),
    at: at().notNull(),
    actorId: uuid(), // null = nobody was signed in
    actorRole: text().notNull(),
    /** Id of the employer or code of the municipality for whom the actor acted; empty = for themselves. */
    organisation: text().notNull().default(''),
    action: text().notNull(),
    subject: text().$type<AuditSubject>().notNull(),
    subjectId: text().notNull(),
    detail: jsonb().$type<Record<string, string | number>>().notNull().default({}),
    /** Which key made `entryMac`: HMAC-SHA256 over all of the above but `seq`. */
    keyId: text().notNull(),
    entryMac: bytea().notNull(),
    /** Which key made `mac`: HMAC-SHA256 over stream, seq, the `mac` before it and `entryMac`. */
    sealKeyId: text(),
    mac: bytea(),
  },
  (t) => [
    check('audit_entries_subject', isOneOf(t.subject, AUDIT_SUBJECTS)),
    check(
      'audit_entries_sealed',
      sql`(${t.seq} is null) = (${t.mac} is null) and (${t.seq} is null) = (${t.sealKeyId} is null)`,
    ),
    uniqueIndex('audit_entries_seq').on(t.stream, t.seq),
    index('audit_entries_waiting').on(t.stream, t.at).where(sql`seq is null`),
    index('audit_entries_subject_id').on(t.subjectId, t.at),
  ],
)

/** The end of each chain: who seals locks this row, so that two can never continue from the same place. */
export const auditHeads = pgTable('audit_heads', {
  stream: text().primaryKey(),
  seq: bigint({ mode: 'number' }).notNull(),
  mac: bytea().notNull(),
})
