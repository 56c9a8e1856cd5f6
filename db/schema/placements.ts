import { sql } from 'drizzle-orm'
import { check, date, index, jsonb, pgTable, smallint, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import {
  CONCERNS,
  type Concern,
  FOLLOW_UP_KINDS,
  FOLLOW_UP_OUTCOMES,
  FOLLOW_UP_STATES,
  type FollowUpKind,
  type FollowUpOutcome,
  type FollowUpState,
  INITIATIVES,
  type Initiative,
  PLACEMENT_STATES,
  PLACEMENT_STEPS,
  type PlacementState,
  type PlacementStep,
  RUNNING_PLACEMENT_STATES,
} from '../values/placements.ts'
import { at, id, isOneOf } from './columns.ts'
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
