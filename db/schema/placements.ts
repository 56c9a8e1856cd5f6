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
import {
  CONCERNS,
  CONTRACT_KINDS,
  type Concern,
  type ContractKind,
  FOLLOW_UP_KINDS,
  FOLLOW_UP_OUTCOMES,
  FOLLOW_UP_STATES,
  type FollowUpKind,
  type FollowUpOutcome,
  type FollowUpState,
  INITIATIVES,
  type Initiative,
  PARTICIPATION_REVIEWS,
  type ParticipationReview,
  PLACEMENT_STATES,
  PLACEMENT_STEPS,
  type PlacementState,
  type PlacementStep,
  RUNNING_PLACEMENT_STATES,
} from '../values/placements.ts'
import { accounts } from './accounts.ts'
import { at, bytea, id, isOneOf } from './columns.ts'
import { newcomers } from './newcomers.ts'
import { positions, type StoredReason } from './positions.ts'
import { proposals } from './proposals.ts'

export const placements = pgTable(
  'placements',
  {
    id: id(),
    proposalId: uuid()
      .notNull()
      .unique()
      .references(() => proposals.id),
    newcomerId: uuid()
      .notNull()
      .references(() => newcomers.id),
    positionId: uuid()
      .notNull()
      .references(() => positions.id),
    state: text().$type<PlacementState>().notNull(),
    /** 1..seats of the position; a running placement holds its seat alone. */
    seat: smallint().notNull(),
    startsOn: date({ mode: 'string' }).notNull(),
    endsOn: date({ mode: 'string' }),
    mentor: text().notNull(),
    learningGoals: text().array().notNull(),
    endedOn: date({ mode: 'string' }),
    initiative: text().$type<Initiative>(),
    createdAt: at().notNull(),
    stateSince: at().notNull(),
  },
  (t) => [
    check('placements_state', isOneOf(t.state, PLACEMENT_STATES)),
    check('placements_initiative', isOneOf(t.initiative, INITIATIVES)),
    check('placements_term', sql`${t.endsOn} is null or ${t.endsOn} >= ${t.startsOn}`),
    uniqueIndex('placements_one_per_seat').on(t.positionId, t.seat).where(isOneOf(t.state, RUNNING_PLACEMENT_STATES)),
    uniqueIndex('placements_one_running_per_newcomer')
      .on(t.newcomerId)
      .where(isOneOf(t.state, RUNNING_PLACEMENT_STATES)),
    index('placements_position').on(t.positionId),
  ],
)

export const placementLog = pgTable(
  'placement_log',
  {
    id: id(),
    placementId: uuid()
      .notNull()
      .references(() => placements.id, { onDelete: 'cascade' }),
    step: text().$type<PlacementStep>().notNull(),
    fromState: text().$type<PlacementState>(),
    toState: text().$type<PlacementState>().notNull(),
    actorId: uuid(),
    actorRole: text().notNull(),
    reasons: jsonb().$type<StoredReason[]>().notNull().default([]),
    policyVersion: text(),
    at: at().notNull(),
  },
  (t) => [
    check('placement_log_step', isOneOf(t.step, PLACEMENT_STEPS)),
    index('placement_log_placement').on(t.placementId, t.at),
  ],
)

export const followUps = pgTable(
  'follow_ups',
  {
    id: id(),
    placementId: uuid()
      .notNull()
      .references(() => placements.id, { onDelete: 'cascade' }),
    kind: text().$type<FollowUpKind>().notNull(),
    state: text().$type<FollowUpState>().notNull(),
    dueOn: date({ mode: 'string' }).notNull(),
    askedAt: at(),
    doneAt: at(),
    doneBy: uuid(),
    outcome: text().$type<FollowUpOutcome>(),
    concern: text().$type<Concern>(),
    note: text().notNull().default(''),
    /** The same, sealed at `follow_ups|note|id`; then the plain one is empty. */
    noteSealed: bytea(),
  },
  (t) => [
    check('follow_ups_kind', isOneOf(t.kind, FOLLOW_UP_KINDS)),
    check('follow_ups_state', isOneOf(t.state, FOLLOW_UP_STATES)),
    check('follow_ups_outcome', isOneOf(t.outcome, FOLLOW_UP_OUTCOMES)),
    check('follow_ups_concern', isOneOf(t.concern, CONCERNS)),
    uniqueIndex('follow_ups_one_per_kind').on(t.placementId, t.kind),
    index('follow_ups_due').on(t.state, t.dueOn),
  ],
)

/**
 * What the coach checked for one placement because a rule asks it: outcomes and days, never a number, a paper or its ground. Its own table, so that no
 * read of placements for an employer, the index or the engine takes it along; only the own coach reads it.
 */
export const placementChecks = pgTable(
  'placement_checks',
  {
    placementId: uuid()
      .primaryKey()
      .references(() => placements.id, { onDelete: 'cascade' }),
    /** The day on which the employer notified UWV of the start (DSP-21). */
    noticeOn: date({ mode: 'string' }),
    contract: text().$type<ContractKind>(),
    /** The last day of the work permit that UWV gave the employer for this work (DSP-19). */
    permitUntil: date({ mode: 'string' }),
    /** Whether the person is 27 or older (DSP-31): yes or no, never a birth date. */
    is27: boolean(),
    recordedBy: uuid()
      .notNull()
      .references(() => accounts.id),
    recordedAt: at().notNull(),
  },
  (t) => [check('placement_checks_contract', isOneOf(t.contract, CONTRACT_KINDS))],
)

/** What was done of the calendar of a participation placement (DSP-32), without what was said in it. */
export const placementReviews = pgTable(
  'placement_reviews',
  {
    id: id(),
    placementId: uuid()
      .notNull()
      .references(() => placements.id, { onDelete: 'cascade' }),
    kind: text().$type<ParticipationReview>().notNull(),
    heldOn: date({ mode: 'string' }).notNull(),
    recordedBy: uuid()
      .notNull()
      .references(() => accounts.id),
    recordedAt: at().notNull(),
  },
  (t) => [
    check('placement_reviews_kind', isOneOf(t.kind, PARTICIPATION_REVIEWS)),
    unique('placement_reviews_once').on(t.placementId, t.kind, t.heldOn),
  ],
)

/** What was learned in a placement that is over (MON-09): counts and days, recorded by the coach. */
export const learningResults = pgTable(
  'learning_results',
  {
    placementId: uuid()
      .primaryKey()
      .references(() => placements.id, { onDelete: 'cascade' }),
    goalsSet: smallint().notNull(),
    goalsReached: smallint().notNull(),
    /** The day of the employer's report on what was learned; null = there is none yet. */
    reportOn: date({ mode: 'string' }),
    /** The day of the practice certificate (praktijkverklaring); null = none was issued. */
    certificateOn: date({ mode: 'string' }),
    recordedBy: uuid()
      .notNull()
      .references(() => accounts.id),
    recordedAt: at().notNull(),
  },
  (t) => [check('learning_results_goals', sql`${t.goalsReached} between 0 and ${t.goalsSet}`)],
)
