/** The words of the positions room. */

/** domain.md, section 1.3. */
export const POSITION_TYPES = [
  'REGULAR_JOB',
  'START_JOB',
  'APPRENTICESHIP_BBL',
  'PRACTICAL_LEARNING',
  'UWV_TRIAL_PLACEMENT',
  'TRIAL_PLACEMENT',
  'WAGE_VALUE_TRIAL',
  'WAGE_SUBSIDISED_JOB',
  'WORK_EXPERIENCE',
  'PARTICIPATION_PLACEMENT',
  'SOCIETAL_PARTICIPATION',
  'SECONDMENT',
  'INTERNSHIP',
  'Z_ROUTE_PARTICIPATION',
  'VOLUNTEER',
] as const
export type PositionType = (typeof POSITION_TYPES)[number]

/** `awaiting-decision`: a safeguard asks for a person of the municipality first; it is not proposed (ruling 19). */
export const POSITION_STATES = ['draft', 'awaiting-decision', 'published', 'paused', 'closed', 'expired'] as const
export type PositionState = (typeof POSITION_STATES)[number]

export const POSITION_STEPS = [
  'create',
  'submit',
  'publish',
  'approve',
  'reject',
  'grant',
  'pause',
  'resume',
  'close',
  'expire',
] as const
export type PositionStep = (typeof POSITION_STEPS)[number]

/** What an answer of the safeguards was about: an override of it counts for these terms alone. Days of a start or a longer term are its own. */
export type Judged = {
  establishmentId: string
  type: PositionType
  occupationUri: string
  seats: number
  hoursPerWeek: number
  startsOn: string
  endsOn: string | null
}

/** Why the employer offers this place; sickness, peak, holiday and season never justify unpaid work (DSP-13). */
export const POSITION_MOTIVES = [
  'growth',
  'shortage',
  'training',
  'inclusion',
  'sickness',
  'peak',
  'holiday',
  'seasonal',
] as const
export type PositionMotive = (typeof POSITION_MOTIVES)[number]

export const FOLLOW_UP_OFFERS = [
  'permanent-contract',
  'fixed-term-contract',
  'apprenticeship',
  'education',
  'none',
  'unknown',
] as const
export type FollowUpOffer = (typeof FOLLOW_UP_OFFERS)[number]

/** Who signs a practice agreement (WEB art. 7.2.8). */
export const AGREEMENT_SIGNERS = ['school', 'company', 'student'] as const
export type AgreementSigner = (typeof AGREEMENT_SIGNERS)[number]

/** What the place offers beside the work. */
export const SUPPORTS = [
  'language-buddy',
  'lessons-in-work-time',
  'flexible-start',
  'travel-costs',
  'work-clothes',
  'quiet-place',
] as const
export type Support = (typeof SUPPORTS)[number]

/** `required`: without it one cannot begin (a gate); a required skill is stored as needed as well. */
export const POSITION_SKILL_ROLES = ['needed', 'required', 'taught'] as const
export type PositionSkillRole = (typeof POSITION_SKILL_ROLES)[number]

export const POSITION_SLOT_KINDS = ['work', 'lesson'] as const
export type PositionSlotKind = (typeof POSITION_SLOT_KINDS)[number]

export const STAFFING_FACT_KINDS = [
  'contract-ended',
  'vacancy-open',
  'dismissal-request',
  'industrial-action',
  'concern',
] as const
export type StaffingFactKind = (typeof STAFFING_FACT_KINDS)[number]
export const CONTRACT_END_REASONS = [
  'dismissal',
  'not-renewed',
  'reorganisation',
  'voluntary',
  'retirement',
  'other',
] as const
export type ContractEndReason = (typeof CONTRACT_END_REASONS)[number]
