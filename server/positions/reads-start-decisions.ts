import { and, asc, desc, eq, isNotNull, isNull, notExists, or, sql } from 'drizzle-orm'
import { alias, type PgColumn } from 'drizzle-orm/pg-core'
import type { Reader } from '#db/client.ts'
import { employers, establishments } from '#db/schema/employers.ts'
import { positions, positionVerdicts, type StoredReason, safeguardDecisions } from '#db/schema/positions.ts'
import { proposals } from '#db/schema/proposals.ts'
import { places } from '#db/schema/reference.ts'
import type { Moment } from '#db/values/safeguards.ts'
import { requireRole } from '#server/access/may.ts'
import type { Ctx } from '#server/platform/context.ts'
import { standingAwaitingDecision } from './reads-standing.ts'
import { positionsAwaitingDecision } from './reads-verdicts.ts'

export type StartPair = { newcomerId: string; positionId: string }
/** The moments about a pair at which a person can be asked: a start, and a longer term of what started. */
export type PairMoment = Extract<Moment, 'start' | 'extend'>

/** Questions about a start: answers that ask for a person. One that let somebody start is kept as well, and asks nobody anything. */
const isQuestion = (verdicts: { moment: PgColumn; outcome: PgColumn }, moment: PairMoment) =>
  and(eq(verdicts.moment, moment), eq(verdicts.outcome, 'human'))

const startVerdict = {
  id: positionVerdicts.id,
  outcome: positionVerdicts.outcome,
  reasons: positionVerdicts.reasons,
  policyVersion: positionVerdicts.policyVersion,
  askedAt: positionVerdicts.askedAt,
}

/**
 * The newest question about the start of this pair with the decision on it; null when nobody asked. A coach's page reads from it whether a start
 * waits, may go on, or was rejected and why.
 *
 * @param lock `locked` keeps a second decision away until the end of the transaction
 */
export async function latestStartVerdictOf(
  db: Reader,
  pair: StartPair,
  lock?: 'locked' | null,
  moment: PairMoment = 'start',
) {
  const newest = db
    .select(startVerdict)
    .from(positionVerdicts)
    .where(
      and(
        eq(positionVerdicts.positionId, pair.positionId),
        eq(positionVerdicts.newcomerId, pair.newcomerId),
        isQuestion(positionVerdicts, moment),
      ),
    )
    .orderBy(desc(positionVerdicts.askedAt))
    .limit(1)
  const [verdict] = await (lock ? newest.for('update') : newest)
  if (!verdict) return null
  const [decision] = await db
    .select({
      outcome: safeguardDecisions.outcome,
      motivation: safeguardDecisions.motivation,
      validUntil: safeguardDecisions.validUntil,
      decidedAt: safeguardDecisions.decidedAt,
    })
    .from(safeguardDecisions)
    .where(eq(safeguardDecisions.verdictId, verdict.id))
  return { ...verdict, decision: decision ?? null }
}

/**
 * What an officer approved of the newest question about this start, while its term runs; what `withApproval` takes with `exactly`.
 * @param today Dutch day, `YYYY-MM-DD`
 */
export async function approvedStartReasonsOf(
  db: Reader,
  pair: StartPair,
  today: string,
  moment: PairMoment = 'start',
): Promise<StoredReason[]> {
  const newest = await latestStartVerdictOf(db, pair, null, moment)
  if (newest?.decision?.outcome !== 'approved') return []
  const { validUntil } = newest.decision
  return validUntil === null || validUntil >= today ? newest.reasons : []
}

/** Whom a stored question about a start or a longer term is about; null for another verdict. */
export async function pairOfVerdict(
  db: Reader,
  verdictId: string,
): Promise<(StartPair & { moment: PairMoment }) | null> {
  const [row] = await db
    .select({
      newcomerId: positionVerdicts.newcomerId,
      positionId: positionVerdicts.positionId,
      moment: positionVerdicts.moment,
    })
    .from(positionVerdicts)
    .where(
      and(
        eq(positionVerdicts.id, verdictId),
        or(isQuestion(positionVerdicts, 'start'), isQuestion(positionVerdicts, 'extend')),
      ),
    )
  if (!row?.newcomerId) return null
  const { newcomerId, positionId } = row
  return { newcomerId, positionId, moment: row.moment === 'extend' ? 'extend' : 'start' }
}

/**
 * The starts in the officer's municipality that wait for a decision, who waits longest first: the newest question of each pair, while the
 * employer still wants to start. With `extend` the longer terms that wait, of placements that began. Without anything that names the person: the decision is about the place and the checks.
 *
 * @throws Refusal `forbidden` for anybody but an officer
 */
export async function startsAwaitingDecision(ctx: Ctx, moment: PairMoment = 'start') {
  const { actor } = ctx
  requireRole(actor, 'officer')
  const later = alias(positionVerdicts, 'later')
  const asked = { one: sql`1` }
  return ctx.db
    .select({
      ...startVerdict,
      positionId: positions.id,
      code: positions.code,
      title: positions.title,
      type: positions.type,
      cardCode: proposals.cardCode,
      employerName: employers.name,
      establishmentName: establishments.name,
      place: places.name,
    })
    .from(positionVerdicts)
    .innerJoin(positions, eq(positions.id, positionVerdicts.positionId))
    .innerJoin(employers, eq(employers.id, positions.employerId))
    .innerJoin(establishments, eq(establishments.id, positions.establishmentId))
    .innerJoin(places, eq(places.postcode4, establishments.postcode4))
    .innerJoin(
      proposals,
      and(
        eq(proposals.positionId, positionVerdicts.positionId),
        eq(proposals.newcomerId, positionVerdicts.newcomerId),
        eq(proposals.state, moment === 'start' ? 'accepted' : 'placed'),
      ),
    )
    .leftJoin(safeguardDecisions, eq(safeguardDecisions.verdictId, positionVerdicts.id))
    .where(
      and(
        isQuestion(positionVerdicts, moment),
        isNotNull(positionVerdicts.newcomerId),
        isNull(safeguardDecisions.id),
        eq(places.municipalityCode, actor.municipalityCode),
        notExists(
          ctx.db
            .select(asked)
            .from(later)
            .where(
              and(
                eq(later.positionId, positionVerdicts.positionId),
                eq(later.newcomerId, positionVerdicts.newcomerId),
                isQuestion(later, moment),
                sql`${later.askedAt} > ${positionVerdicts.askedAt}`,
              ),
            ),
        ),
      ),
    )
    .orderBy(asc(positionVerdicts.askedAt), asc(positionVerdicts.id))
}

/**
 * How many cases wait for the officer: positions, before they come on the site and there, starts and longer terms.
 *
 * @throws Refusal `forbidden` for anybody but an officer
 */
export async function casesWaiting(ctx: Ctx): Promise<number> {
  const [cases, standing, starts, longer] = await Promise.all([
    positionsAwaitingDecision(ctx),
    standingAwaitingDecision(ctx),
    startsAwaitingDecision(ctx),
    startsAwaitingDecision(ctx, 'extend'),
  ])
  return cases.length + standing.length + starts.length + longer.length
}
