import { and, eq, isNull } from 'drizzle-orm'
import { z } from 'zod'
import { publicReports, signals } from '#db/schema/safeguards.ts'
import { requireMay, requireRole } from '#server/access/may.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import { filledText, uuid } from '#server/platform/fields.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { addDays } from '#server/safeguards/rules/calendar.ts'
import { logCase } from './log-case.ts'
import { signalFor } from './reads-signals.ts'
import { CASE_POLICY } from './rules.ts'

export const CloseSignalInput = z.strictObject({ signalId: uuid(), reason: filledText(2000) })
export type CloseSignalInput = z.input<typeof CloseSignalInput>

/**
 * An officer closes a signal with a reason that the employer reads; what it paused may be published again. The reports that it came of are closed with
 * it.
 *
 * @throws Refusal `forbidden`, `not-found` (elsewhere, or still the employer's turn), `stale` (closed already); ZodError for input that the schema refuses
 */
export async function closeSignal(ctx: Ctx, input: CloseSignalInput): Promise<void> {
  const { signalId, reason } = CloseSignalInput.parse(input)
  const { actor, now } = ctx
  requireMay(actor, 'case.close-signal')
  requireRole(actor, 'officer')
  const today = dayOf(now)
  await ctx.db.transaction(async (tx) => {
    const signal = await signalFor(ctx, tx, signalId, 'locked')
    if (signal.state === 'closed') throw new Refusal('stale')
    const { establishmentId, monitor } = signal
    await tx
      .update(signals)
      .set({
        state: 'closed',
        closedBy: actor.accountId,
        closedAt: now,
        closingReason: reason,
        quietUntil: addDays(today, CASE_POLICY.quietDays),
      })
      .where(eq(signals.id, signalId))
    if (monitor === 'MON-12' && establishmentId !== null)
      await tx
        .update(publicReports)
        .set({ closedOn: today })
        .where(
          and(
            eq(publicReports.establishmentId, establishmentId),
            eq(publicReports.state, 'taken-up'),
            isNull(publicReports.closedOn),
          ),
        )
    const { municipalityCode } = actor
    await logCase(tx, ctx, 'signal', 'close', signalId, { municipalityCode, establishmentId }, { monitor })
  })
}
