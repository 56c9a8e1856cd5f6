import { and, eq, inArray } from 'drizzle-orm'
import { elevated } from '#db/bound.ts'
import { positions } from '#db/schema/positions.ts'
import { proposals } from '#db/schema/proposals.ts'
import { requireRole } from '#server/access/may.ts'
import type { Ctx } from '#server/platform/context.ts'
import { isId } from '#server/platform/fields.ts'
import { EMPLOYER_STATES } from './rules.ts'

/**
 * The card codes of proposals for the employer's own positions, for a message about one: never a name, whatever the newcomer said.
 *
 * @returns by proposal id; `open`: the candidate's page still shows the card
 * @throws Refusal `forbidden` for anybody but an employer
 */
export async function cardCodesFor(
  ctx: Ctx,
  proposalIds: readonly string[],
): Promise<Map<string, { cardCode: string; open: boolean }>> {
  requireRole(ctx.actor, 'employer')
  const ids = proposalIds.filter(isId)
  if (ids.length === 0) return new Map()
  const rows = await elevated(ctx.db, 'name-card')
    .select({ id: proposals.id, cardCode: proposals.cardCode, state: proposals.state })
    .from(proposals)
    .innerJoin(positions, eq(positions.id, proposals.positionId))
    .where(and(inArray(proposals.id, ids), eq(positions.employerId, ctx.actor.employerId)))
  const shown: readonly string[] = EMPLOYER_STATES.filter((one) => one !== 'placed')
  return new Map(rows.map(({ id, cardCode, state }) => [id, { cardCode, open: shown.includes(state) }]))
}
