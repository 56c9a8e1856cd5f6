import { and, asc, desc, eq } from 'drizzle-orm'
import type { Reader } from '#db/client.ts'
import { employers } from '#db/schema/employers.ts'
import { auditFiles, audits } from '#db/schema/monitoring.ts'
import { positions } from '#db/schema/positions.ts'
import { requireRole } from '#server/access/may.ts'
import type { Actor, Ctx } from '#server/platform/context.ts'
import { isId } from '#server/platform/fields.ts'
import { Refusal } from '#server/platform/refusal.ts'

const seenBy = (actor: Actor) => {
  requireRole(actor, 'employer', 'officer')
  return actor.role === 'employer'
    ? eq(auditFiles.employerId, actor.employerId)
    : eq(audits.municipalityCode, actor.municipalityCode)
}

/**
 * The drawn files that the actor may see, the newest year first: an officer those of the municipality, an employer the own ones with what was found and
 * what follows, without who found it.
 *
 * @throws Refusal `forbidden` for another role
 */
export async function auditFilesFor(ctx: Ctx) {
  return ctx.db
    .select({
      id: auditFiles.id,
      auditId: audits.id,
      year: audits.year,
      seed: audits.seed,
      policyVersion: audits.policyVersion,
      employerId: auditFiles.employerId,
      employerName: employers.name,
      positionId: auditFiles.positionId,
      code: positions.code,
      title: positions.title,
      type: positions.type,
      state: auditFiles.state,
      finding: auditFiles.finding,
      motivation: auditFiles.motivation,
      answerDueOn: auditFiles.answerDueOn,
      answer: auditFiles.answer,
      consequence: auditFiles.consequence,
      closingReason: auditFiles.closingReason,
      closedAt: auditFiles.closedAt,
    })
    .from(auditFiles)
    .innerJoin(audits, eq(audits.id, auditFiles.auditId))
    .innerJoin(positions, eq(positions.id, auditFiles.positionId))
    .innerJoin(employers, eq(employers.id, auditFiles.employerId))
    .where(seenBy(ctx.actor))
    .orderBy(desc(audits.year), asc(employers.name), asc(positions.code))
}

/**
 * The draws of the officer's municipality, the newest year first; a draw may have no files.
 * @throws Refusal `forbidden`
 */
export async function auditsOf(ctx: Ctx) {
  requireRole(ctx.actor, 'officer')
  return ctx.db
    .select({ year: audits.year, seed: audits.seed, policyVersion: audits.policyVersion })
    .from(audits)
    .where(eq(audits.municipalityCode, ctx.actor.municipalityCode))
    .orderBy(desc(audits.year))
}

/**
 * One drawn file that the actor may see, locked until the end of the transaction.
 * @throws Refusal `forbidden`, `not-found`
 */
export async function auditFileFor(db: Reader, actor: Actor, fileId: string) {
  const where = and(eq(auditFiles.id, fileId), seenBy(actor))
  const [row] = isId(fileId)
    ? await db
        .select({ file: auditFiles, year: audits.year, municipalityCode: audits.municipalityCode })
        .from(auditFiles)
        .innerJoin(audits, eq(audits.id, auditFiles.auditId))
        .where(where)
        .for('update', { of: auditFiles })
    : []
  if (!row) throw new Refusal('not-found')
  return row
}
