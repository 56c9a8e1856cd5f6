import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { caseMessages } from '#db/schema/decisions.ts'
import { CASE_MESSAGE_KINDS } from '#db/values/safeguards.ts'
import { requireMay, requireRole } from '#server/access/may.ts'
import { recordEvent } from '#server/outbox/record-event.ts'
import type { Ctx } from '#server/platform/context.ts'
import { filledText, oneOf, uuid } from '#server/platform/fields.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { logCase } from './log-case.ts'
import { caseRow } from './reads-case-row.ts'

export const WriteMessageInput = z.strictObject({
  verdictId: uuid(),
  kind: oneOf(CASE_MESSAGE_KINDS),
  body: filledText(2000),
})
export type WriteMessageInput = z.input<typeof WriteMessageInput>

/** Who writes what: a coach answers about a start or a longer term of the own caseload, and the employer about the place. */
const KINDS = { employer: ['answer', 'objection'], coach: ['answer'], officer: ['question'] } as const

const TOLD = { answer: 'answer.given', objection: 'objection.made', question: 'question.asked' } as const

/**
 * The employer answers an answer of the safeguards or objects to it, which brings a blocked draft, or a rejection, before the officers; or the officer asks
 * something, and the employer or the coach answers. The other side is told. The same words again are kept once.
 *
 * @throws Refusal `forbidden` (not a role's kind of message), `not-found` (a foreign case); ZodError for input that the schema refuses
 */
export async function writeMessage(ctx: Ctx, input: WriteMessageInput): Promise<{ messageId: string }> {
  const { verdictId, kind, body } = WriteMessageInput.parse(input)
  const { actor, now } = ctx
  requireMay(actor, 'case.write-message')
  requireRole(actor, 'employer', 'coach', 'officer')
  if (!(KINDS[actor.role] as readonly string[]).includes(kind)) throw new Refusal('forbidden')
  return ctx.db.transaction(async (tx) => {
    const { position, establishment } = await caseRow(tx, actor, verdictId, 'locked')
    const [same] = await tx
      .select({ id: caseMessages.id })
      .from(caseMessages)
      .where(
        and(
          eq(caseMessages.verdictId, verdictId),
          eq(caseMessages.writtenBy, actor.accountId),
          eq(caseMessages.kind, kind),
          eq(caseMessages.body, body),
        ),
      )
    if (same) return { messageId: same.id }
    const messageId = crypto.randomUUID()
    await tx.insert(caseMessages).values({
      id: messageId,
      verdictId,
      kind,
      body,
      writtenBy: actor.accountId,
      writtenByRole: actor.role,
      writtenAt: now,
    })
    await recordEvent(tx, TOLD[kind], { positionId: position.id, verdictId, messageId }, now)
    const { id: establishmentId, municipalityCode } = establishment
    await logCase(
      tx,
      ctx,
      'message',
      'write',
      messageId,
      { municipalityCode, establishmentId, positionId: position.id },
      { kind },
    )
    return { messageId }
  })
}
