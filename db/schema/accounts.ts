import { sql } from 'drizzle-orm'
import {
  boolean,
  check,
  customType,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { ACCOUNT_STATES, type AccountState, ROLES, type Role } from '../values/accounts.ts'
import { SCREEN_LANGUAGES, type ScreenLanguage } from '../values/language.ts'
import { at, id, isOneOf } from './columns.ts'

const bytea = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => 'bytea' })

/** Who signs in. What the account stands for is one of the three links; the role says which. */
export const accounts = pgTable(
  'accounts',
  {
    id: id(),
    role: text().$type<Role>().notNull(),
    displayName: text().notNull(),
    email: text(), // lower case; null for newcomers who sign in otherwise
    newcomerId: uuid(),
    employerId: uuid(),
    municipalityCode: text(),
    language: text().$type<ScreenLanguage>().notNull().default('nl'),
    state: text().$type<AccountState>().notNull().default('active'),
    /** Shown as a one-click persona in demo mode only. */
    demo: boolean().notNull().default(false),
    createdAt: at().notNull(),
  },
  (t) => [
    check('accounts_role', isOneOf(t.role, ROLES)),
    check('accounts_state', isOneOf(t.state, ACCOUNT_STATES)),
    check('accounts_language', isOneOf(t.language, SCREEN_LANGUAGES)),
    check(
      'accounts_link',
      sql`(${t.role} = 'newcomer') = (${t.newcomerId} is not null) and (${t.role} = 'employer') = (${t.employerId} is not null) and (${t.role} in ('coach', 'municipality', 'officer')) = (${t.municipalityCode} is not null)`,
    ),
    uniqueIndex('accounts_email').on(t.email),
    uniqueIndex('accounts_newcomer').on(t.newcomerId),
    index('accounts_employer').on(t.employerId),
  ],
)

export const sessions = pgTable(
  'sessions',
  {
    tokenHash: bytea().primaryKey(), // sha-256; the token itself is only in the cookie
    id: uuid().notNull().unique(),
    accountId: uuid()
      .notNull()
      .references(() => accounts.id, { onDelete: 'cascade' }),
    createdAt: at().notNull(),
    seenAt: at().notNull(),
    idleMinutes: integer().notNull(),
    absoluteAt: at().notNull(),
    revokedAt: at(),
  },
  (t) => [index('sessions_account').on(t.accountId)],
)

/** An e-mailed one-time code: bound to the browser that asked, five attempts, ten minutes (ASVS 5 6.5.5). */
export const loginChallenges = pgTable('login_challenges', {
  id: id(),
  accountId: uuid().references(() => accounts.id, { onDelete: 'cascade' }), // null for an unknown address: same work, same answer
  bindHash: bytea().notNull(),
  codeMac: bytea().notNull(),
  attempts: smallint().notNull().default(0),
  createdAt: at().notNull(),
  expiresAt: at().notNull(),
  usedAt: at(),
})

/** Fixed windows in Postgres: the row lock serialises parallel guesses. */
export const rateLimits = pgTable('rate_limits', {
  bucket: text().primaryKey(),
  count: integer().notNull(),
  resetsAt: at().notNull(),
})

/** One row per handled form: the same key again gives the first answer; the same key with another body is refused. */
export const submissions = pgTable(
  'submissions',
  {
    accountId: uuid().notNull(),
    key: uuid().notNull(),
    route: text().notNull(),
    bodyHash: bytea().notNull(),
    answer: jsonb().$type<Record<string, string>>(),
    createdAt: at().notNull(),
  },
  (t) => [primaryKey({ columns: [t.accountId, t.key] }), index('submissions_created').on(t.createdAt)],
)
