import { and, asc, count, eq } from 'drizzle-orm'
import { accounts } from '#db/schema/accounts.ts'
import { newcomers } from '#db/schema/newcomers.ts'
import { requireMay } from '#server/access/may.ts'
import type { Ctx } from '#server/platform/context.ts'
import { shortNumber } from './rules-number.ts'

/** The coaches of the own municipality and how many newcomers each has. A working list, so the counts are as they are (ruling 26). @throws Refusal `forbidden` */
export async function caseloadsOf(ctx: Ctx) {
  requireMay(ctx.actor, 'newcomer.read-caseloads')
  return ctx.db
    .select({
      id: accounts.id,
      displayName: accounts.displayName,
      state: accounts.state,
      newcomers: count(newcomers.id),
    })
    .from(accounts)
    .leftJoin(newcomers, eq(newcomers.coachId, accounts.id))
    .where(and(eq(accounts.role, 'coach'), eq(accounts.municipalityCode, ctx.actor.municipalityCode ?? '')))
    .groupBy(accounts.id)
    .orderBy(asc(accounts.displayName), asc(accounts.id))
}

/** The newcomers of one coach of the own municipality, by number and without names. @throws Refusal `forbidden` */
export async function numbersOf(ctx: Ctx, coachId: string) {
  requireMay(ctx.actor, 'newcomer.read-caseloads')
  const rows = await ctx.db
    .select({ id: newcomers.id, availability: newcomers.availability, waitingSince: newcomers.waitingSince })
    .from(newcomers)
    .where(and(eq(newcomers.coachId, coachId), eq(newcomers.municipalityCode, ctx.actor.municipalityCode ?? '')))
    .orderBy(asc(newcomers.createdAt), asc(newcomers.id))
    .limit(200)
  return rows.map((row) => ({ ...row, number: shortNumber(row.id) }))
}
