import type { LanguageSkill, Level } from '#db/values/language.ts'
import type { Concern } from '#db/values/placements.ts'
import type { ContractEndReason, FollowUpOffer, PositionMotive, PositionType } from '#db/values/positions.ts'

/** A decision of the municipality or UWV that carries the unpaid place. Days `YYYY-MM-DD`, null = no bound stated. */
type InstrumentDecision = { reference: string; body: string; from: string | null; until: string | null }

/** A decision that lets a place run longer. `elsewhere`: other surroundings and other work (Participatiewet 10a(9)). */
type ExtensionDecision = { reference: string; until: string; elsewhere: boolean | null }

/** A paid contract that ended in the same role at the same establishment. */
type EndedContract = { reason: ContractEndReason | null; endedOn: string }

/** What is known of the establishment; null = nobody looked, an empty list = looked and found nothing. */
export type StaffingFacts = {
  endedContracts: readonly EndedContract[] | null
  /** Open paid vacancies for the same role. */
  openVacancies: number | null
  /** Strike, lockout or occupation now. */
  industrialAction: boolean | null
  /**
   * Permits to dismiss that were asked for. An empty list is nobody's report, not nobody's request: only the employer or the municipality
   * can know, so silence does not hold up every place. `offered`: whoever had to go was offered this place first, and who says so.
   */
  dismissalRequests: readonly { sameRole: boolean; requestedOn: string; offered: 'no' | 'by-employer' | 'by-officer' }[]
  /** What follow-ups reported about the whole establishment and nobody closed; our own table, so never unknown. */
  concerns: readonly { concern: Concern; reportedOn: string }[]
}

/** What the safeguards read of a place. null = not answered, which is never read as yes. */
export type PositionSafeguardFacts = {
  type: PositionType
  hourlyWageCents: number | null
  /** The wage is meant for somebody of this age (15..20); null = 21 or older. */
  wageForAge: number | null
  /** The place declares a wage subsidy, whatever its type (ruling 3). */
  wageSubsidy: boolean
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
  intent: { signed: boolean; months: number | null; hours: number | null } | null
  followUp: FollowUpOffer | null
  insured: { liability: boolean | null; accident: boolean | null }
  /** What the newcomer would pay, in cents. */
  feeCents: number | null
  languageDemands: readonly { language: string; skill: LanguageSkill; level: Level; task: string }[]
  decision: InstrumentDecision | null
  extension: ExtensionDecision | null
  /** The place leads to an open vacancy of this employer. */
  linkedVacancy: boolean | null
  staffing: StaffingFacts
}

/** What the safeguards read of a person: outcomes of checks, never their ground. */
export type PersonSafeguardFacts = {
  /** When the person said yes to sharing with this employer. */
  consentAt: string | null
  mayWork: { known: boolean; allowed: boolean; from: string | null; until: string | null }
  /** What must be recorded before the first day and is not: a work permit, or the employer's notice to UWV; null = nothing. */
  paper: 'permit' | 'notice' | null
  /** Whole years on the start date for the youth wage, 21 for everybody older; a check only. */
  wageAge: number | null
}

/** `person` is null at the moments that are about the place alone (publish). */
export type SafeguardFacts = { position: PositionSafeguardFacts; person: PersonSafeguardFacts | null }
