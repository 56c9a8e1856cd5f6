import { and, asc, desc, eq, exists, inArray, isNotNull, isNull, ne, or, sql } from 'drizzle-orm'
import { elevated } from '#db/bound.ts'
import type { Reader } from '#db/client.ts'
import { accounts } from '#db/schema/accounts.ts'
import { caseMessages } from '#db/schema/decisions.ts'
import { positions, positionVerdicts, safeguardDecisions } from '#db/schema/positions.ts'
import { proposals } from '#db/schema/proposals.ts'
import { requireRole } from '#server/access/may.ts'
import { staffingFactsOf } from '#server/employers/reads.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import { ofSuspendedAmong } from '#server/positions/reads-suspended.ts'
import { verdictForEmployer } from '#server/positions/reads-verdicts.ts'
import { mayOverride } from '#server/safeguards/rules/override.ts'
import { WHOLE_POLICY } from '#server/safeguards/rules/policy.ts'
import { policyNamed } from '#server/safeguards/rules/profile.ts'
import { replayVerdict, type TrailLine, trailOf, type Verdict } from '#server/safeguards/rules/verdict.ts'
import { type CaseRow, caseRow, isNewest } from './reads-case-row.ts'
import { contradictionsOf, statedFactsOf } from './reads-facts.ts'
import { logOfPosition } from './reads-log.ts'
import { overridesAskedFor } from './reads-overrides.ts'
import { profilesOf } from './reads-profiles.ts'
import { signalsOfEstablishment } from './reads-signals.ts'
import { tensionsFor } from './reads-tension.ts'
import { changedSince, judgedOf } from './rules-overrides.ts'

/** Earlier answers of the workplace that a case page shows. */
const EARLIER = 20

/**
 * One case on one page: the answer with its trail and what was read for it, what was decided and written, what the establishment stated and where that
 * disagrees with its history, earlier answers and signals, the tension of role and region with its source, and the log. An employer reads the own case
 * without what points at a person, and without the names of officers.
 *
 * @throws Refusal `forbidden`, `not-found` (a foreign case)
 */
export async function caseOf(ctx: Ctx, verdictId: string) {
  const { db, actor } = ctx
  requireRole(actor, 'employer', 'officer')
  const { verdict: row, position, establishment } = await caseRow(db, actor, verdictId)
  const isEmployer = actor.role === 'employer'
  const place = { municipalityCode: establishment.municipalityCode, occupationUri: position.occupationUri }
  const [
    profiles,
    decisions,
    overrides,
    messages,
    statements,
    contradictions,
    history,
    earlier,
    signals,
    tensionOf,
    log,
    newest,
    card,
    suspended,
  ] = await Promise.all([
    profilesOf(db, [establishment.municipalityCode]),
    decisionsOn(db, verdictId),
    overridesAskedFor(db, verdictId),
    messagesOf(db, row),
    statedFactsOf(ctx, establishment.id),
    contradictionsOf(ctx, establishment.id, WHOLE_POLICY),
    staffingFactsOf(db, establishment.id, isEmployer ? 'employer' : 'officer'),
    earlierOf(db, position.establishmentId, verdictId, isEmployer ? 'employer' : 'officer'),
    signalsOfEstablishment(ctx, establishment),
    tensionsFor(db, [place], dayOf(ctx.now)),
    logOfPosition(db, position),
    isNewest(db, row),
    cardOf(db, row),
    ofSuspendedAmong(db, [position.id]),
  ])
  const stored = { ...row, inputs: row.inputs as Verdict['inputs'] }
  const seen = isEmployer ? verdictForEmployer(stored) : stored
  const policy = policyNamed(row.policyVersion, profiles)
  const judged = row.judged ?? judgedOf(position)
  const isAboutPerson = row.newcomerId !== null
  const trail: TrailLine[] = policy === null ? [] : trailOf(replayVerdict(seen, policy), policy)
  return {
    verdict: {
      id: row.id,
      moment: row.moment,
      outcome: row.outcome,
      reasons: seen.reasons,
      policyVersion: row.policyVersion,
      ruleVersions: row.ruleVersions,
      askedAt: row.askedAt,
      isAboutPerson,
      isNewest: newest,
    },
    /** What the answer is about: seats, hours, role and days as they were sent in. */
    judged,
    /** The card of the pair; null for an answer about the place. */
    card,
    trail,
    position: {
      id: position.id,
      code: position.code,
      title: position.title,
      type: position.type,
      state: position.state,
      occupationUri: position.occupationUri,
      startsOn: position.startsOn,
      endsOn: position.endsOn,
      hoursPerWeek: position.hoursPerWeek,
      seats: position.seats,
      declaration: position.declaration,
      learningPlan: position.learningPlan,
    },
    establishment,
    /** False while the employer is suspended: then nothing of it comes on the site. */
    employerStands: suspended.size === 0,
    /** The last one first: after an objection there are two. */
    decisions: isEmployer ? decisions.map((one) => ({ ...one, decidedByName: null })) : decisions,
    objection: objectionTo(row, position, decisions, messages),
    overrides: overrides.map((one) => ({
      ...one,
      ...(isEmployer && { askedBy: null, askedByName: null, secondByName: null }),
      /** Terms of the place that are others by now, so that it does not count; a start tells its own. */
      changed: isAboutPerson ? [] : changedSince(row.judged, judgedOf(position)),
    })),
    /** Which blocks two people could let pass; null = no block. */
    canBeOverridden:
      row.outcome === 'block' && policy !== null
        ? row.reasons.every(
            ({ outcome, ruleId }) => outcome !== 'block' || (ruleId !== undefined && mayOverride(ruleId, policy)),
          )
        : null,
    messages,
    statements,
    contradictions,
    history,
    earlier,
    signals,
    tension: tensionOf(place.municipalityCode, place.occupationUri),
    log: isEmployer ? log.map((line) => ({ ...line, byName: null })) : log,
  }
}
export type CaseView = Awaited<ReturnType<typeof caseOf>>

const decisionsOn = (db: Reader, verdictId: string) =>
  elevated(db, 'say-who')
    .select({
      id: safeguardDecisions.id,
      outcome: safeguardDecisions.outcome,
      motivation: safeguardDecisions.motivation,
      validUntil: safeguardDecisions.validUntil,
      decidedAt: safeguardDecisions.decidedAt,
      decidedByName: accounts.displayName,
    })
    .from(safeguardDecisions)
    .innerJoin(accounts, eq(accounts.id, safeguardDecisions.decidedBy))
    .where(eq(safeguardDecisions.verdictId, verdictId))
    .orderBy(desc(safeguardDecisions.decidedAt))

/** What was written about this place, and about this pair: an earlier answer's messages stay in sight when the place is asked about again. */
async function messagesOf(db: Reader, { id, positionId, newcomerId }: CaseRow['verdict']) {
  const rows = await db
    .select({
      id: caseMessages.id,
      verdictId: caseMessages.verdictId,
      kind: caseMessages.kind,
      body: caseMessages.body,
      byRole: caseMessages.writtenByRole,
      at: caseMessages.writtenAt,
    })
    .from(caseMessages)
    .innerJoin(positionVerdicts, eq(positionVerdicts.id, caseMessages.verdictId))
    .where(
      and(
        eq(positionVerdicts.positionId, positionId),
        or(
          isNull(positionVerdicts.newcomerId),
          newcomerId === null ? undefined : eq(positionVerdicts.newcomerId, newcomerId),
        ),
      ),
    )
    .orderBy(asc(caseMessages.writtenAt), asc(caseMessages.id))
  return rows.map(({ verdictId, ...one }) => ({ ...one, isEarlier: verdictId !== id }))
}

/**
 * Where a rejection stands with its employer. `possible` = nothing was written since; `waits` = another officer decides; `changed` = the place was changed
 * since, so it has to be sent in again; `decided` = the objection was decided, and that is the last word on this answer. null = not rejected, or in play no
 * more.
 */
function objectionTo(
  verdict: CaseRow['verdict'],
  position: CaseRow['position'],
  decisions: readonly { outcome: string; decidedAt: Date }[],
  messages: readonly { byRole: string; at: Date; isEarlier: boolean }[],
): 'possible' | 'waits' | 'changed' | 'decided' | null {
  const [last, first] = decisions
  if (last?.outcome !== 'rejected' || verdict.newcomerId !== null) return null
  if (first) return 'decided'
  if (position.state !== 'draft' && position.state !== 'paused') return null
  const isWritten = messages.some((one) => one.byRole === 'employer' && !one.isEarlier && one.at >= last.decidedAt)
  if (isWritten) return 'waits'
  return position.updatedAt > last.decidedAt ? 'changed' : 'possible'
}

async function cardOf(db: Reader, { positionId, newcomerId }: CaseRow['verdict']): Promise<string | null> {
  if (newcomerId === null) return null
  const [row] = await elevated(db, 'name-card')
    .select({ cardCode: proposals.cardCode })
    .from(proposals)
    .where(and(eq(proposals.positionId, positionId), eq(proposals.newcomerId, newcomerId)))
    .orderBy(desc(proposals.createdAt))
    .limit(1)
  return row?.cardCode ?? null
}

/** Earlier answers at publish about the same workplace, with what was decided: without those about a person. */
async function earlierOf(db: Reader, establishmentId: string, verdictId: string, reader: 'employer' | 'officer') {
  const isWrittenAbout = exists(
    db
      .select({ one: sql`1` })
      .from(caseMessages)
      .where(and(eq(caseMessages.verdictId, positionVerdicts.id), eq(caseMessages.writtenByRole, 'employer'))),
  )
  return db
    .select({
      verdictId: positionVerdicts.id,
      positionId: positions.id,
      title: positions.title,
      type: positions.type,
      occupationUri: positions.occupationUri,
      outcome: positionVerdicts.outcome,
      askedAt: positionVerdicts.askedAt,
      decision: safeguardDecisions.outcome,
      motivation: safeguardDecisions.motivation,
    })
    .from(positionVerdicts)
    .innerJoin(positions, eq(positions.id, positionVerdicts.positionId))
    .leftJoin(
      safeguardDecisions,
      and(
        eq(safeguardDecisions.verdictId, positionVerdicts.id),
        sql`not exists (select 1 from safeguard_decisions later where later.verdict_id = ${positionVerdicts.id}
          and later.decided_at > ${safeguardDecisions.decidedAt})`,
      ),
    )
    .where(
      and(
        eq(positions.establishmentId, establishmentId),
        eq(positionVerdicts.moment, 'publish'),
        ne(positionVerdicts.id, verdictId),
        inArray(positionVerdicts.outcome, ['human', 'block']),
        // What an employer tried and never sent in is nobody's but the employer's.
        reader === 'employer'
          ? undefined
          : or(ne(positions.state, 'draft'), isNotNull(safeguardDecisions.id), isWrittenAbout),
      ),
    )
    .orderBy(desc(positionVerdicts.askedAt))
    .limit(EARLIER)
}
