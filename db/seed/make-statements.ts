import type { factStatements } from '#db/schema/facts.ts'
import type { FactQuestion } from '#db/values/safeguards.ts'
import { endOfTerm, morningOf } from './days.ts'
import type { MadeEmployer } from './make-employer.ts'
import type { Random } from './random.ts'

type MadeStatement = typeof factStatements.$inferInsert

type Answered = { answer: MadeStatement['answer']; months?: number; ref?: string; by?: string }
/** What an employer in good order states; a works council is there from 50 people on (WOR art. 2). */
const answersOf = (
  employeesTotal: number,
  on: string,
  isDismissing: boolean,
): Partial<Record<FactQuestion, Answered>> => ({
  'dismissal-requests': { answer: isDismissing, months: 3 },
  'collective-dismissal': { answer: null, months: 3 },
  ...(employeesTotal >= 50 && { 'works-council': { answer: 'advised' } }),
  'staff-informed': { answer: true },
  recognition: {
    answer: { recognised: true, crebo: '25655', checkedOn: on },
    ref: 'Register van SBB',
    by: 'SBB',
  },
  'volunteer-declaration': { answer: { given: true, until: null }, ref: 'Verklaring van UWV', by: 'UWV' },
  lender: {
    answer: { registered: true, admission: 'admitted', paysAsHost: true },
    months: 6,
    ref: 'Handelsregister',
    by: 'KVK',
  },
})

/**
 * What an employer stated of its establishment on some days. The terms are those of the questions (server/cases/rules-facts.ts).
 *
 * @param statedBy account of the employer
 * @param days `YYYY-MM-DD`; a later statement goes before an earlier one
 * @param strikeDays days on which it said that there is no strike: good for three months, and for a start for one
 * @param dismissedOn day on which it asked to dismiss somebody
 */
export function makeStatements(
  random: Random,
  { employer, establishment }: MadeEmployer,
  statedBy: string,
  { days, strikeDays, dismissedOn }: { days: readonly string[]; strikeDays: readonly string[]; dismissedOn?: string },
): MadeStatement[] {
  const stated =
    (on: string) =>
    (question: string, { answer, months = 12, ref, by }: Answered): MadeStatement => ({
      id: random.uuid(),
      establishmentId: establishment.id,
      occupationUri: null,
      question: question as FactQuestion,
      answer,
      evidenceKind: ref === undefined ? 'declaration' : 'register',
      evidenceRef: ref ?? '',
      evidenceBy: by ?? 'Personeelszaken',
      evidenceOn: on,
      statedBy,
      statedOn: on,
      validUntil: endOfTerm(on, months),
      statedAt: morningOf(on),
    })
  return [
    ...days.flatMap((on) => {
      const isDismissing = dismissedOn !== undefined && dismissedOn <= on
      const answers = Object.entries(answersOf(employer.employeesTotal ?? 0, on, isDismissing))
      return answers.map(([question, answered]) => stated(on)(question, answered))
    }),
    ...strikeDays.map((on) => stated(on)('industrial-action', { answer: false, months: 3 })),
  ]
}
