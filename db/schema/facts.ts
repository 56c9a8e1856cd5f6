import { sql } from 'drizzle-orm'
import { check, date, index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { CONTRACT_END_REASONS, type ContractEndReason } from '../values/positions.ts'
import {
  EVIDENCE_KINDS,
  type EvidenceKind,
  FACT_QUESTIONS,
  type FactAnswer,
  type FactQuestion,
  OVERRIDE_STATES,
  type OverrideState,
} from '../values/safeguards.ts'
import { accounts } from './accounts.ts'
import { at, id, isOneOf } from './columns.ts'
import { employers, establishments } from './employers.ts'
import { placements } from './placements.ts'
import { occupations } from './reference.ts'

/**
 * What an employer stated of an establishment, with what it rests on: who and when, never a copy of a paper. Rows are only added; the newest of
 * establishment, role and question counts until it is too old.
 */
export const factStatements = pgTable(
  'fact_statements',
  {
    id: id(),
    establishmentId: uuid()
      .notNull()
      .references(() => establishments.id, { onDelete: 'cascade' }),
    occupationUri: text().references(() => occupations.uri), // null = about every role
    question: text().$type<FactQuestion>().notNull(),
    answer: jsonb().$type<FactAnswer>().notNull(), // JSON null is an answer too
    evidenceKind: text().$type<EvidenceKind>().notNull(),
    evidenceRef: text().notNull().default(''), // a number or a title
    evidenceBy: text().notNull(), // who can be asked: a function, e.g. "HR" or "SBB"
    evidenceOn: date({ mode: 'string' }).notNull(),
    statedBy: uuid()
      .notNull()
      .references(() => accounts.id),
    statedOn: date({ mode: 'string' }).notNull(),
    validUntil: date({ mode: 'string' }).notNull(),
    statedAt: at().notNull(),
  },
  (t) => [
    check('fact_statements_question', isOneOf(t.question, FACT_QUESTIONS)),
    check('fact_statements_evidence', isOneOf(t.evidenceKind, EVIDENCE_KINDS)),
    check('fact_statements_term', sql`${t.validUntil} >= ${t.statedOn} and ${t.evidenceOn} <= ${t.statedOn}`),
    index('fact_statements_newest').on(t.establishmentId, t.question, t.statedAt),
  ],
)

/**
 * Which companies belong together: a new branch or company does not begin with a clean sheet (MON-13). A row stands on two people, since a group
 * reaches over the border of a municipality.
 */
export const employerGroups = pgTable(
  'employer_groups',
  {
    id: id(),
    employerId: uuid()
      .notNull()
      .unique()
      .references(() => employers.id, { onDelete: 'cascade' }),
    groupName: text().notNull(),
    source: text().notNull(), // e.g. the trade register
    sinceOn: date({ mode: 'string' }).notNull(),
    recordedBy: uuid()
      .notNull()
      .references(() => accounts.id),
    recordedAt: at().notNull(),
    confirmedBy: uuid().references(() => accounts.id), // null = recorded before two people had to
  },
  (t) => [
    index('employer_groups_name').on(t.groupName),
    check('employer_groups_four_eyes', sql`${t.confirmedBy} <> ${t.recordedBy}`),
  ],
)

/** A group that one officer asked to record and another confirms or refuses; until then nothing counts it. */
export const groupRequests = pgTable(
  'group_requests',
  {
    id: id(),
    employerId: uuid()
      .notNull()
      .references(() => employers.id, { onDelete: 'cascade' }),
    groupName: text().notNull(),
    source: text().notNull(),
    sinceOn: date({ mode: 'string' }).notNull(),
    state: text().$type<OverrideState>().notNull(),
    askedBy: uuid()
      .notNull()
      .references(() => accounts.id),
    askedAt: at().notNull(),
    secondBy: uuid().references(() => accounts.id),
    secondAt: at(),
  },
  (t) => [
    uniqueIndex('group_requests_one_open').on(t.employerId).where(sql`${t.state} = 'asked'`),
    check('group_requests_state', isOneOf(t.state, OVERRIDE_STATES)),
    check('group_requests_decided', sql`(${t.state} = 'asked') = (${t.secondBy} is null)`),
    check('group_requests_four_eyes', sql`${t.state} <> 'confirmed' or ${t.secondBy} <> ${t.askedBy}`),
  ],
)

/** A paid contract at an establishment: what monitors count as a hire, and whether it lasted. Without a name. */
export const paidContracts = pgTable(
  'paid_contracts',
  {
    id: id(),
    establishmentId: uuid()
      .notNull()
      .references(() => establishments.id, { onDelete: 'cascade' }),
    occupationUri: text()
      .notNull()
      .references(() => occupations.uri),
    /** The placement that it follows, of the same person. */
    afterPlacementId: uuid()
      .unique()
      .references(() => placements.id, { onDelete: 'cascade' }),
    startedOn: date({ mode: 'string' }).notNull(),
    endsOn: date({ mode: 'string' }), // as agreed; null = permanent
    endedOn: date({ mode: 'string' }),
    endReason: text().$type<ContractEndReason>(),
    subsidyUntil: date({ mode: 'string' }),
    recordedBy: uuid()
      .notNull()
      .references(() => accounts.id),
    recordedAt: at().notNull(),
  },
  (t) => [
    check('paid_contracts_reason', isOneOf(t.endReason, CONTRACT_END_REASONS)),
    check(
      'paid_contracts_term',
      sql`(${t.endsOn} is null or ${t.endsOn} >= ${t.startedOn}) and (${t.endedOn} is null or ${t.endedOn} >= ${t.startedOn})`,
    ),
    index('paid_contracts_establishment').on(t.establishmentId),
  ],
)

/** One file of facts about establishments that was imported: who, when and how much. */
export const staffingImports = pgTable('staffing_imports', {
  id: id(),
  file: text().notNull(),
  sha256: text().notNull(),
  rows: integer().notNull(),
  written: integer().notNull(),
  importedBy: uuid()
    .notNull()
    .references(() => accounts.id),
  importedAt: at().notNull(),
})
