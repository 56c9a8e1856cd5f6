import { sql } from 'drizzle-orm'
import { check, date, index, integer, jsonb, pgTable, smallint, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { SCREEN_LANGUAGES, type ScreenLanguage } from '../values/language.ts'
import {
  CONSENT_FIELDS,
  type ConsentField,
  type FitPart,
  type FitState,
  OPEN_PROPOSAL_STATES,
  PROPOSAL_STATES,
  PROPOSAL_STEPS,
  type ProposalState,
  type ProposalStep,
} from '../values/proposals.ts'
import { allAre, at, id, isOneOf } from './columns.ts'
import { employers } from './employers.ts'
import { newcomers } from './newcomers.ts'
import { positions, type StoredReason } from './positions.ts'

/** The four parts of a fit with their reasons, as they stood when the proposal was made. */
export type StoredFit = Record<FitPart, { state: FitState; for: StoredReason[]; against: StoredReason[] }>

export const proposals = pgTable(
  'proposals',
  {
    id: id(),
    newcomerId: uuid()
      .notNull()
      .references(() => newcomers.id),
    positionId: uuid()
      .notNull()
      .references(() => positions.id),
    state: text().$type<ProposalState>().notNull(),
    /** The state to go back to when a supersession is undone. */
    stateBefore: text().$type<ProposalState>(),
    /** Two characters on the anonymous card; random, unique per position, tells nothing. */
    cardCode: text().notNull(),
    score: smallint().notNull(), // 0..1000; orders lists, is never shown as a number to a newcomer or an employer
    newcomerScore: smallint().notNull(),
    employerScore: smallint().notNull(),
    fit: jsonb().$type<StoredFit>().notNull(),
    /** Some needed level is expected, not tested: check at the start. */
    expectedLevel: text(),
    policyVersion: text().notNull(),
    /** When the one whose turn it is should have answered. */
    answerDueOn: date({ mode: 'string' }),
    /** When the coach first saw it; from then on no later run takes it away while its gates pass. */
    seenAt: at(),
    version: integer().notNull().default(1),
    createdAt: at().notNull(),
    stateSince: at().notNull(),
  },
  (t) => [
    check('proposals_state', isOneOf(t.state, PROPOSAL_STATES)),
    check('proposals_state_before', isOneOf(t.stateBefore, PROPOSAL_STATES)),
    check('proposals_scores', sql`${t.score} between 0 and 1000`),
    uniqueIndex('proposals_one_open_per_pair')
      .on(t.newcomerId, t.positionId)
      .where(isOneOf(t.state, OPEN_PROPOSAL_STATES)),
    uniqueIndex('proposals_card_code').on(t.positionId, t.cardCode),
    index('proposals_position').on(t.positionId, t.state),
    index('proposals_newcomer').on(t.newcomerId, t.state),
  ],
)

export const proposalLog = pgTable(
  'proposal_log',
  {
    id: id(),
    proposalId: uuid()
      .notNull()
      .references(() => proposals.id, { onDelete: 'cascade' }),
    step: text().$type<ProposalStep>().notNull(),
    fromState: text().$type<ProposalState>(),
    toState: text().$type<ProposalState>().notNull(),
    actorId: uuid(),
    actorRole: text().notNull(),
    reasons: jsonb().$type<StoredReason[]>().notNull().default([]),
    policyVersion: text(),
    at: at().notNull(),
  },
  (t) => [
    check('proposal_log_step', isOneOf(t.step, PROPOSAL_STEPS)),
    index('proposal_log_proposal').on(t.proposalId, t.at),
  ],
)

/** The yes of a newcomer: to one employer, for one position, these fields, this text, until this day. */
export const consents = pgTable(
  'consents',
  {
    id: id(),
    proposalId: uuid()
      .notNull()
      .references(() => proposals.id),
    newcomerId: uuid()
      .notNull()
      .references(() => newcomers.id),
    employerId: uuid()
      .notNull()
      .references(() => employers.id),
    fields: text().array().$type<ConsentField[]>().notNull(),
    textVersion: text().notNull(),
    language: text().$type<ScreenLanguage>().notNull(),
    givenAt: at().notNull(),
    expiresOn: date({ mode: 'string' }).notNull(),
    withdrawnAt: at(),
  },
  (t) => [
    check('consents_fields', allAre(t.fields, CONSENT_FIELDS)),
    check('consents_language', isOneOf(t.language, SCREEN_LANGUAGES)),
    uniqueIndex('consents_one_standing').on(t.proposalId).where(sql`withdrawn_at is null`),
    index('consents_newcomer').on(t.newcomerId),
  ],
)
