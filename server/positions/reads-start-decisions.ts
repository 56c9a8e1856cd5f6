import { and, asc, desc, eq, exists, inArray, isNotNull, isNull, lt, ne, notExists, or, sql } from 'drizzle-orm'
import { alias, type PgColumn } from 'drizzle-orm/pg-core'
import { elevated } from '#db/bound.ts'
import type { Reader } from '#db/client.ts'
import { safeguardOverrides } from '#db/schema/decisions.ts'
import { employers, establishments } from '#db/schema/employers.ts'
import { placements } from '#db/schema/placements.ts'
import { positions, positionVerdicts, type StoredReason, safeguardDecisions } from '#db/schema/positions.ts'
import { proposals } from '#db/schema/proposals.ts'
import { places } from '#db/schema/reference.ts'
import type { Judged } from '#db/values/positions.ts'
import type { Moment } from '#db/values/safeguards.ts'
import { requireRole } from '#server/access/may.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import type { Verdict } from '#server/safeguards/rules/verdict.ts'
import { stillApproved } from './rules-approval.ts'
import { isSame, storedReasons } from './store-verdict.ts'

export type StartPair = { newcomerId: string; positionId: string }
/** The moments about a pair at which a person can be asked: a start, and a longer term of what started. */
export type PairMoment = Extract<Moment, 'start' | 'extend'>

/**
 * Questions about a start: answers that ask for a person, or for two where something blocks. One that let somebody start is kept as well, and asks
 * nobody anything, and so is one that refused a start.
 */
const isQuestion = (verdicts: { moment: PgColumn; outcome: PgColumn; kind: PgColumn }, moment: PairMoment) =>
  and(eq(verdicts.moment, moment), eq(verdicts.kind, 'taken'), inArray(verdicts.outcome, ['human', 'block']))

const startVerdict = {
  id: positionVerdicts.id,
  outcome: positionVerdicts.outcome,
  reasons: positionVerdicts.reasons,
  policyVersion: positionVerdicts.policyVersion,
  judged: positionVerdicts.judged,
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
      id: safeguardDecisions.id,
      outcome: safeguardDecisions.outcome,
      motivation: safeguardDecisions.motivation,
      validUntil: safeguardDecisions.validUntil,
      decidedAt: safeguardDecisions.decidedAt,
    })
    .from(safeguardDecisions)
    .where(eq(safeguardDecisions.verdictId, verdict.id))
  const [override] = await db
    .select({
      state: safeguardOverrides.state,
      why: safeguardOverrides.secondMotivation,
      validUntil: safeguardOverrides.validUntil,
      at: safeguardOverrides.secondAt,
    })
    .from(safeguardOverrides)
    .where(eq(safeguardOverrides.verdictId, verdict.id))
    .orderBy(desc(safeguardOverrides.askedAt))
    .limit(1)
  return { ...verdict, decision: decision ?? null, override: override ?? null }
}

/**
 * Whether this was asked before, of the same terms and for the same reasons, and nobody answered yet: then nobody is asked twice.
 * @param terms the days that are asked about
 */
export const isAskedAlready = (
  waiting: Awaited<ReturnType<typeof latestStartVerdictOf>>,
  verdict: Verdict,
  terms: Pick<Judged, 'startsOn' | 'endsOn'>,
): waiting is NonNullable<typeof waiting> =>
  waiting !== null &&
  waiting.decision === null &&
  waiting.override?.state !== 'refused' &&
  waiting.judged?.startsOn === terms.startsOn &&
  waiting.judged.endsOn === terms.endsOn &&
  isSame(waiting.reasons, storedReasons(verdict))

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
  const { id, validUntil, decidedAt } = newest.decision
  if (validUntil !== null && validUntil < today) return []
  return stillApproved(newest.reasons, { id, on: dayOf(decidedAt) }, today)
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
 * employer still wants to start, or the first day of what was agreed has come. With `extend` the longer terms that wait, of placements that began. Without anything that names the person: the decision is about the place and the checks.
 *
 * @throws Refusal `forbidden` for anybody but an officer
 */
export async function startsAwaitingDecision(ctx: Ctx, moment: PairMoment = 'start') {
  const { actor } = ctx
  requireRole(actor, 'officer')
  const later = alias(positionVerdicts, 'later')
  const asked = { one: sql`1` }
  // Asked after the agreement was made: on its first day something held it up (placements/begin-placements.ts).
  const heldOnFirstDay = ctx.db
    .select(asked)
    .from(placements)
    .where(
      and(
        eq(placements.proposalId, proposals.id),
        eq(placements.state, 'planned'),
        lt(placements.createdAt, positionVerdicts.askedAt),
      ),
    )
  const rows = await elevated(ctx.db, 'decide-pair')
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
      override: safeguardOverrides.state,
      askedBy: safeguardOverrides.askedBy,
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
        moment === 'start'
          ? or(eq(proposals.state, 'accepted'), and(eq(proposals.state, 'placed'), exists(heldOnFirstDay)))
          : eq(proposals.state, 'placed'),
      ),
    )
    .leftJoin(safeguardDecisions, eq(safeguardDecisions.verdictId, positionVerdicts.id))
    .leftJoin(
      safeguardOverrides,
      and(eq(safeguardOverrides.verdictId, positionVerdicts.id), ne(safeguardOverrides.state, 'refused')),
    )
    .where(
      and(
        isQuestion(positionVerdicts, moment),
        // Let pass by two people: it waits for the coach.
        sql`${safeguardOverrides.state} is distinct from 'confirmed'`,
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
  return rows.map(({ askedBy, ...row }) => ({ ...row, isOwn: askedBy === actor.accountId }))
}
