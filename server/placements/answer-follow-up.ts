import { and, eq, inArray } from 'drizzle-orm'
import { z } from 'zod'
import { newcomers } from '#db/schema/newcomers.ts'
import { followUps, placements } from '#db/schema/placements.ts'
import { CONCERNS, FOLLOW_UP_OUTCOMES } from '#db/values/placements.ts'
import { requireMay, requireRole } from '#server/access/may.ts'
import { recordEvent } from '#server/outbox/record-event.ts'
import type { Ctx } from '#server/platform/context.ts'
import { text } from '#server/platform/fields.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { keptWords } from '#server/platform/sealed-fields.ts'

export const AnswerFollowUpInput = z
  .object({
    followUpId: z.uuid(),
    outcome: z.enum(FOLLOW_UP_OUTCOMES),
    /** Which concern; asked when the outcome is `concern`, and only then. */
    concern: z.enum(CONCERNS).optional(),
    note: text(2000).default(''),
  })
  .refine((input) => (input.outcome === 'concern') === (input.concern !== undefined), {
    path: ['concern'],
    message: 'concern-needed',
  })

/**
 * The coach records how a follow-up conversation went. A concern becomes a fact about the establishment, and lasting work ends the search:
 * both are effects of the event.
 * @throws Refusal `forbidden`, `not-found` (not the own caseload), `stale` (answered or dropped meanwhile)
 */
export async function answerFollowUp(ctx: Ctx, input: z.infer<typeof AnswerFollowUpInput>): Promise<void> {
  requireMay(ctx.actor, 'follow-up.answer')
  requireRole(ctx.actor, 'coach')
  const { accountId } = ctx.actor
  const note = keptWords('follow_ups', 'note', input.followUpId, input.note)
  await ctx.db.transaction(async (tx) => {
    const [own] = await tx
      .select({ coachId: newcomers.coachId })
      .from(followUps)
      .innerJoin(placements, eq(placements.id, followUps.placementId))
      .innerJoin(newcomers, eq(newcomers.id, placements.newcomerId))
      .where(eq(followUps.id, input.followUpId))
    if (!own || own.coachId !== accountId) throw new Refusal('not-found')
    const rows = await tx
      .update(followUps)
      .set({
        state: 'done',
        doneAt: ctx.now,
        doneBy: accountId,
        outcome: input.outcome,
        concern: input.concern ?? null,
        note: note.plain,
        noteSealed: note.sealed,
      })
      .where(and(eq(followUps.id, input.followUpId), inArray(followUps.state, ['waiting', 'due'])))
      .returning({ id: followUps.id })
    if (rows.length === 0) throw new Refusal('stale')
    await recordEvent(tx, 'follow-up.answered', { followUpId: input.followUpId }, ctx.now)
  })
}
