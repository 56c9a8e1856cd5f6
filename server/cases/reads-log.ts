import { and, desc, eq, or, type SQL } from 'drizzle-orm'
import { elevated } from '#db/bound.ts'
import type { Reader } from '#db/client.ts'
import { accounts } from '#db/schema/accounts.ts'
import { caseLog } from '#db/schema/decisions.ts'
import { establishments } from '#db/schema/employers.ts'
import { positions, positionVerdicts, safeguardDecisions } from '#db/schema/positions.ts'
import { places } from '#db/schema/reference.ts'
import { requireRole } from '#server/access/may.ts'
import type { Ctx } from '#server/platform/context.ts'

/** One line of who decided what. `detail` has codes, days and ids only. */
export type LogLine = {
  at: Date
  subject: string
  subjectId: string
  step: string
  positionId: string | null
  /** Of staff of a municipality; nobody else is named to others. */
  byName: string | null
  byRole: string
  detail: Record<string, string | number>
}
const MOST = 500
/** By which a page names a decision, at the reasons that it lets pass too. */
const numberOf = (id: string): string => id.slice(0, 8)

/**
 * Everything that was done and decided about one position, with what was recorded and ended of its workplace, the newest first. The caller sees to it that
 * the reader may see the position.
 */
export const logOfPosition = (db: Reader, position: { id: string; establishmentId: string }): Promise<LogLine[]> =>
  linesWhere(
    db,
    or(
      eq(caseLog.positionId, position.id),
      and(eq(caseLog.subject, 'fact'), eq(caseLog.establishmentId, position.establishmentId)),
    ),
    eq(positions.id, position.id),
  )

/**
 * Everything that was done and decided in the officer's municipality, the newest first; at most 500 lines.
 *
 * @throws Refusal `forbidden` for anybody but an officer
 */
export async function logOfMunicipality(ctx: Ctx): Promise<LogLine[]> {
  requireRole(ctx.actor, 'officer')
  const { municipalityCode } = ctx.actor
  return linesWhere(
    ctx.db,
    eq(caseLog.municipalityCode, municipalityCode),
    eq(places.municipalityCode, municipalityCode),
  )
}

async function linesWhere(db: Reader, ofCase: SQL | undefined, ofDecision: SQL): Promise<LogLine[]> {
  const [steps, decisions] = await Promise.all([
    elevated(db, 'say-who')
      .select({
        at: caseLog.at,
        subject: caseLog.subject,
        subjectId: caseLog.subjectId,
        step: caseLog.step,
        positionId: caseLog.positionId,
        name: accounts.displayName,
        byRole: caseLog.actorRole,
        detail: caseLog.detail,
      })
      .from(caseLog)
      .leftJoin(accounts, eq(accounts.id, caseLog.actorId))
      .where(ofCase)
      .orderBy(desc(caseLog.at))
      .limit(MOST),
    elevated(db, 'say-who')
      .select({
        at: safeguardDecisions.decidedAt,
        subjectId: safeguardDecisions.id,
        step: safeguardDecisions.outcome,
        positionId: safeguardDecisions.positionId,
        moment: positionVerdicts.moment,
        name: accounts.displayName,
        byRole: accounts.role,
        policyVersion: safeguardDecisions.policyVersion,
        validUntil: safeguardDecisions.validUntil,
      })
      .from(safeguardDecisions)
      .innerJoin(positionVerdicts, eq(positionVerdicts.id, safeguardDecisions.verdictId))
      .innerJoin(accounts, eq(accounts.id, safeguardDecisions.decidedBy))
      .innerJoin(positions, eq(positions.id, safeguardDecisions.positionId))
      .innerJoin(establishments, eq(establishments.id, positions.establishmentId))
      .innerJoin(places, eq(places.postcode4, establishments.postcode4))
      .where(and(ofDecision))
      .orderBy(desc(safeguardDecisions.decidedAt))
      .limit(MOST),
  ])
  const lines: LogLine[] = [
    ...steps.map(({ name, detail, ...line }) => ({
      ...line,
      detail: line.subject === 'override' ? { ...detail, number: numberOf(line.subjectId) } : detail,
      byName: line.byRole === 'officer' ? name : null,
    })),
    ...decisions.map(({ name, moment, policyVersion, validUntil, ...line }) => ({
      ...line,
      subject: 'decision',
      byName: name,
      detail: { number: numberOf(line.subjectId), moment, policyVersion, ...(validUntil !== null && { validUntil }) },
    })),
  ]
  return lines.sort((one, other) => other.at.getTime() - one.at.getTime()).slice(0, MOST)
}
