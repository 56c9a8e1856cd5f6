import type { PositionType } from '#db/values/positions.ts'
import { FACT_QUESTIONS, type FactQuestion } from '#db/values/safeguards.ts'
import { factsToState, type StatedFact, standingFor, statedFactsOf } from '#server/cases/reads-facts.ts'
import { FACT_TABLE } from '#server/cases/rules-facts.ts'
import { establishmentsOf } from '#server/employers/reads.ts'
import { type Actor, type Ctx, dayOf } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { rolesOfEmployer } from '#server/positions/reads-roles.ts'
import { occupationsByUri } from '#server/reference/reads.ts'
import { labelIn } from '#server/reference/rules.ts'
import { policyOn } from '#server/safeguards/rules/profile.ts'
import { RULE_TITLES, type RuleId } from '#server/safeguards/rules/titles.ts'

type OwnCtx = Ctx & { actor: Actor & { employerId: string } }
type Line = {
  question: FactQuestion
  perRole: boolean
  rules: { id: string; title: string }[]
  standing: StatedFact | null
  quarter?: string
}

const titled = (ids: readonly string[]) =>
  ids.flatMap((id) => (id in RULE_TITLES && id !== 'MON' ? [{ id, title: RULE_TITLES[id as RuleId].nl }] : []))

/**
 * What there is to answer about an establishment: the questions still open, and those that stand.
 * @param asked `again` puts a standing question among the open ones
 * @throws Refusal `not-found` (a foreign establishment)
 */
export async function questionsFor(
  ctx: OwnCtx,
  asked: {
    establishmentId: string | null
    type: PositionType | null
    /** The position declares a wage subsidy. */
    wageSubsidy: boolean
    occupationUri: string | null
    again: string | null
  },
) {
  const { db, actor } = ctx
  const [establishments, own] = await Promise.all([establishmentsOf(db, actor.employerId), rolesOfEmployer(ctx)])
  const establishment = asked.establishmentId
    ? establishments.find(({ id }) => id === asked.establishmentId)
    : establishments[0]
  if (asked.establishmentId && !establishment) throw new Refusal('not-found')
  const sought = asked.occupationUri
  // The role of a position that is not saved yet.
  const added =
    sought === null || own.some(({ uri }) => uri === sought) ? [] : [...(await occupationsByUri(db, [sought])).values()]
  const roles = [...own, ...added]
    .map(({ uri, labels }) => ({ uri, label: labelIn(labels, 'nl').text }))
    .sort((one, other) => one.label.localeCompare(other.label))
  const role = roles.find(({ uri }) => uri === asked.occupationUri) ?? null
  const lines = establishment ? await linesOf(ctx, establishment.id, asked, role?.uri ?? null) : []
  const isOpen = (line: Line) => line.standing === null || line.question === asked.again
  return {
    establishments: establishments.map(({ id, name, place }) => ({ id, name, place })),
    establishment: establishment ? { id: establishment.id, name: establishment.name } : null,
    roles,
    role,
    open: lines.filter(isOpen).map(({ question, perRole, rules, quarter }) => ({
      question,
      perRole,
      rules,
      quarter: quarter ?? null,
    })),
    standing: lines.flatMap(({ question, rules, standing }) =>
      standing === null ? [] : [{ question, rules, answer: standing.answer, validUntil: standing.validUntil }],
    ),
  }
}

/** The questions of one type; without a type every question there is, those of the monitors included. */
async function linesOf(
  ctx: OwnCtx,
  establishmentId: string,
  { type, wageSubsidy }: { type: PositionType | null; wageSubsidy: boolean },
  occupationUri: string | null,
): Promise<Line[]> {
  if (type !== null) {
    const asked = await factsToState(
      ctx,
      { establishmentId, occupationUri, type, wageSubsidy },
      policyOn(dayOf(ctx.now)),
    )
    return asked.map((one) => ({ ...one, rules: titled(one.rules) }))
  }
  const stated = (await statedFactsOf(ctx, establishmentId)).filter((one) => !one.isAskedAgain)
  return FACT_QUESTIONS.flatMap((question) => {
    const { perRole, rules } = FACT_TABLE[question]
    const found = standingFor(stated, question, occupationUri, dayOf(ctx.now))
    return found ? [{ question, perRole, rules: titled(rules), ...found }] : []
  })
}
