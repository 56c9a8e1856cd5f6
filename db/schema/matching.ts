import { sql } from 'drizzle-orm'
import {
  check,
  customType,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import {
  RUN_KINDS,
  RUN_STATES,
  type RunCertificate,
  type RunKind,
  type RunNumbers,
  type RunState,
} from '../values/matching.ts'
import { at, id, isOneOf } from './columns.ts'
import { newcomers } from './newcomers.ts'
import { positions } from './positions.ts'

const bytes = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => 'bytea' })

/** One run over everybody: what was asked, how far it is, what came out and the proof of it. */
export const matchingRuns = pgTable(
  'matching_runs',
  {
    id: id(),
    kind: text().$type<RunKind>().notNull(),
    /** The Dutch day that the facts are read for. */
    day: date({ mode: 'string' }).notNull(),
    state: text().$type<RunState>().notNull(),
    policyVersion: text().notNull(),
    /** Every number of the policy, weights included, as it stood. */
    policy: jsonb().$type<Record<string, unknown>>().notNull(),
    parts: smallint().notNull(),
    partsScored: smallint().notNull().default(0),
    /** Pairs to write and written, for the progress. */
    toWrite: integer().notNull().default(0),
    written: integer().notNull().default(0),
    made: integer().notNull().default(0),
    withdrawn: integer().notNull().default(0),
    refreshed: integer().notNull().default(0),
    kept: integer().notNull().default(0),
    /** Pairs in which the live allocation differed from a fresh solve of the same facts; null = not compared. */
    differing: integer(),
    numbers: jsonb().$type<RunNumbers>(),
    certificate: jsonb().$type<RunCertificate>(),
    /** The positions of the run in the order of their ids, and the dual price of each: 32-bit integers in the same order. */
    positionIds: uuid().array(),
    prices: bytes(),
    /** Who could have how much and what was chosen, packed (`rules-run-proof.ts`): with the pairs of the parts it gives the certificate again. Dropped with them. */
    proof: bytes(),
    inputHash: text(),
    outputHash: text(),
    plannedAt: at().notNull(),
    scoredAt: at(),
    doneAt: at(),
  },
  (t) => [
    check('matching_runs_kind', isOneOf(t.kind, RUN_KINDS)),
    check('matching_runs_state', isOneOf(t.state, RUN_STATES)),
    uniqueIndex('matching_runs_one_a_night').on(t.day).where(sql`kind = 'night'`),
    index('matching_runs_planned').on(t.plannedAt),
  ],
)

/** A range of newcomers of a run, and what gating and scoring them gave. */
export const matchingRunParts = pgTable(
  'matching_run_parts',
  {
    id: id(),
    runId: uuid()
      .notNull()
      .references(() => matchingRuns.id, { onDelete: 'cascade' }),
    number: smallint().notNull(),
    /** Newcomers with `fromId <= id < untilId`; null = no bound. */
    fromId: uuid(),
    untilId: uuid(),
    /** Newcomers, positions and scored pairs of this part, packed; dropped by the run after the next. */
    edges: bytes(),
    pairs: integer(),
    milliseconds: integer(),
    readAt: at(),
    scoredAt: at(),
  },
  (t) => [uniqueIndex('matching_run_parts_number').on(t.runId, t.number)],
)

/**
 * Pairs of a run that both sides would rather have by more than the policy calls material, and that take nobody's only proposal: the best few of each
 * newcomer, for the coach to look at. Of the last two runs; how many there were in all is in the numbers of the run.
 */
export const matchingBlockingPairs = pgTable(
  'matching_blocking_pairs',
  {
    runId: uuid()
      .notNull()
      .references(() => matchingRuns.id, { onDelete: 'cascade' }),
    newcomerId: uuid()
      .notNull()
      .references(() => newcomers.id, { onDelete: 'cascade' }),
    positionId: uuid()
      .notNull()
      .references(() => positions.id, { onDelete: 'cascade' }),
    /** Of the pair, and of what would make way for it on each side; null = there was room. 0..1000. */
    score: smallint().notNull(),
    newcomerLeaves: smallint(),
    positionLeaves: smallint(),
  },
  (t) => [
    primaryKey({ columns: [t.runId, t.newcomerId, t.positionId] }),
    index('matching_blocking_pairs_newcomer').on(t.newcomerId),
    index('matching_blocking_pairs_position').on(t.positionId),
  ],
)

/** Every version of the policy that a proposal names, with its numbers. */
export const matchingPolicies = pgTable('matching_policies', {
  version: text().primaryKey(),
  policy: jsonb().$type<Record<string, unknown>>().notNull(),
  firstUsedAt: at().notNull(),
})

/** One live allocator: whoever writes its proposals raises the generation, and what a process remembers of another generation is void. */
export const matchingAreas = pgTable('matching_areas', {
  area: text().primaryKey(),
  generation: integer().notNull().default(0),
  /** The Dutch day for which it was last settled, and by which version of the policy; null = not known. */
  day: date({ mode: 'string' }),
  policyVersion: text(),
})

/** What each generation of an area changed, so that another process can catch up by reading those again instead of everybody. */
export const matchingChanges = pgTable(
  'matching_changes',
  {
    area: text().notNull(),
    generation: integer().notNull(),
    newcomerIds: uuid().array().notNull(),
    positionIds: uuid().array().notNull(),
  },
  (t) => [primaryKey({ columns: [t.area, t.generation] })],
)
