import { and, asc, desc, eq, inArray, type SQL } from 'drizzle-orm'
import type { Reader } from '#db/client.ts'
import { employers, establishments } from '#db/schema/employers.ts'
import { newcomerIdentities, newcomers } from '#db/schema/newcomers.ts'
import { placements } from '#db/schema/placements.ts'
import { positions } from '#db/schema/positions.ts'
import { consents, proposalLog, proposals } from '#db/schema/proposals.ts'
import { occupations, places } from '#db/schema/reference.ts'
import { RUNNING_PLACEMENT_STATES } from '#db/values/placements.ts'
import type { ProposalStep } from '#db/values/proposals.ts'
import { requireRole } from '#server/access/may.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import { isId } from '#server/platform/fields.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { employerStands } from '#server/positions/reads-suspended.ts'
import { withheldAmong } from '#server/positions/reads-withheld.ts'
import { sectorOf } from '#server/reference/rules.ts'
import { consentOf, type LatestConsent, ownProposal } from './reads-own.ts'
import { hasRoomFor } from './reads-room.ts'
import { canGoOn, fieldsOfYes, NEWCOMER_STATES, stepsFor } from './rules.ts'
import { inTakenOrder } from './rules-steps.ts'

export { proposalsForCoach } from './reads-list.ts'

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

const detailWhere = (db: Reader, where: SQL | undefined) =>
  db
    .select({
      ...shared,
      newcomerId: proposals.newcomerId,
      score: proposals.score,
      givenName: newcomerIdentities.givenName,
      familyName: newcomerIdentities.familyName,
      waitingSince: newcomers.waitingSince,
      availability: newcomers.availability,
      employerId: positions.employerId,
      /** False while the employer is suspended: nothing goes on there. */
      employerStands,
      seats: positions.seats,
      seatsTaken: db.$count(
        placements,
        and(eq(placements.positionId, positions.id), inArray(placements.state, RUNNING_PLACEMENT_STATES)),
      ),
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

type DetailRow = Awaited<ReturnType<typeof detailWhere>>[number]
export type ProposalForCoach = Omit<DetailRow, 'givenName' | 'familyName' | 'isco' | 'employerId' | 'seatsTaken'> & {
  seatsFree: number
  newcomerName: string
  sector: ReturnType<typeof sectorOf>
  /** What the coach can do now. */
  steps: ProposalStep[]
  history: HistoryRow[]
  consent: LatestConsent | null
  placementId: string | null
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

type HistoryRow = Awaited<ReturnType<typeof historyOf>>[number]

/**
 * One proposal of the own caseload with both sides, its fit, its history and the newest yes.
 * @returns `placementId` when a placement came from it; `version` is what `shortlistProposal` wants back
 * @throws Refusal `forbidden`, `not-found`
 */
export async function proposalForCoach(ctx: Ctx, proposalId: string): Promise<ProposalForCoach> {
  requireRole(ctx.actor, 'coach')
  if (!isId(proposalId)) throw new Refusal('not-found')
  const [[found], history, [placement]] = await Promise.all([
    detailWhere(ctx.db, and(eq(proposals.id, proposalId), eq(newcomers.coachId, ctx.actor.accountId))),
    historyOf(ctx.db, proposalId),
    ctx.db.select({ id: placements.id }).from(placements).where(eq(placements.proposalId, proposalId)),
  ])
  if (!found) throw new Refusal('not-found')
  const { givenName, familyName, isco, employerId, seatsTaken, ...row } = found
  const taken = stepsFor(row, { role: 'coach' })
  // An undo for which there is no room any more is not offered.
  const canReturn = !taken.includes('take-back') || (await hasRoomFor(ctx.db, row, dayOf(ctx.now)))
  const steps = taken.filter((step) =>
    step === 'take-back' ? canReturn : row.employerStands || (step !== 'shortlist' && step !== 'place'),
  )
  return {
    ...row,
    newcomerName: `${givenName} ${familyName}`.trim(),
    sector: sectorOf(isco),
    seatsFree: Math.max(0, row.seats - seatsTaken),
    steps,
    history: inTakenOrder(history),
    consent: await consentOf(ctx.db, row.id, employerId),
    placementId: placement?.id ?? null,
  }
}

const forNewcomerWhere = (db: Reader, where: SQL | undefined) =>
  db
    .select({
      ...shared,
      consentFields: consents.fields,
      consentText: consents.textVersion,
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
export type ProposalForNewcomer = Omit<RawForNewcomer, 'isco' | 'consentText'> & {
  sector: ReturnType<typeof sectorOf>
  /** What the newcomer can do now. */
  steps: ProposalStep[]
  /** It waits for an answer, and the rules or an officer hold the place back. */
  isWithheld: boolean
}

/** A yes is offered only where it can be given: not at a place that ended, and not at one that is withheld. */
async function forNewcomer(ctx: Ctx, rows: readonly RawForNewcomer[]): Promise<ProposalForNewcomer[]> {
  const asked = rows.filter((row) => row.state === 'shortlisted').map(({ positionId }) => positionId)
  const withheld = await withheldAmong(ctx.db, asked, dayOf(ctx.now))
  return rows.map(({ isco, consentText, ...row }) => {
    const isWithheld = withheld.has(row.positionId)
    const canSayYes = canGoOn(row.positionState) && !isWithheld
    const steps = stepsFor(row, { role: 'newcomer' }).filter((step) => step !== 'consent' || canSayYes)
    const { consentFields: fields } = row
    const consentFields = fields && consentText ? fieldsOfYes({ fields, textVersion: consentText }) : null
    return { ...row, consentFields, sector: sectorOf(isco), steps, isWithheld }
  })
}

/** What was put to the signed-in newcomer: the ones that wait for an answer first. No score: reasons, not numbers. @throws Refusal `forbidden` */
export async function proposalsForNewcomer(ctx: Ctx): Promise<ProposalForNewcomer[]> {
  requireRole(ctx.actor, 'newcomer')
  const rows = await forNewcomerWhere(
    ctx.db,
    and(eq(proposals.newcomerId, ctx.actor.newcomerId), inArray(proposals.state, NEWCOMER_STATES)),
  )
  return forNewcomer(ctx, rows)
}

/** One proposal that was put to the signed-in newcomer. @throws Refusal `forbidden`, `not-found` */
export async function proposalForNewcomer(ctx: Ctx, proposalId: string): Promise<ProposalForNewcomer> {
  requireRole(ctx.actor, 'newcomer')
  if (!isId(proposalId)) throw new Refusal('not-found')
  const own = await ownProposal(ctx.db, ctx.actor, proposalId, 'newcomer')
  const [row] = await forNewcomerWhere(ctx.db, eq(proposals.id, own.id))
  const [one] = row ? await forNewcomer(ctx, [row]) : []
  if (!one) throw new Refusal('not-found')
  return one
}
