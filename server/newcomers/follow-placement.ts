import { isPlaced } from '#server/placements/reads.ts'
import type { Ctx } from '#server/platform/context.ts'
import { changeAvailability } from './change-availability.ts'

/**
 * Effect of `placement.started`, `placement.ended` and `placement.cancelled`: placed while a placement runs, free again when none does. It looks
 * at how things stand now, so the events may arrive in any order; twice = once.
 *
 * @param ctx actor WORKER
 */
export async function followPlacement(ctx: Ctx, input: { newcomerId: string }): Promise<void> {
  const step = (await isPlaced(ctx.db, input.newcomerId)) ? 'place' : 'free'
  await changeAvailability(ctx, { newcomerId: input.newcomerId, step })
}
