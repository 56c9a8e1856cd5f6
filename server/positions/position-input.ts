import { z } from 'zod'
import { LANGUAGE_SKILLS, LANGUAGES, LEVELS } from '#db/values/language.ts'
import { LICENCES } from '#db/values/newcomers.ts'
import {
  AGREEMENT_SIGNERS,
  FOLLOW_UP_OFFERS,
  POSITION_MOTIVES,
  POSITION_SLOT_KINDS,
  POSITION_TYPES,
  SUPPORTS,
} from '#db/values/positions.ts'
import { weekSlots } from '#server/newcomers/rules-week.ts'
import {
  day,
  filledText,
  hours,
  lines,
  oneOf,
  orNull,
  someOf,
  text,
  uri,
  uris,
  uuid,
  whole,
  yesOrNo,
} from '#server/platform/fields.ts'

const LearningPlanInput = z.strictObject({
  goals: lines(0, 10).default([]),
  startLevel: text(300).default(''),
  targetLevel: text(300).default(''),
  activities: text(1000).default(''),
  assessmentOn: orNull(day()),
})

/** Yes, no, or not answered. */
const answer = () => orNull(yesOrNo())

const DeclarationInput = z.strictObject({
  motive: orNull(oneOf(POSITION_MOTIVES)),
  supernumerary: answer(),
  replacesPerson: answer(),
  /** Per cent of the time spent on tasks that paid staff does as well. */
  regularTaskShare: orNull(whole(0, 100)),
  intent: orNull(
    z.strictObject({
      signed: yesOrNo().default(false),
      months: orNull(whole(0, 60)),
      hours: orNull(hours(0, 40)),
    }),
  ),
  followUp: orNull(
    z.strictObject({
      offer: oneOf(FOLLOW_UP_OFFERS),
      hours: orNull(hours(0, 40)),
      expectedOn: orNull(day()),
      condition: text(300).default(''),
    }),
  ),
  liabilityInsured: answer(),
  accidentInsured: answer(),
  candidateFeeCents: orNull(whole(0, 10_000_000)),
  decision: orNull(
    z.strictObject({
      reference: filledText(60),
      body: filledText(80),
      from: orNull(day()),
      until: orNull(day()),
    }),
  ),
  cao: orNull(
    z.strictObject({
      code: filledText(40),
      scale: text(20).default(''),
      /** What the scale pays, in cents an hour. */
      scaleCents: orNull(whole(0, 100_000)),
    }),
  ),
  linkedVacancy: answer(),
  /** Which vacancy that is: a title, a number or an address on the web (ruling 6). For the municipality; no rule reads it. */
  vacancyReference: orNull(filledText(160)),
  /** Per cent of the hours that the employer expects to be productive. */
  productiveShare: orNull(whole(0, 100)),
  /** Whether the newcomer would pay back training or placement. */
  repaymentClause: answer(),
  /** Days of probation in the contract; 0 = none. */
  probationDays: orNull(whole(0, 400)),
  /** Whether the job follows a trial of the same person here. */
  afterTrial: answer(),
  /** Whether the wage is subsidised, whatever the type of the place. */
  wageSubsidy: answer(),
  /** The age for which a youth wage is meant; null = the wage of 21 and older. */
  wageForAge: orNull(whole(15, 20)),
  /** Whether there is another wage-cost subsidy for the same employment. */
  otherWageSubsidy: answer(),
  /** Who signed the practice agreement. */
  agreementSignedBy: orNull(someOf(AGREEMENT_SIGNERS)),
  /** Places that the employer offers in the same campaign, this one included. */
  campaignPlaces: orNull(whole(1, 10_000)),
})

const fields = {
  /** The draft or position to write over; null = a new one. */
  positionId: orNull(uuid()),
  /** The version of the page; null = whichever. */
  version: orNull(whole(1, 1_000_000)),
  type: oneOf(POSITION_TYPES),
  occupationUri: uri(),
  tasks: lines(0, 12).default([]),
  learns: lines(0, 12).default([]),
  earns: lines(0, 12).default([]),
  endsOn: orNull(day()),
  /** Cents an hour; null = no wage. */
  hourlyWageCents: orNull(whole(0, 100_000)),
  licences: someOf(LICENCES).default([]),
  supports: someOf(SUPPORTS).default([]),
  supervisorName: text(80).default(''),
  supervisorHours: orNull(hours(0, 40)),
  traineesPerSupervisor: orNull(whole(1, 50)),
  learningPlan: LearningPlanInput.prefault({}),
  declaration: DeclarationInput.prefault({}),
  languages: z
    .array(
      z.strictObject({
        language: oneOf(LANGUAGES),
        skill: oneOf(LANGUAGE_SKILLS),
        level: oneOf(LEVELS),
        /** The task that needs it (AWGB: proportional demand). */
        task: text(200).default(''),
      }),
    )
    .max(12, { error: 'too-many' })
    .refine((rows) => new Set(rows.map((row) => `${row.language} ${row.skill}`)).size === rows.length, {
      error: 'twice',
    })
    .default([]),
  neededSkills: uris(20).default([]),
  /** Without these one cannot begin (a gate); each counts as needed too. */
  requiredSkills: uris(20).default([]),
  taughtSkills: uris(20).default([]),
  slots: weekSlots(POSITION_SLOT_KINDS, 'all').default([]),
}

const endsAfterStart = (it: { startsOn: string | null; endsOn: string | null }) =>
  it.startsOn === null || it.endsOn === null || it.startsOn <= it.endsOn
const ENDS_BEFORE_START = { error: 'ends-before-start', path: ['endsOn'] }

/** A position that is complete enough to be asked about: what publishing takes. */
export const PositionInput = z
  .strictObject({
    ...fields,
    establishmentId: uuid(),
    title: filledText(120),
    tasks: lines(1, 12),
    seats: whole(1, 50),
    hoursPerWeek: hours(0.5, 40),
    startsOn: day(),
  })
  .refine(endsAfterStart, ENDS_BEFORE_START)
export type PositionInput = z.input<typeof PositionInput>

/** The same with room for what is not known yet: what a draft and the live verdict take. Type and occupation are the least. */
export const DraftInput = z
  .strictObject({
    ...fields,
    establishmentId: orNull(uuid()),
    title: text(120).default(''),
    seats: whole(1, 50).default(1),
    hoursPerWeek: hours(0.5, 40).default(24),
    startsOn: orNull(day()),
  })
  .refine(endsAfterStart, ENDS_BEFORE_START)
export type DraftInput = z.input<typeof DraftInput>

/** A parsed position with everything filled that the database asks for. */
export type FilledPosition = z.output<typeof PositionInput>
