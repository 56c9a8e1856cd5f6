import { eq } from 'drizzle-orm'
import type { Reader } from '#db/client.ts'
import { newcomers } from '#db/schema/newcomers.ts'
import { placementChecks, placementReviews } from '#db/schema/placements.ts'
import { positions } from '#db/schema/positions.ts'
import type { ParticipationReview } from '#db/values/placements.ts'
import { type CheckName, checksAsked, NO_CHECKS, type StartChecks } from './rules-checks.ts'

/**
 * What a coach has to check for this person in this place. For the own coach and the commands alone: it tells why it is asked.
 * @returns empty where nothing is asked, or one of the two is gone
 */
export async function checksAskedOf(
  db: Reader,
  { newcomerId, positionId }: { newcomerId: string; positionId: string },
): Promise<CheckName[]> {
  const [row] = await db
    .select({
      workRight: newcomers.workRight,
      type: positions.type,
      hourlyWageCents: positions.hourlyWageCents,
    })
    .from(newcomers)
    .innerJoin(positions, eq(positions.id, positionId))
    .where(eq(newcomers.id, newcomerId))
  return row ? checksAsked(row.workRight, row) : []
}

/** What was checked for a placement; nothing known where nobody recorded anything. */
export async function checksOf(db: Reader, placementId: string): Promise<StartChecks> {
  const [row] = await db
    .select({
      noticeOn: placementChecks.noticeOn,
      contract: placementChecks.contract,
      permitUntil: placementChecks.permitUntil,
      is27: placementChecks.is27,
    })
    .from(placementChecks)
    .where(eq(placementChecks.placementId, placementId))
  return row ?? NO_CHECKS
}

/** What was done of the calendar of a participation placement, the earliest first. */
export function reviewsOf(db: Reader, placementId: string): Promise<{ kind: ParticipationReview; on: string }[]> {
  return db
    .select({ kind: placementReviews.kind, on: placementReviews.heldOn })
    .from(placementReviews)
    .where(eq(placementReviews.placementId, placementId))
    .orderBy(placementReviews.heldOn, placementReviews.kind)
}
