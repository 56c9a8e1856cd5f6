import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { fileOpenings } from '#db/schema/members.ts'
import { requireMay } from '#server/access/may.ts'
import { recordAudit } from '#server/audit/record.ts'
import type { Ctx } from '#server/platform/context.ts'
import { uuid } from '#server/platform/fields.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { openingsOf } from './reads.ts'
import { isOpenAt } from './rules.ts'

export const EndOpeningInput = z.strictObject({ openingId: uuid() })
export type EndOpeningInput = z.input<typeof EndOpeningInput>

/**
 * Closes a file before its hour is over: who reads it, and every manager of the municipality, may.
 *
 * @throws Refusal `forbidden`, `not-found` (of another municipality, or asked by somebody else of the platform), `stale` (not open)
 */
export async function endOpening(ctx: Ctx, input: EndOpeningInput): Promise<void> {
  const { openingId } = EndOpeningInput.parse(input)
  requireMay(ctx.actor, 'opening.end')
  await ctx.db.transaction(async (tx) => {
    const [opening] = await tx
      .select()
      .from(fileOpenings)
      .where(and(eq(fileOpenings.id, openingId), openingsOf(ctx.actor)))
      .for('update')
    if (!opening) throw new Refusal('not-found')
    if (!isOpenAt(opening, ctx.now)) throw new Refusal('stale')
    await tx
      .update(fileOpenings)
      .set({ endedBy: ctx.actor.accountId, endedAt: ctx.now })
      .where(eq(fileOpenings.id, openingId))
    await recordAudit(tx, ctx, [
      { action: 'opening.ended', subject: 'newcomer', subjectId: opening.newcomerId, detail: { openingId } },
    ])
  })
}
