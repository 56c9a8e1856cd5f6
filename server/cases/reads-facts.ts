import { desc, eq, inArray } from 'drizzle-orm'
import { elevated } from '#db/bound.ts'
import type { Reader } from '#db/client.ts'
import { accounts } from '#db/schema/accounts.ts'
import { establishments } from '#db/schema/employers.ts'
import { factStatements } from '#db/schema/facts.ts'
import type { PositionType } from '#db/values/positions.ts'
import { FACT_QUESTIONS, type FactQuestion } from '#db/values/safeguards.ts'
import { requireRole } from '#server/access/may.ts'
import { sameRoleFor, staffingFactsOf } from '#server/employers/reads.ts'
import type { CountsFor } from '#server/employers/rules.ts'
import { nearStartsOf } from '#server/placements/reads-near.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import { groupBy } from '#server/platform/group-by.ts'
import type { SafeguardPolicy } from '#server/safeguards/rules/policy.ts'
import { ownEstablishment } from './reads-own.ts'
import { CASE_POLICY } from './rules.ts'
import {
  type Contradiction,
  contradictionsIn,
  FACT_ANSWERS,
  FACT_TABLE,
  type FactAnswers,
  isGoodAtStart,
  quarterToState,
  questionsOf,
  type Statement,
  standingOf,
} from './rules-facts.ts'

const columns = {
  id: factStatements.id,
  establishmentId: factStatements.establishmentId,
  occupationUri: factStatements.occupationUri,
  question: factStatements.question,
  answer: factStatements.answer,
  evidenceKind: factStatements.evidenceKind,
  evidenceRef: factStatements.evidenceRef,
  evidenceBy: factStatements.evidenceBy,
  evidenceOn: factStatements.evidenceOn,
  statedOn: factStatements.statedOn,
  validUntil: factStatements.validUntil,
  statedByRole: accounts.role,
}
export type StatedFact = Statement & {
  evidenceKind: typeof factStatements.$inferSelect.evidenceKind
  evidenceRef: string
  evidenceBy: string
  evidenceOn: string
  statedByRole: string
}

/**
 * Every statement of an establishment in the order of the questions: of question, role and quarter only the last one.
 * @param lock `locked` keeps a second statement about this establishment away until the end of the transaction
 */
export async function newestStatements(db: Reader, establishmentId: string, lock?: 'locked'): Promise<StatedFact[]> {
  if (lock)
    await db
      .select({ id: establishments.id })
      .from(establishments)
      .where(eq(establishments.id, establishmentId))
      .for('no key update')
  const order = (one: StatedFact) => FACT_QUESTIONS.indexOf(one.question)
  return lastOf(await statementsWhere(db, [establishmentId])).sort((one, other) => order(one) - order(other))
}

const statementsWhere = (db: Reader, ids: string[]): Promise<StatedFact[]> =>
  elevated(db, 'say-who')
    .select(columns)
    .from(factStatements)
    .innerJoin(accounts, eq(accounts.id, factStatements.statedBy))
    .where(inArray(factStatements.establishmentId, ids))
    .orderBy(desc(factStatements.statedAt), desc(factStatements.id))

/** The quarter that hours are stated of; '' for other questions. */
const quarterOf = ({ question, answer }: StatedFact): string =>
  question === 'quarter-hours' ? FACT_ANSWERS[question].parse(answer).quarter : ''

const lastOf = (rows: StatedFact[]): StatedFact[] => {
  const seen = new Set<string>()
  return rows.filter((row) => {
    const key = `${row.establishmentId} ${row.question} ${row.occupationUri ?? ''} ${quarterOf(row)}`
    return !seen.has(key) && seen.add(key)
  })
}

type StatedOnPage = StatedFact & { isAged: boolean; isAskedAgain: boolean }

/** Whether an answer stands: not too old today, nor for a start at the establishment that is near. */
async function standsFor(db: Reader, establishmentId: string, today: string) {
  const near = (await nearStartsOf(db, [establishmentId], today, CASE_POLICY.tellsStartDays)).get(establishmentId)
  return (one: Statement): boolean => one.validUntil >= today && (near === undefined || isGoodAtStart(one, near))
}

/**
 * What an establishment stated, the newest of each question and role: what the employer's own record and a case page show. `isAged` = too old today;
 * `isAskedAgain` = that, or too old for a start that is near.
 *
 * @throws Refusal `forbidden`, `not-found` (a foreign establishment)
 */
export async function statedFactsOf(ctx: Ctx, establishmentId: string): Promise<StatedOnPage[]> {
  await ownEstablishment(ctx.db, ctx.actor, establishmentId)
  const today = dayOf(ctx.now)
  const stands = await standsFor(ctx.db, establishmentId, today)
  return (await newestStatements(ctx.db, establishmentId)).map((one) => ({
    ...one,
    isAged: one.validUntil < today,
    isAskedAgain: !stands(one),
  }))
}

/**
 * What stands of many establishments for a role, for `withStatements`: one query.
 * @param today Dutch day, `YYYY-MM-DD`
 */
export async function statementsFor(
  db: Reader,
  establishmentIds: readonly string[],
  today: string,
  what: CountsFor = 'site',
) {
  const ids = [...new Set(establishmentIds)]
  const byEstablishment = groupBy(ids.length ? await statementsWhere(db, ids) : [], (row) => row.establishmentId)
  return (establishmentId: string, occupationUri: string): Partial<FactAnswers> =>
    standingOf(byEstablishment.get(establishmentId) ?? [], occupationUri, today, what)
}

/**
 * Where what an establishment stated and what is known of it disagree. An employer reads only what they may know: no concern of a follow-up.
 *
 * @throws Refusal `forbidden`, `not-found` (a foreign establishment)
 */
export async function contradictionsOf(
  ctx: Ctx,
  establishmentId: string,
  policy: Pick<SafeguardPolicy, 'numbers'>,
): Promise<Contradiction[]> {
  const { actor, db } = ctx
  const establishment = await ownEstablishment(db, actor, establishmentId)
  const today = dayOf(ctx.now)
  const reader = actor.role === 'employer' ? 'employer' : 'officer'
  const [statements, history, isSameRole] = await Promise.all([
    newestStatements(db, establishmentId),
    staffingFactsOf(db, establishmentId, reader),
    sameRoleFor(db, [establishmentId]),
  ])
  const standing = statements.filter((one) => one.validUntil >= today)
  return contradictionsIn(standing, history, establishment, policy, isSameRole)
}

export type AskedFact = {
  question: FactQuestion
  rules: string[]
  perRole: boolean
  standing: StatedFact | null
  /** Of hours per quarter: the quarter that is asked next. */
  quarter?: string
}

/**
 * What stands of one question for a role. Hours of a quarter are about one role and stand once the last three quarters are there; without a role they are
 * not asked.
 * @param stated what an establishment stated and is not too old, the newest first
 * @returns null where the question cannot be asked
 */
export const standingFor = (
  stated: readonly StatedFact[],
  question: FactQuestion,
  occupationUri: string | null,
  today: string,
): Pick<AskedFact, 'standing' | 'quarter'> | null => {
  const here = stated.filter((one) => one.question === question)
  const ofRole = here.filter((one) => FACT_TABLE[question].perRole && one.occupationUri === occupationUri)
  if (question !== 'quarter-hours')
    return { standing: ofRole[0] ?? here.find((one) => one.occupationUri === null) ?? null }
  if (occupationUri === null) return null
  const quarter = quarterToState(ofRole.map(quarterOf), today)
  return quarter === null ? { standing: ofRole[0] ?? null } : { standing: null, quarter }
}

/**
 * The questions that a position of this type and role needs answered of its establishment, each with the rules that ask and the statement that
 * still stands; null = not answered, or too old.
 *
 * @throws Refusal `forbidden` for anybody but an employer, `not-found` (a foreign establishment)
 */
export async function factsToState(
  ctx: Ctx,
  place: { establishmentId: string; occupationUri: string | null; type: PositionType; wageSubsidy?: boolean },
  policy: Pick<SafeguardPolicy, 'datedOn'>,
): Promise<AskedFact[]> {
  requireRole(ctx.actor, 'employer')
  await ownEstablishment(ctx.db, ctx.actor, place.establishmentId)
  const today = dayOf(ctx.now)
  const stands = await standsFor(ctx.db, place.establishmentId, today)
  const stated = (await newestStatements(ctx.db, place.establishmentId)).filter(stands)
  return questionsOf(place.type, policy, place.wageSubsidy).flatMap(({ question, rules }) => {
    const found = standingFor(stated, question, place.occupationUri, today)
    return found ? [{ question, rules, perRole: FACT_TABLE[question].perRole, ...found }] : []
  })
}
