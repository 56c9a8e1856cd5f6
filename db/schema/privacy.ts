import { sql } from 'drizzle-orm'
import { check, date, index, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import {
  CORRECTION_PARTS,
  type CorrectionPart,
  DUTCH_BANDS,
  type DutchBand,
  ERASURE_CAUSES,
  type ErasureCause,
  KNOWN_BANDS,
  type KnownBand,
  PLACED_BANDS,
  type PlacedBand,
} from '../values/privacy.ts'
import { accounts } from './accounts.ts'
import { at, id, isOneOf } from './columns.ts'
import { newcomers } from './newcomers.ts'

/** Whom to erase again after a restore: keyed digests of ids, so that the list itself names nobody. */
export const erasures = pgTable(
  'erasures',
  {
    subjectHash: text().primaryKey(),
    cause: text().$type<ErasureCause>().notNull(),
    erasedAt: at().notNull(),
  },
  (t) => [check('erasures_cause', isOneOf(t.cause, ERASURE_CAUSES))],
)

/** What stays of somebody: a month, a region and bands. No id, no day. */
export const erasedStatistics = pgTable(
  'erased_statistics',
  {
    id: id(),
    yearMonth: text().notNull(), // YYYY-MM
    regionCode: text().notNull(),
    known: text().$type<KnownBand>().notNull(),
    dutch: text().$type<DutchBand>().notNull(),
    placed: text().$type<PlacedBand>().notNull(),
  },
  (t) => [
    check('erased_statistics_known', isOneOf(t.known, KNOWN_BANDS)),
    check('erased_statistics_dutch', isOneOf(t.dutch, DUTCH_BANDS)),
    check('erased_statistics_placed', isOneOf(t.placed, PLACED_BANDS)),
    check('erased_statistics_month', sql`${t.yearMonth} ~ '^[0-9]{4}-[0-9]{2}$'`),
  ],
)

/** Who was told that their data go when nothing happens; one who comes back loses this row. */
export const retentionWarnings = pgTable('retention_warnings', {
  newcomerId: uuid()
    .primaryKey()
    .references(() => newcomers.id, { onDelete: 'cascade' }),
  warnedAt: at().notNull(),
  eraseOn: date({ mode: 'string' }).notNull(),
})

/** Who of the staff was told that the account goes when nobody signs in. */
export const accountWarnings = pgTable('account_warnings', {
  accountId: uuid()
    .primaryKey()
    .references(() => accounts.id, { onDelete: 'cascade' }),
  warnedAt: at().notNull(),
  eraseOn: date({ mode: 'string' }).notNull(),
})

/** A newcomer says that something is not right; the coach mends it (GDPR art. 16). */
export const corrections = pgTable(
  'corrections',
  {
    id: id(),
    newcomerId: uuid()
      .notNull()
      .references(() => newcomers.id, { onDelete: 'cascade' }),
    part: text().$type<CorrectionPart>().notNull(),
    askedAt: at().notNull(),
    doneAt: at(),
    doneBy: uuid().references(() => accounts.id),
  },
  (t) => [
    check('corrections_part', isOneOf(t.part, CORRECTION_PARTS)),
    check('corrections_done', sql`(${t.doneAt} is null) = (${t.doneBy} is null)`),
    uniqueIndex('corrections_one_open').on(t.newcomerId, t.part).where(sql`done_at is null`),
    index('corrections_newcomer').on(t.newcomerId),
  ],
)
