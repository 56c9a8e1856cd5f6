import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { staffingFacts } from '#db/schema/employers.ts'
import { requireMay, requireRole } from '#server/access/may.ts'
import { ownEstablishment } from '#server/cases/reads-own.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import { day, uuid, yesOrNo } from '#server/platform/fields.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { askAgain } from './ask-again.ts'
import { logFact } from './log-fact.ts'
import { mayEnd } from './rules.ts'

export const EndStaffingFactInput = z.strictObject({
  factId: uuid(),
  /** The last day on which it was so. */
  lastDay: day(),
  /** Of a vacancy: nobody was found, or it was taken back. A monitor reads that beside what comes after it. */
  withdrawn: yesOrNo().default(false),
})
export type EndStaffingFactInput = z.input<typeof EndStaffingFactInput>

/**
 * Says that an open vacancy or a strike is over: the employer of what an employer reported there, an officer of everything in the municipality. The
 * fact keeps the day on which it began; its end counts from the day after on, and the log of cases and the audit log say who ended it.
 *
 * @throws Refusal `forbidden` (an officer recorded it), `not-found` (a foreign establishment), `stale` (over already, or no fact that goes on; with the
 * field `lastDay` where that day lies before the beginning or has not come yet); ZodError for input that the schema refuses
 */
export async function endStaffingFact(ctx: Ctx, input: EndStaffingFactInput): Promise<{ factId: string }> {
  const { factId, lastDay: endedOn, withdrawn } = EndStaffingFactInput.parse(input)
  const { actor, now } = ctx
  requireMay(actor, 'employer.end-staffing-fact')
  requireRole(actor, 'employer', 'officer')
  const today = dayOf(now)
  await ctx.db.transaction(async (tx) => {
    const [fact] = await tx.select().from(staffingFacts).where(eq(staffingFacts.id, factId)).for('update')
    const { id: establishmentId, municipalityCode } = await ownEstablishment(tx, actor, fact?.establishmentId ?? '')
    if (!fact || !mayEnd(fact, 'officer', today)) throw new Refusal('stale')
    if (!mayEnd(fact, actor.role, today)) throw new Refusal('forbidden')
    if (endedOn < fact.happenedOn) throw new Refusal('stale', { field: 'lastDay', error: 'ends-before-start' })
    if (endedOn > today) throw new Refusal('stale', { field: 'lastDay', error: 'in-future' })
    const detail = withdrawn && fact.kind === 'vacancy-open' ? { ...fact.detail, withdrawn: 'yes' } : fact.detail
    await tx.update(staffingFacts).set({ endedOn, detail }).where(eq(staffingFacts.id, factId))
    await logFact(tx, ctx, 'end', { ...fact, municipalityCode }, { endedOn })
    await askAgain(tx, establishmentId, now)
  })
  return { factId }
}
