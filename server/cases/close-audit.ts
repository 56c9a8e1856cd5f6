import { and, eq, ne } from 'drizzle-orm'
import { z } from 'zod'
import type { Tx } from '#db/client.ts'
import { auditFiles, signals } from '#db/schema/monitoring.ts'
import { AUDIT_CONSEQUENCES, AUDIT_FINDINGS } from '#db/values/safeguards.ts'
import { requireMay, requireRole } from '#server/access/may.ts'
import { isSamePerson } from '#server/access/reads-people.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import { filledText, oneOf, uuid } from '#server/platform/fields.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { AUDIT_POLICY } from '#server/safeguards/rules/audit-draw.ts'
import { addMonths } from '#server/safeguards/rules/calendar.ts'
import { lockMunicipality } from './lock-municipality.ts'
import { logCase } from './log-case.ts'
import { auditFileFor } from './reads-audits.ts'
import { AUDIT_DECIDES, AUDIT_PAUSES, CONSEQUENCES } from './rules-audit.ts'

export const CloseAuditInput = z
  .strictObject({
    fileId: uuid(),
    /** What it is after the employer was heard. */
    finding: oneOf(AUDIT_FINDINGS),
    consequence: oneOf(AUDIT_CONSEQUENCES),
    reason: filledText(2000),
  })
  .refine(({ finding, consequence }) => CONSEQUENCES[finding].includes(consequence), {
    error: 'does-not-fit',
    path: ['consequence'],
  })
export type CloseAuditInput = z.input<typeof CloseAuditInput>

/**
 * An officer closes a drawn file after the employer was heard, or let the days pass, with a consequence that fits the finding. A serious finding is
 * closed by another person than who found it. A pause becomes a signal that lasts until an officer of the municipality closes it; a decision each time one
 * that counts for a year. Both hold for the workplaces of the company in the municipality that drew the file, and for no other.
 *
 * @throws Refusal `forbidden` (another role, or the same person for a serious finding), `not-found` (elsewhere), `stale` (nothing found yet, still the
 *   employer's turn, or closed already); ZodError for input that the schema refuses
 */
export async function closeAudit(ctx: Ctx, input: CloseAuditInput): Promise<void> {
  const { fileId, finding, consequence, reason } = CloseAuditInput.parse(input)
  const { actor, now } = ctx
  requireMay(actor, 'case.close-audit')
  requireRole(actor, 'officer')
  const today = dayOf(now)
  await ctx.db.transaction(async (tx) => {
    const { file, year, municipalityCode } = await auditFileFor(tx, actor, fileId)
    const isHeard =
      file.state === 'answered' ||
      (file.state === 'asked' && (file.finding === 'in-order' || (file.answerDueOn ?? today) < today))
    if (!isHeard) throw new Refusal('stale')
    // Heavier than what the employer could answer to it cannot become.
    if (AUDIT_FINDINGS.indexOf(finding) > AUDIT_FINDINGS.indexOf(file.finding ?? 'in-order')) throw new Refusal('stale')
    const isFinder = file.foundBy !== null && (await isSamePerson(tx, file.foundBy, actor.accountId))
    if (finding === 'serious' && isFinder) throw new Refusal('forbidden')
    await tx
      .update(auditFiles)
      .set({ state: 'closed', finding, consequence, closingReason: reason, closedBy: actor.accountId, closedAt: now })
      .where(eq(auditFiles.id, fileId))
    if (consequence === 'pause' || consequence === 'decision-each-time')
      await openSignal(tx, { ...file, municipalityCode }, consequence === 'pause', year, today)
    await logCase(
      tx,
      ctx,
      'audit',
      'close',
      fileId,
      { municipalityCode, positionId: file.positionId },
      { finding, consequence },
    )
  })
}

/** One open signal of audits per company and municipality: a pause makes an open one pause, a decision each time begins its term again. */
async function openSignal(
  tx: Tx,
  about: { employerId: string; municipalityCode: string },
  pauses: boolean,
  year: number,
  today: string,
): Promise<void> {
  const { employerId, municipalityCode } = about
  const until = addMonths(today, AUDIT_POLICY.numbers.decidesMonths)
  const say = pauses
    ? { outcome: 'block' as const, code: AUDIT_PAUSES, params: { year }, pauses, lastSeenOn: today }
    : { outcome: 'human' as const, code: AUDIT_DECIDES, params: { year, until }, pauses, lastSeenOn: today }
  const mine = and(
    eq(signals.subject, 'employer'),
    eq(signals.subjectId, employerId),
    eq(signals.monitor, 'MON-12'),
    eq(signals.about, 'audit'),
    eq(signals.municipalityCode, municipalityCode),
    ne(signals.state, 'closed'),
  )
  await lockMunicipality(tx, municipalityCode)
  const [open] = await tx.select({ id: signals.id, pauses: signals.pauses }).from(signals).where(mine).for('update')
  if (open) {
    // What pauses already is not made lighter by the next file.
    const set = pauses || !open.pauses ? say : { lastSeenOn: today }
    await tx.update(signals).set(set).where(eq(signals.id, open.id))
    return
  }
  await tx.insert(signals).values({
    subject: 'employer',
    subjectId: employerId,
    employerId,
    municipalityCode,
    monitor: 'MON-12',
    about: 'audit',
    policyVersion: AUDIT_POLICY.version,
    firstSeenOn: today,
    answerDueOn: today,
    state: 'new',
    ...say,
  })
}
