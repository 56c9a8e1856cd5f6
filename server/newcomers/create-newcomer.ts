import { z } from 'zod'
import { newcomerIdentities, newcomers } from '#db/schema/newcomers.ts'
import { SCREEN_LANGUAGES } from '#db/values/language.ts'
import { requireMay, requireRole } from '#server/access/may.ts'
import { recordAudit } from '#server/audit/record.ts'
import { recordEvent } from '#server/outbox/record-event.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import { filledText, oneOf, orNull, text } from '#server/platform/fields.ts'
import { keptContact } from '#server/platform/sealed-fields.ts'
import { email, phone } from './profile-sections.ts'

export const CreateNewcomerInput = z.strictObject({
  givenName: filledText(80),
  familyName: text(80).default(''),
  email: orNull(email()),
  phone: orNull(phone()),
  screenLanguage: oneOf(SCREEN_LANGUAGES).default('nl'),
})
export type CreateNewcomerInput = z.input<typeof CreateNewcomerInput>

/**
 * A coach takes somebody into the caseload: the person is in intake from today, in the coach's own municipality.
 *
 * @returns the id of the newcomer
 * @throws Refusal `forbidden` for anybody but a coach; ZodError for input that the schema refuses
 */
export async function createNewcomer(ctx: Ctx, input: CreateNewcomerInput): Promise<{ newcomerId: string }> {
  requireMay(ctx.actor, 'newcomer.create')
  const { actor, now } = ctx
  requireRole(actor, 'coach')
  const { municipalityCode, accountId } = actor
  const { screenLanguage, email, phone, ...name } = CreateNewcomerInput.parse(input)
  const newcomerId = crypto.randomUUID()
  await ctx.db.transaction(async (tx) => {
    await tx.insert(newcomers).values({
      id: newcomerId,
      coachId: accountId,
      municipalityCode,
      availability: 'in-intake',
      screenLanguage,
      waitingSince: dayOf(now),
      createdAt: now,
      updatedAt: now,
    })
    await tx.insert(newcomerIdentities).values({ newcomerId, ...name, ...keptContact(newcomerId, { email, phone }) })
    await recordAudit(tx, ctx, [{ action: 'newcomer.create', subject: 'newcomer', subjectId: newcomerId }])
    await recordEvent(tx, 'newcomer.created', { newcomerId }, now)
    await recordEvent(tx, 'newcomer.updated', { newcomerId }, now)
  })
  return { newcomerId }
}
