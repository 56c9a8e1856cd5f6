import { and, asc, desc, eq, gte, inArray, isNull, ne, or } from 'drizzle-orm'
import type { Reader } from '#db/client.ts'
import { employers, establishments } from '#db/schema/employers.ts'
import { positions, positionVerdicts, type StoredReason, safeguardDecisions } from '#db/schema/positions.ts'
import { places } from '#db/schema/reference.ts'
import { requireRole } from '#server/access/may.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import { groupBy } from '#server/platform/group-by.ts'
import { SAFEGUARD_RULES } from '#server/safeguards/rules/table.ts'
import { findOwnPosition } from './find-own-position.ts'
import { stillApproved } from './rules-approval.ts'

const verdictColumns = {
  id: positionVerdicts.id,
  moment: positionVerdicts.moment,
  outcome: positionVerdicts.outcome,
  reasons: positionVerdicts.reasons,
  inputs: positionVerdicts.inputs,
  policyVersion: positionVerdicts.policyVersion,
  askedAt: positionVerdicts.askedAt,
}

/**
 * Answers at `publish` that decided what stands: a blocked try is kept for the record, but nothing of it came on the site or before an officer; and what
 * was asked again of an unchanged place leaves the approval where it is.
 */
const atPublish = and(
  eq(positionVerdicts.moment, 'publish'),
  eq(positionVerdicts.kind, 'taken'),
  ne(positionVerdicts.outcome, 'block'),
)

/**
 * Reasons as an employer may read them: that something was reported, but neither what nor when, which points at the person who told it at a
 * follow-up.
 */
export const forEmployer = <R extends { code: string; params: Record<string, string | number> }>(
  reasons: readonly R[],
): R[] => reasons.map((one) => (one.code === 'concern-open' ? { ...one, params: {} } : one))

/** What a rule about a person read says something of that person, and the rule about concerns (MON-12) points at who told of one. */
const NOT_FOR_EMPLOYERS: ReadonlySet<string> = new Set([
  'MON-12',
  ...SAFEGUARD_RULES.filter(({ about }) => about === 'person').map(({ id }) => id),
])

/** A verdict as an employer may read it: its reasons `forEmployer`, and what rules about the place read. */
export function verdictForEmployer<
  R extends { code: string; params: Record<string, string | number> },
  I,
  V extends { reasons: R[]; inputs: Record<string, I> },
>(verdict: V & { reasons: R[]; inputs: Record<string, I> }): V {
  const inputs = Object.fromEntries(Object.entries(verdict.inputs).filter(([rule]) => !NOT_FOR_EMPLOYERS.has(rule)))
  return { ...verdict, reasons: forEmployer(verdict.reasons), inputs }
}

/**
 * The stored answers of the safeguards about what a position says, with the decision on them, the newest first. For its employer and the officer,
 * so without those about a pair, which hold outcomes of checks of a person, and without blocked tries, of which nothing was kept.
 */
export async function verdictsOf(db: Reader, positionId: string) {
  const [verdicts, decisions] = await Promise.all([
    db
      .select(verdictColumns)
      .from(positionVerdicts)
      .where(and(eq(positionVerdicts.positionId, positionId), atPublish))
      .orderBy(desc(positionVerdicts.askedAt)),
    db
      .select({
        verdictId: safeguardDecisions.verdictId,
        outcome: safeguardDecisions.outcome,
        motivation: safeguardDecisions.motivation,
        validUntil: safeguardDecisions.validUntil,
        decidedAt: safeguardDecisions.decidedAt,
      })
      .from(safeguardDecisions)
      .where(eq(safeguardDecisions.positionId, positionId))
      // After an objection there are two; the last one counts.
      .orderBy(desc(safeguardDecisions.decidedAt)),
  ])
  return verdicts.map((verdict) => ({
    ...verdict,
    decision: decisions.find((one) => one.verdictId === verdict.id) ?? null,
  }))
}

/** The newest answer at the moment `publish` that let the position through or before an officer; null when there is none. */
export async function latestVerdictOf(db: Reader, positionId: string) {
  const [row] = await db
    .select(verdictColumns)
    .from(positionVerdicts)
    .where(and(eq(positionVerdicts.positionId, positionId), atPublish))
    .orderBy(desc(positionVerdicts.askedAt))
    .limit(1)
  return row ?? null
}

/**
 * What stopped an employer's own draft last, as they may read it; null when the newest answer at publish let it further, or there is none.
 *
 * @throws Refusal `forbidden`, `not-found` (a foreign position)
 */
export async function blockedOf(ctx: Ctx, positionId: string) {
  requireRole(ctx.actor, 'employer')
  await findOwnPosition(ctx.db, ctx.actor, positionId)
  const [newest] = await ctx.db
    .select(verdictColumns)
    .from(positionVerdicts)
    .where(and(eq(positionVerdicts.positionId, positionId), eq(positionVerdicts.moment, 'publish')))
    .orderBy(desc(positionVerdicts.askedAt))
    .limit(1)
  return newest?.outcome === 'block' ? verdictForEmployer(newest) : null
}

/**
 * The reasons that an officer approved, per position: of its newest publish verdict only, since an edit is asked about anew, and
 * while its term runs. What `withApproval` takes.
 * @param today Dutch day, `YYYY-MM-DD`; the last day of the term counts
 */
export async function approvedReasonsOf(
  db: Reader,
  positionIds: string[],
  today: string,
): Promise<Map<string, StoredReason[]>> {
  if (positionIds.length === 0) return new Map()
  const newest = db
    .selectDistinctOn([positionVerdicts.positionId], {
      id: positionVerdicts.id,
      positionId: positionVerdicts.positionId,
      reasons: positionVerdicts.reasons,
    })
    .from(positionVerdicts)
    .where(and(inArray(positionVerdicts.positionId, positionIds), atPublish))
    .orderBy(positionVerdicts.positionId, desc(positionVerdicts.askedAt))
    .as('newest')
  const rows = await db
    .select({
      positionId: newest.positionId,
      reasons: newest.reasons,
      id: safeguardDecisions.id,
      decidedAt: safeguardDecisions.decidedAt,
    })
    .from(newest)
    .innerJoin(safeguardDecisions, eq(safeguardDecisions.verdictId, newest.id))
    .where(
      and(
        eq(safeguardDecisions.outcome, 'approved'),
        or(isNull(safeguardDecisions.validUntil), gte(safeguardDecisions.validUntil, today)),
      ),
    )
  return new Map(
    rows.map(({ positionId, reasons, id, decidedAt }) => [
      positionId,
      stillApproved(reasons, { id, on: dayOf(decidedAt) }, today),
    ]),
  )
}

/**
 * The positions in the officer's municipality that wait for a decision, who waits longest first.
 *
 * @throws Refusal `forbidden` for anybody but an officer
 */
export async function positionsAwaitingDecision(ctx: Ctx) {
  const { actor } = ctx
  requireRole(actor, 'officer')
  const rows = await ctx.db
    .select({
      positionId: positions.id,
      code: positions.code,
      title: positions.title,
      type: positions.type,
      version: positions.version,
      employerName: employers.name,
      establishmentName: establishments.name,
      place: places.name,
      since: positions.updatedAt,
    })
    .from(positions)
    .innerJoin(employers, eq(employers.id, positions.employerId))
    .innerJoin(establishments, eq(establishments.id, positions.establishmentId))
    .innerJoin(places, eq(places.postcode4, establishments.postcode4))
    .where(and(eq(positions.state, 'awaiting-decision'), eq(places.municipalityCode, actor.municipalityCode)))
    .orderBy(asc(positions.updatedAt), asc(positions.id))
  const ids = rows.map((row) => row.positionId)
  const verdicts = ids.length
    ? await ctx.db
        .select({ positionId: positionVerdicts.positionId, ...verdictColumns })
        .from(positionVerdicts)
        .where(and(inArray(positionVerdicts.positionId, ids), atPublish))
        .orderBy(desc(positionVerdicts.askedAt))
    : []
  const byPosition = groupBy(verdicts, (verdict) => verdict.positionId)
  return rows.map((row) => ({ ...row, verdict: byPosition.get(row.positionId)?.[0] ?? null }))
}
