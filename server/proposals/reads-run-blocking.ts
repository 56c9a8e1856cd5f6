import { and, asc, count, desc, eq, sql } from 'drizzle-orm'
import { elevated } from '#db/bound.ts'
import { employers } from '#db/schema/employers.ts'
import { matchingBlockingPairs } from '#db/schema/matching.ts'
import { newcomers } from '#db/schema/newcomers.ts'
import { positions } from '#db/schema/positions.ts'
import { requireRole } from '#server/access/may.ts'
import { namesInCaseload } from '#server/newcomers/reads-caseload.ts'
import type { Ctx } from '#server/platform/context.ts'
import { isId } from '#server/platform/fields.ts'

const MOST_SHOWN = 12

/**
 * A material blocking pair of a run as staff see it. Scores (0..1000) and names are of the reader's own caseload only: of anybody else's proposals one
 * learns whether the place was full, and staff without a caseload read of places, not of people.
 */
export type ShownBlocking = {
  position: string
  employerName: string
  /** Every seat of the place had its proposals, so one of them would make way; false = there was room. */
  isFull: boolean
  /** The own newcomer, what the pair scores, and the least of what that one has. */
  own: { newcomerId: string; positionId: string; name: string; score: number; leaves: number | null } | null
}

/**
 * The pairs of one run that both sides would clearly rather have, at most twelve: for a coach those of the own caseload, the highest scores first; for
 * other staff the places, those of most pairs first. Empty for a run before the last two, of which only the count is kept.
 * @throws Refusal `forbidden` for anybody but a coach, a municipality or an officer
 */
export async function blockingPairsForStaff(ctx: Ctx, runId: string): Promise<ShownBlocking[]> {
  const { actor, db } = ctx
  requireRole(actor, 'coach', 'municipality', 'officer')
  if (!isId(runId)) return []
  const ofRun = eq(matchingBlockingPairs.runId, runId)
  if (actor.role !== 'coach') {
    const places = await elevated(db, 'prove-run')
      .select({
        position: positions.title,
        employerName: employers.name,
        isFull: sql<boolean>`bool_or(${matchingBlockingPairs.positionLeaves} is not null)`,
      })
      .from(matchingBlockingPairs)
      .innerJoin(positions, eq(positions.id, matchingBlockingPairs.positionId))
      .innerJoin(employers, eq(employers.id, positions.employerId))
      .where(ofRun)
      .groupBy(positions.id, employers.id)
      .orderBy(desc(count()), asc(positions.id))
      .limit(MOST_SHOWN)
    return places.map((row) => ({ ...row, own: null }))
  }
  const rows = await db
    .select({
      position: positions.title,
      employerName: employers.name,
      score: matchingBlockingPairs.score,
      newcomerLeaves: matchingBlockingPairs.newcomerLeaves,
      positionLeaves: matchingBlockingPairs.positionLeaves,
      newcomerId: matchingBlockingPairs.newcomerId,
      positionId: matchingBlockingPairs.positionId,
    })
    .from(matchingBlockingPairs)
    .innerJoin(newcomers, eq(newcomers.id, matchingBlockingPairs.newcomerId))
    .innerJoin(positions, eq(positions.id, matchingBlockingPairs.positionId))
    .innerJoin(employers, eq(employers.id, positions.employerId))
    .where(and(ofRun, eq(newcomers.coachId, actor.accountId)))
    .orderBy(
      desc(matchingBlockingPairs.score),
      asc(matchingBlockingPairs.positionId),
      asc(matchingBlockingPairs.newcomerId),
    )
    .limit(MOST_SHOWN)
  const names = await namesInCaseload(
    ctx,
    rows.map((row) => row.newcomerId),
  )
  return rows.map(({ position, employerName, positionLeaves, newcomerLeaves: leaves, ...of }) => ({
    position,
    employerName,
    isFull: positionLeaves !== null,
    own: { ...of, name: names.get(of.newcomerId) ?? '', leaves },
  }))
}
