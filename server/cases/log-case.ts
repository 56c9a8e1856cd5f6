import type { Tx } from '#db/client.ts'
import { caseLog } from '#db/schema/decisions.ts'
import type { CaseStep, CaseSubject } from '#db/values/safeguards.ts'
import { recordAudit } from '#server/audit/record.ts'
import type { Actor } from '#server/platform/context.ts'

/** Where a step belongs: officers read the log of their municipality, a case page that of its establishment or position. */
type Where = { municipalityCode?: string | null; establishmentId?: string | null; positionId?: string | null }

/**
 * Writes who did what in this room, in the transaction in which it was done.
 * @param actor null = somebody without an account
 * @param detail codes, days and ids only; texts stay in the row that they belong to
 */
export async function logCase(
  tx: Tx,
  { actor, now }: { actor: Actor | null; now: Date },
  subject: CaseSubject,
  step: CaseStep,
  subjectId: string,
  where: Where,
  detail: Record<string, string | number> = {},
): Promise<void> {
  await tx.insert(caseLog).values({
    subject,
    step,
    subjectId,
    municipalityCode: where.municipalityCode ?? null,
    establishmentId: where.establishmentId ?? null,
    positionId: where.positionId ?? null,
    actorId: actor?.accountId ?? null,
    actorRole: actor?.role ?? 'nobody',
    detail,
    at: now,
  })
  await recordAudit(tx, { actor, now }, [
    { action: `case.${step}`, subject: 'case', subjectId, detail: { kind: subject } },
  ])
}
