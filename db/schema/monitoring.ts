import { sql } from 'drizzle-orm'
import {
  boolean,
  check,
  date,
  index,
  jsonb,
  pgTable,
  smallint,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { CONCERNS, type Concern } from '../values/placements.ts'
import {
  AUDIT_CONSEQUENCES,
  AUDIT_FILE_STATES,
  AUDIT_FINDINGS,
  type AuditConsequence,
  type AuditFileState,
  type AuditFinding,
  OUTCOMES,
  type Outcome,
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
import { at, bytea, id, isOneOf } from './columns.ts'
import { employers, establishments } from './employers.ts'
import { positions } from './positions.ts'
import { municipalities } from './reference.ts'

/** What a monitor noticed, or a report that an officer took up: a signal and no finding. The employer sees it first. */
export const signals = pgTable(
  'signals',
  {
    id: id(),
    subject: text().$type<SignalSubject>().notNull(),
    subjectId: text().notNull(), // id of the establishment or employer, or name of the group
    employerId: uuid().references(() => employers.id, { onDelete: 'cascade' }), // null = a group
    establishmentId: uuid().references(() => establishments.id, { onDelete: 'cascade' }),
    /** Opened by this municipality, and so about its workplaces alone; null = the monitors saw it, whatever the municipality. */
    municipalityCode: text().references(() => municipalities.code),
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
    /** What reaches over municipalities is closed by two people: who asked, and why. */
    closeAskedBy: uuid().references(() => accounts.id),
    closeAskedAt: at(),
    closeAskedReason: text().notNull().default(''),
    closedBy: uuid().references(() => accounts.id),
    closedAt: at(),
    closingReason: text().notNull().default(''),
    /** Until then the same is not told again, unless it is graver or more. */
    quietUntil: date({ mode: 'string' }),
  },
  (t) => [
    uniqueIndex('signals_one_open')
      .on(t.subject, t.subjectId, t.monitor, t.about, sql`coalesce(${t.municipalityCode}, '')`)
      .where(sql`${t.state} <> 'closed'`),
    check('signals_subject', isOneOf(t.subject, SIGNAL_SUBJECTS)),
    check('signals_outcome', isOneOf(t.outcome, OUTCOMES)),
    check('signals_state', isOneOf(t.state, SIGNAL_STATES)),
    check('signals_closed', sql`(${t.state} = 'closed') = (${t.closedBy} is not null)`),
    check('signals_four_eyes', sql`${t.closeAskedBy} <> ${t.closedBy}`),
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
    contactSealed: bytea(), // the same, sealed at `public_reports|contact|id`
    state: text().$type<ReportState>().notNull(),
    isSerious: boolean(),
    reportedAt: at().notNull(),
    weighedBy: uuid().references(() => accounts.id),
    weighedAt: at(),
    motivation: text().notNull().default(''),
    /** Closed with the signal that came of it. */
    closedOn: date({ mode: 'string' }),
    /** What was told in words is gone, since its term is over; role, concern and days stay for the figures. */
    wipedOn: date({ mode: 'string' }),
  },
  (t) => [
    check('public_reports_concern', isOneOf(t.concern, CONCERNS)),
    check('public_reports_role', isOneOf(t.reporterRole, REPORTER_ROLES)),
    check('public_reports_state', isOneOf(t.state, REPORT_STATES)),
    check('public_reports_weighed', sql`(${t.state} = 'new') = (${t.weighedBy} is null)`),
    check('public_reports_contact', sql`${t.state} = 'new' or num_nonnulls(${t.contact}, ${t.contactSealed}) = 0`),
    check(
      'public_reports_wiped',
      sql`${t.wipedOn} is null or (${t.body} = '' and num_nonnulls(${t.contact}, ${t.contactSealed}) = 0)`,
    ),
    index('public_reports_establishment').on(t.establishmentId, t.reportedAt),
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

/**
 * What an employer answered to a signal or a finding of an audit, each time: rows are only added. The newest stands with the signal or the file as well.
 */
export const employerAnswers = pgTable(
  'employer_answers',
  {
    id: id(),
    signalId: uuid().references(() => signals.id, { onDelete: 'cascade' }),
    fileId: uuid().references(() => auditFiles.id, { onDelete: 'cascade' }),
    body: text().notNull(),
    writtenBy: uuid()
      .notNull()
      .references(() => accounts.id),
    writtenAt: at().notNull(),
  },
  (t) => [
    check('employer_answers_about', sql`(${t.signalId} is null) <> (${t.fileId} is null)`),
    index('employer_answers_signal').on(t.signalId, t.writtenAt),
    index('employer_answers_file').on(t.fileId, t.writtenAt),
  ],
)
