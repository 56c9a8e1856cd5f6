import { and, eq } from 'drizzle-orm'
import type { Reader } from '#db/client.ts'
import { newcomers } from '#db/schema/newcomers.ts'
import { positions } from '#db/schema/positions.ts'
import { requireRole } from '#server/access/may.ts'
import { explainPair, type PairExplanation } from '#server/matching/rules/explain.ts'
import { MATCHING_POLICY } from '#server/matching/rules/policy.ts'
import { newcomerFactsOf } from '#server/newcomers/reads-facts.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import { isId } from '#server/platform/fields.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { positionFactsOf } from '#server/positions/reads.ts'

async function isOpen(db: Reader, positionId: string): Promise<boolean> {
  const [open] = await db
    .select({ id: positions.id })
    .from(positions)
    .where(and(eq(positions.id, positionId), eq(positions.state, 'published')))
  return open !== undefined
}

async function isOwn(db: Reader, newcomerId: string, coachId: string): Promise<boolean> {
  const [own] = await db
    .select({ id: newcomers.id })
    .from(newcomers)
    .where(and(eq(newcomers.id, newcomerId), eq(newcomers.coachId, coachId)))
  return own !== undefined
}

/**
 * Why, or why not, this newcomer of the own caseload and this position fit today; asked of the engine afresh, whatever was stored. Both sides are
 * read while it is looked up whether they may be.
 * @throws Refusal `forbidden`, `not-found` (not the own caseload, or a position that is not public)
 */
export async function whyNot(ctx: Ctx, input: { newcomerId: string; positionId: string }): Promise<PairExplanation> {
  requireRole(ctx.actor, 'coach')
  const { newcomerId, positionId } = input
  if (!isId(newcomerId) || !isId(positionId)) throw new Refusal('not-found')
  const today = dayOf(ctx.now)
  const [own, open, [newcomer], [position]] = await Promise.all([
    isOwn(ctx.db, newcomerId, ctx.actor.accountId),
    isOpen(ctx.db, positionId),
    newcomerFactsOf(ctx.db, [newcomerId]),
    positionFactsOf(ctx.db, [positionId], today),
  ])
  if (!own || !open || !newcomer || !position) throw new Refusal('not-found')
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
  if (!isId(positionId)) throw new Refusal('not-found')
  const [open, [position], mine] = await Promise.all([
    isOpen(ctx.db, positionId),
    positionFactsOf(ctx.db, [positionId], today),
    ctx.db
      .select({ id: newcomers.id })
      .from(newcomers)
      .where(and(eq(newcomers.coachId, ctx.actor.accountId), eq(newcomers.availability, 'available'))),
  ])
  if (!open || !position) throw new Refusal('not-found')
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
