import { date, index, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { accounts } from './accounts.ts'
import { at, id } from './columns.ts'

/** A search of positions that somebody keeps: its address, and what they know of its answer, so that only what is new is told. */
export const savedSearches = pgTable(
  'saved_searches',
  {
    id: id(),
    accountId: uuid()
      .notNull()
      .references(() => accounts.id, { onDelete: 'cascade' }),
    /** As in the address of the page, without the question mark: `q=kok&sector=hospitality`. */
    question: text().notNull(),
    /** The positions that matched when it was last looked at; never told again. */
    known: uuid().array().notNull().default([]),
    /** The day of the last look. */
    lookedOn: date({ mode: 'string' }).notNull(),
    createdAt: at().notNull(),
    /** The last day on which it is looked at, unless it is kept again. */
    endsOn: date({ mode: 'string' }).notNull(),
    /** When new positions were last found. */
    toldAt: at(),
    /** Taken away, and for a day to be put back. */
    removedAt: at(),
  },
  (t) => [
    uniqueIndex('saved_searches_question').on(t.accountId, t.question),
    index('saved_searches_looked').on(t.lookedOn, t.id),
  ],
)
