import { eq } from 'drizzle-orm'
import type { Reader } from '#db/client.ts'
import { proposals } from '#db/schema/proposals.ts'
import { requireMay } from '#server/access/may.ts'
import type { Ctx } from '#server/platform/context.ts'
import { areaSetting } from '#server/platform/env.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Changed } from './area-lock.ts'
import { matchArea } from './match-area.ts'
import { areasOf, newcomersByArea, positionsByArea } from './reads-areas.ts'

export type ProposedMatches = {
  proposed: number
  withdrawn: number
  refreshed: number
}

/**
 * What may have changed: one newcomer, one position, either side of a proposal that left room behind, or everything, which reads everybody again.
 */
export type Scope =
  | { newcomerId: string }
  | { positionId: string }
  | { newcomerOf: string }
  | { positionOf: string }
  | { all: true }

/**
 * Asks the engine who is proposed where, now that something may have changed, and writes down what is new. The best allocation for everybody in the
 * area is found again; what it changes for others than this one is written too. Never takes away what people acted on, nor what a coach
 * has seen while it still fits; inserts nothing twice; the same facts give the same proposals whatever happened before.
 *
 * @param ctx actor WORKER
 * @throws Refusal `forbidden`, `not-found` (no such proposal)
 */
export async function proposeMatches(ctx: Ctx, input: Scope): Promise<ProposedMatches> {
  requireMay(ctx.actor, 'proposal.propose')
  const sum = { proposed: 0, withdrawn: 0, refreshed: 0 }
  for (const [area, changed] of await scopeOf(ctx.db, input)) {
    const { proposed, withdrawn, refreshed } = await matchArea(ctx, area, changed)
    sum.proposed += proposed
    sum.withdrawn += withdrawn
    sum.refreshed += refreshed
  }
  return sum
}

/** The areas to settle, and in each what is to be read again (null = everything). */
async function scopeOf(db: Reader, input: Scope): Promise<[string, Changed | null][]> {
  const setting = areaSetting()
  if ('all' in input) return (await areasOf(db, setting)).map((area) => [area, null])
  const changed: Changed = { newcomerIds: [], positionIds: [] }
  if ('newcomerId' in input) changed.newcomerIds.push(input.newcomerId)
  else if ('positionId' in input) changed.positionIds.push(input.positionId)
  else {
    const proposalId = 'newcomerOf' in input ? input.newcomerOf : input.positionOf
    const [row] = await db
      .select({ newcomerId: proposals.newcomerId, positionId: proposals.positionId })
      .from(proposals)
      .where(eq(proposals.id, proposalId))
    if (!row) throw new Refusal('not-found')
    if ('newcomerOf' in input) changed.newcomerIds.push(row.newcomerId)
    else changed.positionIds.push(row.positionId)
  }
  const [people, places] = await Promise.all([
    newcomersByArea(db, setting, changed.newcomerIds),
    positionsByArea(db, setting, changed.positionIds),
  ])
  return [...people, ...places].map((one) => [one.area, changed])
}
