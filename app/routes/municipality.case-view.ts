import type { CaseShown } from '#app/ui/municipality/case-view.ts'
import { type CaseView, caseOf } from '#server/cases/reads-case.ts'
import { CASE_POLICY } from '#server/cases/rules.ts'
import { REPORTABLE_FACTS } from '#server/employers/record-staffing-fact.ts'
import { mayEnd } from '#server/employers/rules.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import type { PositionForEditing } from '#server/positions/reads.ts'
import { objectionForOfficer } from '#server/positions/reads-objections.ts'
import { occupationsByUri } from '#server/reference/reads.ts'
import { labelIn } from '#server/reference/rules.ts'
import { addMonths } from '#server/safeguards/rules/calendar.ts'
import { NUMBER_ROWS } from '#server/safeguards/rules/numbers.ts'
import type { SafeguardNumbers } from '#server/safeguards/rules/policy.ts'

/** The position as its case page shows it, from the page of the position itself. */
export const caseFacts = (found: PositionForEditing) => {
  const { establishment, occupation, tasks, learns, learningPlan } = found
  return {
    occupation: labelIn(occupation, 'nl').text,
    establishment: establishment.name,
    seats: found.seats,
    hoursPerWeek: found.hoursPerWeek,
    startsOn: found.startsOn,
    endsOn: found.endsOn,
    hourlyWageCents: found.hourlyWageCents,
    supervisorName: found.supervisorName,
    supervisorHours: found.supervisorHours,
    tasks,
    learns,
    learningPlan,
  }
}

/**
 * One case as its page shows it: `caseOf` with roles in Dutch words and moments as text.
 *
 * @throws Refusal `forbidden`, `not-found`
 */
export async function caseView(ctx: Ctx, verdictId: string): Promise<CaseShown> {
  const found = await caseOf(ctx, verdictId)
  const named = await roleNames(ctx, found)
  const role = (uri: string | null) => (uri === null ? null : (named.get(uri) ?? null))
  const { verdict, decisions, judged, position } = found
  const objection = await objectionForOfficer(ctx, verdictId)
  const today = dayOf(ctx.now)
  return {
    id: verdict.id,
    positionId: position.id,
    title: position.title,
    type: position.type,
    state: position.state,
    card: found.card,
    isNewest: verdict.isNewest,
    employerStands: found.employerStands,
    terms: {
      role: role(judged.occupationUri) ?? '',
      type: judged.type,
      establishment: found.establishment.name,
      place: found.establishment.place,
      seats: judged.seats,
      hoursPerWeek: judged.hoursPerWeek,
      startsOn: judged.startsOn,
      endsOn: judged.endsOn,
    },
    objection,
    declaration: { ...position.declaration } as Record<string, unknown>,
    verdict: {
      outcome: verdict.outcome,
      moment: verdict.moment,
      askedAt: verdict.askedAt.toISOString(),
      policyVersion: verdict.policyVersion,
      reasons: verdict.reasons.map(({ ruleId, outcome, code, params, approved, passedBy }) => ({
        ruleId,
        outcome,
        code,
        params,
        approved: approved === true,
        passedBy,
      })),
    },
    trail: found.trail.map(({ rule, version, title, tags, sources, outcome, reasons, numbers }) => ({
      rule,
      version,
      title: title.nl,
      basis: tags[0] ?? 'own',
      sources: sources.map(({ nl, verified }) => ({ text: nl, isUnverified: !verified })),
      outcome,
      reasons,
      numbers: Object.entries(numbers).map(([name, value]) => {
        const row = NUMBER_ROWS[name as keyof SafeguardNumbers]
        return { title: row.title.nl, unit: row.unit, value }
      }),
    })),
    decisions: decisions.map((one) => ({ ...one, decidedAt: one.decidedAt.toISOString() })),
    canBeOverridden: found.canBeOverridden,
    overrides: found.overrides.map((one) => ({
      id: one.id,
      state: one.state,
      motivation: one.motivation,
      validUntil: one.validUntil,
      askedAt: one.askedAt.toISOString(),
      askedByName: one.askedByName ?? '',
      isOwn: one.askedBy !== null && one.askedBy === ctx.actor.accountId,
      secondByName: one.secondByName,
      secondMotivation: one.secondMotivation,
      changed: one.changed,
    })),
    overrideMonths: CASE_POLICY.overrideMostMonths,
    overrideUntil: addMonths(today, CASE_POLICY.overrideMostMonths),
    today,
    messages: found.messages.map((one) => ({ ...one, at: one.at.toISOString() })),
    statements: found.statements.map((one) => ({
      id: one.id,
      question: one.question,
      answer: one.answer,
      role: role(one.occupationUri),
      evidenceKind: one.evidenceKind,
      evidenceRef: one.evidenceRef,
      evidenceBy: one.evidenceBy,
      evidenceOn: one.evidenceOn,
      statedOn: one.statedOn,
      validUntil: one.validUntil,
      isAged: one.isAged,
    })),
    contradictions: found.contradictions.map(({ question, code, params }) => ({ question, code, params })),
    history: found.history.map((one) => ({
      id: one.id,
      kind: one.kind,
      role: role(one.occupationUri),
      reason: one.reason,
      none: one.detail['found'] === 'none',
      happenedOn: one.happenedOn,
      endedOn: one.endedOn,
      reportedBy: one.reportedBy,
      mayEnd: mayEnd(one, 'officer', today),
    })),
    record: {
      establishment: {
        id: found.establishment.id,
        name: found.establishment.name,
        place: found.establishment.place,
      },
      kinds: [...REPORTABLE_FACTS],
      roles: rolesOf(found).map((uri) => ({ uri, label: named.get(uri) ?? uri })),
    },
    tension: found.tension,
    earlier: found.earlier.map((one) => ({
      id: one.verdictId,
      title: one.title,
      role: role(one.occupationUri),
      outcome: one.outcome,
      askedAt: one.askedAt.toISOString(),
      decision: one.decision,
      motivation: one.motivation,
    })),
    signals: found.signals.map((one) => ({
      id: one.id,
      code: one.code,
      params: one.params,
      state: one.state,
      pauses: one.pauses && one.state !== 'closed',
      firstSeenOn: one.firstSeenOn,
    })),
    log: found.log.map(({ at, subject, step, byName, byRole, detail }) => ({
      at: at.toISOString(),
      subject,
      step,
      byName,
      byRole,
      detail,
    })),
  }
}

/** The role that was asked about, and those of what was reported here: an officer settles a request under its own role. */
const rolesOf = ({ judged, history }: CaseView): string[] => [
  ...new Set([judged.occupationUri, ...history.flatMap(({ occupationUri }) => occupationUri ?? [])]),
]

async function roleNames({ db }: Ctx, found: CaseView): Promise<Map<string, string>> {
  const uris = [found.position, found.judged, ...found.statements, ...found.history, ...found.earlier].flatMap(
    ({ occupationUri }) => occupationUri ?? [],
  )
  const terms = await occupationsByUri(db, [...new Set(uris)])
  return new Map([...terms].map(([uri, term]) => [uri, labelIn(term.labels, 'nl').text]))
}
