import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { employerGroups, groupRequests } from '#db/schema/facts.ts'
import { requireMay, requireRole } from '#server/access/may.ts'
import { isSamePerson } from '#server/access/reads-people.ts'
import { establishmentsOf } from '#server/employers/reads.ts'
import type { Ctx } from '#server/platform/context.ts'
import { oneOf, uuid } from '#server/platform/fields.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { logCase } from './log-case.ts'

export const DecideGroupInput = z.strictObject({ requestId: uuid(), outcome: oneOf(['confirmed', 'refused']) })
export type DecideGroupInput = z.input<typeof DecideGroupInput>

/**
 * A second officer confirms or refuses the group that another asked to record; of any municipality where the company has a workplace. Confirmed it takes the
 * place of the group that was recorded before. Who asked may take the question back, and never confirms it.
 *
 * @throws Refusal `forbidden` (another role, or one's own question), `not-found` (no workplace in the municipality), `stale` (decided already); ZodError for
 *   input that the schema refuses
 */
export async function decideGroup(ctx: Ctx, input: DecideGroupInput): Promise<void> {
  const { requestId, outcome } = DecideGroupInput.parse(input)
  const { actor, now } = ctx
  requireMay(actor, 'case.decide-group')
  requireRole(actor, 'officer')
  const { accountId, municipalityCode } = actor
  await ctx.db.transaction(async (tx) => {
    const [asked] = await tx.select().from(groupRequests).where(eq(groupRequests.id, requestId)).for('update')
    if (!asked) throw new Refusal('not-found')
    const { employerId, groupName, source, sinceOn, askedBy } = asked
    const own = await establishmentsOf(tx, employerId)
    if (!own.some((one) => one.municipalityCode === municipalityCode)) throw new Refusal('not-found')
    if (asked.state !== 'asked') throw new Refusal('stale')
    if (outcome === 'confirmed' && (await isSamePerson(tx, askedBy, accountId))) throw new Refusal('forbidden')
    await tx
      .update(groupRequests)
      .set({ state: outcome, secondBy: accountId, secondAt: now })
      .where(eq(groupRequests.id, requestId))
    if (outcome === 'confirmed') {
      const set = { groupName, source, sinceOn, recordedBy: askedBy, recordedAt: now, confirmedBy: accountId }
      await tx
        .insert(employerGroups)
        .values({ employerId, ...set })
        .onConflictDoUpdate({ target: employerGroups.employerId, set })
    }
    const step = outcome === 'confirmed' ? 'confirm' : 'refuse'
    await logCase(tx, ctx, 'group', step, employerId, { municipalityCode }, { requestId })
  })
}
