import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { fileOpenings } from '#db/schema/members.ts'
import { requireMay, requireRole } from '#server/access/may.ts'
import { isActive, isSamePerson } from '#server/access/reads-people.ts'
import { recordAudit } from '#server/audit/record.ts'
import { recordEvent } from '#server/outbox/record-event.ts'
import type { Ctx } from '#server/platform/context.ts'
import { oneOf, uuid } from '#server/platform/fields.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { isLapsedAt, OPENING_MINUTES } from './rules.ts'

export const DecideOpeningInput = z.strictObject({ openingId: uuid(), state: oneOf(['approved', 'refused']) })
export type DecideOpeningInput = z.input<typeof DecideOpeningInput>

/**
 * The second person decides. A yes opens the file for an hour, for whoever asked and nobody else; the newcomer, the coach and the data protection
 * officer are told.
 *
 * @throws Refusal `forbidden` (also for who asked it, under whatever account: the same mailbox is the same person), `not-found` (of another
 * municipality), `stale` (decided already, asked more than a day ago, or a yes for somebody whose account is shut)
 */
export async function decideOpening(ctx: Ctx, input: DecideOpeningInput): Promise<void> {
  const { openingId, state } = DecideOpeningInput.parse(input)
  requireMay(ctx.actor, 'opening.decide')
  requireRole(ctx.actor, 'municipality')
  const { accountId, municipalityCode } = ctx.actor
  await ctx.db.transaction(async (tx) => {
    const [opening] = await tx
      .select()
      .from(fileOpenings)
      .where(and(eq(fileOpenings.id, openingId), eq(fileOpenings.municipalityCode, municipalityCode)))
      .for('update')
    if (!opening) throw new Refusal('not-found')
    if (opening.state !== 'asked' || isLapsedAt(opening.askedAt, ctx.now)) throw new Refusal('stale')
    if (opening.askedBy === null || (await isSamePerson(tx, opening.askedBy, accountId ?? '')))
      throw new Refusal('forbidden')
    if (state === 'approved' && !(await isActive(tx, opening.askedBy))) throw new Refusal('stale')
    const endsAt = state === 'approved' ? new Date(ctx.now.getTime() + OPENING_MINUTES * 60_000) : null
    await tx
      .update(fileOpenings)
      .set({ state, decidedBy: accountId, decidedAt: ctx.now, endsAt })
      .where(eq(fileOpenings.id, openingId))
    const { newcomerId } = opening
    if (state === 'approved') await recordEvent(tx, 'file.opened', { newcomerId, openingId }, ctx.now)
    await recordAudit(tx, ctx, [
      { action: `opening.${state}`, subject: 'newcomer', subjectId: newcomerId, detail: { openingId } },
    ])
  })
}
