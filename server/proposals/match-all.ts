import { requireRole } from '#server/access/may.ts'
import { isDone, markDone } from '#server/outbox/effects.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import { proposeMatches } from './propose-matches.ts'

const EFFECT = 'match-all'

/**
 * Sweep: asks the engine for everybody once a Dutch day, for what no event tells: a pair that may be proposed again after ninety days, a start
 * that came nearer, Dutch that lessons made likely, a strike that ended. A run that fails is done again by the next turn.
 *
 * @param ctx actor WORKER
 * @returns how many were proposed and withdrawn; null when this day had its run
 */
export async function matchAll(ctx: Ctx): Promise<{ proposed: number; withdrawn: number } | null> {
  requireRole(ctx.actor, 'worker')
  const day = `day:${dayOf(ctx.now)}`
  if (await isDone(ctx.db, day, EFFECT)) return null
  const { proposed, withdrawn } = await proposeMatches(ctx, { all: true })
  await markDone(ctx.db, [day], EFFECT, ctx.now)
  return { proposed, withdrawn }
}
