import { eq } from 'drizzle-orm'
import { accounts } from '#db/schema/accounts.ts'
import { newcomers } from '#db/schema/newcomers.ts'
import type { Availability } from '#db/values/newcomers.ts'
import { requireRole } from '#server/access/may.ts'
import type { Ctx } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { firstNameOf } from '#server/positions/rules.ts'
import { type AvailabilityStep, stepsFor } from './rules.ts'

export type OwnStanding = {
  availability: Availability
  /** First name of the own coach. */
  coachName: string
  /** Since when the person waits, `YYYY-MM-DD`. */
  waitingSince: string
  /** What the person can do with the own availability now. */
  steps: AvailabilityStep[]
}

/**
 * Where the signed-in newcomer stands, and who the own coach is.
 *
 * @throws Refusal `forbidden` for another role, `not-found` when the profile is gone
 */
export async function standingOf(ctx: Ctx): Promise<OwnStanding> {
  requireRole(ctx.actor, 'newcomer')
  const [row] = await ctx.db
    .select({
      availability: newcomers.availability,
      waitingSince: newcomers.waitingSince,
      coach: accounts.displayName,
    })
    .from(newcomers)
    .innerJoin(accounts, eq(accounts.id, newcomers.coachId))
    .where(eq(newcomers.id, ctx.actor.newcomerId))
  if (!row) throw new Refusal('not-found')
  const { coach, ...standing } = row
  return { ...standing, coachName: firstNameOf(coach), steps: stepsFor(standing, { role: 'newcomer' }) }
}
