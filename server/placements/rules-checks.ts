import { z } from 'zod'
import type { WorkRight } from '#db/values/newcomers.ts'
import { CONTRACT_KINDS, type ContractKind } from '#db/values/placements.ts'
import type { PositionType } from '#db/values/positions.ts'
import { isPaid } from '#server/safeguards/rules/sets.ts'

/**
 * The fields of the checks, for the input of a start and of what is recorded later. An open field is one that nobody answered, and a safeguard
 * reads it as not known.
 */
export const CHECK_FIELDS = {
  /** The day on which the employer notified UWV of the start; never a day to come. */
  noticeOn: z.iso.date().nullish(),
  contract: z.enum(CONTRACT_KINDS).nullish(),
  /** The last day of the work permit of the employer. */
  permitUntil: z.iso.date().nullish(),
  /** Whether the person is 27 or older. */
  is27: z.union([z.boolean(), z.enum(['yes', 'no']).transform((word) => word === 'yes')]).nullish(),
}
export type StartChecks = {
  noticeOn: string | null
  contract: ContractKind | null
  permitUntil: string | null
  is27: boolean | null
}
export type CheckName = keyof StartChecks
/** What somebody filled in; an open field is one that nobody answered. */
export type GivenChecks = { [N in CheckName]?: StartChecks[N] | undefined }
export const NO_CHECKS: StartChecks = { noticeOn: null, contract: null, permitUntil: null, is27: null }

type Placed = { type: PositionType; hourlyWageCents: number | null }

/**
 * What a coach has to check for this person in this place, because a safeguard asks it: the notice to UWV and the contract of a displaced person in paid
 * work (DSP-21), the work permit for an asylum seeker (DSP-19; a volunteer needs none), the age for a participation placement (DSP-31). Of everybody else
 * nothing is asked, so nothing is kept.
 */
export const checksAsked = (workRight: WorkRight, { type, hourlyWageCents }: Placed): CheckName[] => {
  const asked: CheckName[] = []
  if (workRight === 'displaced-person' && isPaid({ type, hourlyWageCents, wageSubsidy: false }))
    asked.push('noticeOn', 'contract')
  if (workRight === 'asylum-seeker' && type !== 'VOLUNTEER') asked.push('permitUntil')
  if (type === 'PARTICIPATION_PLACEMENT') asked.push('is27')
  return asked
}

/**
 * Of what was filled in, what is asked. A notice on a day to come has not been given yet, so it is not known.
 * @param today Dutch day, `YYYY-MM-DD`
 */
export const keptChecks = (asked: readonly CheckName[], given: GivenChecks, today: string): StartChecks => {
  const of = <N extends CheckName>(name: N): StartChecks[N] =>
    asked.includes(name) ? ((given[name] ?? null) as StartChecks[N]) : NO_CHECKS[name]
  const noticeOn = of('noticeOn')
  return {
    noticeOn: noticeOn !== null && noticeOn > today ? null : noticeOn,
    contract: of('contract'),
    permitUntil: of('permitUntil'),
    is27: of('is27'),
  }
}

/** Whether anything was answered at all. */
export const isAnswered = (checks: StartChecks): boolean => Object.values(checks).some((answer) => answer !== null)
