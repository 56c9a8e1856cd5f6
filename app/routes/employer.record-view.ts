import { auditFilesFor } from '#server/cases/reads-audits.ts'
import { contradictionsOf, statedFactsOf } from '#server/cases/reads-facts.ts'
import { policiesFor } from '#server/cases/reads-profiles.ts'
import { signalsFor } from '#server/cases/reads-signals.ts'
import { establishmentsOf } from '#server/employers/reads.ts'
import type { Actor } from '#server/platform/context.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import { answersForEmployer } from '#server/positions/reads-answers.ts'
import { occupationsByUri } from '#server/reference/reads.ts'
import { labelIn } from '#server/reference/rules.ts'
import { MONITOR_TITLES, type MonitorId } from '#server/safeguards/rules/monitors/table.ts'
import { policyOn } from '#server/safeguards/rules/profile.ts'

type OwnCtx = Ctx & { actor: Actor & { employerId: string } }

/** What a signal is called, in Dutch; a code that is no monitor reads as it is. */
const monitorTitle = (monitor: string): string =>
  monitor in MONITOR_TITLES ? MONITOR_TITLES[monitor as MonitorId].nl : monitor

/** All that an employer's own record shows. */
export async function recordOf(ctx: OwnCtx) {
  const { db, actor } = ctx
  const today = dayOf(ctx.now)
  const establishments = await establishmentsOf(db, actor.employerId)
  const codes = establishments.map(({ municipalityCode }) => municipalityCode)
  const policyOf = await policiesFor(db, codes, policyOn(today), today)
  const [signals, answers, audits, stated, contradictions] = await Promise.all([
    signalsFor(ctx),
    answersForEmployer(ctx),
    auditFilesFor(ctx),
    Promise.all(establishments.map(({ id }) => statedFactsOf(ctx, id))),
    Promise.all(
      establishments.map(({ id, municipalityCode }) => contradictionsOf(ctx, id, policyOf(municipalityCode))),
    ),
  ])
  const occupations = await occupationsByUri(
    db,
    stated.flat().flatMap(({ occupationUri }) => occupationUri ?? []),
  )
  const roleOf = (uri: string | null) => (uri ? labelIn(occupations.get(uri)?.labels ?? {}, 'nl').text : null)
  return {
    signals: signals.map((one) => ({
      id: one.id,
      subject: one.subject,
      name: one.establishmentName ?? one.employerName ?? '',
      title: monitorTitle(one.monitor),
      monitor: one.monitor,
      outcome: one.outcome,
      code: one.code,
      params: one.params,
      pauses: one.pauses,
      firstSeenOn: one.firstSeenOn,
      lastSeenOn: one.lastSeenOn,
      answerDueOn: one.answerDueOn,
      state: one.state,
      answer: one.answer,
      closingReason: one.closingReason,
      closedOn: one.closedAt && dayOf(one.closedAt),
    })),
    establishments: establishments.map(({ id, name, place }, at) => ({
      id,
      name,
      place,
      contradictions: contradictions[at] ?? [],
      statements: (stated[at] ?? []).map((one) => ({
        id: one.id,
        question: one.question,
        answer: one.answer,
        role: roleOf(one.occupationUri),
        evidenceKind: one.evidenceKind,
        evidenceRef: one.evidenceRef,
        evidenceBy: one.evidenceBy,
        evidenceOn: one.evidenceOn,
        isByOfficer: one.statedByRole === 'officer',
        statedOn: one.statedOn,
        validUntil: one.validUntil,
        isAged: one.isAged,
      })),
    })),
    answers: answers.map((one) => ({ ...one, askedOn: dayOf(one.askedAt) })),
    audits: audits.map(
      ({
        id,
        year,
        title,
        positionId,
        state,
        finding,
        motivation,
        answerDueOn,
        answer,
        consequence,
        closingReason,
      }) => ({
        id,
        year,
        title,
        positionId,
        state,
        finding,
        motivation,
        answerDueOn,
        answer,
        consequence,
        closingReason,
      }),
    ),
  }
}
