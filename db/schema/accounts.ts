import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  check,
  date,
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
import {
  ACCOUNT_STATES,
  type AccountState,
  type Assurance,
  PROOFS,
  type Proof,
  ROLES,
  type Role,
} from '../values/accounts.ts'
import { SCREEN_LANGUAGES, type ScreenLanguage } from '../values/language.ts'
import { allAre, at, bytea, id, isOneOf } from './columns.ts'

/** Who signs in. What the account stands for is one of the three links; the role says which. */
export const accounts = pgTable(
  'accounts',
  {
    id: id(),
    role: text().$type<Role>().notNull(),
    displayName: text().notNull(),
    /** Lower case; null for newcomers who sign in otherwise, and for everybody whose address is sealed (docs/adr/0018). */
    email: text(),
    /** Sealed at `accounts|email|id`. */
    emailSealed: bytea(),
    /** Keyed digests with the number of their key: of the address, by which it is found, and of the mailbox, by which two accounts are compared. */
    emailIndex: bytea(),
    mailboxIndex: bytea(),
    newcomerId: uuid(),
    employerId: uuid(),
    municipalityCode: text(),
    /** Of an employer: publishes positions and invites people; a member does neither. */
    isAdmin: boolean().notNull().default(false),
    language: text().$type<ScreenLanguage>().notNull().default('nl'),
    state: text().$type<AccountState>().notNull().default('active'),
    /** An operator shut it: the organisation does not open it again, nor take the person out to invite them anew. */
    lockedByOperator: boolean().notNull().default(false),
    /** Shown as a one-click persona in demo mode only. */
    demo: boolean().notNull().default(false),
    createdAt: at().notNull(),
    /** The day of the last sign-in; null = not since this is written down. */
    signedInOn: date({ mode: 'string' }),
    /** When everything that says who this was went; the row stays for what it decided. */
    erasedAt: at(),
  },
  (t) => [
    check('accounts_role', isOneOf(t.role, ROLES)),
    check('accounts_state', isOneOf(t.state, ACCOUNT_STATES)),
    check('accounts_language', isOneOf(t.language, SCREEN_LANGUAGES)),
    check(
      'accounts_link',
      sql`(${t.role} = 'newcomer') = (${t.newcomerId} is not null) and (${t.role} = 'employer') = (${t.employerId} is not null) and (${t.role} in ('coach', 'municipality', 'officer')) = (${t.municipalityCode} is not null)`,
    ),
    check('accounts_locked', sql`not ${t.lockedByOperator} or ${t.state} <> 'active'`),
    check('accounts_admin', sql`not ${t.isAdmin} or ${t.role} = 'employer'`),
    // One person may have several accounts under one address: one for each role and organisation.
    uniqueIndex('accounts_email').on(t.email, t.role, sql`coalesce(${t.employerId}::text, ${t.municipalityCode}, '')`),
    uniqueIndex('accounts_email_index').on(
      t.emailIndex,
      t.role,
      sql`coalesce(${t.employerId}::text, ${t.municipalityCode}, '')`,
    ),
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
    /** When it was last proved who this is; null in sessions that are older than the column: then `createdAt`. */
    provedAt: at(),
    /** As it was when the session was opened: with another role of the account the session is dead. */
    role: text().$type<Role>(),
    aal: smallint().$type<Assurance>().notNull().default(1),
    amr: text().array().$type<Proof[]>().notNull().default([]),
    /** Browser and system, as `deviceOf` names them, for the list of one's own sessions. */
    device: text(),
  },
  (t) => [
    index('sessions_account').on(t.accountId),
    check('sessions_aal', sql`${t.aal} in (1, 2)`),
    check('sessions_amr', allAre(t.amr, PROOFS)),
  ],
)

/** An e-mailed one-time code with its link: bound to the browser that asked, five attempts, ten minutes (ASVS 5 6.5.5). */
export const loginChallenges = pgTable('login_challenges', {
  id: id(),
  accountId: uuid().references(() => accounts.id, { onDelete: 'cascade' }), // null for an unknown address: same work, same answer
  bindHash: bytea().notNull(),
  codeMac: bytea().notNull(),
  linkHash: bytea(),
  attempts: smallint().notNull().default(0),
  createdAt: at().notNull(),
  expiresAt: at().notNull(),
  usedAt: at(),
})

const ofAccount = () =>
  uuid()
    .notNull()
    .references(() => accounts.id, { onDelete: 'cascade' })

/** The secret that an authenticator app shares with us; one that is confirmed, and at most one that waits for its first code. */
export const totpKeys = pgTable(
  'totp_keys',
  {
    id: id(),
    accountId: ofAccount(),
    /** Sealed at `totp_keys|secret|id`; before its first code also to the session that links it. */
    secret: bytea().notNull(),
    /** The half minute of the last code that was taken: no code of it or of an earlier one is taken again. */
    lastStep: bigint({ mode: 'number' }).notNull().default(0),
    createdAt: at().notNull(),
    confirmedAt: at(),
  },
  (t) => [uniqueIndex('totp_keys_one').on(t.accountId, sql`(${t.confirmedAt} is null)`)],
)

/** Ten codes on paper for who lost the phone, each good for one time. */
export const recoveryCodes = pgTable(
  'recovery_codes',
  { id: id(), accountId: ofAccount(), codeMac: bytea().notNull(), createdAt: at().notNull(), usedAt: at() },
  (t) => [uniqueIndex('recovery_codes_code').on(t.accountId, t.codeMac)],
)

/** A passkey: the public half of a key that a phone, a computer or a security key keeps. */
export const passkeys = pgTable(
  'passkeys',
  {
    id: id(),
    accountId: ofAccount(),
    credentialId: text().notNull(),
    publicKey: bytea().notNull(),
    counter: bigint({ mode: 'number' }).notNull(),
    transports: text().array().notNull().default([]),
    device: text(),
    createdAt: at().notNull(),
    usedAt: at(),
  },
  (t) => [uniqueIndex('passkeys_credential').on(t.credentialId), index('passkeys_account').on(t.accountId)],
)

/** What a passkey must sign, once, within five minutes. Without an account: somebody signs in, and the passkey says who. */
export const passkeyChallenges = pgTable('passkey_challenges', {
  id: id(),
  accountId: uuid().references(() => accounts.id, { onDelete: 'cascade' }),
  challenge: text().notNull(),
  createdAt: at().notNull(),
  expiresAt: at().notNull(),
  usedAt: at(),
})

/** A printed card for a newcomer without e-mail: a number (also as QR) and a code. One card works at a time. */
export const accessCards = pgTable(
  'access_cards',
  {
    id: id(),
    accountId: ofAccount(),
    numberMac: bytea().notNull(),
    codeMac: bytea().notNull(),
    /** Who knows the code: the coach who printed it, or its own account once the newcomer chose another. */
    madeBy: uuid().references(() => accounts.id, { onDelete: 'set null' }),
    failed: smallint().notNull().default(0),
    createdAt: at().notNull(),
    expiresAt: at().notNull(),
    usedAt: at(),
    revokedAt: at(),
  },
  (t) => [
    uniqueIndex('access_cards_number').on(t.numberMac),
    uniqueIndex('access_cards_one').on(t.accountId).where(sql`${t.revokedAt} is null`),
  ],
)

/** Who somebody is at another identity provider: its address and a keyed digest of the subject, never a name, a mail address or a BSN. */
export const identities = pgTable(
  'identities',
  {
    id: id(),
    accountId: ofAccount(),
    issuer: text().notNull(),
    subjectMac: bytea().notNull(),
    createdAt: at().notNull(),
  },
  (t) => [
    uniqueIndex('identities_subject').on(t.issuer, t.subjectMac),
    uniqueIndex('identities_account').on(t.accountId, t.issuer),
  ],
)

/** Somebody on the way to an identity provider and back: bound to the browser, once, within ten minutes. */
export const outwardLogins = pgTable('outward_logins', {
  id: id(),
  accountId: uuid().references(() => accounts.id, { onDelete: 'cascade' }), // null = signs in; else links this account
  issuer: text().notNull(),
  bindHash: bytea().notNull(),
  /** Sealed at `outward_logins|secrets|id`: state, nonce and the PKCE verifier. */
  secrets: bytea().notNull(),
  createdAt: at().notNull(),
  expiresAt: at().notNull(),
  usedAt: at(),
})

/** Another mail address that somebody asked for: it takes the place of the old one when a code from each mailbox was given. */
export const addressChanges = pgTable(
  'address_changes',
  {
    id: id(),
    accountId: ofAccount(),
    /** Sealed at `address_changes|email|id`. */
    email: bytea().notNull(),
    oldMac: bytea().notNull(),
    newMac: bytea().notNull(),
    attempts: smallint().notNull().default(0),
    createdAt: at().notNull(),
    expiresAt: at().notNull(),
  },
  (t) => [uniqueIndex('address_changes_one').on(t.accountId)],
)

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
