import { and, asc, count, desc, eq, inArray, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import type { Reader } from '#db/client.ts'
import { employers, establishments } from '#db/schema/employers.ts'
import { newcomerIdentities, newcomers } from '#db/schema/newcomers.ts'
import { placements } from '#db/schema/placements.ts'
import { positions } from '#db/schema/positions.ts'
import { consents, proposalLog, proposals } from '#db/schema/proposals.ts'
import { occupations, places } from '#db/schema/reference.ts'
import { OPEN_PROPOSAL_STATES, PROPOSAL_STATES, type ProposalStep } from '#db/values/proposals.ts'
import { requireRole } from '#server/access/may.ts'
import type { Ctx } from '#server/platform/context.ts'
import { isId } from '#server/platform/fields.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { sectorOf } from '#server/reference/rules.ts'
import { consentOf, type LatestConsent, ownProposal } from './reads-own.ts'
import { canGoOn, NEWCOMER_STATES, stepsFor } from './rules.ts'

export const ProposalsForCoachInput = z.object({
  /** One state, or `open` for all in which something can still happen. */
  state: z
    .enum([...PROPOSAL_STATES, 'open'])
    .catch('open')
    .default('open'),
  newcomerId: z.uuid().optional().catch(undefined),
  positionId: z.uuid().optional().catch(undefined),
  order: z.enum(['best', 'due', 'newest', 'waiting']).catch('best').default('best'),
  page: z.coerce.number().int().min(1).max(10_000).catch(1).default(1),
})
export const PAGE_SIZE = 25

const shared = {
  id: proposals.id,
  version: proposals.version,
  state: proposals.state,
  positionId: proposals.positionId,
  positionCode: positions.code,
  positionState: positions.state,
  type: positions.type,
  title: positions.title,
  isco: occupations.isco,
  employerName: employers.name,
  place: places.name,
  hoursPerWeek: positions.hoursPerWeek,
  startsOn: positions.startsOn,
  fit: proposals.fit,
  expectedLevel: proposals.expectedLevel,
  answerDueOn: proposals.answerDueOn,
  stateSince: proposals.stateSince,
  cardCode: proposals.cardCode,
}

const rowsWhere = (db: Reader, where: SQL | undefined) =>
  db
    .select({
      ...shared,
      newcomerId: proposals.newcomerId,
      score: proposals.score,
      givenName: newcomerIdentities.givenName,
      familyName: newcomerIdentities.familyName,
      waitingSince: newcomers.waitingSince,
      availability: newcomers.availability,
    })
    .from(proposals)
    .innerJoin(newcomers, eq(newcomers.id, proposals.newcomerId))
    .innerJoin(newcomerIdentities, eq(newcomerIdentities.newcomerId, proposals.newcomerId))
    .innerJoin(positions, eq(positions.id, proposals.positionId))
    .innerJoin(occupations, eq(occupations.uri, positions.occupationUri))
    .innerJoin(employers, eq(employers.id, positions.employerId))
    .innerJoin(establishments, eq(establishments.id, positions.establishmentId))
    .innerJoin(places, eq(places.postcode4, establishments.postcode4))
    .where(where)
    .$dynamic()

type RawRow = Awaited<ReturnType<typeof rowsWhere>>[number]
export type ProposalForCoach = Omit<RawRow, 'givenName' | 'familyName' | 'isco'> & {
  newcomerName: string
  sector: ReturnType<typeof sectorOf>
  /** What the coach can do now. */
  steps: ProposalStep[]
}

const forCoach = ({ givenName, familyName, isco, ...row }: RawRow): ProposalForCoach => ({
  ...row,
  newcomerName: `${givenName} ${familyName}`.trim(),
  sector: sectorOf(isco),
  steps: stepsFor(row, { role: 'coach' }),
})

const ORDERS = {
  best: [desc(proposals.score), asc(proposals.id)],
  due: [asc(proposals.answerDueOn), asc(proposals.id)],
  newest: [desc(proposals.stateSince), asc(proposals.id)],
  waiting: [asc(newcomers.waitingSince), desc(proposals.score), asc(proposals.id)],
}

/**
 * The proposals of the coach's own caseload, a page of 25 at a time.
 * @param input from the query string; what is not understood falls back to open, best first, page 1
 * @throws Refusal `forbidden`
 */
export async function proposalsForCoach(
  ctx: Ctx,
  input: z.input<typeof ProposalsForCoachInput> = {},
): Promise<{ rows: ProposalForCoach[]; total: number; page: number; pages: number }> {
  requireRole(ctx.actor, 'coach')
  const { state, newcomerId, positionId, order, page } = ProposalsForCoachInput.parse(input)
  const where = and(
    eq(newcomers.coachId, ctx.actor.accountId),
    state === 'open' ? inArray(proposals.state, OPEN_PROPOSAL_STATES) : eq(proposals.state, state),
    newcomerId ? eq(proposals.newcomerId, newcomerId) : undefined,
    positionId ? eq(proposals.positionId, positionId) : undefined,
  )
  const [rows, [counted]] = await Promise.all([
    rowsWhere(ctx.db, where)
      .orderBy(...ORDERS[order])
      .limit(PAGE_SIZE)
      .offset((page - 1) * PAGE_SIZE),
    ctx.db
      .select({ total: count() })
      .from(proposals)
      .innerJoin(newcomers, eq(newcomers.id, proposals.newcomerId))
      .where(where),
  ])
  const total = counted?.total ?? 0
  return { rows: rows.map(forCoach), total, page, pages: Math.max(1, Math.ceil(total / PAGE_SIZE)) }
}

const historyOf = (db: Reader, proposalId: string) =>
  db
    .select({
      step: proposalLog.step,
      fromState: proposalLog.fromState,
      toState: proposalLog.toState,
      actorRole: proposalLog.actorRole,
      reasons: proposalLog.reasons,
      policyVersion: proposalLog.policyVersion,
      at: proposalLog.at,
    })
    .from(proposalLog)
    .where(eq(proposalLog.proposalId, proposalId))
    .orderBy(asc(proposalLog.at), asc(proposalLog.id))

export type HistoryRow = Awaited<ReturnType<typeof historyOf>>[number]

/**
 * One proposal of the own caseload with both sides, its fit, its history and the newest yes.
 * @returns `placementId` when a placement came from it; `version` is what `shortlistProposal` wants back
 * @throws Refusal `forbidden`, `not-found`
 */
export async function proposalForCoach(
  ctx: Ctx,
  proposalId: string,
): Promise<
  ProposalForCoach & { history: HistoryRow[]; consent: LatestConsent | null; placementId: string | null; seats: number }
> {
  const own = await ownProposal(ctx.db, ctx.actor, proposalId, 'coach')
  const [[row], history, consent, [placement], [position]] = await Promise.all([
    rowsWhere(ctx.db, eq(proposals.id, own.id)),
    historyOf(ctx.db, own.id),
    consentOf(ctx.db, own.id, own.employerId),
    ctx.db.select({ id: placements.id }).from(placements).where(eq(placements.proposalId, own.id)),
    ctx.db.select({ seats: positions.seats }).from(positions).where(eq(positions.id, own.positionId)),
  ])
  if (!row || !position) throw new Refusal('not-found')
  return { ...forCoach(row), history, consent, placementId: placement?.id ?? null, seats: position.seats }
}

const forNewcomerWhere = (db: Reader, where: SQL | undefined) =>
  db
    .select({
      ...shared,
      consentFields: consents.fields,
      consentExpiresOn: consents.expiresOn,
      consentWithdrawnAt: consents.withdrawnAt,
    })
    .from(proposals)
    .innerJoin(positions, eq(positions.id, proposals.positionId))
    .innerJoin(occupations, eq(occupations.uri, positions.occupationUri))
    .innerJoin(employers, eq(employers.id, positions.employerId))
    .innerJoin(establishments, eq(establishments.id, positions.establishmentId))
    .innerJoin(places, eq(places.postcode4, establishments.postcode4))
    .leftJoin(consents, eq(consents.proposalId, proposals.id))
    .where(where)
    .orderBy(asc(proposals.answerDueOn), desc(proposals.stateSince), asc(proposals.id))
    .limit(100)

type RawForNewcomer = Awaited<ReturnType<typeof forNewcomerWhere>>[number]
export type ProposalForNewcomer = Omit<RawForNewcomer, 'isco'> & {
  sector: ReturnType<typeof sectorOf>
  /** What the newcomer can do now. */
  steps: ProposalStep[]
}

const forNewcomer = ({ isco, ...row }: RawForNewcomer): ProposalForNewcomer => ({
  ...row,
  sector: sectorOf(isco),
  steps: stepsFor(row, { role: 'newcomer' }).filter((step) => step !== 'consent' || canGoOn(row.positionState)),
})

/** What was put to the signed-in newcomer: the ones that wait for an answer first. No score: reasons, not numbers. @throws Refusal `forbidden` */
export async function proposalsForNewcomer(ctx: Ctx): Promise<ProposalForNewcomer[]> {
  requireRole(ctx.actor, 'newcomer')
  const rows = await forNewcomerWhere(
    ctx.db,
    and(eq(proposals.newcomerId, ctx.actor.newcomerId), inArray(proposals.state, NEWCOMER_STATES)),
  )
  return rows.map(forNewcomer)
}

/** One proposal that was put to the signed-in newcomer. @throws Refusal `forbidden`, `not-found` */
export async function proposalForNewcomer(ctx: Ctx, proposalId: string): Promise<ProposalForNewcomer> {
  requireRole(ctx.actor, 'newcomer')
  if (!isId(proposalId)) throw new Refusal('not-found')
  const own = await ownProposal(ctx.db, ctx.actor, proposalId, 'newcomer')
  const [row] = await forNewcomerWhere(ctx.db, eq(proposals.id, own.id))
  if (!row) throw new Refusal('not-found')
  return forNewcomer(row)
}
