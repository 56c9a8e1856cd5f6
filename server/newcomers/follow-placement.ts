import { eq } from 'drizzle-orm'
import { newcomers } from '#db/schema/newcomers.ts'
import { isPlaced } from '#server/placements/reads.ts'
import type { Ctx } from '#server/platform/context.ts'
import { changeAvailability } from './change-availability.ts'

/**
 * Effect of `placement.started`, `placement.ended` and `placement.cancelled`: placed while a placement runs, free again when none does. It looks
 * at how things stand now, so the events may arrive in any order; twice = once. The newcomer's row is locked before it looks: of two effects at
 * once, a start and its cancel, the second sees what the first left.
 *
 * @param ctx actor WORKER
 */
export async function followPlacement(ctx: Ctx, input: { newcomerId: string }): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    await tx.select({ id: newcomers.id }).from(newcomers).where(eq(newcomers.id, input.newcomerId)).for('update')
    const step = (await isPlaced(tx, input.newcomerId)) ? 'place' : 'free'
    await changeAvailability({ ...ctx, db: tx }, { newcomerId: input.newcomerId, step })
  })
}
