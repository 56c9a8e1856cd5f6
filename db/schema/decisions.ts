import { sql } from 'drizzle-orm'
import {
  boolean,
  check,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import {
  CASE_MESSAGE_KINDS,
  CASE_STEPS,
  CASE_SUBJECTS,
  type CaseMessageKind,
  type CaseStep,
  type CaseSubject,
  OVERRIDE_STATES,
  type OverrideState,
  PROFILE_STATES,
  type ProfileState,
} from '../values/safeguards.ts'
import { accounts } from './accounts.ts'
import { at, id, isOneOf } from './columns.ts'
import { placements } from './placements.ts'
import { positions, positionVerdicts, type StoredReason } from './positions.ts'
import { municipalities } from './reference.ts'

/** What a municipality sets otherwise, version by version; in force only when a second person confirmed it. */
export const safeguardProfiles = pgTable(
  'safeguard_profiles',
  {
    id: id(),
    municipalityCode: text()
      .notNull()
      .references(() => municipalities.code),
    version: integer().notNull(),
    fromOn: date({ mode: 'string' }).notNull(),
    untilOn: date({ mode: 'string' }), // last day; set when the next version comes into force
    numbers: jsonb().$type<Record<string, number>>().notNull(),
    choices: jsonb().$type<Record<string, string>>().notNull(),
    /** Of the monitors, for the workplaces in the municipality. */
    monitors: jsonb().$type<Record<string, number>>().notNull().default({}),
    source: text().notNull(), // the ordinance or policy rule in which it stands
    isVerified: boolean().notNull(),
    state: text().$type<ProfileState>().notNull(),
    proposedBy: uuid()
      .notNull()
      .references(() => accounts.id),
    proposedAt: at().notNull(),
    decidedBy: uuid().references(() => accounts.id),
    decidedAt: at(),
    motivation: text().notNull().default(''),
  },
  (t) => [
    unique('safeguard_profiles_version').on(t.municipalityCode, t.version),
    uniqueIndex('safeguard_profiles_one_proposed').on(t.municipalityCode).where(sql`${t.state} = 'proposed'`),
    uniqueIndex('safeguard_profiles_one_from').on(t.municipalityCode, t.fromOn).where(sql`${t.state} = 'in-force'`),
    check('safeguard_profiles_state', isOneOf(t.state, PROFILE_STATES)),
    check('safeguard_profiles_term', sql`${t.untilOn} is null or ${t.untilOn} >= ${t.fromOn}`),
    check('safeguard_profiles_decided', sql`(${t.state} = 'proposed') = (${t.decidedBy} is null)`),
    check('safeguard_profiles_four_eyes', sql`${t.state} <> 'in-force' or ${t.decidedBy} <> ${t.proposedBy}`),
  ],
)

/** A block that two people of the municipality let pass for a while; never one that stands on law (server/safeguards/rules/override.ts). */
export const safeguardOverrides = pgTable(
  'safeguard_overrides',
  {
    id: id(),
    positionId: uuid()
      .notNull()
      .references(() => positions.id, { onDelete: 'cascade' }),
    verdictId: uuid()
      .notNull()
      .references(() => positionVerdicts.id),
    /** The blocks that were read; others still block. */
    reasons: jsonb().$type<StoredReason[]>().notNull(),
    motivation: text().notNull(),
    validUntil: date({ mode: 'string' }).notNull(),
    policyVersion: text().notNull(),
    state: text().$type<OverrideState>().notNull(),
    askedBy: uuid()
      .notNull()
      .references(() => accounts.id),
    askedAt: at().notNull(),
    secondBy: uuid().references(() => accounts.id),
    secondAt: at(),
    secondMotivation: text().notNull().default(''),
  },
  (t) => [
    uniqueIndex('safeguard_overrides_one_open').on(t.verdictId).where(sql`${t.state} <> 'refused'`),
    check('safeguard_overrides_state', isOneOf(t.state, OVERRIDE_STATES)),
    check('safeguard_overrides_decided', sql`(${t.state} = 'asked') = (${t.secondBy} is null)`),
    check('safeguard_overrides_four_eyes', sql`${t.state} <> 'confirmed' or ${t.secondBy} <> ${t.askedBy}`),
    index('safeguard_overrides_position').on(t.positionId),
  ],
)

/** What employer and officer write to each other about one answer of the safeguards. */
export const caseMessages = pgTable(
  'case_messages',
  {
    id: id(),
    verdictId: uuid()
      .notNull()
      .references(() => positionVerdicts.id, { onDelete: 'cascade' }),
    kind: text().$type<CaseMessageKind>().notNull(),
    body: text().notNull(),
    writtenBy: uuid()
      .notNull()
      .references(() => accounts.id),
    writtenByRole: text().notNull(),
    writtenAt: at().notNull(),
  },
  (t) => [
    check('case_messages_kind', isOneOf(t.kind, CASE_MESSAGE_KINDS)),
    index('case_messages_verdict').on(t.verdictId, t.writtenAt),
  ],
)

/** Who did what in this room, with codes and ids only: written with every step and never changed. */
export const caseLog = pgTable(
  'case_log',
  {
    id: id(),
    subject: text().$type<CaseSubject>().notNull(),
    subjectId: uuid().notNull(),
    step: text().$type<CaseStep>().notNull(),
    /** Where it belongs, so that an officer reads the log of the own municipality. */
    municipalityCode: text(),
    establishmentId: uuid(),
    positionId: uuid(),
    actorId: uuid(), // null = a worker, or somebody without an account
    actorRole: text().notNull(),
    detail: jsonb().$type<Record<string, string | number>>().notNull().default({}),
    at: at().notNull(),
  },
  (t) => [
    check('case_log_subject', isOneOf(t.subject, CASE_SUBJECTS)),
    check('case_log_step', isOneOf(t.step, CASE_STEPS)),
    index('case_log_municipality').on(t.municipalityCode, t.at),
    index('case_log_establishment').on(t.establishmentId, t.at),
    index('case_log_position').on(t.positionId, t.at),
  ],
)

/** A placement that runs longer than agreed, with the answer of the safeguards on which that was decided. */
export const placementExtensions = pgTable(
  'placement_extensions',
  {
    id: id(),
    placementId: uuid()
      .notNull()
      .references(() => placements.id, { onDelete: 'cascade' }),
    fromEndsOn: date({ mode: 'string' }),
    toEndsOn: date({ mode: 'string' }).notNull(),
    /** The decision that carries the longer term, as text to find it by; empty = none was needed. */
    reference: text().notNull().default(''),
    isElsewhere: boolean(),
    verdictId: uuid()
      .notNull()
      .references(() => positionVerdicts.id),
    extendedBy: uuid()
      .notNull()
      .references(() => accounts.id),
    extendedAt: at().notNull(),
  },
  (t) => [index('placement_extensions_placement').on(t.placementId)],
)
