import { and, asc, count, desc, eq, inArray, ne, type SQL } from 'drizzle-orm'
import { elevated } from '#db/bound.ts'
import type { Reader } from '#db/client.ts'
import { employers } from '#db/schema/employers.ts'
import { newcomerIdentities, newcomers } from '#db/schema/newcomers.ts'
import { followUps, placements } from '#db/schema/placements.ts'
import { positions } from '#db/schema/positions.ts'
import { consents } from '#db/schema/proposals.ts'
import { type FollowUpKind, type FollowUpState, RUNNING_PLACEMENT_STATES } from '#db/values/placements.ts'
import { type Actor, type Ctx, dayOf } from '#server/platform/context.ts'
import { isId } from '#server/platform/fields.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { openedText } from '#server/platform/sealed-fields.ts'

/**
 * How many seats running placements hold.
 * @returns a map from position id to taken seats; a position without running placements is absent
 */
export async function seatsTakenOf(db: Reader, positionIds: readonly string[]): Promise<Map<string, number>> {
  if (positionIds.length === 0) return new Map()
  const rows = await elevated(db, 'count-seats')
    .select({ positionId: placements.positionId, taken: count() })
    .from(placements)
    .where(and(inArray(placements.positionId, [...positionIds]), inArray(placements.state, RUNNING_PLACEMENT_STATES)))
    .groupBy(placements.positionId)
  return new Map(rows.map((row) => [row.positionId, row.taken]))
}

/** Which of these proposals have a placement that runs now. */
export async function runningOf(db: Reader, proposalIds: readonly string[]): Promise<Set<string>> {
  if (proposalIds.length === 0) return new Set()
  const rows = await db
    .select({ proposalId: placements.proposalId })
    .from(placements)
    .where(and(inArray(placements.proposalId, [...proposalIds]), inArray(placements.state, RUNNING_PLACEMENT_STATES)))
  return new Set(rows.map((row) => row.proposalId))
}

/**
 * The placement behind an event, locked until the end of the transaction so that its state cannot change under the effect.
 * @returns null when it is gone
 */
export async function placementForEffect(db: Reader, placementId: string) {
  const [row] = await db
    .select({
      id: placements.id,
      proposalId: placements.proposalId,
      newcomerId: placements.newcomerId,
      positionId: placements.positionId,
      state: placements.state,
    })
    .from(placements)
    .where(eq(placements.id, placementId))
    .for('share')
  return row ?? null
}

/** Whether this person has a placement that runs now. */
export async function isPlaced(db: Reader, newcomerId: string): Promise<boolean> {
  const rows = await db
    .select({ id: placements.id })
    .from(placements)
    .where(and(eq(placements.newcomerId, newcomerId), inArray(placements.state, RUNNING_PLACEMENT_STATES)))
    .limit(1)
  return rows.length === 1
}

const overview = {
  id: placements.id,
  proposalId: placements.proposalId,
  positionId: placements.positionId,
  positionCode: positions.code,
  title: positions.title,
  employerName: employers.name,
  state: placements.state,
  seat: placements.seat,
  startsOn: placements.startsOn,
  endsOn: placements.endsOn,
  endedOn: placements.endedOn,
  mentor: placements.mentor,
  learningGoals: placements.learningGoals,
}

const overviewsWhere = (db: Reader, where: SQL | undefined) =>
  db
    .select({ ...overview, newcomerId: placements.newcomerId })
    .from(placements)
    .innerJoin(positions, eq(positions.id, placements.positionId))
    .innerJoin(employers, eq(employers.id, positions.employerId))
    .where(where)
    .orderBy(desc(placements.startsOn), asc(placements.id))
    .limit(500)

type Overview = Awaited<ReturnType<typeof overviewsWhere>>[number]
export type FollowUpRow = {
  id: string
  kind: FollowUpKind
  state: FollowUpState
  dueOn: string
  outcome: typeof followUps.$inferSelect.outcome
  concern: typeof followUps.$inferSelect.concern
  note: string
}

async function followUpsByPlacement(db: Reader, ids: string[]): Promise<Map<string, FollowUpRow[]>> {
  const byPlacement = new Map<string, FollowUpRow[]>()
  if (ids.length === 0) return byPlacement
  const rows = await db
    .select({
      placementId: followUps.placementId,
      id: followUps.id,
      kind: followUps.kind,
      state: followUps.state,
      dueOn: followUps.dueOn,
      outcome: followUps.outcome,
      concern: followUps.concern,
      note: followUps.note,
      noteSealed: followUps.noteSealed,
    })
    .from(followUps)
    .where(inArray(followUps.placementId, ids))
    .orderBy(asc(followUps.dueOn))
  for (const { placementId, noteSealed, ...row } of rows) {
    const note = openedText<''>('follow_ups', 'note', row.id, { plain: row.note, sealed: noteSealed })
    byPlacement.set(placementId, [...(byPlacement.get(placementId) ?? []), { ...row, note }])
  }
  return byPlacement
}

const coachOnly = (actor: Actor): string => {
  if (actor.role !== 'coach') throw new Refusal('forbidden')
  return actor.accountId
}

async function namesOf(db: Reader, newcomerIds: string[]): Promise<Map<string, string>> {
  if (newcomerIds.length === 0) return new Map()
  const rows = await db
    .select({
      id: newcomerIdentities.newcomerId,
      given: newcomerIdentities.givenName,
      family: newcomerIdentities.familyName,
    })
    .from(newcomerIdentities)
    .where(inArray(newcomerIdentities.newcomerId, newcomerIds))
  return new Map(rows.map((row) => [row.id, `${row.given} ${row.family}`.trim()]))
}

export type PlacementOfCoach = Overview & { newcomerName: string; followUps: FollowUpRow[] }

async function ofCoachWhere(ctx: Ctx, where?: SQL): Promise<PlacementOfCoach[]> {
  const caseload = ctx.db
    .select({ id: newcomers.id })
    .from(newcomers)
    .where(eq(newcomers.coachId, coachOnly(ctx.actor)))
  const rows = await overviewsWhere(ctx.db, and(inArray(placements.newcomerId, caseload), where))
  const names = await namesOf(ctx.db, [...new Set(rows.map((row) => row.newcomerId))])
  const talks = await followUpsByPlacement(
    ctx.db,
    rows.map((row) => row.id),
  )
  return rows.map((row) => ({
    ...row,
    newcomerName: names.get(row.newcomerId) ?? '',
    followUps: talks.get(row.id) ?? [],
  }))
}

/** The placements of the coach's own caseload, newest start first, with their conversations. @throws Refusal `forbidden` */
export const placementsOfCoach = (ctx: Ctx): Promise<PlacementOfCoach[]> => ofCoachWhere(ctx)

/** One placement of the own caseload. @throws Refusal `forbidden`, `not-found` */
export async function placementForCoach(ctx: Ctx, placementId: string): Promise<PlacementOfCoach> {
  coachOnly(ctx.actor)
  const [found] = isId(placementId) ? await ofCoachWhere(ctx, eq(placements.id, placementId)) : []
  if (!found) throw new Refusal('not-found')
  return found
}

/** The placement of the own caseload to which this conversation belongs. @throws Refusal `forbidden`, `not-found` */
export async function placementOfFollowUp(ctx: Ctx, followUpId: string): Promise<PlacementOfCoach> {
  coachOnly(ctx.actor)
  const its = ctx.db.select({ id: followUps.placementId }).from(followUps).where(eq(followUps.id, followUpId))
  const [found] = isId(followUpId) ? await ofCoachWhere(ctx, inArray(placements.id, its)) : []
  if (!found) throw new Refusal('not-found')
  return found
}

/** Conversations of the own caseload that are due, oldest first; `late` in whole days since the due day. @throws Refusal `forbidden` */
export async function followUpsDue(ctx: Ctx) {
  const today = dayOf(ctx.now)
  const rows = await ctx.db
    .select({
      id: followUps.id,
      kind: followUps.kind,
      dueOn: followUps.dueOn,
      placementId: placements.id,
      newcomerId: placements.newcomerId,
      title: positions.title,
      employerName: employers.name,
    })
    .from(followUps)
    .innerJoin(placements, eq(placements.id, followUps.placementId))
    .innerJoin(newcomers, eq(newcomers.id, placements.newcomerId))
    .innerJoin(positions, eq(positions.id, placements.positionId))
    .innerJoin(employers, eq(employers.id, positions.employerId))
    .where(and(eq(newcomers.coachId, coachOnly(ctx.actor)), eq(followUps.state, 'due')))
    .orderBy(asc(followUps.dueOn))
  const names = await namesOf(ctx.db, [...new Set(rows.map((row) => row.newcomerId))])
  return rows.map((row) => ({
    ...row,
    newcomerName: names.get(row.newcomerId) ?? '',
    late: Math.max(0, Math.round((Date.parse(today) - Date.parse(row.dueOn)) / 86_400_000)),
  }))
}

/** The signed-in newcomer's own placement: the running one, else the latest; null without one. @throws Refusal `forbidden` */
export async function placementForNewcomer(ctx: Ctx): Promise<(Overview & { followUps: FollowUpRow[] }) | null> {
  if (ctx.actor.role !== 'newcomer' || !ctx.actor.newcomerId) throw new Refusal('forbidden')
  const rows = await overviewsWhere(ctx.db, eq(placements.newcomerId, ctx.actor.newcomerId))
  const row = rows.find((one) => one.state === 'active' || one.state === 'planned') ?? rows[0]
  if (!row) return null
  const talks = (await followUpsByPlacement(ctx.db, [row.id])).get(row.id) ?? []
  // Notes are the coach's; the person sees when a conversation is and that it was.
  return { ...row, followUps: talks.map((talk) => ({ ...talk, note: '', concern: null })) }
}

export type PlacementOfEmployer = Omit<Overview, 'newcomerId'> & { givenName: string | null }

/** The employer's own placements. The given name is there while a placement runs and the newcomer stands by the yes. @throws Refusal `forbidden` */
export async function placementsOfEmployer(ctx: Ctx): Promise<PlacementOfEmployer[]> {
  if (ctx.actor.role !== 'employer' || !ctx.actor.employerId) throw new Refusal('forbidden')
  const rows = await overviewsWhere(ctx.db, eq(positions.employerId, ctx.actor.employerId))
  const running = rows.filter((row) => row.state === 'active' || row.state === 'planned').map((row) => row.proposalId)
  const named =
    running.length === 0
      ? []
      : await ctx.db
          .select({
            proposalId: consents.proposalId,
            givenName: newcomerIdentities.givenName,
            withdrawnAt: consents.withdrawnAt,
          })
          .from(consents)
          .innerJoin(newcomerIdentities, eq(newcomerIdentities.newcomerId, consents.newcomerId))
          .innerJoin(newcomers, eq(newcomers.id, consents.newcomerId))
          .where(
            and(
              inArray(consents.proposalId, running),
              eq(consents.employerId, ctx.actor.employerId),
              ne(newcomers.availability, 'withdrawn'),
            ),
          )
  const names = new Map(named.filter((row) => !row.withdrawnAt).map((row) => [row.proposalId, row.givenName]))
  return rows.map(({ newcomerId: _hidden, ...row }) => ({ ...row, givenName: names.get(row.proposalId) ?? null }))
}
