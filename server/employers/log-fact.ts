import type { Tx } from '#db/client.ts'
import { caseLog } from '#db/schema/decisions.ts'
import { recordAudit } from '#server/audit/record.ts'
import type { Ctx } from '#server/platform/context.ts'

/**
 * Writes in the log of cases and in the audit log who recorded a fact of a workplace, or said that it is over: in the transaction in which it was done.
 * An officer reads it in the log of the municipality and on the cases of that workplace.
 *
 * @param detail codes and days only
 */
export async function logFact(
  tx: Tx,
  ctx: Ctx,
  step: 'record' | 'end',
  fact: { id: string; kind: string; establishmentId: string; municipalityCode: string },
  detail: Record<string, string> = {},
): Promise<void> {
  const { id, kind, establishmentId, municipalityCode } = fact
  await tx.insert(caseLog).values({
    subject: 'fact',
    step,
    subjectId: id,
    municipalityCode,
    establishmentId,
    actorId: ctx.actor.accountId,
    actorRole: ctx.actor.role,
    detail: { kind, ...detail },
    at: ctx.now,
  })
  await recordAudit(tx, ctx, [
    { action: `employer.${step}-fact`, subject: 'case', subjectId: id, detail: { kind, ...detail } },
  ])
}
