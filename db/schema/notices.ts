import { check, index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { NOTICE_CODES, type NoticeCode } from '../values/notices.ts'
import { accounts } from './accounts.ts'
import { at, id, isOneOf } from './columns.ts'

/** A message to one account: a code with ids; the sentence is made when it is read, in the reader's language. */
export const notices = pgTable(
  'notices',
  {
    id: id(),
    accountId: uuid()
      .notNull()
      .references(() => accounts.id, { onDelete: 'cascade' }),
    code: text().$type<NoticeCode>().notNull(),
    params: jsonb().$type<Record<string, string>>().notNull(),
    /** Event and receiver: the same event never tells the same person twice. */
    effectKey: text().notNull(),
    createdAt: at().notNull(),
    readAt: at(),
  },
  (t) => [
    check('notices_code', isOneOf(t.code, NOTICE_CODES)),
    uniqueIndex('notices_effect').on(t.effectKey),
    index('notices_account').on(t.accountId, t.createdAt),
  ],
)

/** One row per mail that left, made before sending: at most one resend after a crash, never two rows. */
export const mailDeliveries = pgTable('mail_deliveries', {
  effectKey: text().primaryKey(),
  accountId: uuid().references(() => accounts.id, { onDelete: 'cascade' }),
  kind: text().notNull(),
  state: text().notNull(), // sending, sent, failed
  attempts: integer().notNull().default(0),
  createdAt: at().notNull(),
  sentAt: at(),
})
