import { and, asc, eq, gte, lt, ne } from 'drizzle-orm'
import { z } from 'zod'
import { establishments } from '#db/schema/employers.ts'
import { auditFiles, audits } from '#db/schema/monitoring.ts'
import { positions } from '#db/schema/positions.ts'
import { places } from '#db/schema/reference.ts'
import { requireMay, requireRole } from '#server/access/may.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import { whole } from '#server/platform/fields.ts'
import { groupBy } from '#server/platform/group-by.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { AUDIT_POLICY, drawAudit as drawnBy } from '#server/safeguards/rules/audit-draw.ts'
import { lockMunicipality } from './lock-municipality.ts'
import { logCase } from './log-case.ts'

export const DrawAuditInput = z.strictObject({ year: whole(2026, 2100) })
export type DrawAuditInput = z.input<typeof DrawAuditInput>

/**
 * An officer draws the files of the year in the own municipality, once: asked again, the draw that was made stands. The seed is kept, so that anybody can
 * draw the same.
 *
 * @returns the audit and how many files it has
 * @throws Refusal `forbidden`, `stale` (a year that has not begun); ZodError for input that the schema refuses
 */
export async function drawAudit(ctx: Ctx, input: DrawAuditInput): Promise<{ auditId: string; files: number }> {
  const { year } = DrawAuditInput.parse(input)
  const { actor, now } = ctx
  requireMay(actor, 'case.draw-audit')
  requireRole(actor, 'officer')
  if (year > Number(dayOf(now).slice(0, 4))) throw new Refusal('stale')
  const { municipalityCode } = actor
  return ctx.db.transaction(async (tx) => {
    await lockMunicipality(tx, municipalityCode)
    const [made] = await tx
      .select({ id: audits.id })
      .from(audits)
      .where(and(eq(audits.municipalityCode, municipalityCode), eq(audits.year, year)))
    if (made) return { auditId: made.id, files: await tx.$count(auditFiles, eq(auditFiles.auditId, made.id)) }
    const candidates = await tx
      .select({ employerId: positions.employerId, positionId: positions.id })
      .from(positions)
      .innerJoin(establishments, eq(establishments.id, positions.establishmentId))
      .innerJoin(places, eq(places.postcode4, establishments.postcode4))
      .where(
        and(
          eq(places.municipalityCode, municipalityCode),
          ne(positions.state, 'draft'),
          gte(positions.publishedAt, new Date(`${year}-01-01T00:00:00+01:00`)),
          lt(positions.publishedAt, new Date(`${year + 1}-01-01T00:00:00+01:00`)),
        ),
      )
      .orderBy(asc(positions.id))
    const auditId = crypto.randomUUID()
    const seed = crypto.randomUUID()
    await tx.insert(audits).values({
      id: auditId,
      municipalityCode,
      year,
      seed,
      policyVersion: AUDIT_POLICY.version,
      drawnBy: actor.accountId,
      drawnAt: now,
    })
    const pool = [...groupBy(candidates, (one) => one.employerId)].map(([employer, own]) => ({
      employer,
      files: own.map((one) => one.positionId),
    }))
    const drawn = drawnBy(pool, seed).flatMap(({ employer, files }) =>
      files.map((positionId) => ({ employerId: employer, positionId })),
    )
    if (drawn.length > 0)
      await tx.insert(auditFiles).values(drawn.map((one) => ({ auditId, ...one, state: 'drawn' as const })))
    await logCase(tx, ctx, 'audit', 'draw', auditId, { municipalityCode }, { year, files: drawn.length })
    return { auditId, files: drawn.length }
  })
}
