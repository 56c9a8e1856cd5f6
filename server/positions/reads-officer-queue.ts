import { and, asc, desc, eq, inArray, isNull, lte, ne, notExists, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { accounts } from '#db/schema/accounts.ts'
import { caseMessages, safeguardOverrides } from '#db/schema/decisions.ts'
import { employers, establishments } from '#db/schema/employers.ts'
import { positions, positionVerdicts, safeguardDecisions } from '#db/schema/positions.ts'
import { places } from '#db/schema/reference.ts'
import { requireRole } from '#server/access/may.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import { addDays } from '#server/safeguards/rules/calendar.ts'
import { objectionsWaiting } from './reads-objections.ts'
import { standingAwaitingDecision } from './reads-standing.ts'
import { startsAwaitingDecision } from './reads-start-decisions.ts'
import { forEmployer, positionsAwaitingDecision } from './reads-verdicts.ts'

/** Decided cases that the list shows. */
const MOST_DECIDED = 200
/** An approval whose term ends within so many days is shown as ending. Our policy. */
const ENDING_DAYS = 30

const row = {
  verdictId: positionVerdicts.id,
  positionId: positions.id,
  title: positions.title,
  type: positions.type,
  employerName: employers.name,
  place: places.name,
}

/**
 * What was decided in the officer's municipality, the newest first; at most 200. Without anything that names a person who was or will be placed.
 *
 * @param which `own` = what this officer decided; `ending` = approvals of places that are still there whose term ends within 30 days or is over, the
 *   first to end first
 * @throws Refusal `forbidden` for anybody but an officer
 */
export async function casesDecided(ctx: Ctx, which: 'all' | 'own' | 'ending') {
  requireRole(ctx.actor, 'officer')
  const { municipalityCode, accountId } = ctx.actor
  const today = dayOf(ctx.now)
  const ending = and(
    eq(safeguardDecisions.outcome, 'approved'),
    eq(positionVerdicts.moment, 'publish'),
    lte(safeguardDecisions.validUntil, addDays(today, ENDING_DAYS)),
    inArray(positions.state, ['published', 'paused']),
  )
  return ctx.db
    .select({
      ...row,
      id: safeguardDecisions.id,
      moment: positionVerdicts.moment,
      outcome: safeguardDecisions.outcome,
      validUntil: safeguardDecisions.validUntil,
      decidedAt: safeguardDecisions.decidedAt,
      decidedByName: accounts.displayName,
    })
    .from(safeguardDecisions)
    .innerJoin(positionVerdicts, eq(positionVerdicts.id, safeguardDecisions.verdictId))
    .innerJoin(accounts, eq(accounts.id, safeguardDecisions.decidedBy))
    .innerJoin(positions, eq(positions.id, safeguardDecisions.positionId))
    .innerJoin(employers, eq(employers.id, positions.employerId))
    .innerJoin(establishments, eq(establishments.id, positions.establishmentId))
    .innerJoin(places, eq(places.postcode4, establishments.postcode4))
    .where(
      and(
        eq(places.municipalityCode, municipalityCode),
        which === 'own' ? eq(safeguardDecisions.decidedBy, accountId) : undefined,
        which === 'ending' ? ending : undefined,
      ),
    )
    .orderBy(which === 'ending' ? asc(safeguardDecisions.validUntil) : desc(safeguardDecisions.decidedAt))
    .limit(MOST_DECIDED)
}

/**
 * Blocked places that their employer brought before the officer with an answer or an objection, and that nobody let pass yet: the newest answer about
 * each place that is not on the site, whose employer waits longest first.
 *
 * @throws Refusal `forbidden` for anybody but an officer
 */
export async function casesBroughtUp(ctx: Ctx) {
  requireRole(ctx.actor, 'officer')
  const later = alias(positionVerdicts, 'later')
  const about = alias(positionVerdicts, 'about')
  const rows = await ctx.db
    .select({
      ...row,
      reasons: positionVerdicts.reasons,
      since: sql<string>`min(${caseMessages.writtenAt})`,
      override: safeguardOverrides.state,
      askedBy: safeguardOverrides.askedBy,
    })
    .from(positionVerdicts)
    // What was written about an earlier answer still waits, unless the place came further than a block since.
    .innerJoin(about, and(eq(about.positionId, positionVerdicts.positionId), isNull(about.newcomerId)))
    .innerJoin(caseMessages, and(eq(caseMessages.verdictId, about.id), ne(caseMessages.kind, 'question')))
    .innerJoin(positions, eq(positions.id, positionVerdicts.positionId))
    .innerJoin(employers, eq(employers.id, positions.employerId))
    .innerJoin(establishments, eq(establishments.id, positions.establishmentId))
    .innerJoin(places, eq(places.postcode4, establishments.postcode4))
    .leftJoin(
      safeguardOverrides,
      and(
        eq(safeguardOverrides.verdictId, positionVerdicts.id),
        inArray(safeguardOverrides.state, ['asked', 'confirmed']),
      ),
    )
    .where(
      and(
        eq(positionVerdicts.moment, 'publish'),
        eq(positionVerdicts.outcome, 'block'),
        isNull(positionVerdicts.newcomerId),
        // Off the site since something blocked it (`recheckPositions`), or never on it.
        inArray(positions.state, ['draft', 'paused']),
        eq(places.municipalityCode, ctx.actor.municipalityCode),
        notExists(
          ctx.db
            .select({ one: sql`1` })
            .from(later)
            .where(
              and(
                eq(later.positionId, positionVerdicts.positionId),
                eq(later.moment, 'publish'),
                sql`${later.askedAt} > ${positionVerdicts.askedAt}`,
              ),
            ),
        ),
        notExists(
          ctx.db
            .select({ one: sql`1` })
            .from(later)
            .where(
              and(
                eq(later.positionId, positionVerdicts.positionId),
                eq(later.moment, 'publish'),
                ne(later.outcome, 'block'),
                sql`${later.askedAt} > ${caseMessages.writtenAt}`,
              ),
            ),
        ),
      ),
    )
    .groupBy(
      positionVerdicts.id,
      positions.id,
      employers.name,
      places.name,
      safeguardOverrides.state,
      safeguardOverrides.askedBy,
    )
    .orderBy(asc(sql`min(${caseMessages.writtenAt})`))
  return rows
    .filter((one) => one.override !== 'confirmed')
    .map(({ reasons, since, askedBy, ...one }) => ({
      ...one,
      since: new Date(since),
      isOwn: askedBy === ctx.actor.accountId,
      reasons: forEmployer(reasons).filter(({ outcome }) => outcome === 'block'),
    }))
}

/**
 * How many cases wait for the officers: positions, before they come on the site and there, objections, blocks that were brought up, starts and longer
 * terms.
 *
 * @throws Refusal `forbidden` for anybody but an officer
 */
export async function casesWaiting(ctx: Ctx): Promise<number> {
  const lists = await Promise.all([
    positionsAwaitingDecision(ctx),
    standingAwaitingDecision(ctx),
    objectionsWaiting(ctx),
    casesBroughtUp(ctx),
    startsAwaitingDecision(ctx),
    startsAwaitingDecision(ctx, 'extend'),
  ])
  return lists.reduce((sum, list) => sum + list.length, 0)
}
