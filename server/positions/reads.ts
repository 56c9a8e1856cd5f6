import { and, asc, count, desc, eq, inArray } from 'drizzle-orm'
import { elevated } from '#db/bound.ts'
import { establishments } from '#db/schema/employers.ts'
import { newcomers } from '#db/schema/newcomers.ts'
import { positionLanguages, positionLog, positionSkills, positionSlots, positions } from '#db/schema/positions.ts'
import { proposals } from '#db/schema/proposals.ts'
import { occupations, places, skills } from '#db/schema/reference.ts'
import type { PositionSkillRole, PositionState, PositionStep } from '#db/values/positions.ts'
import type { ProposalState } from '#db/values/proposals.ts'
import { type Action, may, requireRole } from '#server/access/may.ts'
import { seatsTakenOf } from '#server/placements/reads.ts'
import type { Actor, Ctx } from '#server/platform/context.ts'
import { groupBy } from '#server/platform/group-by.ts'
import { shownToEmployer } from '#server/proposals/reads-shown.ts'
import { findOwnPosition } from './find-own-position.ts'
import { forEmployer, verdictForEmployer, verdictsOf } from './reads-verdicts.ts'
import { stepsFor } from './rules.ts'

export { positionFactsOf } from './reads-facts.ts'
export { openPositions, publicPosition } from './reads-public.ts'
export { positionsAwaitingDecision, verdictsOf } from './reads-verdicts.ts'

/** Steps with a row of their own in the matrix: a member keeps drafts, and what is on the site an admin takes off. */
const ROWS_OF_STEPS: Partial<Record<PositionStep, Action>> = {
  pause: 'position.pause',
  resume: 'position.resume',
  close: 'position.close',
}

/** What a page may offer: what the state allows and the matrix as well, so that no button ends in a refusal. */
const offeredTo = (actor: Actor, position: { state: PositionState }): PositionStep[] =>
  stepsFor(position, actor).filter((step) => {
    const row = ROWS_OF_STEPS[step]
    return row === undefined || may(actor, row)
  })

/**
 * The employer's own positions, the last changed first.
 *
 * @returns rows with free seats and counts per state of the candidates that the employer is shown
 * @throws Refusal `forbidden` for anybody but an employer
 */
export async function ownPositions(ctx: Ctx, question: { state?: PositionState | undefined } = {}) {
  const { actor, db } = ctx
  requireRole(actor, 'employer')
  const rows = await db
    .select({
      id: positions.id,
      code: positions.code,
      state: positions.state,
      version: positions.version,
      type: positions.type,
      title: positions.title,
      occupation: occupations.labels,
      isco: occupations.isco,
      establishmentName: establishments.name,
      place: places.name,
      seats: positions.seats,
      hoursPerWeek: positions.hoursPerWeek,
      startsOn: positions.startsOn,
      endsOn: positions.endsOn,
      expiresOn: positions.expiresOn,
      updatedAt: positions.updatedAt,
    })
    .from(positions)
    .innerJoin(occupations, eq(occupations.uri, positions.occupationUri))
    .innerJoin(establishments, eq(establishments.id, positions.establishmentId))
    .innerJoin(places, eq(places.postcode4, establishments.postcode4))
    .where(
      and(eq(positions.employerId, actor.employerId), question.state ? eq(positions.state, question.state) : undefined),
    )
    .orderBy(desc(positions.updatedAt), asc(positions.id))
  const ids = rows.map((row) => row.id)
  const [counted, taken] = await Promise.all([
    ids.length
      ? elevated(db, 'head-card')
          .select({ positionId: proposals.positionId, state: proposals.state, total: count() })
          .from(proposals)
          .innerJoin(newcomers, eq(newcomers.id, proposals.newcomerId))
          .where(and(inArray(proposals.positionId, ids), shownToEmployer(db)))
          .groupBy(proposals.positionId, proposals.state)
      : [],
    seatsTakenOf(db, ids),
  ])
  const countsOf = groupBy(counted, (row) => row.positionId)
  return rows.map((row) => {
    const total = (state: ProposalState) => countsOf.get(row.id)?.find((one) => one.state === state)?.total ?? 0
    return {
      ...row,
      seatsFree: Math.max(0, row.seats - (taken.get(row.id) ?? 0)),
      candidates: {
        shortlisted: total('shortlisted'),
        consented: total('consented'),
        accepted: total('accepted'),
        placed: total('placed'),
      },
      steps: offeredTo(actor, row),
    }
  })
}
export type OwnPositionRow = Awaited<ReturnType<typeof ownPositions>>[number]

/**
 * A position with all its rows, stored verdicts and log: for its employer to edit (`verdictForEmployer`) and for an officer of the municipality
 * to decide on.
 *
 * @throws Refusal `forbidden`, `not-found` (foreign, or a draft for the officer)
 */
export async function positionForEditing(ctx: Ctx, positionId: string) {
  const { db } = ctx
  const position = await findOwnPosition(db, ctx.actor, positionId)
  const [languages, asked, slots, verdicts, log, occupation] = await Promise.all([
    db
      .select({
        language: positionLanguages.language,
        skill: positionLanguages.skill,
        level: positionLanguages.level,
        task: positionLanguages.task,
      })
      .from(positionLanguages)
      .where(eq(positionLanguages.positionId, positionId))
      .orderBy(asc(positionLanguages.language), asc(positionLanguages.skill)),
    db
      .select({ skillUri: positionSkills.skillUri, role: positionSkills.role, labels: skills.labels })
      .from(positionSkills)
      .innerJoin(skills, eq(skills.uri, positionSkills.skillUri))
      .where(eq(positionSkills.positionId, positionId))
      .orderBy(asc(positionSkills.skillUri)),
    db
      .select({
        kind: positionSlots.kind,
        weekday: positionSlots.weekday,
        fromMinute: positionSlots.fromMinute,
        toMinute: positionSlots.toMinute,
      })
      .from(positionSlots)
      .where(eq(positionSlots.positionId, positionId))
      .orderBy(asc(positionSlots.weekday), asc(positionSlots.fromMinute)),
    verdictsOf(db, positionId),
    db
      .select({
        step: positionLog.step,
        fromState: positionLog.fromState,
        toState: positionLog.toState,
        actorRole: positionLog.actorRole,
        reasons: positionLog.reasons,
        at: positionLog.at,
      })
      .from(positionLog)
      .where(eq(positionLog.positionId, positionId))
      .orderBy(desc(positionLog.at)),
    db.select({ labels: occupations.labels }).from(occupations).where(eq(occupations.uri, position.occupationUri)),
  ])
  const toEmployer = ctx.actor.role === 'employer'
  const of = (role: PositionSkillRole) =>
    asked.filter((row) => row.role === role).map(({ skillUri, labels }) => ({ skillUri, labels }))
  return {
    ...position,
    occupation: occupation[0]?.labels ?? {},
    languages,
    neededSkills: of('needed'),
    requiredSkills: of('required'),
    taughtSkills: of('taught'),
    slots,
    verdicts: toEmployer ? verdicts.map((verdict) => verdictForEmployer(verdict)) : verdicts,
    log: toEmployer ? log.map((row) => ({ ...row, reasons: forEmployer(row.reasons) })) : log,
    steps: offeredTo(ctx.actor, position),
  }
}
export type PositionForEditing = Awaited<ReturnType<typeof positionForEditing>>
