import { check, date, index, integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import {
  CONTRACT_END_REASONS,
  type ContractEndReason,
  STAFFING_FACT_KINDS,
  type StaffingFactKind,
} from '../values/positions.ts'
import { at, id, isOneOf } from './columns.ts'
import { occupations, places } from './reference.ts'

export const employers = pgTable('employers', {
  id: id(),
  name: text().notNull(),
  kvk: text(), // Chamber of Commerce number, 8 digits
  about: text().notNull().default(''),
  employeesTotal: integer(),
  createdAt: at().notNull(),
})

export const establishments = pgTable(
  'establishments',
  {
    id: id(),
    employerId: uuid()
      .notNull()
      .references(() => employers.id, { onDelete: 'cascade' }),
    name: text().notNull(),
    address: text().notNull().default(''),
    postcode4: text()
      .notNull()
      .references(() => places.postcode4),
    employeesTotal: integer(),
  },
  (t) => [index('establishments_employer').on(t.employerId)],
)

/** Facts about an establishment that safeguards weigh: ended contracts, open vacancies, strikes, reported concerns. */
export const staffingFacts = pgTable(
  'staffing_facts',
  {
    id: id(),
    establishmentId: uuid()
      .notNull()
      .references(() => establishments.id, { onDelete: 'cascade' }),
    kind: text().$type<StaffingFactKind>().notNull(),
    occupationUri: text().references(() => occupations.uri),
    reason: text().$type<ContractEndReason>(),
    happenedOn: date({ mode: 'string' }).notNull(),
    endedOn: date({ mode: 'string' }),
    detail: jsonb().$type<Record<string, string>>().notNull().default({}),
    reportedBy: text().notNull(), // role, never a person
    /** One event makes one fact. */
    effectKey: text().unique(),
    createdAt: at().notNull(),
  },
  (t) => [
    check('staffing_facts_kind', isOneOf(t.kind, STAFFING_FACT_KINDS)),
    check('staffing_facts_reason', isOneOf(t.reason, CONTRACT_END_REASONS)),
    index('staffing_facts_establishment').on(t.establishmentId, t.kind),
  ],
)
