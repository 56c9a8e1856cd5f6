import { sql } from 'drizzle-orm'
import { check, index, jsonb, pgTable, smallint, text, uuid } from 'drizzle-orm/pg-core'
import { CARD_OUTCOMES, CARD_REASONS, type CardOutcome, type CardReason } from '../values/cards.ts'
import { accounts } from './accounts.ts'
import { at, id, isOneOf } from './columns.ts'
import { employers } from './employers.ts'
import { newcomers } from './newcomers.ts'
import { positions } from './positions.ts'
import { proposals } from './proposals.ts'

/**
 * What an organisation was shown of a newcomer before the yes, word for word, or that the card was held back. Never changed: a card that is made again is a new
 * row, and the newest of a proposal counts. Kept as long as it counts (CARD_POLICY.months).
 */
export const shownCards = pgTable(
  'shown_cards',
  {
    id: id(),
    proposalId: uuid()
      .notNull()
      .references(() => proposals.id, { onDelete: 'cascade' }),
    newcomerId: uuid()
      .notNull()
      .references(() => newcomers.id),
    positionId: uuid()
      .notNull()
      .references(() => positions.id),
    employerId: uuid()
      .notNull()
      .references(() => employers.id),
    outcome: text().$type<CardOutcome>().notNull(),
    /** Index in CARD_STEPS: how general. */
    step: smallint().notNull(),
    /** Labour market region of the newcomer, by its code. */
    region: text(),
    /** `CardAsk`: what the place asked for that shapes the card, with no other skills than the card tells of. */
    ask: jsonb().$type<Record<string, unknown>>().notNull(),
    /** `CardShape`; empty when held back. */
    shape: jsonb().$type<Record<string, unknown>>().notNull(),
    /** `keyOf` the shape. */
    key: text().notNull(),
    policyVersion: text().notNull(),
    /** Only when the coach showed a card that was held back. */
    reason: text().$type<CardReason>(),
    chosenBy: uuid().references(() => accounts.id),
    at: at().notNull(),
  },
  (t) => [
    check('shown_cards_outcome', isOneOf(t.outcome, CARD_OUTCOMES)),
    check('shown_cards_reason', isOneOf(t.reason, CARD_REASONS)),
    check('shown_cards_chosen', sql`(${t.reason} is null) = (${t.chosenBy} is null)`),
    index('shown_cards_proposal').on(t.proposalId, t.at),
    index('shown_cards_employer').on(t.employerId, t.at),
    index('shown_cards_newcomer').on(t.newcomerId),
  ],
)
