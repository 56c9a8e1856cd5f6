import { and, asc, desc, eq, inArray, type SQL } from 'drizzle-orm'
import type { Reader } from '#db/client.ts'
import { placementExtensions } from '#db/schema/decisions.ts'
import { newcomers } from '#db/schema/newcomers.ts'
import { learningResults, placementChecks, placementReviews, placements } from '#db/schema/placements.ts'
import { positions } from '#db/schema/positions.ts'
import { requireRole } from '#server/access/may.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import { groupBy } from '#server/platform/group-by.ts'
import { latestStartVerdictOf } from '#server/positions/reads-start-decisions.ts'
import { ofSuspendedAmong } from '#server/positions/reads-suspended.ts'
import { earlierOf } from '#server/safeguards/rules/calendar.ts'
import { placementForCoach, placementsOfCoach } from './reads.ts'
import { checksAskedOf, checksOf } from './reads-checks.ts'
import { calendarOf, type Placed, type PlacementTask, tasksOf } from './rules-tasks.ts'

export type TaskOfCoach = PlacementTask & { placementId: string; newcomerName: string }

/**
 * What the coach has to do about placements of the own caseload, the earliest due first.
 * @throws Refusal `forbidden` for anybody but a coach
 */
export async function placementTasksOf(ctx: Ctx): Promise<TaskOfCoach[]> {
  requireRole(ctx.actor, 'coach')
  const [rows, own] = await Promise.all([
    placedWhere(ctx.db, eq(newcomers.coachId, ctx.actor.accountId)),
    placementsOfCoach(ctx),
  ])
  const today = dayOf(ctx.now)
  const about = new Map(own.map(({ id, newcomerName }) => [id, newcomerName]))
  return rows
    .flatMap(({ placementId, ...placed }) =>
      tasksOf(placed, today).map((task) => ({ ...task, placementId, newcomerName: about.get(placementId) ?? '' })),
    )
    .sort((one, other) => (one.dueOn < other.dueOn ? -1 : one.dueOn > other.dueOn ? 1 : 0))
}

type PlacedRow = Placed & { placementId: string }

async function placedWhere(db: Reader, where: SQL): Promise<PlacedRow[]> {
  const rows = await db
    .select({
      placementId: placements.id,
      state: placements.state,
      type: positions.type,
      startsOn: placements.startsOn,
      endsOn: placements.endsOn,
      endedOn: placements.endedOn,
      workRightUntil: newcomers.workRightUntil,
      permitUntil: placementChecks.permitUntil,
      resultsOf: learningResults.placementId,
    })
    .from(placements)
    .innerJoin(newcomers, eq(newcomers.id, placements.newcomerId))
    .innerJoin(positions, eq(positions.id, placements.positionId))
    .leftJoin(placementChecks, eq(placementChecks.placementId, placements.id))
    .leftJoin(learningResults, eq(learningResults.placementId, placements.id))
    .where(and(where, inArray(placements.state, ['planned', 'active', 'completed', 'ended-early'])))
    .orderBy(asc(placements.startsOn), asc(placements.id))
  const participation = rows.filter(({ type }) => type === 'PARTICIPATION_PLACEMENT').map((row) => row.placementId)
  const held =
    participation.length === 0
      ? []
      : await db
          .select({
            placementId: placementReviews.placementId,
            kind: placementReviews.kind,
            on: placementReviews.heldOn,
          })
          .from(placementReviews)
          .where(inArray(placementReviews.placementId, participation))
          .orderBy(asc(placementReviews.heldOn))
  const reviewsOf = groupBy(held, (row) => row.placementId)
  return rows.map(({ workRightUntil, permitUntil, resultsOf, ...row }) => ({
    ...row,
    rightUntil:
      workRightUntil === null || permitUntil === null
        ? (workRightUntil ?? permitUntil)
        : earlierOf(workRightUntil, permitUntil),
    reviews: reviewsOf.get(row.placementId) ?? [],
    hasResults: resultsOf !== null,
  }))
}

/**
 * One placement of the own caseload with all that a coach records about it and what is still to do.
 * @throws Refusal `forbidden`, `not-found`
 */
export async function placementPageOf(ctx: Ctx, placementId: string) {
  const { db, now } = ctx
  const placement = await placementForCoach(ctx, placementId)
  const { newcomerId, positionId } = placement
  const [[placed], asked, checks, [results], question, [extended], suspended] = await Promise.all([
    placedWhere(db, eq(placements.id, placement.id)),
    checksAskedOf(db, placement),
    checksOf(db, placement.id),
    db.select().from(learningResults).where(eq(learningResults.placementId, placement.id)),
    latestStartVerdictOf(db, { newcomerId, positionId }, null, 'extend'),
    db
      .select({ at: placementExtensions.extendedAt })
      .from(placementExtensions)
      .where(eq(placementExtensions.placementId, placement.id))
      .orderBy(desc(placementExtensions.extendedAt))
      .limit(1),
    ofSuspendedAmong(db, [positionId]),
  ])
  const today = dayOf(now)
  const isParticipation = placed?.type === 'PARTICIPATION_PLACEMENT'
  return {
    placement,
    tasks: placed ? tasksOf(placed, today) : [],
    asked,
    checks,
    calendar:
      placed && isParticipation ? calendarOf(placement.startsOn, placement.endsOn ?? today, placed.reviews) : null,
    results: results ?? null,
    /** While the employer is suspended no term is made longer. */
    employerStands: suspended.size === 0,
    /** What the municipality was asked about a longer term, until the term was made longer. */
    question: question && (!extended || extended.at < question.askedAt) ? question : null,
  }
}
