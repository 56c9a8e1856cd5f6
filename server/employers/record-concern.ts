import { z } from 'zod'
import { staffingFacts } from '#db/schema/employers.ts'
import { requireMay } from '#server/access/may.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import { filledText, uuid } from '#server/platform/fields.ts'
import { askAgain } from './ask-again.ts'
import { concernOfFollowUp } from './reads.ts'

export const RecordConcernInput = z.strictObject({ followUpId: uuid(), effectKey: filledText(200) })
export type RecordConcernInput = z.input<typeof RecordConcernInput>

/**
 * The effect of `follow-up.answered`: a concern becomes a fact about the establishment, so that it weighs at the next publication.
 * The same key a second time makes nothing: delivery is at least once.
 *
 * @returns whether a fact was made; false also for a follow-up without a concern
 * @throws Refusal `forbidden` for anybody but a worker
 */
export async function recordConcern(ctx: Ctx, input: RecordConcernInput): Promise<{ recorded: boolean }> {
  const { followUpId, effectKey } = RecordConcernInput.parse(input)
  requireMay(ctx.actor, 'employer.record-concern')
  return ctx.db.transaction(async (tx) => {
    const found = await concernOfFollowUp(tx, followUpId)
    if (found === null) return { recorded: false }
    const rows = await tx
      .insert(staffingFacts)
      .values({
        establishmentId: found.establishmentId,
        occupationUri: found.occupationUri,
        kind: 'concern',
        happenedOn: dayOf(found.doneAt ?? ctx.now),
        detail: { concern: found.concern },
        reportedBy: 'coach',
        effectKey,
        createdAt: ctx.now,
      })
      .onConflictDoNothing()
      .returning({ id: staffingFacts.id })
    if (rows.length === 1) await askAgain(tx, found.establishmentId, ctx.now)
    return { recorded: rows.length === 1 }
  })
}
