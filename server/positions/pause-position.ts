import { z } from 'zod'
import { requireMay } from '#server/access/may.ts'
import { recordEvent } from '#server/outbox/record-event.ts'
import type { Ctx } from '#server/platform/context.ts'
import { uuid } from '#server/platform/fields.ts'
import { findOwnPosition } from './find-own-position.ts'
import { movePosition } from './move-position.ts'

export const PausePositionInput = z.strictObject({ positionId: uuid() })
export type PausePositionInput = z.input<typeof PausePositionInput>

/**
 * Takes a position off the site for a while; what runs with candidates goes on.
 *
 * @throws Refusal `forbidden`, `not-found`, `stale` (not published)
 */
export async function pausePosition(ctx: Ctx, input: PausePositionInput): Promise<void> {
  const { positionId } = PausePositionInput.parse(input)
  requireMay(ctx.actor, 'position.pause')
  await ctx.db.transaction(async (tx) => {
    const position = await findOwnPosition(tx, ctx.actor, positionId)
    await movePosition(tx, ctx, 'pause', position)
    await recordEvent(tx, 'position.updated', { positionId }, ctx.now)
  })
}
