import { z } from 'zod'
import { LANGUAGE_SKILLS, LEVELS } from '#db/values/language.ts'
import { CONCERNS, CONTRACT_KINDS, PARTICIPATION_REVIEWS } from '#db/values/placements.ts'
import { CONTRACT_END_REASONS, FOLLOW_UP_OFFERS, POSITION_MOTIVES, POSITION_TYPES } from '#db/values/positions.ts'
import { MOMENTS, type Outcome } from '#db/values/safeguards.ts'
import { isDate } from './calendar.ts'
import type { SafeguardFacts } from './facts.ts'
import { OWN_NUMBERS } from './numbers.ts'
import { SAFEGUARD_POLICIES, type SafeguardNumbers, type SafeguardPolicy, WHOLE_POLICY } from './policy.ts'
import { municipalPolicy } from './profile.ts'
import { rulesOf } from './table.ts'
import { askSafeguards, type TrailLine, trailOf } from './verdict.ts'

/**
 * One case as somebody outside writes it down. Every object is strict: a field that is not listed is refused. What is left out is not answered,
 * which is never read as yes; only the moment and the type of the position cannot be left out.
 */
const day = z.string().refine(isDate, 'A day is written as YYYY-MM-DD.')
const cents = z.int().min(0).max(100_000)
const percent = z.number().min(0).max(100)
const count = z.int().min(0).max(1_000_000)
const weekly = z.number().min(0).max(168)
const text = z.string().max(500)
const or = <T extends z.ZodType>(schema: T) => schema.nullable().default(null)
const answer = or(z.boolean())
const list = <T extends z.ZodType>(schema: T) => z.array(schema).max(1000)

const weekBlock = z
  .strictObject({
    weekday: z.int().min(1).max(7),
    from: z.int().min(0).max(1440),
    to: z.int().min(0).max(1440),
  })
  .refine((one) => one.from < one.to, { error: 'A block ends after it begins.', path: ['to'] })
const period = { from: day, until: day }
const inOrder = (one: { from: string; until: string }): boolean => one.from <= one.until
const notInOrder = { error: 'A period ends on or after the day on which it begins.', path: ['until'] }

const staffing = z.strictObject({
  endedContracts: or(list(z.strictObject({ reason: or(z.enum(CONTRACT_END_REASONS)), endedOn: day }))),
  contractsIncomplete: z.boolean().default(false),
  openVacancies: or(count),
  industrialAction: answer,
  dismissalRequests: or(
    list(
      z.strictObject({
        sameRole: z.boolean(),
        requestedOn: day,
        offered: z.enum(['no', 'by-employer', 'by-officer']).default('no'),
      }),
    ),
  ),
  dismissalsIncomplete: z.boolean().default(false),
  collectiveDismissals: or(list(z.strictObject({ on: day }))),
  concerns: list(z.strictObject({ concern: z.enum(CONCERNS), reportedOn: day })).default([]),
  pauses: list(
    z.strictObject({ monitor: z.string().regex(/^MON-\d\d$/, 'A monitor is written as MON-01.'), on: day }),
  ).default([]),
  decides: list(
    z.strictObject({ on: day, until: day }).refine((one) => one.until >= one.on, {
      error: 'A term ends on or after the day on which it begins.',
      path: ['until'],
    }),
  ).default([]),
  employeesTotal: or(count),
})
const UNKNOWN_STAFFING = staffing.parse({})
const UNKNOWN_SUPERVISOR = { name: null, hoursPerWeek: null, trainees: null }

const position = z
  .strictObject({
    type: z.enum(POSITION_TYPES),
    hourlyWageCents: or(cents),
    wageForAge: or(z.int().min(15).max(20)),
    wageSubsidy: answer,
    cao: or(z.strictObject({ code: or(text), scale: or(text), scaleCents: or(cents) })),
    startsOn: or(day),
    endsOn: or(day),
    hoursPerWeek: z.number().min(0).max(60),
    supervisor: z
      .strictObject({ name: or(text), hoursPerWeek: or(weekly), trainees: or(count) })
      .default(UNKNOWN_SUPERVISOR),
    learningPlan: or(
      z.strictObject({
        goals: list(text).default([]),
        startLevel: text.default(''),
        targetLevel: text.default(''),
        activities: text.default(''),
        assessmentOn: or(day),
      }),
    ),
    motive: or(z.enum(POSITION_MOTIVES)),
    supernumerary: answer,
    replacesPerson: answer,
    regularTaskShare: or(percent),
    productiveShare: or(percent),
    intent: or(z.strictObject({ signed: z.boolean(), months: or(z.number().min(0).max(600)), hours: or(weekly) })),
    followUp: or(z.enum(FOLLOW_UP_OFFERS)),
    insured: z.strictObject({ liability: answer, accident: answer }).default({ liability: null, accident: null }),
    feeCents: or(z.int().min(0)),
    repaymentClause: answer,
    languageDemands: list(
      z.strictObject({
        language: z.string().regex(/^[a-z]{3}$/, 'A language is written with three letters (ISO 639-3).'),
        skill: z.enum(LANGUAGE_SKILLS),
        level: z.enum(LEVELS),
        task: text.default(''),
      }),
    ).default([]),
    decision: or(z.strictObject({ reference: text, body: text, from: or(day), until: or(day) })),
    extension: or(z.strictObject({ reference: text, until: day, elsewhere: answer })),
    linkedVacancy: answer,
    probationDays: or(z.int().min(0).max(366)),
    afterTrial: answer,
    otherWageSubsidy: answer,
    recognition: or(z.strictObject({ recognised: z.boolean(), crebo: text, checkedOn: day })),
    agreementSignedBy: or(list(z.enum(['school', 'company', 'student']))),
    volunteerDeclaration: or(z.strictObject({ given: z.boolean(), until: or(day) })),
    campaignPlaces: or(count),
    worksCouncil: or(z.enum(['advised', 'not-applicable', 'not-asked'])),
    staffInformed: answer,
    lender: or(
      z.strictObject({
        registered: answer,
        admission: or(z.enum(['admitted', 'in-transition', 'none'])),
        paysAsHost: answer,
      }),
    ),
    tension: or(
      z.strictObject({
        ratio: z.number().min(0).max(1000),
        quarter: z.string().regex(/^\d{4}-Q[1-4]$/, 'A quarter is written as 2026-Q3.'),
        source: text,
      }),
    ),
    workBlocks: or(list(weekBlock)),
    staffing: staffing.default(UNKNOWN_STAFFING),
  })
  .refine((one) => one.startsOn === null || one.endsOn === null || one.startsOn <= one.endsOn, {
    error: 'A place ends on or after the day on which it begins.',
    path: ['endsOn'],
  })

const person = z.strictObject({
  consentAt: or(text),
  mayWork: z
    .strictObject({ known: z.boolean(), allowed: z.boolean(), from: or(day), until: or(day) })
    .default({ known: false, allowed: false, from: null, until: null }),
  worksFrom: or(day),
  paper: or(z.enum(['permit', 'notice'])),
  wageAge: or(z.int().min(15).max(21)),
  rightRule: or(z.enum(['asylum-seeker', 'displaced-person'])),
  asylum: or(
    z.strictObject({
      appliedOn: or(day),
      waited: or(z.strictObject({ months: z.int().min(0).max(120), on: day })),
      permit: or(z.strictObject({ until: day })),
      cardChecked: z.boolean().default(false),
      lowChance: answer,
    }),
  ),
  displaced: or(z.strictObject({ noticeOn: or(day), contract: or(z.enum(CONTRACT_KINDS)), residenceUntil: or(day) })),
  workedHere: or(list(z.strictObject({ sameRole: z.boolean(), beforeIllness: z.boolean() }))),
  unpaidPeriods: or(list(z.strictObject({ sameEmployer: z.boolean(), ...period }).refine(inOrder, notInOrder))),
  contracts: or(list(z.strictObject({ ...period, isBbl: z.boolean() }).refine(inOrder, notInOrder))),
  participationMonths: or(z.int().min(0).max(120)),
  participation: or(
    z.strictObject({
      startedOn: day,
      done: list(z.strictObject({ kind: z.enum(PARTICIPATION_REVIEWS), on: day })).default([]),
    }),
  ),
  is27: answer,
  lessons: or(list(weekBlock)),
  lessonTravelMinutes: or(z.int().min(0).max(600)),
})

const numbers = z.strictObject(
  Object.fromEntries(OWN_NUMBERS.map((name) => [name, z.number().min(0).max(10_000).optional()])) as Record<
    keyof SafeguardNumbers,
    z.ZodOptional<z.ZodNumber>
  >,
)

const policy = z.strictObject({
  version: z.enum(SAFEGUARD_POLICIES.map((one) => one.version)).default(WHOLE_POLICY.version),
  municipality: or(
    z.strictObject({
      code: z.string().min(1),
      version: z.string().min(1),
      numbers: numbers.default({}),
      ampleMarket: z.enum(['human', 'block']).optional(),
    }),
  ),
})

export const safeguardCase = z.strictObject({
  moment: z.enum(MOMENTS),
  /** The day on which one asks; whoever calls fills in its own day. */
  today: day.optional(),
  policy: policy.default({ version: WHOLE_POLICY.version, municipality: null }),
  position,
  person: or(person),
})
export type SafeguardCase = z.infer<typeof safeguardCase>

const policyOf = (given: SafeguardCase['policy']): SafeguardPolicy => {
  const base = SAFEGUARD_POLICIES.find((one) => one.version === given.version) ?? WHOLE_POLICY
  if (given.municipality === null) return base
  const { ampleMarket, numbers: all, ...profile } = given.municipality
  const set = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined))
  return municipalPolicy(base, { ...profile, numbers: set, choices: ampleMarket ? { ampleMarket } : {} })
}

export type CaseAnswer = {
  moment: SafeguardCase['moment']
  today: string
  policyVersion: string
  outcome: Outcome
  rules: TrailLine[]
  /** Rules that are not about this type, person or moment. */
  notAsked: string[]
}

/** The verdict on a case with its trail: per rule the outcome, the reason codes, the inputs used and the version. */
export const answerCase = (given: SafeguardCase, today: string): CaseAnswer => {
  const used = policyOf(given.policy)
  const facts: SafeguardFacts = { position: given.position, person: given.person }
  const verdict = askSafeguards(given.moment, facts, used, today)
  return {
    moment: given.moment,
    today,
    policyVersion: verdict.policyVersion,
    outcome: verdict.outcome,
    rules: trailOf(verdict, used),
    notAsked: rulesOf(used)
      .map((rule) => rule.id)
      .filter((id) => verdict.inputs[id] === undefined),
  }
}
