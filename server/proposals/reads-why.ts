import { and, eq } from 'drizzle-orm'
import type { Reader } from '#db/client.ts'
import { newcomers } from '#db/schema/newcomers.ts'
import { positions } from '#db/schema/positions.ts'
import { requireRole } from '#server/access/may.ts'
import { explainPair, type PairExplanation } from '#server/matching/rules/explain.ts'
import type { PositionFacts } from '#server/matching/rules/facts.ts'
import { MATCHING_POLICY } from '#server/matching/rules/policy.ts'
import { newcomerFactsOf } from '#server/newcomers/reads-facts.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import { isId } from '#server/platform/fields.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { positionFactsOf } from '#server/positions/reads.ts'

async function openPosition(db: Reader, positionId: string, today: string): Promise<PositionFacts> {
  if (!isId(positionId)) throw new Refusal('not-found')
  const [open] = await db
    .select({ id: positions.id })
    .from(positions)
    .where(and(eq(positions.id, positionId), eq(positions.state, 'published')))
  const [facts] = open ? await positionFactsOf(db, [open.id], today) : []
  if (!facts) throw new Refusal('not-found')
  return facts
}

/**
 * Why, or why not, this newcomer of the own caseload and this position fit today; asked of the engine afresh, whatever was stored.
 * @throws Refusal `forbidden`, `not-found` (not the own caseload, or a position that is not public)
 */
export async function whyNot(ctx: Ctx, input: { newcomerId: string; positionId: string }): Promise<PairExplanation> {
  requireRole(ctx.actor, 'coach')
  if (!isId(input.newcomerId)) throw new Refusal('not-found')
  const [own] = await ctx.db
    .select({ id: newcomers.id })
    .from(newcomers)
    .where(and(eq(newcomers.id, input.newcomerId), eq(newcomers.coachId, ctx.actor.accountId)))
  if (!own) throw new Refusal('not-found')
  const today = dayOf(ctx.now)
  const position = await openPosition(ctx.db, input.positionId, today)
  const [newcomer] = await newcomerFactsOf(ctx.db, [own.id])
  if (!newcomer) throw new Refusal('not-found')
  return explainPair(newcomer, position, MATCHING_POLICY, today)
}

export type NearMiss = { newcomerId: string; explanation: PairExplanation }

/**
 * People of the own caseload whom exactly one thing keeps from this position, best score first (ruling 18: one missed, none unknown).
 * @throws Refusal `forbidden`, `not-found`
 */
export async function nearMisses(ctx: Ctx, positionId: string, limit = 10): Promise<NearMiss[]> {
  requireRole(ctx.actor, 'coach')
  const today = dayOf(ctx.now)
  const position = await openPosition(ctx.db, positionId, today)
  const mine = await ctx.db
    .select({ id: newcomers.id })
    .from(newcomers)
    .where(and(eq(newcomers.coachId, ctx.actor.accountId), eq(newcomers.availability, 'available')))
  const facts = await newcomerFactsOf(
    ctx.db,
    mine.map((row) => row.id),
  )
  return facts
    .map((newcomer) => ({
      newcomerId: newcomer.id,
      explanation: explainPair(newcomer, position, MATCHING_POLICY, today),
    }))
    .filter(({ explanation }) => explanation.missed.length === 1 && explanation.unknown.length === 0)
    .sort((x, y) => y.explanation.score.w - x.explanation.score.w || (x.newcomerId < y.newcomerId ? -1 : 1))
    .slice(0, limit)
}
