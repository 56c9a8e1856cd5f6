import { z } from 'zod'
import { requireMay } from '#server/access/may.ts'
import { recordEvent } from '#server/outbox/record-event.ts'
import type { Ctx } from '#server/platform/context.ts'
import { uuid } from '#server/platform/fields.ts'
import { findOwnPosition } from './find-own-position.ts'
import { movePosition } from './move-position.ts'

export const ClosePositionInput = z.strictObject({ positionId: uuid() })
export type ClosePositionInput = z.input<typeof ClosePositionInput>

/**
 * Ends a position for good: open proposals close by the event, placements that run go on.
 *
 * @throws Refusal `forbidden`, `not-found`, `stale` (closed already)
 */
export async function closePosition(ctx: Ctx, input: ClosePositionInput): Promise<void> {
  const { positionId } = ClosePositionInput.parse(input)
  requireMay(ctx.actor, 'position.close')
  await ctx.db.transaction(async (tx) => {
    const position = await findOwnPosition(tx, ctx.actor, positionId)
    await movePosition(tx, ctx, 'close', position)
    await recordEvent(tx, 'position.closed', { positionId }, ctx.now)
  })
}
