import { and, eq, inArray, isNull } from 'drizzle-orm'
import { z } from 'zod'
import type { Tx } from '#db/client.ts'
import { publicReports, signals } from '#db/schema/monitoring.ts'
import { requireMay, requireRole } from '#server/access/may.ts'
import { isSamePerson } from '#server/access/reads-people.ts'
import { recordEvent } from '#server/outbox/record-event.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import { filledText, uuid } from '#server/platform/fields.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { addDays } from '#server/safeguards/rules/calendar.ts'
import { logCase } from './log-case.ts'
import { signalFor } from './reads-signals.ts'
import { CASE_POLICY } from './rules.ts'
import { closesByTwo } from './rules-signals.ts'

export const CloseSignalInput = z.strictObject({ signalId: uuid(), reason: filledText(2000) })
export type CloseSignalInput = z.input<typeof CloseSignalInput>

/**
 * An officer closes a signal with a reason that the employer reads; what it paused may be published again. The reports that it
 * counted are closed with it. A signal about a whole company or group reaches over municipalities, so two people close it: the first asks, another closes.
 *
 * @returns `asked` = it waits for the second person
 * @throws Refusal `forbidden` (also: the person who asked), `not-found` (elsewhere, or still the employer's turn), `stale` (closed already, or a report was
 *   taken up that it does not count yet); ZodError for input that the schema refuses
 */
export async function closeSignal(ctx: Ctx, input: CloseSignalInput): Promise<'closed' | 'asked'> {
  const { signalId, reason } = CloseSignalInput.parse(input)
  const { actor, now } = ctx
  requireMay(actor, 'case.close-signal')
  requireRole(actor, 'officer')
  const today = dayOf(now)
  return ctx.db.transaction(async (tx) => {
    const signal = await signalFor(ctx, tx, signalId, 'locked')
    if (signal.state === 'closed') throw new Refusal('stale')
    const { establishmentId, monitor } = signal
    const { municipalityCode } = actor
    const at = { municipalityCode, establishmentId }
    if (closesByTwo(signal)) {
      if (signal.closeAskedBy === null) {
        const asked = { closeAskedBy: actor.accountId, closeAskedAt: now, closeAskedReason: reason }
        await tx.update(signals).set(asked).where(eq(signals.id, signalId))
        await logCase(tx, ctx, 'signal', 'ask', signalId, at, { monitor })
        return 'asked'
      }
      if (await isSamePerson(tx, signal.closeAskedBy, actor.accountId)) throw new Refusal('forbidden')
    }
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
    if (monitor === 'MON-12' && establishmentId !== null) await closeReports(tx, signal, establishmentId, today)
    await recordEvent(tx, 'signal.closed', { signalId }, now)
    await logCase(tx, ctx, 'signal', 'close', signalId, at, { monitor })
    return 'closed'
  })
}

/**
 * Closes the reports that the signal counted.
 * @throws Refusal `stale` when one was taken up since the monitors last looked: it is in no signal that anybody read yet
 */
async function closeReports(
  tx: Tx,
  signal: Pick<typeof signals.$inferSelect, 'lastSeenOn' | 'params'>,
  establishmentId: string,
  today: string,
): Promise<void> {
  const open = await tx
    .select({ id: publicReports.id, weighedAt: publicReports.weighedAt })
    .from(publicReports)
    .where(
      and(
        eq(publicReports.establishmentId, establishmentId),
        eq(publicReports.state, 'taken-up'),
        isNull(publicReports.closedOn),
      ),
    )
    .for('update')
  const isNewer = open.some(({ weighedAt }) => weighedAt !== null && dayOf(weighedAt) > signal.lastSeenOn)
  if (isNewer || open.length > Number(signal.params['count'] ?? 0)) throw new Refusal('stale')
  const ids = open.map(({ id }) => id)
  if (ids.length) await tx.update(publicReports).set({ closedOn: today }).where(inArray(publicReports.id, ids))
}
