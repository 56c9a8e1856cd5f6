import { z } from 'zod'
import type { PositionType } from '#db/values/positions.ts'
import { FACT_QUESTIONS, type FactAnswer, type FactQuestion } from '#db/values/safeguards.ts'
import { isLook, type SameRole, type StaffingFactRow } from '#server/employers/rules.ts'
import { addDays, addMonths } from '#server/safeguards/rules/calendar.ts'
import type { PositionSafeguardFacts, StaffingFacts } from '#server/safeguards/rules/facts.ts'
import type { SafeguardPolicy } from '#server/safeguards/rules/policy.ts'
import { rulesOf } from '#server/safeguards/rules/table.ts'
import type { RuleId } from '#server/safeguards/rules/titles.ts'
import { CASE_POLICY } from './rules.ts'

const day = z.string().regex(/^20\d\d-\d\d-\d\d$/, { error: 'not-a-day' })
const short = z.string().trim().min(1, { error: 'required' }).max(120, { error: 'too-long' })
const hours = z.number({ error: 'required' }).min(0, { error: 'out-of-range' }).max(400_000, { error: 'out-of-range' })
const yesNo = z.boolean({ error: 'required' })

/** What an answer to each question looks like; hours are hours a week, amounts cents an hour. */
export const FACT_ANSWERS = {
  /** Whether a paid contract ended in this role in the last twelve months. */
  'ended-contracts': yesNo,
  /** How many paid vacancies are open in this role. */
  'open-vacancies': z.int({ error: 'required' }).min(0).max(10_000),
  'industrial-action': yesNo,
  /** The day on which a collective dismissal was announced; null = none. */
  'collective-dismissal': day.nullable(),
  employees: z.int({ error: 'required' }).min(0).max(1_000_000),
  'paid-hours': hours,
  'quarter-hours': z.strictObject({
    quarter: z.string().regex(/^20\d\d-Q[1-4]$/, { error: 'not-a-quarter' }),
    paid: hours,
    unpaid: hours,
  }),
  'works-council': z.enum(['advised', 'not-applicable', 'not-asked']),
  'staff-informed': yesNo,
  cao: z.strictObject({
    code: short.nullable(),
    scale: short.nullable(),
    scaleCents: z.int().min(0).max(100_000).nullable(),
  }),
  'liability-insured': yesNo,
  'accident-insured': yesNo,
  recognition: z.strictObject({ recognised: yesNo, crebo: short, checkedOn: day }),
  'volunteer-declaration': z.strictObject({ given: yesNo, until: day.nullable() }),
  lender: z.strictObject({
    registered: yesNo.nullable(),
    admission: z.enum(['admitted', 'in-transition', 'none']).nullable(),
    paysAsHost: yesNo.nullable(),
  }),
} as const satisfies Record<FactQuestion, z.ZodType>
export type FactAnswers = { [Q in FactQuestion]: z.infer<(typeof FACT_ANSWERS)[Q]> }

type Asked = {
  /** Which safeguards read the answer; a monitor reads the hours. */
  rules: readonly (RuleId | 'MON')[]
  /** Months for which an answer may be used again. Ours. */
  goodMonths: number
  /** Whether it is asked per role. */
  perRole: boolean
}
/** Why each question is asked, how long the answer is good, and about what. */
export const FACT_TABLE: Readonly<Record<FactQuestion, Asked>> = {
  'ended-contracts': { rules: ['DSP-09'], goodMonths: 3, perRole: true },
  'open-vacancies': { rules: ['DSP-10'], goodMonths: 3, perRole: true },
  'industrial-action': { rules: ['DSP-12'], goodMonths: 1, perRole: false },
  'collective-dismissal': { rules: ['DSP-11'], goodMonths: 3, perRole: false },
  employees: { rules: ['DSP-23', 'DSP-24'], goodMonths: 12, perRole: false },
  'paid-hours': { rules: ['MON'], goodMonths: 6, perRole: false },
  'quarter-hours': { rules: ['MON'], goodMonths: 12, perRole: true },
  'works-council': { rules: ['DSP-23'], goodMonths: 12, perRole: false },
  'staff-informed': { rules: ['DSP-24'], goodMonths: 12, perRole: false },
  cao: { rules: ['DSP-01'], goodMonths: 12, perRole: true },
  'liability-insured': { rules: ['DSP-29'], goodMonths: 12, perRole: false },
  'accident-insured': { rules: ['DSP-29'], goodMonths: 12, perRole: false },
  recognition: { rules: ['DSP-17'], goodMonths: 12, perRole: true },
  'volunteer-declaration': { rules: ['DSP-20'], goodMonths: 12, perRole: false },
  lender: { rules: ['DSP-25'], goodMonths: 6, perRole: false },
}

/**
 * The questions that a type of position needs answered of its establishment, with the rules that read them.
 * @param policy whose rules are asked
 */
export const questionsOf = (
  type: PositionType,
  policy: Pick<SafeguardPolicy, 'datedOn'>,
): { question: FactQuestion; rules: string[] }[] => {
  const asked = new Set(
    rulesOf(policy)
      .filter((rule) => rule.types.includes(type))
      .map((rule) => rule.id as string),
  )
  return FACT_QUESTIONS.map((question) => ({
    question,
    rules: FACT_TABLE[question].rules.filter((id) => asked.has(id) && id !== 'MON'),
  })).filter(({ rules }) => rules.length > 0)
}

/** The last day on which an answer given on a day may be used; the day itself counts. */
export const goodUntil = (question: FactQuestion, statedOn: string): string =>
  addDays(addMonths(statedOn, FACT_TABLE[question].goodMonths), -1)

/** One statement; `answer` fits its question. */
export type Statement = {
  id: string
  establishmentId: string
  occupationUri: string | null
  question: FactQuestion
  answer: FactAnswer
  statedOn: string
  validUntil: string
}

/**
 * What stands for a role on a day: the newest statement of each question, about the role itself before one about every role. What is too old is
 * left out, so it reads as not answered.
 * @param newestFirst statements of one establishment
 */
export const standingOf = (
  newestFirst: readonly Statement[],
  occupationUri: string | null,
  today: string,
): Partial<FactAnswers> => {
  const found: Partial<Record<FactQuestion, unknown>> = {}
  for (const question of FACT_QUESTIONS) {
    const here = newestFirst.filter((one) => one.question === question && one.statedOn <= today)
    const own = here.find((one) => one.occupationUri === occupationUri)
    const one = own && own.validUntil >= today ? own : here.find((other) => other.occupationUri === null)
    if (one && one.validUntil >= today) found[question] = one.answer
  }
  return found as Partial<FactAnswers>
}

/**
 * The position with what the employer stated of the establishment: what the position itself says, and what was recorded as having happened, comes
 * first, so a statement never makes a recorded fact undone.
 */
export const withStatements = (
  position: PositionSafeguardFacts,
  stated: Partial<FactAnswers>,
): PositionSafeguardFacts => ({
  ...position,
  cao: position.cao ?? stated.cao ?? null,
  insured: {
    liability: position.insured.liability ?? stated['liability-insured'] ?? null,
    accident: position.insured.accident ?? stated['accident-insured'] ?? null,
  },
  recognition: position.recognition ?? stated.recognition ?? null,
  volunteerDeclaration: position.volunteerDeclaration ?? stated['volunteer-declaration'] ?? null,
  worksCouncil: position.worksCouncil ?? stated['works-council'] ?? null,
  staffInformed: position.staffInformed ?? stated['staff-informed'] ?? null,
  lender: position.lender ?? stated.lender ?? null,
  staffing: staffingWith(position.staffing, stated),
})

const staffingWith = (staffing: StaffingFacts, stated: Partial<FactAnswers>): StaffingFacts => {
  const announced = stated['collective-dismissal'] ?? null
  const open = stated['open-vacancies']
  return {
    ...staffing,
    endedContracts: staffing.endedContracts ?? (stated['ended-contracts'] === false ? [] : null),
    openVacancies: open === undefined ? staffing.openVacancies : Math.max(open, staffing.openVacancies ?? 0),
    industrialAction: staffing.industrialAction === true || (stated['industrial-action'] ?? staffing.industrialAction),
    collectiveDismissals: [
      ...(staffing.collectiveDismissals ?? []),
      ...(announced === null || staffing.collectiveDismissals?.some((one) => one.on === announced)
        ? []
        : [{ on: announced }]),
    ],
    employeesTotal: stated.employees ?? staffing.employeesTotal ?? null,
  }
}

/** A statement that does not agree with what is known; `on` is the day of what is known, `''` where it has none. */
export type Contradiction = {
  statementId: string
  question: FactQuestion
  code: 'contract-ended' | 'vacancy-open' | 'industrial-action' | 'dismissal-request' | 'size-differs'
  params: Record<string, string | number>
}

/**
 * Where standing statements and history disagree: "no contract ended here", while one of March was reported. For a person to look at; it changes
 * no answer by itself, since the recorded fact already counts.
 * @param history facts of the same establishment as the reader may see them
 * @param known people who work there as registered; null = not registered
 */
export const contradictionsIn = (
  statements: readonly Statement[],
  history: readonly StaffingFactRow[],
  known: { employeesTotal: number | null },
  { numbers }: Pick<SafeguardPolicy, 'numbers'>,
  isSameRole: SameRole,
): Contradiction[] => {
  const found: Contradiction[] = []
  for (const one of statements) {
    const says = (code: Contradiction['code'], params: Contradiction['params']) =>
      found.push({ statementId: one.id, question: one.question, code, params })
    const here = history.filter(
      (row) =>
        !isLook(row) &&
        row.happenedOn <= one.validUntil &&
        (one.occupationUri === null || row.occupationUri === null || isSameRole(row.occupationUri, one.occupationUri)),
    )
    const of = (kind: StaffingFactRow['kind'], from: string) =>
      here.filter((row) => row.kind === kind && row.happenedOn >= from)
    const runs = (row: StaffingFactRow) => row.endedOn === null || row.endedOn >= one.statedOn
    if (one.question === 'ended-contracts' && one.answer === false)
      for (const row of of('contract-ended', addMonths(one.statedOn, -numbers.endedContractMonths)))
        says('contract-ended', { on: row.happenedOn, reason: row.reason ?? 'other' })
    if (one.question === 'open-vacancies' && one.answer === 0)
      for (const row of here.filter((row) => row.kind === 'vacancy-open' && runs(row)))
        says('vacancy-open', { on: row.happenedOn })
    if (one.question === 'industrial-action' && one.answer === false)
      for (const row of here.filter((row) => row.kind === 'industrial-action' && runs(row)))
        says('industrial-action', { on: row.happenedOn })
    if (one.question === 'collective-dismissal' && one.answer === null)
      for (const row of of('dismissal-request', addDays(one.statedOn, -7 * numbers.dismissalWeeks)))
        says('dismissal-request', { on: row.happenedOn })
    if (one.question === 'employees' && known.employeesTotal !== null && typeof one.answer === 'number') {
      const by = Math.abs(one.answer - known.employeesTotal)
      if (by * 100 >= known.employeesTotal * CASE_POLICY.sizeDiffersPercent && by >= 5)
        says('size-differs', { on: '', stated: one.answer, known: known.employeesTotal })
    }
  }
  return found
}
