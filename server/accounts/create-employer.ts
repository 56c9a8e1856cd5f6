import { z } from 'zod'
import { employers } from '#db/schema/employers.ts'
import { organisationStandings } from '#db/schema/members.ts'
import { requireMay } from '#server/access/may.ts'
import { recordAudit } from '#server/audit/record.ts'
import type { Ctx } from '#server/platform/context.ts'
import { filledText, orNull } from '#server/platform/fields.ts'

export const CreateEmployerInput = z.strictObject({
  name: filledText(120),
  kvk: orNull(z.string().regex(/^\d{8}$/, { error: 'not-whole' })),
})
export type CreateEmployerInput = z.input<typeof CreateEmployerInput>

/**
 * Adds an employer, which publishes nothing until its municipality or the platform has confirmed that it is what it says.
 *
 * @returns its id
 * @throws Refusal `forbidden`; ZodError for input that the schema refuses
 */
export async function createEmployer(ctx: Ctx, input: CreateEmployerInput): Promise<string> {
  const { name, kvk } = CreateEmployerInput.parse(input)
  requireMay(ctx.actor, 'organisation.create')
  return ctx.db.transaction(async (tx) => {
    const id = crypto.randomUUID()
    await tx.insert(employers).values({ id, name, kvk, createdAt: ctx.now })
    await tx
      .insert(organisationStandings)
      .values({ employerId: id, state: 'unverified', changedBy: ctx.actor.accountId, changedAt: ctx.now })
    await recordAudit(tx, ctx, [{ action: 'organisation.created', subject: 'employer', subjectId: id }])
    return id
  })
}
