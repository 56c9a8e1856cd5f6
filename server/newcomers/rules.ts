import type { Role } from '#db/values/accounts.ts'
import type { Availability, WorkRight } from '#db/values/newcomers.ts'

type Doer = Role | 'worker'

export const AVAILABILITY_STEPS = [
  'finish-intake',
  'pause',
  'resume',
  'place',
  'free',
  'sustain',
  'withdraw',
  'return',
] as const
export type AvailabilityStep = (typeof AVAILABILITY_STEPS)[number]

/**
 * The life of somebody's availability. `place`, `free` and `sustain` follow the placement, by its events; pausing and withdrawing is the
 * newcomer's own right at any moment.
 */
const AVAILABILITY_LIFECYCLE: Record<
  AvailabilityStep,
  { from: readonly Availability[]; by: readonly Doer[]; to: Availability }
> = {
  'finish-intake': { from: ['in-intake'], by: ['coach'], to: 'available' },
  pause: { from: ['available'], by: ['coach', 'newcomer'], to: 'paused' },
  resume: { from: ['paused'], by: ['coach', 'newcomer'], to: 'available' },
  place: { from: ['available', 'paused', 'in-intake'], by: ['worker'], to: 'placed' },
  free: { from: ['placed'], by: ['worker'], to: 'available' },
  sustain: { from: ['placed'], by: ['worker', 'coach'], to: 'sustained' },
  withdraw: { from: ['in-intake', 'available', 'paused'], by: ['coach', 'newcomer'], to: 'withdrawn' },
  return: { from: ['withdrawn', 'sustained'], by: ['coach'], to: 'in-intake' },
}

export type Taken = { ok: true; to: Availability } | { ok: false; why: 'forbidden' | 'stale' }

/**
 * Whether this actor may take this step now, and where it leads.
 * @returns the next availability; or `forbidden` (never this role) or `stale` (not from here)
 */
export const take = (
  step: AvailabilityStep,
  newcomer: { availability: Availability },
  actor: { role: Doer },
): Taken => {
  const move = AVAILABILITY_LIFECYCLE[step]
  if (!move.by.includes(actor.role)) return { ok: false, why: 'forbidden' }
  if (!move.from.includes(newcomer.availability)) return { ok: false, why: 'stale' }
  return { ok: true, to: move.to }
}

/** Steps that this actor can take now: what a screen offers. */
export const stepsFor = (newcomer: { availability: Availability }, actor: { role: Doer }): AvailabilityStep[] =>
  AVAILABILITY_STEPS.filter((step) => take(step, newcomer, actor).ok)

/**
 * The legal check as matching reads it: a yes or no, never its ground. Somebody for whom an employer must ask a permit (Wav art. 2) is
 * proposed, since the permit is asked for a position; the safeguards ask for it before the start.
 */
export const mayWorkOf = (right: {
  workRight: WorkRight
  workRightFrom: string | null
  workRightUntil: string | null
}) => ({
  known: right.workRight !== 'unknown',
  allowed: right.workRight !== 'none' && right.workRight !== 'unknown',
  from: right.workRightFrom,
  until: right.workRightUntil,
})

/**
 * The right to work as the safeguard at the start reads it: the legal check, and the paper that nobody recorded yet. A work permit counts when
 * its days cover the start and somebody checked it (Wav art. 2). For a displaced person the employer notifies UWV at least two working days
 * before the start (exemption of 1 April 2022; ruling 21); policy 2026-11: the coach's check of the papers says that this was done.
 *
 * @param startsOn `YYYY-MM-DD`, the first day of work
 * @returns `paper`: what is still missing, null when nothing is
 */
export const startRightOf = (
  right: Parameters<typeof mayWorkOf>[0] & { workRightCheckedOn: string | null },
  startsOn: string,
): { mayWork: ReturnType<typeof mayWorkOf>; paper: 'permit' | 'notice' | null } => {
  const { workRight, workRightFrom: from, workRightUntil: until, workRightCheckedOn: checkedOn } = right
  const isRecorded = checkedOn !== null && from !== null && until !== null && from <= startsOn && until >= startsOn
  const mayWork = mayWorkOf(right)
  if (workRight === 'permit-needed') return { mayWork, paper: isRecorded ? null : 'permit' }
  if (workRight === 'displaced-person') return { mayWork, paper: checkedOn === null ? 'notice' : null }
  return { mayWork, paper: null }
}

/** What a coach does next for a newcomer, the most pressing first. */
const NEXT_STEPS = [
  'follow-up',
  'start-placement',
  'wait-employer',
  'wait-newcomer',
  'look-at-proposals',
  'finish-intake',
  'resume',
  'wait-proposals',
  'nothing',
] as const
export type NextStep = (typeof NEXT_STEPS)[number]

export type Standing = {
  availability: Availability
  proposed: number
  shortlisted: number
  consented: number
  accepted: number
  followUpsDue: number
}

/** The next step for one newcomer, from the counts of open proposals and due follow-ups. */
export const nextStepOf = (standing: Standing): NextStep => {
  if (standing.followUpsDue > 0) return 'follow-up'
  if (standing.accepted > 0) return 'start-placement'
  if (standing.consented > 0) return 'wait-employer'
  if (standing.shortlisted > 0) return 'wait-newcomer'
  if (standing.availability === 'in-intake') return 'finish-intake'
  if (standing.proposed > 0) return 'look-at-proposals'
  if (standing.availability === 'paused') return 'resume'
  return standing.availability === 'available' ? 'wait-proposals' : 'nothing'
}
