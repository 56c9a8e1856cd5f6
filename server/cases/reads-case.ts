import { and, asc, desc, eq, inArray, ne } from 'drizzle-orm'
import type { Reader } from '#db/client.ts'
import { accounts } from '#db/schema/accounts.ts'
import { caseMessages } from '#db/schema/decisions.ts'
import { positions, positionVerdicts, safeguardDecisions } from '#db/schema/positions.ts'
import { staffingFactsOf } from '#server/employers/reads.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import { verdictForEmployer } from '#server/positions/reads-verdicts.ts'
import { mayOverride } from '#server/safeguards/rules/override.ts'
import { WHOLE_POLICY } from '#server/safeguards/rules/policy.ts'
import { policyNamed } from '#server/safeguards/rules/profile.ts'
import { replayVerdict, type TrailLine, trailOf, type Verdict } from '#server/safeguards/rules/verdict.ts'
import { caseRow } from './reads-case-row.ts'
import { contradictionsOf, statedFactsOf } from './reads-facts.ts'
import { logOfPosition } from './reads-log.ts'
import { overridesAskedFor } from './reads-overrides.ts'
import { profilesOf } from './reads-profiles.ts'
import { signalsOfEstablishment } from './reads-signals.ts'
import { tensionsFor } from './reads-tension.ts'

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
  const { verdict: row, position, establishment } = await caseRow(db, actor, verdictId)
  const isEmployer = actor.role === 'employer'
  const place = { municipalityCode: establishment.municipalityCode, occupationUri: position.occupationUri }
  const [
    profiles,
    decision,
    overrides,
    messages,
    statements,
    contradictions,
    history,
    earlier,
    signals,
    tensionOf,
    log,
  ] = await Promise.all([
    profilesOf(db, [establishment.municipalityCode]),
    decisionOn(db, verdictId),
    overridesAskedFor(db, verdictId),
    messagesOf(db, verdictId),
    statedFactsOf(ctx, establishment.id),
    contradictionsOf(ctx, establishment.id, WHOLE_POLICY),
    staffingFactsOf(db, establishment.id, isEmployer ? 'employer' : 'officer'),
    earlierOf(db, position.establishmentId, verdictId),
    signalsOfEstablishment(ctx, establishment),
    tensionsFor(db, [place], dayOf(ctx.now)),
    logOfPosition(db, position.id),
  ])
  const stored = { ...row, inputs: row.inputs as Verdict['inputs'] }
  const seen = isEmployer ? verdictForEmployer(stored) : stored
  const policy = policyNamed(row.policyVersion, profiles)
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
      isAboutPerson: row.newcomerId !== null,
    },
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
    decision: decision && isEmployer ? { ...decision, decidedByName: null } : decision,
    overrides: isEmployer
      ? overrides.map((one) => ({ ...one, askedBy: null, askedByName: null, secondByName: null }))
      : overrides,
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

async function decisionOn(db: Reader, verdictId: string) {
  const [row] = await db
    .select({
      outcome: safeguardDecisions.outcome,
      motivation: safeguardDecisions.motivation,
      validUntil: safeguardDecisions.validUntil,
      decidedAt: safeguardDecisions.decidedAt,
      decidedByName: accounts.displayName,
    })
    .from(safeguardDecisions)
    .innerJoin(accounts, eq(accounts.id, safeguardDecisions.decidedBy))
    .where(eq(safeguardDecisions.verdictId, verdictId))
  return row ?? null
}

const messagesOf = (db: Reader, verdictId: string) =>
  db
    .select({
      id: caseMessages.id,
      kind: caseMessages.kind,
      body: caseMessages.body,
      byRole: caseMessages.writtenByRole,
      at: caseMessages.writtenAt,
    })
    .from(caseMessages)
    .where(eq(caseMessages.verdictId, verdictId))
    .orderBy(asc(caseMessages.writtenAt), asc(caseMessages.id))

/** Earlier answers at publish about the same workplace, with what was decided: without those about a person. */
async function earlierOf(db: Reader, establishmentId: string, verdictId: string) {
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
    .leftJoin(safeguardDecisions, eq(safeguardDecisions.verdictId, positionVerdicts.id))
    .where(
      and(
        eq(positions.establishmentId, establishmentId),
        eq(positionVerdicts.moment, 'publish'),
        ne(positionVerdicts.id, verdictId),
        inArray(positionVerdicts.outcome, ['human', 'block']),
      ),
    )
    .orderBy(desc(positionVerdicts.askedAt))
    .limit(EARLIER)
}
