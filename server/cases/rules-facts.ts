import { z } from 'zod'
import type { PositionType } from '#db/values/positions.ts'
import { FACT_QUESTIONS, type FactAnswer, type FactQuestion } from '#db/values/safeguards.ts'
import type { CountsFor, SameRole, StaffingFactRow } from '#server/employers/rules.ts'
import { isLook, STAFFING_POLICY } from '#server/employers/rules.ts'
import { addDays, addMonths } from '#server/safeguards/rules/calendar.ts'
import type { PositionSafeguardFacts, StaffingFacts } from '#server/safeguards/rules/facts.ts'
import type { SafeguardPolicy } from '#server/safeguards/rules/policy.ts'
import { isLearning, isUnpaidWork } from '#server/safeguards/rules/sets.ts'
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
  /** Whether a permit to dismiss was asked for in the last half year; what was asked is reported as a fact of its own. */
  'dismissal-requests': yesNo,
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
  'industrial-action': {
    rules: ['DSP-12'],
    goodMonths: STAFFING_POLICY.strikeLookIsGoodForMonths,
    perRole: false,
  },
  'dismissal-requests': { rules: ['DSP-11'], goodMonths: 3, perRole: false },
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

/** What a monitor reads: MON-03 sets learning and unpaid work against the paid hours, MON-07 looks at unpaid work alone. */
const MONITORED: Partial<Record<FactQuestion, (placed: Parameters<typeof isLearning>[0]) => boolean>> = {
  'paid-hours': isLearning,
  'quarter-hours': isUnpaidWork,
}
const isMonitored = (question: FactQuestion, type: PositionType): boolean =>
  MONITORED[question]?.({ type, hourlyWageCents: null, wageSubsidy: false }) ?? false

/** The quarter before this one, `2026-Q3`. */
const before = (quarter: string): string => {
  const [year, at] = [Number(quarter.slice(0, 4)), Number(quarter.slice(6))]
  return at === 1 ? `${year - 1}-Q4` : `${year}-Q${at - 1}`
}

/**
 * The quarter whose hours are asked next: the earliest that is missing of the last three that are over, since MON-07 compares three.
 * @param stated quarters of which hours of this role were stated
 * @returns null when all three are there
 */
export const quarterToState = (stated: readonly string[], today: string): string | null => {
  const last = before(`${today.slice(0, 4)}-Q${Math.ceil(Number(today.slice(5, 7)) / 3)}`)
  return [before(before(last)), before(last), last].find((quarter) => !stated.includes(quarter)) ?? null
}

/**
 * The questions that a type of position needs answered of its establishment, with the rules that read them; what only a monitor reads names none.
 * @param policy whose rules are asked
 * @param wageSubsidy the position declares one: then it is asked what subsidised work is asked
 */
export const questionsOf = (
  type: PositionType,
  policy: Pick<SafeguardPolicy, 'datedOn'>,
  wageSubsidy = false,
): { question: FactQuestion; rules: string[] }[] => {
  const asked = new Set(
    rulesOf(policy)
      .filter((rule) => (wageSubsidy ? rule.typesIfSubsidised : rule.types).includes(type))
      .map((rule) => rule.id as string),
  )
  return FACT_QUESTIONS.map((question) => ({
    question,
    rules: FACT_TABLE[question].rules.filter((id) => asked.has(id) && id !== 'MON'),
  })).filter(({ question, rules }) => rules.length > 0 || isMonitored(question, type))
}

/** The last day on which an answer given on a day may be used; the day itself counts. */
export const goodUntil = (question: FactQuestion, statedOn: string): string =>
  addDays(addMonths(statedOn, FACT_TABLE[question].goodMonths), -1)

/**
 * Whether an answer may be used for a start on a day: one about a strike is asked again when it is older than a month by then, whatever its term on the
 * site (`STAFFING_POLICY`).
 */
export const isGoodAtStart = (
  one: Pick<Statement, 'question' | 'statedOn' | 'validUntil'>,
  startsOn: string,
): boolean => {
  if (one.question !== 'industrial-action') return one.validUntil >= startsOn
  const until = addDays(addMonths(one.statedOn, STAFFING_POLICY.strikeAtStartIsGoodForMonths), -1)
  return until >= startsOn
}

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
 * @param what `start` = what counts when somebody starts there today
 */
export const standingOf = (
  newestFirst: readonly Statement[],
  occupationUri: string | null,
  today: string,
  what: CountsFor = 'site',
): Partial<FactAnswers> => {
  const isGood = (one: Statement) => one.validUntil >= today && (what === 'site' || isGoodAtStart(one, today))
  const found: Partial<Record<FactQuestion, unknown>> = {}
  for (const question of FACT_QUESTIONS) {
    const here = newestFirst.filter((one) => one.question === question && one.statedOn <= today)
    const own = here.find((one) => one.occupationUri === occupationUri)
    const one = own && isGood(own) ? own : here.find((other) => other.occupationUri === null)
    if (one && isGood(one)) found[question] = one.answer
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
  const open = stated['open-vacancies']
  const noneEnded = stated['ended-contracts'] === false
  const noneAsked = stated['dismissal-requests'] === false
  return {
    ...staffing,
    endedContracts: staffing.endedContracts ?? (noneEnded ? [] : null),
    contractsIncomplete: staffing.contractsIncomplete === true && !noneEnded,
    openVacancies: open === undefined ? staffing.openVacancies : Math.max(open, staffing.openVacancies ?? 0),
    industrialAction: staffing.industrialAction === true || (stated['industrial-action'] ?? staffing.industrialAction),
    // Whoever says yes still has to report which: until then it is not known.
    dismissalRequests: staffing.dismissalRequests ?? (noneAsked ? [] : null),
    dismissalsIncomplete: staffing.dismissalsIncomplete === true && !noneAsked,
    collectiveDismissals: collectiveWith(staffing.collectiveDismissals ?? null, stated['collective-dismissal']),
    employeesTotal: larger(stated.employees, staffing.employeesTotal),
  }
}

/** What is asked of larger companies is asked where either number says so: a smaller one that somebody states sets nothing aside. */
const larger = (stated: number | undefined, known: number | null | undefined): number | null =>
  stated === undefined ? (known ?? null) : Math.max(stated, known ?? 0)

/** @param stated the day of the announcement, null = there was none, undefined = not answered */
const collectiveWith = (
  known: readonly { on: string }[] | null,
  stated: string | null | undefined,
): readonly { on: string }[] | null => {
  if (stated === undefined) return known
  const others = known ?? []
  return stated === null || others.some((one) => one.on === stated) ? others : [...others, { on: stated }]
}

/** A statement that does not agree with what is known; `on` is the day of what is known, `''` where it has none. */
export type Contradiction = {
  statementId: string
  question: FactQuestion
  code:
    | 'contract-ended'
    | 'vacancy-open'
    | 'industrial-action'
    | 'dismissal-request'
    | 'dismissal-reported'
    | 'size-differs'
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
    const dismissalsSince = addDays(one.statedOn, -7 * numbers.dismissalWeeks)
    if (one.question === 'dismissal-requests' && one.answer === false)
      for (const row of of('dismissal-request', dismissalsSince)) says('dismissal-reported', { on: row.happenedOn })
    if (one.question === 'collective-dismissal' && one.answer === null)
      for (const row of of('dismissal-request', dismissalsSince)) says('dismissal-request', { on: row.happenedOn })
    if (one.question === 'employees' && known.employeesTotal !== null && typeof one.answer === 'number') {
      const by = Math.abs(one.answer - known.employeesTotal)
      if (by * 100 >= known.employeesTotal * CASE_POLICY.sizeDiffersPercent && by >= 5)
        says('size-differs', { on: '', stated: one.answer, known: known.employeesTotal })
    }
  }
  return found
}
