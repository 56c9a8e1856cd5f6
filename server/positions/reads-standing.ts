import { and, asc, desc, eq, gte, inArray, isNull, or, sql } from 'drizzle-orm'
import type { Reader } from '#db/client.ts'
import { employers, establishments } from '#db/schema/employers.ts'
import {
  positionLog,
  positions,
  positionVerdicts,
  type StoredReason,
  safeguardDecisions,
} from '#db/schema/positions.ts'
import { places } from '#db/schema/reference.ts'
import { requireRole } from '#server/access/may.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import { findOwnPosition } from './find-own-position.ts'
import { isOfSuspension } from './reads-suspended.ts'
import { forEmployer } from './reads-verdicts.ts'
import { stillApproved } from './rules-approval.ts'
import { asksOfficer, holding, isUnanswered } from './rules-standing.ts'

/** Answers about the place alone: those about a pair are at the same moment, and one about somebody who was erased lost the name and what was read. */
const aboutPlace = and(
  eq(positionVerdicts.moment, 'propose'),
  isNull(positionVerdicts.newcomerId),
  sql`${positionVerdicts.inputs} <> '{}'::jsonb`,
)

/** The newest answer at `propose` about each place that was kept, by position: what its employer was told last. */
export async function lastToldOf(db: Reader, positionIds: readonly string[]) {
  if (positionIds.length === 0) return new Map<string, typeof positionVerdicts.$inferSelect>()
  const rows = await db
    .selectDistinctOn([positionVerdicts.positionId])
    .from(positionVerdicts)
    .where(and(aboutPlace, inArray(positionVerdicts.positionId, [...positionIds])))
    .orderBy(positionVerdicts.positionId, desc(positionVerdicts.askedAt))
  return new Map(rows.map((row) => [row.positionId, row]))
}

/**
 * Which of these answers an officer rejected at last: when the place is back on the site since, it is asked about anew.
 */
export async function rejectedAmong(db: Reader, verdictIds: readonly string[]): Promise<ReadonlySet<string>> {
  if (verdictIds.length === 0) return new Set()
  const rows = await db
    .select({ verdictId: safeguardDecisions.verdictId })
    .from(safeguardDecisions)
    .where(inArray(safeguardDecisions.verdictId, [...verdictIds]))
    .groupBy(safeguardDecisions.verdictId)
    .having(sql`bool_and(${safeguardDecisions.outcome} = 'rejected')`)
  return new Set(rows.map(({ verdictId }) => verdictId))
}

/**
 * What officers approved of places that were on the site already, by position: since the place was last sent in, and while the term runs. What
 * `withApproval` takes beside the approvals of the publish verdict.
 * @param today Dutch day; the last day of a term counts
 */
export async function approvedStandingOf(
  db: Reader,
  positionIds: readonly string[],
  today: string,
): Promise<Map<string, StoredReason[]>> {
  if (positionIds.length === 0) return new Map()
  const rows = await db
    .select({
      positionId: positionVerdicts.positionId,
      reasons: positionVerdicts.reasons,
      id: safeguardDecisions.id,
      decidedAt: safeguardDecisions.decidedAt,
    })
    .from(positionVerdicts)
    .innerJoin(safeguardDecisions, eq(safeguardDecisions.verdictId, positionVerdicts.id))
    .where(
      and(
        aboutPlace,
        inArray(positionVerdicts.positionId, [...positionIds]),
        eq(safeguardDecisions.outcome, 'approved'),
        or(isNull(safeguardDecisions.validUntil), gte(safeguardDecisions.validUntil, today)),
        // An edit is asked about anew. A blocked try changed nothing.
        sql`not exists (select 1 from position_verdicts later where later.position_id = ${positionVerdicts.positionId}
          and later.moment = 'publish' and later.kind = 'taken' and later.outcome <> 'block' and later.asked_at > ${positionVerdicts.askedAt})`,
      ),
    )
  const found = new Map<string, StoredReason[]>()
  for (const { positionId, reasons, id, decidedAt } of rows) {
    const decision = { id, on: dayOf(decidedAt) }
    found.set(positionId, [...(found.get(positionId) ?? []), ...stillApproved(reasons, decision, today)])
  }
  return found
}

/**
 * The places on the site in the officer's municipality that are not proposed until an officer decides, who waits longest first; with the answer that
 * the decision is about.
 *
 * @throws Refusal `forbidden` for anybody but an officer
 */
export async function standingAwaitingDecision(ctx: Ctx) {
  requireRole(ctx.actor, 'officer')
  const rows = await ctx.db
    .selectDistinctOn([positionVerdicts.positionId], {
      verdictId: positionVerdicts.id,
      positionId: positions.id,
      title: positions.title,
      type: positions.type,
      employerName: employers.name,
      place: places.name,
      since: positionVerdicts.askedAt,
      outcome: positionVerdicts.outcome,
      reasons: positionVerdicts.reasons,
      decision: safeguardDecisions.outcome,
    })
    .from(positionVerdicts)
    .innerJoin(positions, eq(positions.id, positionVerdicts.positionId))
    .innerJoin(employers, eq(employers.id, positions.employerId))
    .innerJoin(establishments, eq(establishments.id, positions.establishmentId))
    .innerJoin(places, eq(places.postcode4, establishments.postcode4))
    .leftJoin(safeguardDecisions, eq(safeguardDecisions.verdictId, positionVerdicts.id))
    .where(and(aboutPlace, eq(positions.state, 'published'), eq(places.municipalityCode, ctx.actor.municipalityCode)))
    .orderBy(asc(positionVerdicts.positionId), desc(positionVerdicts.askedAt))
  return rows
    .filter((one) => one.decision === null && asksOfficer(one))
    .map(({ decision: _, outcome: __, ...one }) => ({ ...one, reasons: holding(one.reasons) }))
    .sort((one, other) => one.since.getTime() - other.since.getTime())
}

/**
 * Why a place of this employer is not proposed or not on the site, for its page; null when it is, or when the employer paused it.
 *
 * @returns `kind`: `withheld` = blocked since and off the site; `rejected` = an officer took it off, with the motivation; `officer` = an officer decides first; `questions` = only unanswered questions hold it
 *   up (`unanswered` counts them); `blocked` = on the site, but not proposed while it lasts
 * @throws Refusal `forbidden`, `not-found`
 */
export async function standingOf(ctx: Ctx, positionId: string) {
  requireRole(ctx.actor, 'employer')
  const position = await findOwnPosition(ctx.db, ctx.actor, positionId)
  if (position.state === 'published') {
    const told = (await lastToldOf(ctx.db, [positionId])).get(positionId)
    const reasons = holding(told?.reasons ?? [])
    if (!told || reasons.length === 0) return null
    if ((await decisionOn(ctx.db, told.id))?.outcome === 'approved') return null
    const kind = told.outcome === 'block' ? 'blocked' : asksOfficer(told) ? 'officer' : 'questions'
    return shown(kind, told.id, reasons)
  }
  if (position.state !== 'paused') return null
  const [last] = await ctx.db
    .select({ step: positionLog.step, role: positionLog.actorRole, reasons: positionLog.reasons })
    .from(positionLog)
    .where(and(eq(positionLog.positionId, positionId), eq(positionLog.toState, 'paused')))
    .orderBy(desc(positionLog.at))
    .limit(1)
  if (last?.role === 'officer') {
    const told = (await lastToldOf(ctx.db, [positionId])).get(positionId)
    const decision = told && (await decisionOn(ctx.db, told.id))
    return told && decision?.outcome === 'rejected'
      ? shown('rejected', told.id, holding(told.reasons), decision.motivation)
      : null
  }
  if (last?.role !== 'worker' || isOfSuspension(last.reasons)) return null
  const [verdict] = await ctx.db
    .select({ id: positionVerdicts.id, reasons: positionVerdicts.reasons })
    .from(positionVerdicts)
    .where(
      and(
        eq(positionVerdicts.positionId, positionId),
        eq(positionVerdicts.moment, 'publish'),
        eq(positionVerdicts.outcome, 'block'),
      ),
    )
    .orderBy(desc(positionVerdicts.askedAt))
    .limit(1)
  return verdict ? shown('withheld', verdict.id, holding(verdict.reasons)) : null
}

/** The last decision on an answer: after an objection there are two. */
async function decisionOn(db: Reader, verdictId: string) {
  const [decision] = await db
    .select({ outcome: safeguardDecisions.outcome, motivation: safeguardDecisions.motivation })
    .from(safeguardDecisions)
    .where(eq(safeguardDecisions.verdictId, verdictId))
    .orderBy(desc(safeguardDecisions.decidedAt))
    .limit(1)
  return decision ?? null
}

const shown = (
  kind: 'withheld' | 'rejected' | 'officer' | 'questions' | 'blocked',
  verdictId: string,
  reasons: readonly StoredReason[],
  motivation = '',
) => ({
  kind,
  verdictId,
  motivation,
  unanswered: reasons.filter(isUnanswered).length,
  reasons: forEmployer(reasons),
})
