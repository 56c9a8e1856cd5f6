import type { LanguageSkill, Level } from '#db/values/language.ts'
import type { Concern, ContractKind, ParticipationReview } from '#db/values/placements.ts'
import type { ContractEndReason, FollowUpOffer, PositionMotive, PositionType } from '#db/values/positions.ts'

/** A decision of the municipality or UWV that carries the unpaid place. Days `YYYY-MM-DD`, null = no bound stated. */
type InstrumentDecision = { reference: string; body: string; from: string | null; until: string | null }

/** A decision that lets a place run longer. `elsewhere`: other surroundings and other work (Participatiewet 10a(9)). */
type ExtensionDecision = { reference: string; until: string; elsewhere: boolean | null }

/** A paid contract that ended in the same role at the same establishment. */
type EndedContract = { reason: ContractEndReason | null; endedOn: string }

/** A block of one weekday (1 Monday .. 7 Sunday), in minutes of the day. A night is two blocks. */
export type WeekBlock = { weekday: number; from: number; to: number }

/** UWV's tension of the occupation group in the region: open vacancies by people who just became unemployed. */
export type TensionFigure = { ratio: number; quarter: string; source: string }

/** A permit to dismiss that was asked for. `offered`: whoever had to go was offered this place first, and who says so. */
type DismissalRequest = { sameRole: boolean; requestedOn: string; offered: 'no' | 'by-employer' | 'by-officer' }

/** What is known of the establishment; null = nobody looked, an empty list = looked and found nothing. */
export type StaffingFacts = {
  endedContracts: readonly EndedContract[] | null
  /** These were reported once, and nobody looked of late whether there are others: old ones alone say nothing of today. */
  contractsIncomplete?: boolean
  /** Open paid vacancies for the same role. */
  openVacancies: number | null
  /** Strike, lockout or occupation now. */
  industrialAction: boolean | null
  /** Permits to dismiss that were asked for, of every role. */
  dismissalRequests: readonly DismissalRequest[] | null
  /** As with contracts. */
  dismissalsIncomplete?: boolean
  /** Collective dismissals that were announced. */
  collectiveDismissals?: readonly { on: string }[] | null
  /** What follow-ups reported about the whole establishment and nobody closed; our own table, so never unknown. */
  concerns: readonly { concern: Concern; reportedOn: string }[]
  /** Monitors and serious signals that pause new places here until an officer decides (ruling 14); our own table. */
  pauses?: readonly { monitor: string; on: string }[]
  /** Audits after which a person decides on every new place here until the last day of a term; our own table. */
  decides?: readonly { on: string; until: string }[]
  /** People who work at the company, for the works council. */
  employeesTotal?: number | null
}

/** What the safeguards read of a place. null or absent = not answered, which is never read as yes. */
export type PositionSafeguardFacts = {
  type: PositionType
  hourlyWageCents: number | null
  /** The wage is meant for somebody of this age (15..20); null = 21 or older. */
  wageForAge: number | null
  /** The place declares a wage subsidy, whatever its type (ruling 3); only paid places are asked. */
  wageSubsidy: boolean | null
  /** The collective agreement: `code` null = none applies; the amount of its scale in cents an hour. */
  cao?: { code: string | null; scale: string | null; scaleCents: number | null } | null
  /** At the moments start and extend: the term of the placement. */
  startsOn: string | null
  endsOn: string | null
  hoursPerWeek: number
  supervisor: { name: string | null; hoursPerWeek: number | null; trainees: number | null }
  learningPlan: {
    goals: readonly string[]
    startLevel: string
    targetLevel: string
    activities: string
    assessmentOn: string | null
  } | null
  motive: PositionMotive | null
  supernumerary: boolean | null
  replacesPerson: boolean | null
  /** Per cent. */
  regularTaskShare: number | null
  /** Share of the hours that the employer expects to be productive, per cent. */
  productiveShare?: number | null
  intent: { signed: boolean; months: number | null; hours: number | null } | null
  followUp: FollowUpOffer | null
  insured: { liability: boolean | null; accident: boolean | null }
  /** What the newcomer would pay, in cents. */
  feeCents: number | null
  /** A clause by which the newcomer pays back training or placement. */
  repaymentClause?: boolean | null
  languageDemands: readonly { language: string; skill: LanguageSkill; level: Level; task: string }[]
  decision: InstrumentDecision | null
  extension: ExtensionDecision | null
  /** The place leads to an open vacancy of this employer. */
  linkedVacancy: boolean | null
  /** Days of probation in the contract; 0 = none. */
  probationDays?: number | null
  /** The job follows a trial of the same person here. */
  afterTrial?: boolean | null
  /** Another wage-cost subsidy for the same employment. */
  otherWageSubsidy?: boolean | null
  /** Recognition of the learning company for this training (SBB), and who signed the practice agreement. */
  recognition?: { recognised: boolean; crebo: string; checkedOn: string } | null
  agreementSignedBy?: readonly ('school' | 'company' | 'student')[] | null
  /** The organisation's volunteer declaration of UWV. */
  volunteerDeclaration?: { given: boolean; until: string | null } | null
  /** Places that the employer offers in the same campaign, this one included. */
  campaignPlaces?: number | null
  /** What the works council said, or why it need not be asked. */
  worksCouncil?: 'advised' | 'not-applicable' | 'not-asked' | null
  /** Whether the staff, or who speaks for it, was told of the place. */
  staffInformed?: boolean | null
  lender?: {
    registered: boolean | null
    admission: 'admitted' | 'in-transition' | 'none' | null
    paysAsHost: boolean | null
  } | null
  tension?: TensionFigure | null
  workBlocks?: readonly WeekBlock[] | null
  staffing: StaffingFacts
}

/** What the safeguards read of a person: outcomes of checks, never their ground. null or absent = not known. */
export type PersonSafeguardFacts = {
  /** When the person said yes to sharing with this employer. */
  consentAt: string | null
  mayWork: { known: boolean; allowed: boolean; from: string | null; until: string | null }
  /** The first day that was not agreed before, where a placement runs longer: the right to work counts from there. Absent = the first day. */
  worksFrom?: string | null
  /** What must be recorded before the first day and is not: a work permit, or the employer's notice to UWV; null = nothing. */
  paper: 'permit' | 'notice' | null
  /** Whole years on the start date for the youth wage, 21 for everybody older; a check only. */
  wageAge: number | null
  /** Which rules on the right to work hold for this person; null or absent = the general one. */
  rightRule?: 'asylum-seeker' | 'displaced-person' | null
  /**
   * For an asylum seeker: how long somebody waits, by the day of the application or as whole months on the day of a check, the permit of the employer,
   * and what UWV or IND said.
   */
  asylum?: {
    appliedOn: string | null
    waited?: { months: number; on: string } | null
    permit: { until: string } | null
    cardChecked: boolean
    lowChance: boolean | null
  } | null
  /** For a displaced person: the employer's notice to UWV, the kind of contract, the end of the proof of residence. */
  displaced?: {
    noticeOn: string | null
    contract: ContractKind | null
    residenceUntil: string | null
  } | null
  /** Earlier work for this employer. */
  workedHere?: readonly { sameRole: boolean; beforeIllness: boolean }[] | null
  /** Earlier unpaid periods; the last working day belongs to the period. */
  unpaidPeriods?: readonly { sameEmployer: boolean; from: string; until: string }[] | null
  /** Earlier contracts with this employer or whoever came before it. */
  contracts?: readonly { from: string; until: string; isBbl: boolean }[] | null
  /** Whole months of participation placements before this one (Participatiewet 10a). */
  participationMonths?: number | null
  /** What was done of the calendar of a participation placement that runs since `startedOn`. */
  participation?: { startedOn: string; done: readonly { kind: ParticipationReview; on: string }[] } | null
  /** Whether the person is 27 or older: a check only. */
  is27?: boolean | null
  /** Planned lessons, and the minutes of travel between a lesson and this work. */
  lessons?: readonly WeekBlock[] | null
  lessonTravelMinutes?: number | null
}

/** `person` is null at the moments that are about the place alone (publish). */
export type SafeguardFacts = { position: PositionSafeguardFacts; person: PersonSafeguardFacts | null }
