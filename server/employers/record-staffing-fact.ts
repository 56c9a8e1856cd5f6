import { z } from 'zod'
import { staffingFacts } from '#db/schema/employers.ts'
import { CONTRACT_END_REASONS } from '#db/values/positions.ts'
import { requireMay } from '#server/access/may.ts'
import type { Ctx } from '#server/platform/context.ts'
import { day, oneOf, orNull, uri, uuid, yesOrNo } from '#server/platform/fields.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { askAgain } from './ask-again.ts'
import { logFact } from './log-fact.ts'
import { establishmentOf } from './reads.ts'

/** Concerns come from follow-ups only (`record-concern`). */
export const REPORTABLE_FACTS = ['contract-ended', 'vacancy-open', 'dismissal-request', 'industrial-action'] as const

export const RecordStaffingFactInput = z
  .strictObject({
    establishmentId: uuid(),
    kind: oneOf(REPORTABLE_FACTS),
    /** false = somebody looked for this kind and there was none. */
    found: yesOrNo().default(true),
    /** null = about every role. */
    occupationUri: orNull(uri()),
    reason: orNull(oneOf(CONTRACT_END_REASONS)),
    /** Of a dismissal request: whoever had to go was offered the place first. Reported later by an officer, it settles the request of that day. */
    offered: yesOrNo().default(false),
    happenedOn: day(),
    endedOn: orNull(day()),
  })
  .refine((fact) => fact.endedOn === null || fact.happenedOn <= fact.endedOn, {
    error: 'ends-before-start',
    path: ['endedOn'],
  })
  .refine((fact) => !fact.offered || fact.kind === 'dismissal-request', { error: 'not-in-list', path: ['offered'] })
  // A strike is of the whole establishment: kept under one role, nobody would see it of another.
  .refine((fact) => fact.kind !== 'industrial-action' || fact.occupationUri === null, {
    error: 'whole-workplace',
    path: ['occupationUri'],
  })
export type RecordStaffingFactInput = z.input<typeof RecordStaffingFactInput>

/**
 * Records what is known of an establishment: by the employer about the own establishments, by an officer about those in the municipality.
 * The safeguards weigh it from the next question on, and the engine asks again for the published positions; stored verdicts stay as they are.
 *
 * @throws Refusal `forbidden`, `not-found` (a foreign establishment); ZodError for input that the schema refuses
 */
export async function recordStaffingFact(ctx: Ctx, input: RecordStaffingFactInput): Promise<{ factId: string }> {
  const { found, offered, ...fact } = RecordStaffingFactInput.parse(input)
  const { actor, now } = ctx
  requireMay(actor, 'employer.record-staffing-fact')
  const factId = crypto.randomUUID()
  await ctx.db.transaction(async (tx) => {
    const establishment = await establishmentOf(tx, fact.establishmentId)
    const isOwn =
      establishment !== null &&
      (actor.role === 'employer'
        ? establishment.employerId === actor.employerId
        : establishment.municipalityCode === actor.municipalityCode)
    if (!isOwn) throw new Refusal('not-found')
    await tx.insert(staffingFacts).values({
      id: factId,
      ...fact,
      detail: found ? (offered ? { offered: 'yes' } : {}) : { found: 'none' },
      reportedBy: actor.role,
      createdAt: now,
    })
    await logFact(tx, ctx, 'record', { ...establishment, ...fact, id: factId }, found ? {} : { found: 'none' })
    await askAgain(tx, fact.establishmentId, now)
  })
  return { factId }
}
