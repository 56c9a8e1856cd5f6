import { and, asc, count, desc, eq, inArray, lte, or, type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Reader } from '#db/client.ts'
import { employers, establishments } from '#db/schema/employers.ts'
import { newcomerIdentities, newcomers } from '#db/schema/newcomers.ts'
import { positions } from '#db/schema/positions.ts'
import { proposals } from '#db/schema/proposals.ts'
import { places } from '#db/schema/reference.ts'
import {
  type FitPart,
  type FitState,
  OPEN_PROPOSAL_STATES,
  PROPOSAL_STATES,
  type ProposalStep,
} from '#db/values/proposals.ts'
import { requireRole } from '#server/access/may.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import { isId } from '#server/platform/fields.ts'
import { stepsFor } from './rules.ts'

export const ProposalsForCoachInput = z.object({
  /** One state, or `open` for all in which something can still happen. */
  state: z
    .enum([...PROPOSAL_STATES, 'open'])
    .catch('open')
    .default('open'),
  newcomerId: z.uuid().optional().catch(undefined),
  positionId: z.uuid().optional().catch(undefined),
  order: z.enum(['best', 'due', 'newest', 'waiting']).catch('best').default('best'),
  page: z.coerce.number().int().min(1).max(10_000).catch(1).default(1),
})
export const PAGE_SIZE = 25
const MOST_WAITING = 200

const ORDERS = {
  best: [desc(proposals.score), asc(proposals.id)],
  due: [asc(proposals.answerDueOn), asc(proposals.id)],
  newest: [desc(proposals.stateSince), asc(proposals.id)],
  waiting: [asc(newcomers.waitingSince), desc(proposals.score), asc(proposals.id)],
}
const PAGE_ORDERS = (page: PageOfProposals) => ({
  best: [desc(page.score), asc(page.id)],
  due: [asc(page.answerDueOn), asc(page.id)],
  newest: [desc(page.stateSince), asc(page.id)],
  waiting: [asc(page.waitingSince), desc(page.score), asc(page.id)],
})

/** One line of a coach's list: who, where, and how the four parts stand. The reasons are `proposalForCoach`'s. */
export type ListedProposal = Omit<ListedRow, 'givenName' | 'familyName' | 'total'> & {
  newcomerName: string
  /** What the coach can do now. */
  steps: ProposalStep[]
}

/**
 * The proposals of the coach's own caseload, a page of 25 at a time.
 * @param input from the query string; what is not understood falls back to open, best first, page 1
 * @throws Refusal `forbidden`
 */
export async function proposalsForCoach(
  ctx: Ctx,
  input: z.input<typeof ProposalsForCoachInput> = {},
): Promise<{ rows: ListedProposal[]; total: number; page: number; pages: number }> {
  requireRole(ctx.actor, 'coach')
  const { state, newcomerId, positionId, order, page } = ProposalsForCoachInput.parse(input)
  const where = and(
    eq(newcomers.coachId, ctx.actor.accountId),
    state === 'open' ? inArray(proposals.state, OPEN_PROPOSAL_STATES) : eq(proposals.state, state),
    newcomerId ? eq(proposals.newcomerId, newcomerId) : undefined,
    positionId ? eq(proposals.positionId, positionId) : undefined,
  )
  const rows = await listedOf(ctx.db, where, order, page)
  // A page past the end has no row that carries the count.
  const total = rows[0]?.total ?? (page > 1 ? await countWhere(ctx.db, where) : 0)
  return {
    rows: rows.map(({ givenName, familyName, total: _total, ...row }) => ({
      ...row,
      newcomerName: `${givenName} ${familyName}`.trim(),
      steps: stepsFor(row, { role: 'coach' }),
    })),
    total,
    page,
    pages: Math.max(1, Math.ceil(total / PAGE_SIZE)),
  }
}

/** How many proposals of the own caseload the coach has not looked at: the number in the menu. @throws Refusal `forbidden` */
export async function newProposalsOf(ctx: Ctx): Promise<number> {
  requireRole(ctx.actor, 'coach')
  return countWhere(ctx.db, and(eq(newcomers.coachId, ctx.actor.accountId), eq(proposals.state, 'proposed')))
}

async function countWhere(db: Reader, where: SQL | undefined): Promise<number> {
  const [counted] = await db
    .select({ total: count() })
    .from(proposals)
    .innerJoin(newcomers, eq(newcomers.id, proposals.newcomerId))
    .where(where)
  return counted?.total ?? 0
}

type Order = keyof typeof ORDERS
type PageOfProposals = ReturnType<typeof pageOf>
type ListedRow = Awaited<ReturnType<typeof listedOf>>[number]

/** The ids of one page, cut before anything else is joined: the planner orders two tables instead of eight, and reads 25 names instead of all. */
const pageOf = (db: Reader, where: SQL | undefined, order: Order, page: number) =>
  db.$with('page').as(
    db
      .select({
        id: proposals.id,
        newcomerId: proposals.newcomerId,
        positionId: proposals.positionId,
        version: proposals.version,
        state: proposals.state,
        score: proposals.score,
        fit: proposals.fit,
        answerDueOn: proposals.answerDueOn,
        stateSince: proposals.stateSince,
        waitingSince: newcomers.waitingSince,
        total: sql<number>`count(*) over ()`.mapWith(Number).as('total'),
      })
      .from(proposals)
      .innerJoin(newcomers, eq(newcomers.id, proposals.newcomerId))
      .where(where)
      .orderBy(...ORDERS[order])
      .limit(PAGE_SIZE)
      .offset((page - 1) * PAGE_SIZE),
  )

function listedOf(db: Reader, where: SQL | undefined, order: Order, at: number) {
  const page = pageOf(db, where, order, at)
  /** Of the stored fit a list shows the four states: the reasons stay in the database. */
  const stateOf = (part: FitPart) => sql<FitState>`${page.fit} #>> ${`{${part},state}`}`
  return db
    .with(page)
    .select({
      id: page.id,
      newcomerId: page.newcomerId,
      positionId: page.positionId,
      version: page.version,
      state: page.state,
      score: page.score,
      answerDueOn: page.answerDueOn,
      stateSince: page.stateSince,
      waitingSince: page.waitingSince,
      total: page.total,
      can: stateOf('can'),
      wants: stateOf('wants'),
      practical: stateOf('practical'),
      support: stateOf('support'),
      title: positions.title,
      positionState: positions.state,
      employerName: employers.name,
      place: places.name,
      givenName: newcomerIdentities.givenName,
      familyName: newcomerIdentities.familyName,
    })
    .from(page)
    .innerJoin(newcomerIdentities, eq(newcomerIdentities.newcomerId, page.newcomerId))
    .innerJoin(positions, eq(positions.id, page.positionId))
    .innerJoin(employers, eq(employers.id, positions.employerId))
    .innerJoin(establishments, eq(establishments.id, positions.establishmentId))
    .innerJoin(places, eq(places.postcode4, establishments.postcode4))
    .orderBy(...PAGE_ORDERS(page)[order])
}

/** Who and what a proposal is about, for lists of things to do and for messages. */
export type ProposalSubject = Omit<SubjectRow, 'givenName' | 'familyName'> & { newcomerName: string }

type SubjectRow = Awaited<ReturnType<typeof subjectsWhere>>[number]

const subjectsWhere = (db: Reader, where: SQL | undefined) =>
  db
    .select({
      id: proposals.id,
      state: proposals.state,
      answerDueOn: proposals.answerDueOn,
      stateSince: proposals.stateSince,
      positionState: positions.state,
      title: positions.title,
      employerName: employers.name,
      givenName: newcomerIdentities.givenName,
      familyName: newcomerIdentities.familyName,
    })
    .from(proposals)
    .innerJoin(newcomers, eq(newcomers.id, proposals.newcomerId))
    .innerJoin(newcomerIdentities, eq(newcomerIdentities.newcomerId, proposals.newcomerId))
    .innerJoin(positions, eq(positions.id, proposals.positionId))
    .innerJoin(employers, eq(employers.id, positions.employerId))
    .where(where)
    .orderBy(asc(proposals.answerDueOn), asc(proposals.id))
    .limit(MOST_WAITING)

const subjectOf = ({ givenName, familyName, ...row }: SubjectRow): ProposalSubject => ({
  ...row,
  newcomerName: `${givenName} ${familyName}`.trim(),
})

/**
 * What waits for the coach, the day that it was due first: everything that the employer accepted, and what nobody answered in time.
 * @returns at most 200; `state` tells whose turn it is
 * @throws Refusal `forbidden`
 */
export async function waitingForCoach(ctx: Ctx): Promise<ProposalSubject[]> {
  requireRole(ctx.actor, 'coach')
  const late = and(inArray(proposals.state, ['shortlisted', 'consented']), lte(proposals.answerDueOn, dayOf(ctx.now)))
  const rows = await subjectsWhere(
    ctx.db,
    and(eq(newcomers.coachId, ctx.actor.accountId), or(eq(proposals.state, 'accepted'), late)),
  )
  return rows.map(subjectOf)
}

/**
 * These proposals, as far as they are of the own caseload: what a message is about. In one read.
 * @returns by id; one that went to another coach is absent
 * @throws Refusal `forbidden`
 */
export async function subjectsForCoach(ctx: Ctx, ids: readonly string[]): Promise<Map<string, ProposalSubject>> {
  requireRole(ctx.actor, 'coach')
  const asked = [...new Set(ids.filter(isId))].slice(0, MOST_WAITING)
  if (asked.length === 0) return new Map()
  const rows = await subjectsWhere(
    ctx.db,
    and(eq(newcomers.coachId, ctx.actor.accountId), inArray(proposals.id, asked)),
  )
  return new Map(rows.map((row) => [row.id, subjectOf(row)]))
}
