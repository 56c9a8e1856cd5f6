import { and, asc, desc, eq, inArray } from 'drizzle-orm'
import type { Reader } from '#db/client.ts'
import { employers } from '#db/schema/employers.ts'
import { newcomers } from '#db/schema/newcomers.ts'
import { positions } from '#db/schema/positions.ts'
import { consents, proposalLog, proposals } from '#db/schema/proposals.ts'
import { OPEN_PROPOSAL_STATES } from '#db/values/proposals.ts'
import { requireRole } from '#server/access/may.ts'
import type { Ctx } from '#server/platform/context.ts'
import { isId } from '#server/platform/fields.ts'
import { groupBy } from '#server/platform/group-by.ts'
import type { LatestConsent } from './reads-own.ts'
import { fieldsOfYes } from './rules.ts'
import { inTakenOrder } from './rules-steps.ts'

/** More open proposals than anybody ever has: the caps of the engine and what people added by hand. */
const MOST = 100

/** A proposal as the page of its newcomer tells it: what it is about, the steps that were taken, and the newest yes to this employer. */
export type DossierProposal = RowOfDossier & {
  /** Oldest first. */
  history: Pick<typeof proposalLog.$inferSelect, 'step' | 'actorRole' | 'reasons' | 'at'>[]
  consent: LatestConsent | null
}
type RowOfDossier = Awaited<ReturnType<typeof rowsOf>>[number]

const rowsOf = (db: Reader, newcomerId: string, coachId: string) =>
  db
    .select({
      id: proposals.id,
      state: proposals.state,
      answerDueOn: proposals.answerDueOn,
      title: positions.title,
      employerId: positions.employerId,
      employerName: employers.name,
      availability: newcomers.availability,
    })
    .from(proposals)
    .innerJoin(newcomers, eq(newcomers.id, proposals.newcomerId))
    .innerJoin(positions, eq(positions.id, proposals.positionId))
    .innerJoin(employers, eq(employers.id, positions.employerId))
    .where(
      and(
        eq(proposals.newcomerId, newcomerId),
        eq(newcomers.coachId, coachId),
        inArray(proposals.state, [...OPEN_PROPOSAL_STATES, 'placed']),
      ),
    )
    .orderBy(asc(proposals.answerDueOn), desc(proposals.score), asc(proposals.id))
    .limit(MOST)

/**
 * Every open proposal of one newcomer of the own caseload, and the placed ones: the one that should be answered first comes first. Three reads,
 * however many there are.
 * @returns none for somebody else's newcomer
 * @throws Refusal `forbidden`
 */
export async function dossierOf(ctx: Ctx, newcomerId: string): Promise<DossierProposal[]> {
  requireRole(ctx.actor, 'coach')
  if (!isId(newcomerId)) return []
  const rows = await rowsOf(ctx.db, newcomerId, ctx.actor.accountId)
  if (rows.length === 0) return []
  const ids = rows.map((row) => row.id)
  const [steps, given] = await Promise.all([
    ctx.db
      .select({
        proposalId: proposalLog.proposalId,
        step: proposalLog.step,
        fromState: proposalLog.fromState,
        toState: proposalLog.toState,
        actorRole: proposalLog.actorRole,
        reasons: proposalLog.reasons,
        at: proposalLog.at,
      })
      .from(proposalLog)
      .where(inArray(proposalLog.proposalId, ids))
      .orderBy(asc(proposalLog.at), asc(proposalLog.id)),
    ctx.db
      .select({
        proposalId: consents.proposalId,
        id: consents.id,
        fields: consents.fields,
        expiresOn: consents.expiresOn,
        withdrawnAt: consents.withdrawnAt,
        employerId: consents.employerId,
        givenAt: consents.givenAt,
        language: consents.language,
        textVersion: consents.textVersion,
      })
      .from(consents)
      .where(inArray(consents.proposalId, ids))
      .orderBy(desc(consents.givenAt)),
  ])
  const [stepsOf, givenOf] = [groupBy(steps, (row) => row.proposalId), groupBy(given, (row) => row.proposalId)]
  return rows.map((row) => {
    const newest = givenOf.get(row.id)?.find((one) => one.employerId === row.employerId)
    return {
      ...row,
      history: inTakenOrder(stepsOf.get(row.id) ?? []).map(({ step, actorRole, reasons, at }) => ({
        step,
        actorRole,
        reasons,
        at,
      })),
      consent: newest ? consentIn(newest) : null,
    }
  })
}

const consentIn = ({ proposalId: _its, ...consent }: LatestConsent & { proposalId: string }): LatestConsent => ({
  ...consent,
  fields: fieldsOfYes(consent),
})
