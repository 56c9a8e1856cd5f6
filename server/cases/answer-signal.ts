import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { employerAnswers, signals } from '#db/schema/monitoring.ts'
import { requireMay, requireRole } from '#server/access/may.ts'
import type { Ctx } from '#server/platform/context.ts'
import { filledText, uuid } from '#server/platform/fields.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { logCase } from './log-case.ts'
import { signalFor } from './reads-signals.ts'

export const AnswerSignalInput = z.strictObject({ signalId: uuid(), answer: filledText(2000) })
export type AnswerSignalInput = z.input<typeof AnswerSignalInput>

/**
 * The employer answers a signal about the own company, and may say it better until an officer closes it. Each answer is kept, the newest stands beside the
 * signal. The same words again change nothing.
 *
 * @throws Refusal `forbidden`, `not-found` (a foreign signal), `stale` (closed); ZodError for input that the schema refuses
 */
export async function answerSignal(ctx: Ctx, input: AnswerSignalInput): Promise<void> {
  const { signalId, answer } = AnswerSignalInput.parse(input)
  const { actor, now } = ctx
  requireMay(actor, 'case.answer-signal')
  requireRole(actor, 'employer')
  await ctx.db.transaction(async (tx) => {
    const signal = await signalFor(ctx, tx, signalId, 'locked')
    if (signal.state === 'closed') throw new Refusal('stale')
    if (signal.answer === answer) return
    await tx
      .update(signals)
      .set({ state: 'answered', answer, answeredBy: actor.accountId, answeredAt: now })
      .where(eq(signals.id, signalId))
    const { establishmentId } = signal
    await tx.insert(employerAnswers).values({ signalId, body: answer, writtenBy: actor.accountId, writtenAt: now })
    await logCase(tx, ctx, 'signal', 'answer', signalId, { establishmentId })
  })
}
