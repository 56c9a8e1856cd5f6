import type { Role } from '#db/values/accounts.ts'
import type { LanguageSkill, Level } from '#db/values/language.ts'
import type {
  FollowUpOffer,
  PositionSlotKind,
  PositionState,
  PositionStep,
  PositionType,
} from '#db/values/positions.ts'
import type { Outcome } from '#db/values/safeguards.ts'
import type { PositionSafeguardFacts, StaffingFacts, WeekBlock } from '#server/safeguards/rules/facts.ts'

/** Terms of a position. Our policy, not law; stored by version with each step. */
export const POSITION_POLICY = {
  version: 'positions-2026-11',
  datedOn: '2026-11-22',
  label: 'policy',
  /** A published place that nobody confirms goes off the site after this many days. */
  expiresAfterDays: 90,
} as const

type Doer = Role | 'worker'
export type PositionMove = { from: readonly PositionState[]; by: readonly Doer[]; to: PositionState }

/**
 * The life of a position. `create` makes the row and so has no `from`. `publish` and `submit` are the two ends of the same question to the
 * safeguards, so both may come from every state in which the employer can edit.
 */
export const POSITION_LIFECYCLE: Record<PositionStep, PositionMove> = {
  create: { from: [], by: ['employer'], to: 'draft' },
  submit: {
    from: ['draft', 'awaiting-decision', 'published', 'paused', 'expired'],
    by: ['employer'],
    to: 'awaiting-decision',
  },
  publish: {
    from: ['draft', 'awaiting-decision', 'published', 'paused', 'expired'],
    by: ['employer'],
    to: 'published',
  },
  approve: { from: ['awaiting-decision'], by: ['officer'], to: 'published' },
  reject: { from: ['awaiting-decision'], by: ['officer'], to: 'draft' },
  // An objection to a rejection was right: back where the rejected place would have been.
  grant: { from: ['draft', 'paused'], by: ['officer'], to: 'published' },
  // By a worker where the safeguards block it since, by an officer who rejects it: on the site again only by `resume`, which asks anew.
  pause: { from: ['published'], by: ['employer', 'officer', 'worker'], to: 'paused' },
  // By a worker where the employer was suspended and is not any more.
  resume: { from: ['paused'], by: ['employer', 'worker'], to: 'published' },
  close: { from: ['draft', 'awaiting-decision', 'published', 'paused', 'expired'], by: ['employer'], to: 'closed' },
  expire: { from: ['published', 'paused'], by: ['worker'], to: 'expired' },
}

export type Taken = { ok: true; to: PositionState } | { ok: false; why: 'forbidden' | 'stale' }

/**
 * Whether this actor may take this step now, and where it leads.
 * @returns the next state; or `forbidden` (never this role) or `stale` (not from this state)
 */
export const take = (step: PositionStep, position: { state: PositionState }, actor: { role: Doer }): Taken => {
  const move = POSITION_LIFECYCLE[step]
  if (!move.by.includes(actor.role)) return { ok: false, why: 'forbidden' }
  if (!move.from.includes(position.state)) return { ok: false, why: 'stale' }
  return { ok: true, to: move.to }
}

/** Steps that this actor can take now: what a screen offers. */
export const stepsFor = (position: { state: PositionState }, actor: { role: Doer }): PositionStep[] =>
  (Object.keys(POSITION_LIFECYCLE) as PositionStep[]).filter((step) => take(step, position, actor).ok)

/** The step that an outcome of the safeguards allows; null = none, the employer has to mend it first (ruling 19). */
export const stepAfter = (outcome: Outcome): 'publish' | 'submit' | null => {
  if (outcome === 'block') return null
  return outcome === 'human' ? 'submit' : 'publish'
}

/** What the safeguards need of a position, however it is stored. */
export type AskedPosition = {
  type: PositionType
  hourlyWageCents: number | null
  startsOn: string | null
  endsOn: string | null
  hoursPerWeek: number
  supervisorName: string
  supervisorHours: number | null
  traineesPerSupervisor: number | null
  learningPlan: NonNullable<PositionSafeguardFacts['learningPlan']>
  declaration: Pick<
    PositionSafeguardFacts,
    | 'motive'
    | 'supernumerary'
    | 'replacesPerson'
    | 'regularTaskShare'
    | 'intent'
    | 'decision'
    | 'linkedVacancy'
    | 'productiveShare'
    | 'repaymentClause'
    | 'probationDays'
    | 'afterTrial'
    | 'otherWageSubsidy'
    | 'agreementSignedBy'
    | 'campaignPlaces'
  > & {
    followUp: { offer: FollowUpOffer } | null
    liabilityInsured: boolean | null
    accidentInsured: boolean | null
    candidateFeeCents: number | null
    cao: { code: string; scale: string; scaleCents?: number | null } | null
    wageSubsidy?: boolean | null
    wageForAge?: number | null
  }
  languages: readonly { language: string; skill: LanguageSkill; level: Level; task: string }[]
  /** Only a start and a longer term read the week. */
  slots?: readonly { kind: PositionSlotKind; weekday: number; fromMinute: number; toMinute: number }[]
}

/**
 * The position as the safeguards read it: what is not answered stays null, which is never read as yes. What was stated of the establishment comes to it
 * with `withStatements`.
 * @param staffing what is known of the establishment for this role
 */
export const safeguardFactsOf = (position: AskedPosition, staffing: StaffingFacts): PositionSafeguardFacts => {
  const { declaration, learningPlan } = position
  return {
    type: position.type,
    hourlyWageCents: position.hourlyWageCents,
    wageForAge: declaration.wageForAge ?? null,
    wageSubsidy: position.type === 'WAGE_SUBSIDISED_JOB' || (declaration.wageSubsidy ?? null),
    cao: caoOf(declaration.cao),
    startsOn: position.startsOn,
    endsOn: position.endsOn,
    hoursPerWeek: position.hoursPerWeek,
    supervisor: {
      name: position.supervisorName || null,
      hoursPerWeek: position.supervisorHours,
      trainees: position.traineesPerSupervisor,
    },
    learningPlan: isEmptyPlan(learningPlan) ? null : learningPlan,
    motive: declaration.motive,
    supernumerary: declaration.supernumerary,
    replacesPerson: declaration.replacesPerson,
    regularTaskShare: declaration.regularTaskShare,
    productiveShare: declaration.productiveShare ?? null,
    intent: declaration.intent,
    followUp: declaration.followUp?.offer ?? null,
    insured: { liability: declaration.liabilityInsured, accident: declaration.accidentInsured },
    feeCents: declaration.candidateFeeCents,
    repaymentClause: declaration.repaymentClause ?? null,
    languageDemands: position.languages.map(({ language, skill, level, task }) => ({ language, skill, level, task })),
    decision: declaration.decision,
    extension: null,
    linkedVacancy: declaration.linkedVacancy,
    probationDays: declaration.probationDays ?? null,
    afterTrial: declaration.afterTrial ?? null,
    otherWageSubsidy: declaration.otherWageSubsidy ?? null,
    agreementSignedBy: declaration.agreementSignedBy ?? null,
    campaignPlaces: declaration.campaignPlaces ?? null,
    workBlocks: workBlocksOf(position.slots),
    staffing,
  }
}

/** A scale without its amount is no answer: what was stated of the role may have it. */
const caoOf = (declared: AskedPosition['declaration']['cao']): NonNullable<PositionSafeguardFacts['cao']> | null =>
  declared === null || (declared.scaleCents ?? null) === null
    ? null
    : { code: declared.code, scale: declared.scale || null, scaleCents: declared.scaleCents ?? null }

/** The hours of work; null where no fixed hours are agreed. */
const workBlocksOf = (slots: AskedPosition['slots']): readonly WeekBlock[] | null => {
  const work = (slots ?? []).filter(({ kind }) => kind === 'work')
  return work.length === 0
    ? null
    : work.map((one) => ({ weekday: one.weekday, from: one.fromMinute, to: one.toMinute }))
}

const isEmptyPlan = (plan: AskedPosition['learningPlan']): boolean =>
  plan.goals.length === 0 && !plan.startLevel && !plan.targetLevel && !plan.activities && plan.assessmentOn === null

/** Digits and consonants that nobody mistakes for another, and that make no word. */
const CODE_LETTERS = '34679CDFGHJKMNPQRTVWXY'
const CODE_LENGTH = 6

/** A public code of six characters from random bytes; the caller keeps it unique. */
export const codeFrom = (bytes: Uint8Array): string =>
  Array.from(bytes.slice(0, CODE_LENGTH), (byte) => CODE_LETTERS[byte % CODE_LETTERS.length]).join('')

/** Only the first name of somebody at work is public. */
export const firstNameOf = (name: string): string => name.trim().split(/\s+/)[0] ?? ''
