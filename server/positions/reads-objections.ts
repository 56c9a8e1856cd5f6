import { and, asc, eq, inArray, isNull, min, type SQL, sql } from 'drizzle-orm'
import type { Reader } from '#db/client.ts'
import { caseMessages } from '#db/schema/decisions.ts'
import { employers, establishments } from '#db/schema/employers.ts'
import { positions, positionVerdicts, safeguardDecisions } from '#db/schema/positions.ts'
import { places } from '#db/schema/reference.ts'
import { requireRole } from '#server/access/may.ts'
import { isSamePerson, officersBeside } from '#server/access/reads-people.ts'
import type { Ctx } from '#server/platform/context.ts'
import { holding } from './rules-standing.ts'

/**
 * Rejected places whose employer answered or objected since, and about which nobody decided again: one round, on the answer that was rejected. A place
 * that was sent in again is asked about anew, and so is no objection any more.
 */
const openObjections = (db: Reader, where: SQL | undefined) =>
  db
    .select({
      verdictId: positionVerdicts.id,
      moment: positionVerdicts.moment,
      positionId: positions.id,
      title: positions.title,
      type: positions.type,
      employerName: employers.name,
      place: places.name,
      reasons: positionVerdicts.reasons,
      policyVersion: positionVerdicts.policyVersion,
      rejectedBy: safeguardDecisions.decidedBy,
      rejectedAt: safeguardDecisions.decidedAt,
      since: min(caseMessages.writtenAt).mapWith(caseMessages.writtenAt),
      changedAt: positions.updatedAt,
    })
    .from(safeguardDecisions)
    .innerJoin(positionVerdicts, eq(positionVerdicts.id, safeguardDecisions.verdictId))
    .innerJoin(
      caseMessages,
      and(
        eq(caseMessages.verdictId, positionVerdicts.id),
        eq(caseMessages.writtenByRole, 'employer'),
        sql`${caseMessages.writtenAt} >= ${safeguardDecisions.decidedAt}`,
      ),
    )
    .innerJoin(positions, eq(positions.id, positionVerdicts.positionId))
    .innerJoin(employers, eq(employers.id, positions.employerId))
    .innerJoin(establishments, eq(establishments.id, positions.establishmentId))
    .innerJoin(places, eq(places.postcode4, establishments.postcode4))
    .where(
      and(
        where,
        eq(safeguardDecisions.outcome, 'rejected'),
        isNull(positionVerdicts.newcomerId),
        inArray(positionVerdicts.moment, ['publish', 'propose']),
        inArray(positions.state, ['draft', 'paused']),
        sql`not exists (select 1 from safeguard_decisions other where other.verdict_id = ${positionVerdicts.id}
          and other.id <> ${safeguardDecisions.id})`,
        sql`not exists (select 1 from position_verdicts later where later.position_id = ${positionVerdicts.positionId}
          and later.newcomer_id is null and later.asked_at > ${positionVerdicts.askedAt})`,
      ),
    )
    .groupBy(positionVerdicts.id, positions.id, employers.id, places.postcode4, safeguardDecisions.id)
    .orderBy(asc(min(caseMessages.writtenAt)))

/** Whether the position is as it was when it was rejected: a changed one is sent in again, and asked about anew. */
const isUnchanged = (one: { changedAt: Date; rejectedAt: Date }): boolean =>
  one.changedAt.getTime() <= one.rejectedAt.getTime()

/**
 * What an officer can do about an objection. `you` = decide; `colleague` = this officer rejected it, and another one decides; `nobody` = this officer
 * rejected it and the municipality has no other: it waits, for all to see, until there is one.
 */
export type ObjectionTurn = 'you' | 'colleague' | 'nobody'

async function turnOf(ctx: Ctx, rejectedBy: string): Promise<ObjectionTurn> {
  requireRole(ctx.actor, 'officer')
  const { accountId, municipalityCode } = ctx.actor
  if (!(await isSamePerson(ctx.db, accountId, rejectedBy))) return 'you'
  return (await officersBeside(ctx.db, municipalityCode, [rejectedBy])) > 0 ? 'colleague' : 'nobody'
}

/**
 * The objections to rejections in the officer's municipality, whose employer waits longest first.
 *
 * @throws Refusal `forbidden` for anybody but an officer
 */
export async function objectionsWaiting(ctx: Ctx) {
  requireRole(ctx.actor, 'officer')
  const rows = await openObjections(ctx.db, eq(places.municipalityCode, ctx.actor.municipalityCode))
  return Promise.all(
    rows.map(async ({ reasons, rejectedBy, rejectedAt, changedAt, since, ...one }) => ({
      ...one,
      since: since ?? rejectedAt,
      reasons: holding(reasons),
      turn: await turnOf(ctx, rejectedBy),
      isUnchanged: isUnchanged({ changedAt, rejectedAt }),
    })),
  )
}

/** The open objection to the rejection of one answer, with who rejected it; null when there is none. */
export async function openObjectionOn(db: Reader, verdictId: string) {
  const [row] = await openObjections(db, eq(positionVerdicts.id, verdictId))
  return row ? { ...row, isUnchanged: isUnchanged(row) } : null
}

/**
 * The open objection on the page of a case, as the officer reads it; null when there is none.
 *
 * @throws Refusal `forbidden` for anybody but an officer
 */
export async function objectionForOfficer(ctx: Ctx, verdictId: string) {
  const found = await openObjectionOn(ctx.db, verdictId)
  return found && { turn: await turnOf(ctx, found.rejectedBy), isUnchanged: found.isUnchanged }
}
