import { and, eq, inArray } from 'drizzle-orm'
import { positions } from '#db/schema/positions.ts'
import { proposals } from '#db/schema/proposals.ts'
import { LANGUAGE_SKILLS, type LanguageSkill, type Level } from '#db/values/language.ts'
import { requireRole } from '#server/access/may.ts'
import { explainPair } from '#server/matching/rules/explain.ts'
import { MATCHING_POLICY } from '#server/matching/rules/policy.ts'
import type { Parts } from '#server/matching/rules/reasons.ts'
import { newcomerFactsOf } from '#server/newcomers/reads-facts.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import { isId } from '#server/platform/fields.ts'
import { positionFactsOf } from '#server/positions/reads.ts'
import { NEWCOMER_STATES } from './rules.ts'
import { fitForNewcomer } from './rules-fit.ts'

/** How one open position and the signed-in newcomer fit today: reasons per part, never a number. */
export type OwnFit = {
  parts: Parts
  /** Dutch that the person has now; null = not known. */
  dutch: Record<LanguageSkill, Level | null>
  /** Dutch expected at the start by the lessons until then; absent where nothing grows. Not tested. */
  expected: Partial<Record<LanguageSkill, Level>>
  /** The proposal for this position that was put to the person, if any. */
  proposalId: string | null
}

/**
 * The fit of the signed-in newcomer with these published positions, asked of the engine afresh.
 *
 * @returns by position id; a position that is not published is absent
 * @throws Refusal `forbidden` for another role
 */
export async function fitForSelf(ctx: Ctx, positionIds: readonly string[]): Promise<Map<string, OwnFit>> {
  requireRole(ctx.actor, 'newcomer')
  const asked = positionIds.filter(isId)
  if (asked.length === 0) return new Map()
  const today = dayOf(ctx.now)
  const { newcomerId } = ctx.actor
  const [open, [self], mine] = await Promise.all([
    ctx.db
      .select({ id: positions.id })
      .from(positions)
      .where(and(inArray(positions.id, asked), eq(positions.state, 'published'))),
    newcomerFactsOf(ctx.db, [newcomerId]),
    ctx.db
      .select({ id: proposals.id, positionId: proposals.positionId })
      .from(proposals)
      .where(
        and(
          eq(proposals.newcomerId, newcomerId),
          inArray(proposals.positionId, asked),
          inArray(proposals.state, NEWCOMER_STATES),
        ),
      )
      .orderBy(proposals.createdAt),
  ])
  if (!self || open.length === 0) return new Map()
  const places = await positionFactsOf(
    ctx.db,
    open.map((row) => row.id),
    today,
  )
  const proposalOf = new Map(mine.map((row) => [row.positionId, row.id]))
  const dutch = Object.fromEntries(
    LANGUAGE_SKILLS.map((skill) => [skill, self.dutch[skill]?.level ?? null]),
  ) as OwnFit['dutch']
  return new Map(
    places.map((position) => {
      const { parts, expected } = explainPair(self, position, MATCHING_POLICY, today)
      const growth = expected.filter((one) => one.language === 'nld').map((one) => [one.skill, one.level])
      return [
        position.id,
        {
          parts: fitForNewcomer(parts),
          dutch,
          expected: Object.fromEntries(growth) as OwnFit['expected'],
          proposalId: proposalOf.get(position.id) ?? null,
        },
      ]
    }),
  )
}
