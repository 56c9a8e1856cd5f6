import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { elevated } from '#db/bound.ts'
import { fileOpenings } from '#db/schema/members.ts'
import { newcomers } from '#db/schema/newcomers.ts'
import { OPENING_REASONS } from '#db/values/members.ts'
import { requireMay } from '#server/access/may.ts'
import { recordAudit } from '#server/audit/record.ts'
import type { Ctx } from '#server/platform/context.ts'
import { filledText, oneOf, uuid } from '#server/platform/fields.ts'
import { Refusal } from '#server/platform/refusal.ts'

export const AskOpeningInput = z.strictObject({
  newcomerId: uuid(),
  why: oneOf(OPENING_REASONS),
  reason: filledText(500).pipe(z.string().min(20, { error: 'too-short' })),
})
export type AskOpeningInput = z.input<typeof AskOpeningInput>

/**
 * Asks to read the file of one newcomer in an emergency. Nothing opens yet: another manager of the municipality of the newcomer decides.
 *
 * @returns the id of what was asked
 * @throws Refusal `forbidden`, `not-found` (no such newcomer, or of another municipality); ZodError for input that the schema refuses
 */
export async function askOpening(ctx: Ctx, input: AskOpeningInput): Promise<string> {
  const { newcomerId, why, reason } = AskOpeningInput.parse(input)
  requireMay(ctx.actor, 'opening.ask')
  return ctx.db.transaction(async (tx) => {
    const [newcomer] = await elevated(tx, 'ask-opening')
      .select({ municipalityCode: newcomers.municipalityCode })
      .from(newcomers)
      .where(eq(newcomers.id, newcomerId))
    const isOurs = ctx.actor.role === 'platform' || newcomer?.municipalityCode === ctx.actor.municipalityCode
    if (!newcomer || !isOurs) throw new Refusal('not-found')
    const id = crypto.randomUUID()
    await tx.insert(fileOpenings).values({
      id,
      newcomerId,
      municipalityCode: newcomer.municipalityCode,
      why,
      reason,
      askedBy: ctx.actor.accountId,
      askedAt: ctx.now,
    })
    await recordAudit(tx, ctx, [
      { action: 'opening.asked', subject: 'newcomer', subjectId: newcomerId, detail: { openingId: id, why } },
    ])
    return id
  })
}
