import { sql } from 'drizzle-orm'
import {
  boolean,
  check,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  smallint,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { CONCERNS, type Concern } from '../values/placements.ts'
import { CONTRACT_END_REASONS, type ContractEndReason } from '../values/positions.ts'
import {
  AUDIT_CONSEQUENCES,
  AUDIT_FILE_STATES,
  AUDIT_FINDINGS,
  type AuditConsequence,
  type AuditFileState,
  type AuditFinding,
  CASE_MESSAGE_KINDS,
  CASE_STEPS,
  CASE_SUBJECTS,
  type CaseMessageKind,
  type CaseStep,
  type CaseSubject,
  EVIDENCE_KINDS,
  type EvidenceKind,
  FACT_QUESTIONS,
  type FactAnswer,
  type FactQuestion,
  OUTCOMES,
  type Outcome,
  OVERRIDE_STATES,
  type OverrideState,
  PROFILE_STATES,
  type ProfileState,
  REPORT_STATES,
  REPORTER_ROLES,
  type ReporterRole,
  type ReportState,
  SIGNAL_STATES,
  SIGNAL_SUBJECTS,
  type SignalState,
  type SignalSubject,
} from '../values/safeguards.ts'
import { accounts } from './accounts.ts'
import { at, id, isOneOf } from './columns.ts'
import { employers, establishments } from './employers.ts'
import { placements } from './placements.ts'
import { positions, positionVerdicts, type StoredReason } from './positions.ts'
import { municipalities, occupations } from './reference.ts'

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

/** What a monitor noticed, or a report that an officer took up: a signal and no finding. The employer sees it first. */
export const signals = pgTable(
  'signals',
  {
    id: id(),
    subject: text().$type<SignalSubject>().notNull(),
    subjectId: text().notNull(), // id of the establishment or employer, or name of the group
    employerId: uuid().references(() => employers.id, { onDelete: 'cascade' }), // null = a group
    establishmentId: uuid().references(() => establishments.id, { onDelete: 'cascade' }),
    monitor: text().notNull(), // MON-01 .. MON-15
    /** What tells two signals of one monitor apart, e.g. a role. */
    about: text().notNull().default(''),
    outcome: text().$type<Outcome>().notNull(),
    code: text().notNull(),
    params: jsonb().$type<Record<string, string | number>>().notNull(),
    policyVersion: text().notNull(),
    /** New publications wait until it is closed (ruling 14). */
    pauses: boolean().notNull(),
    firstSeenOn: date({ mode: 'string' }).notNull(),
    lastSeenOn: date({ mode: 'string' }).notNull(),
    /** Until then it is the employer's turn; an officer who need not wait sees it at once where it pauses. */
    answerDueOn: date({ mode: 'string' }).notNull(),
    state: text().$type<SignalState>().notNull(),
    answer: text().notNull().default(''),
    answeredBy: uuid().references(() => accounts.id),
    answeredAt: at(),
    closedBy: uuid().references(() => accounts.id),
    closedAt: at(),
    closingReason: text().notNull().default(''),
    /** Until then the same is not told again, unless it is graver or more. */
    quietUntil: date({ mode: 'string' }),
  },
  (t) => [
    uniqueIndex('signals_one_open').on(t.subject, t.subjectId, t.monitor, t.about).where(sql`${t.state} <> 'closed'`),
    check('signals_subject', isOneOf(t.subject, SIGNAL_SUBJECTS)),
    check('signals_outcome', isOneOf(t.outcome, OUTCOMES)),
    check('signals_state', isOneOf(t.state, SIGNAL_STATES)),
    check('signals_closed', sql`(${t.state} = 'closed') = (${t.closedBy} is not null)`),
    index('signals_establishment').on(t.establishmentId),
    index('signals_employer').on(t.employerId),
  ],
)

/** What somebody without an account reported about a workplace. A role and a text; a way to answer only where it was given. */
export const publicReports = pgTable(
  'public_reports',
  {
    id: id(),
    /** What the reporter can mention later. */
    code: text().notNull().unique(),
    establishmentId: uuid()
      .notNull()
      .references(() => establishments.id, { onDelete: 'cascade' }),
    concern: text().$type<Concern>(), // null = that a paid job was replaced
    reporterRole: text().$type<ReporterRole>().notNull(),
    body: text().notNull(),
    contact: text(), // wiped when the report is weighed
    state: text().$type<ReportState>().notNull(),
    isSerious: boolean(),
    reportedAt: at().notNull(),
    weighedBy: uuid().references(() => accounts.id),
    weighedAt: at(),
    motivation: text().notNull().default(''),
    /** Closed with the signal that came of it. */
    closedOn: date({ mode: 'string' }),
  },
  (t) => [
    check('public_reports_concern', isOneOf(t.concern, CONCERNS)),
    check('public_reports_role', isOneOf(t.reporterRole, REPORTER_ROLES)),
    check('public_reports_state', isOneOf(t.state, REPORT_STATES)),
    check('public_reports_weighed', sql`(${t.state} = 'new') = (${t.weighedBy} is null)`),
    check('public_reports_contact', sql`${t.state} = 'new' or ${t.contact} is null`),
    index('public_reports_establishment').on(t.establishmentId),
  ],
)

/** Which companies belong together: a new branch or company does not begin with a clean sheet (MON-13). */
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
  },
  (t) => [index('employer_groups_name').on(t.groupName)],
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

/** The yearly draw of a municipality; from its seed anybody can draw the same files again. */
export const audits = pgTable(
  'audits',
  {
    id: id(),
    municipalityCode: text()
      .notNull()
      .references(() => municipalities.code),
    year: smallint().notNull(),
    seed: text().notNull(),
    policyVersion: text().notNull(),
    drawnBy: uuid()
      .notNull()
      .references(() => accounts.id),
    drawnAt: at().notNull(),
  },
  (t) => [unique('audits_one_a_year').on(t.municipalityCode, t.year)],
)

/** One drawn file: a provisional finding, the employer's answer, and what two people made of it. */
export const auditFiles = pgTable(
  'audit_files',
  {
    id: id(),
    auditId: uuid()
      .notNull()
      .references(() => audits.id, { onDelete: 'cascade' }),
    employerId: uuid()
      .notNull()
      .references(() => employers.id, { onDelete: 'cascade' }),
    positionId: uuid()
      .notNull()
      .references(() => positions.id, { onDelete: 'cascade' }),
    state: text().$type<AuditFileState>().notNull(),
    finding: text().$type<AuditFinding>(),
    motivation: text().notNull().default(''),
    foundBy: uuid().references(() => accounts.id),
    answerDueOn: date({ mode: 'string' }),
    answer: text().notNull().default(''),
    answeredBy: uuid().references(() => accounts.id),
    consequence: text().$type<AuditConsequence>(),
    closingReason: text().notNull().default(''),
    closedBy: uuid().references(() => accounts.id),
    closedAt: at(),
  },
  (t) => [
    unique('audit_files_once').on(t.auditId, t.positionId),
    check('audit_files_state', isOneOf(t.state, AUDIT_FILE_STATES)),
    check('audit_files_finding', isOneOf(t.finding, AUDIT_FINDINGS)),
    check('audit_files_consequence', isOneOf(t.consequence, AUDIT_CONSEQUENCES)),
    check('audit_files_closed', sql`(${t.state} = 'closed') = (${t.closedBy} is not null)`),
    check('audit_files_four_eyes', sql`${t.finding} <> 'serious' or ${t.closedBy} <> ${t.foundBy}`),
    index('audit_files_employer').on(t.employerId),
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
