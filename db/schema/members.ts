import { sql } from 'drizzle-orm'
import { boolean, check, index, integer, pgTable, smallint, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { ROLES, type Role } from '../values/accounts.ts'
import { SCREEN_LANGUAGES, type ScreenLanguage } from '../values/language.ts'
import {
  INVITATION_STATES,
  type InvitationState,
  OPENING_REASONS,
  OPENING_STATES,
  type OpeningReason,
  type OpeningState,
  ORGANISATION_STATES,
  type OrganisationState,
} from '../values/members.ts'
import { accounts } from './accounts.ts'
import { at, bytea, id, isOneOf } from './columns.ts'
import { employers } from './employers.ts'
import { newcomers } from './newcomers.ts'
import { municipalities } from './reference.ts'

/** Somebody was asked to come and work here. The address goes when it was taken, withdrawn or left to expire. */
export const invitations = pgTable(
  'invitations',
  {
    id: id(),
    /** Sealed at `invitations|email|id`; null = done with. */
    emailSealed: bytea(),
    emailIndex: bytea(),
    role: text().$type<Role>().notNull(),
    isAdmin: boolean().notNull().default(false),
    employerId: uuid().references(() => employers.id, { onDelete: 'cascade' }),
    municipalityCode: text().references(() => municipalities.code),
    language: text().$type<ScreenLanguage>().notNull().default('nl'),
    state: text().$type<InvitationState>().notNull().default('open'),
    /** Counts the mails: link and code are made of it, so a new mail ends those of the one before. */
    round: integer().notNull().default(1),
    /** Wrong codes in this round. */
    attempts: smallint().notNull().default(0),
    invitedBy: uuid().references(() => accounts.id, { onDelete: 'set null' }),
    createdAt: at().notNull(),
    sentAt: at().notNull(),
    expiresAt: at().notNull(),
    endedAt: at(),
    /** The account that it made. */
    accountId: uuid().references(() => accounts.id, { onDelete: 'set null' }),
  },
  (t) => [
    check('invitations_role', isOneOf(t.role, ROLES)),
    check('invitations_state', isOneOf(t.state, INVITATION_STATES)),
    check('invitations_language', isOneOf(t.language, SCREEN_LANGUAGES)),
    check(
      'invitations_link',
      sql`${t.role} <> 'newcomer' and (${t.role} = 'employer') = (${t.employerId} is not null) and (${t.role} in ('coach', 'municipality', 'officer')) = (${t.municipalityCode} is not null) and (not ${t.isAdmin} or ${t.role} = 'employer')`,
    ),
    check('invitations_address', sql`(${t.emailSealed} is null) = (${t.emailIndex} is null)`),
    uniqueIndex('invitations_open')
      .on(t.emailIndex, t.role, sql`coalesce(${t.employerId}::text, ${t.municipalityCode}, '')`)
      .where(sql`state = 'open'`),
    index('invitations_employer').on(t.employerId),
    index('invitations_municipality').on(t.municipalityCode),
  ],
)

/** Whether an organisation may work here. Without a row it may: those of before this table, and municipalities that nobody stopped. */
export const organisationStandings = pgTable(
  'organisation_standings',
  {
    id: id(),
    employerId: uuid().references(() => employers.id, { onDelete: 'cascade' }),
    municipalityCode: text().references(() => municipalities.code),
    state: text().$type<OrganisationState>().notNull(),
    reason: text().notNull().default(''),
    changedBy: uuid().references(() => accounts.id, { onDelete: 'set null' }),
    changedAt: at().notNull(),
  },
  (t) => [
    check('organisation_standings_state', isOneOf(t.state, ORGANISATION_STATES)),
    check('organisation_standings_one', sql`(${t.employerId} is null) <> (${t.municipalityCode} is null)`),
    uniqueIndex('organisation_standings_employer').on(t.employerId),
    uniqueIndex('organisation_standings_municipality').on(t.municipalityCode),
  ],
)

/**
 * The file of one newcomer, opened in an emergency for somebody who does not work with them: asked with a reason, approved by a second
 * person, for an hour. Ends by itself.
 */
export const fileOpenings = pgTable(
  'file_openings',
  {
    id: id(),
    newcomerId: uuid()
      .notNull()
      .references(() => newcomers.id, { onDelete: 'cascade' }),
    /** Of the newcomer when it was asked: its managers decide. */
    municipalityCode: text()
      .notNull()
      .references(() => municipalities.code),
    why: text().$type<OpeningReason>().notNull(),
    reason: text().notNull(),
    state: text().$type<OpeningState>().notNull().default('asked'),
    askedBy: uuid().references(() => accounts.id, { onDelete: 'set null' }),
    askedAt: at().notNull(),
    decidedBy: uuid().references(() => accounts.id, { onDelete: 'set null' }),
    decidedAt: at(),
    endsAt: at(),
    /** Ended by hand, before its time. */
    endedBy: uuid().references(() => accounts.id, { onDelete: 'set null' }),
    endedAt: at(),
  },
  (t) => [
    check('file_openings_why', isOneOf(t.why, OPENING_REASONS)),
    check('file_openings_state', isOneOf(t.state, OPENING_STATES)),
    check('file_openings_two', sql`${t.decidedBy} <> ${t.askedBy}`),
    check('file_openings_decided', sql`${t.state} = 'asked' or ${t.decidedBy} is not null`),
    check('file_openings_end', sql`(${t.state} = 'approved') = (${t.endsAt} is not null)`),
    index('file_openings_newcomer').on(t.newcomerId),
    index('file_openings_municipality').on(t.municipalityCode, t.askedAt),
  ],
)
