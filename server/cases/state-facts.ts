import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { factStatements } from '#db/schema/facts.ts'
import { EVIDENCE_KINDS, FACT_QUESTIONS } from '#db/values/safeguards.ts'
import { requireMay, requireRole } from '#server/access/may.ts'
// What weighs in an answer changed, as it does by a recorded fact: the engine asks again (ruling 8).
import { askAgain } from '#server/employers/ask-again.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import { day, filledText, oneOf, orNull, text, uri, uuid } from '#server/platform/fields.ts'
import { logCase } from './log-case.ts'
import { newestStatements } from './reads-facts.ts'
import { ownEstablishment } from './reads-own.ts'
import { FACT_ANSWERS, FACT_TABLE, goodUntil } from './rules-facts.ts'

const StatedFact = z
  .strictObject({
    question: oneOf(FACT_QUESTIONS),
    /** Of the shape of its question (`FACT_ANSWERS`). */
    answer: z.unknown(),
    evidence: z.strictObject({
      kind: oneOf(EVIDENCE_KINDS),
      /** A number or a title to find it by, never the paper itself. */
      ref: text(120).default(''),
      /** Who can be asked: a function or an organisation. */
      by: filledText(80),
      on: day(),
    }),
  })
  .refine((fact) => fact.evidence.kind === 'declaration' || fact.evidence.ref !== '', {
    error: 'required',
    path: ['evidence', 'ref'],
  })
  .superRefine((fact, check) => {
    const read = FACT_ANSWERS[fact.question].safeParse(fact.answer)
    for (const issue of read.success ? [] : read.error.issues)
      check.addIssue({ code: 'custom', message: issue.message, path: ['answer', ...issue.path] })
  })

export const StateFactsInput = z
  .strictObject({
    establishmentId: uuid(),
    /** The role that the answers are about; questions about the whole establishment ignore it. */
    occupationUri: orNull(uri()),
    facts: z.array(StatedFact).min(1, { error: 'too-few' }).max(FACT_QUESTIONS.length, { error: 'too-many' }),
  })
  // Hours of a quarter are about one role: of all roles together no monitor can tell anything.
  .refine((it) => it.occupationUri !== null || !it.facts.some(({ question }) => question === 'quarter-hours'), {
    error: 'required',
    path: ['occupationUri'],
  })
export type StateFactsInput = z.input<typeof StateFactsInput>

/**
 * Keeps what an employer, or an officer who looked it up, states of an establishment: dated, with what it rests on. It is used again for every
 * position until it is too old. What stands word for word already is not kept twice, so sending the form again changes nothing.
 *
 * @returns the ids of the statements that stand for these answers now, in the order asked
 * @throws Refusal `forbidden`, `not-found` (a foreign establishment); ZodError for input that the schema refuses, or evidence from a later day
 */
export async function stateFacts(ctx: Ctx, input: StateFactsInput): Promise<{ statementIds: string[] }> {
  const { establishmentId, occupationUri, facts } = StateFactsInput.parse(input)
  const { actor, now } = ctx
  requireMay(actor, 'case.state-facts')
  requireRole(actor, 'employer', 'officer')
  const today = dayOf(now)
  checkDays(facts, today)
  return ctx.db.transaction(async (tx) => {
    const establishment = await ownEstablishment(tx, actor, establishmentId)
    const known = await newestStatements(tx, establishmentId, 'locked')
    const statementIds: string[] = []
    for (const { question, answer, evidence } of facts) {
      const about = FACT_TABLE[question].perRole ? occupationUri : null
      const value = FACT_ANSWERS[question].parse(answer)
      const same = known.find(
        (one) =>
          one.question === question &&
          one.occupationUri === about &&
          keyOf(question, one.answer) === keyOf(question, value),
      )
      const isTheSame =
        same !== undefined &&
        same.statedOn === today &&
        // Read again, since the database keeps fields in an order of its own.
        JSON.stringify(FACT_ANSWERS[question].parse(same.answer)) === JSON.stringify(value) &&
        same.evidenceKind === evidence.kind &&
        same.evidenceRef === evidence.ref &&
        same.evidenceBy === evidence.by &&
        same.evidenceOn === evidence.on
      if (isTheSame) {
        statementIds.push(same.id)
        continue
      }
      const id = crypto.randomUUID()
      await tx.insert(factStatements).values({
        id,
        establishmentId,
        occupationUri: about,
        question,
        // A plain null would be no value at all in the column.
        answer: value === null ? sql`'null'::jsonb` : value,
        evidenceKind: evidence.kind,
        evidenceRef: evidence.ref,
        evidenceBy: evidence.by,
        evidenceOn: evidence.on,
        statedBy: actor.accountId,
        statedOn: today,
        validUntil: goodUntil(question, today),
        statedAt: now,
      })
      await logCase(
        tx,
        ctx,
        'statement',
        'state',
        id,
        { municipalityCode: establishment.municipalityCode, establishmentId },
        { question },
      )
      statementIds.push(id)
    }
    if (statementIds.some((id) => !known.some((one) => one.id === id))) await askAgain(tx, establishmentId, now)
    return { statementIds }
  })
}

/** Hours are stated per quarter, so a statement about another quarter is not the same question. */
const keyOf = (question: string, answer: unknown): string =>
  question === 'quarter-hours' ? String((answer as { quarter?: unknown }).quarter) : ''

function checkDays(facts: z.output<typeof StateFactsInput>['facts'], today: string): void {
  const issues = facts.flatMap(({ evidence }, at) =>
    evidence.on > today
      ? [
          {
            code: 'custom' as const,
            message: 'in-the-future',
            path: ['facts', at, 'evidence', 'on'],
            input: evidence.on,
          },
        ]
      : [],
  )
  if (issues.length > 0) throw new z.ZodError(issues)
}
