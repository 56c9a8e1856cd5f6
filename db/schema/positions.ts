import { sql } from 'drizzle-orm'
import {
  check,
  date,
  index,
  integer,
  jsonb,
  numeric,
  pgTable,
  primaryKey,
  smallint,
  text,
  uuid,
} from 'drizzle-orm/pg-core'
import { LANGUAGE_SKILLS, type LanguageSkill, LEVELS, type Level } from '../values/language.ts'
import { LICENCES, type Licence } from '../values/newcomers.ts'
import {
  type AgreementSigner,
  type FollowUpOffer,
  type Judged,
  POSITION_SKILL_ROLES,
  POSITION_SLOT_KINDS,
  POSITION_STATES,
  POSITION_STEPS,
  POSITION_TYPES,
  type PositionMotive,
  type PositionSkillRole,
  type PositionSlotKind,
  type PositionState,
  type PositionStep,
  type PositionType,
  SUPPORTS,
  type Support,
} from '../values/positions.ts'
import {
  DECISION_OUTCOMES,
  type DecisionOutcome,
  MOMENTS,
  type Moment,
  OUTCOMES,
  type Outcome,
  type PassedBy,
  VERDICT_KINDS,
  type VerdictKind,
} from '../values/safeguards.ts'
import { accounts } from './accounts.ts'
import { allAre, at, id, isOneOf } from './columns.ts'
import { employers, establishments } from './employers.ts'
import { occupations, skills } from './reference.ts'

/** What is learned, from which level to which, how it is assessed (Inspectie SZW; Asscher 10-12-2014). */
export type LearningPlan = {
  goals: string[]
  startLevel: string
  targetLevel: string
  activities: string
  assessmentOn: string | null
}

/** What the employer declares for the displacement test; null = not answered, which is never read as yes. */
export type Declaration = {
  motive: PositionMotive | null
  supernumerary: boolean | null
  replacesPerson: boolean | null
  regularTaskShare: number | null // percent
  intent: { signed: boolean; months: number | null; hours: number | null } | null
  followUp: { offer: FollowUpOffer; hours: number | null; expectedOn: string | null; condition: string } | null
  liabilityInsured: boolean | null
  accidentInsured: boolean | null
  candidateFeeCents: number | null
  decision: { reference: string; body: string; from: string | null; until: string | null } | null
  cao: { code: string; scale: string; scaleCents?: number | null } | null // cents an hour of the scale
  linkedVacancy: boolean | null
  vacancyReference?: string | null // which vacancy, as the employer finds it: a title, a number or an address on the web
  // Asked since policy 2026-11-22; a place from before has them not answered.
  productiveShare?: number | null // percent of the hours that are expected to be productive
  repaymentClause?: boolean | null
  probationDays?: number | null // 0 = none
  afterTrial?: boolean | null
  otherWageSubsidy?: boolean | null
  agreementSignedBy?: AgreementSigner[] | null
  campaignPlaces?: number | null
  wageSubsidy?: boolean | null
  wageForAge?: number | null // a youth wage is meant for somebody of 15..20
}

/** One reason as stored with a verdict or a proposal: a code with parameters, never a sentence. */
export type StoredReason = {
  ruleId?: string
  outcome?: Outcome
  code: string
  params: Record<string, string | number>
  /** A person decided that this may go on, so it is no part of the outcome. */
  approved?: true
  /** On which decision that stands; absent in answers from before it was kept. */
  passedBy?: PassedBy
}

export const positions = pgTable(
  'positions',
  {
    id: id(),
    /** Short public code for links and print, e.g. K7Q4XM. */
    code: text().notNull().unique(),
    employerId: uuid()
      .notNull()
      .references(() => employers.id),
    establishmentId: uuid()
      .notNull()
      .references(() => establishments.id),
    type: text().$type<PositionType>().notNull(),
    state: text().$type<PositionState>().notNull(),
    title: text().notNull(),
    occupationUri: text()
      .notNull()
      .references(() => occupations.uri),
    /** One short sentence each, plain text. */
    tasks: text().array().notNull().default([]),
    learns: text().array().notNull().default([]),
    earns: text().array().notNull().default([]),
    seats: smallint().notNull(),
    hoursPerWeek: numeric({ precision: 4, scale: 1, mode: 'number' }).notNull(),
    startsOn: date({ mode: 'string' }).notNull(),
    endsOn: date({ mode: 'string' }),
    hourlyWageCents: integer(), // null = no wage
    licences: text().array().$type<Licence[]>().notNull().default([]),
    supports: text().array().$type<Support[]>().notNull().default([]),
    supervisorName: text().notNull().default(''),
    supervisorHours: numeric({ precision: 4, scale: 1, mode: 'number' }),
    traineesPerSupervisor: smallint(),
    learningPlan: jsonb().$type<LearningPlan>().notNull(),
    declaration: jsonb().$type<Declaration>().notNull(),
    publishedAt: at(),
    expiresOn: date({ mode: 'string' }),
    version: integer().notNull().default(1),
    createdBy: uuid().references(() => accounts.id),
    createdAt: at().notNull(),
    updatedAt: at().notNull(),
  },
  (t) => [
    check('positions_type', isOneOf(t.type, POSITION_TYPES)),
    check('positions_state', isOneOf(t.state, POSITION_STATES)),
    check('positions_licences', allAre(t.licences, LICENCES)),
    check('positions_supports', allAre(t.supports, SUPPORTS)),
    check('positions_seats', sql`${t.seats} between 1 and 50`),
    check('positions_hours', sql`${t.hoursPerWeek} > 0 and ${t.hoursPerWeek} <= 40`),
    check('positions_term', sql`${t.endsOn} is null or ${t.endsOn} >= ${t.startsOn}`),
    index('positions_employer').on(t.employerId),
    index('positions_state_start').on(t.state, t.startsOn),
  ],
)

/** The level that each skill needs at the start, and the task that needs it (AWGB: proportional demand, DSP-34). */
export const positionLanguages = pgTable(
  'position_languages',
  {
    positionId: uuid()
      .notNull()
      .references(() => positions.id, { onDelete: 'cascade' }),
    language: text().notNull(),
    skill: text().$type<LanguageSkill>().notNull(),
    level: text().$type<Level>().notNull(),
    task: text().notNull().default(''),
  },
  (t) => [
    primaryKey({ columns: [t.positionId, t.language, t.skill] }),
    check('position_languages_skill', isOneOf(t.skill, LANGUAGE_SKILLS)),
    check('position_languages_level', isOneOf(t.level, LEVELS)),
  ],
)

export const positionSkills = pgTable(
  'position_skills',
  {
    positionId: uuid()
      .notNull()
      .references(() => positions.id, { onDelete: 'cascade' }),
    skillUri: text()
      .notNull()
      .references(() => skills.uri),
    role: text().$type<PositionSkillRole>().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.positionId, t.skillUri, t.role] }),
    check('position_skills_role', isOneOf(t.role, POSITION_SKILL_ROLES)),
  ],
)

export const positionSlots = pgTable(
  'position_slots',
  {
    positionId: uuid()
      .notNull()
      .references(() => positions.id, { onDelete: 'cascade' }),
    kind: text().$type<PositionSlotKind>().notNull(),
    weekday: smallint().notNull(),
    fromMinute: smallint().notNull(),
    toMinute: smallint().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.positionId, t.weekday, t.fromMinute] }),
    check('position_slots_kind', isOneOf(t.kind, POSITION_SLOT_KINDS)),
    check(
      'position_slots_time',
      sql`${t.weekday} between 1 and 7 and ${t.fromMinute} >= 0 and ${t.toMinute} <= 1440 and ${t.fromMinute} < ${t.toMinute} and ${t.fromMinute} % 30 = 0 and ${t.toMinute} % 30 = 0`,
    ),
  ],
)

/** The state log: the audit of the lifecycle. */
export const positionLog = pgTable(
  'position_log',
  {
    id: id(),
    positionId: uuid()
      .notNull()
      .references(() => positions.id, { onDelete: 'cascade' }),
    step: text().$type<PositionStep>().notNull(),
    fromState: text().$type<PositionState>(),
    toState: text().$type<PositionState>().notNull(),
    actorId: uuid(), // null = a worker
    actorRole: text().notNull(),
    reasons: jsonb().$type<StoredReason[]>().notNull().default([]),
    policyVersion: text(),
    at: at().notNull(),
  },
  (t) => [
    check('position_log_step', isOneOf(t.step, POSITION_STEPS)),
    index('position_log_position').on(t.positionId, t.at),
  ],
)

/**
 * The answers of the safeguards on which a step was taken or refused, with the policy version and the inputs they were asked with; never changed
 * afterwards (docs/adr/0004).
 */
export const positionVerdicts = pgTable(
  'position_verdicts',
  {
    id: id(),
    positionId: uuid()
      .notNull()
      .references(() => positions.id, { onDelete: 'cascade' }),
    newcomerId: uuid(), // for moments about a pair
    moment: text().$type<Moment>().notNull(),
    kind: text().$type<VerdictKind>().notNull().default('taken'),
    outcome: text().$type<Outcome>().notNull(),
    reasons: jsonb().$type<StoredReason[]>().notNull(),
    inputs: jsonb().$type<Record<string, unknown>>().notNull(),
    /** null = from before it was kept. */
    judged: jsonb().$type<Judged>(),
    policyVersion: text().notNull(),
    /** The version of each rule that was asked, by rule id; empty for answers from before these were kept. */
    ruleVersions: jsonb().$type<Record<string, number>>().notNull().default({}),
    askedAt: at().notNull(),
  },
  (t) => [
    check('position_verdicts_moment', isOneOf(t.moment, MOMENTS)),
    check('position_verdicts_kind', isOneOf(t.kind, VERDICT_KINDS)),
    check('position_verdicts_outcome', isOneOf(t.outcome, OUTCOMES)),
    index('position_verdicts_position').on(t.positionId, t.askedAt),
  ],
)

/** A person of the municipality decides where a safeguard asks for one: who, when, why, on which version. */
export const safeguardDecisions = pgTable(
  'safeguard_decisions',
  {
    id: id(),
    positionId: uuid()
      .notNull()
      .references(() => positions.id, { onDelete: 'cascade' }),
    verdictId: uuid()
      .notNull()
      .references(() => positionVerdicts.id),
    decidedBy: uuid()
      .notNull()
      .references(() => accounts.id),
    outcome: text().$type<DecisionOutcome>().notNull(),
    motivation: text().notNull(),
    policyVersion: text().notNull(),
    /** The last day on which an approval counts; null = as long as the position is not changed. */
    validUntil: date({ mode: 'string' }),
    decidedAt: at().notNull(),
  },
  (t) => [
    check('safeguard_decisions_outcome', isOneOf(t.outcome, DECISION_OUTCOMES)),
    index('safeguard_decisions_position').on(t.positionId),
  ],
)
