import type { Role } from '#db/values/accounts.ts'
import {
  type FollowUpKind,
  type PlacementState,
  type PlacementStep,
  RUNNING_PLACEMENT_STATES,
} from '#db/values/placements.ts'
import { addDays, addMonths } from '#server/safeguards/rules/calendar.ts'

/** Which rules a step was taken under. Our policy, not law. */
export const PLACEMENT_POLICY = { version: 'placements-2026-11', datedOn: '2026-11-22', label: 'policy' } as const

/** A start lies today or later: on a day that is gone the law would be asked of what held then, not of what holds now. */
export const START_PASSED = { field: 'startsOn', error: 'date-too-early' } as const

type Doer = Role | 'worker'
export type PlacementMove = { from: readonly PlacementState[]; by: readonly Doer[]; to: PlacementState }

/** The life of a placement. `plan` makes the row and so has no `from`; what has begun is ended, never cancelled. */
export const PLACEMENT_LIFECYCLE: Record<PlacementStep, PlacementMove> = {
  plan: { from: [], by: ['coach'], to: 'planned' },
  begin: { from: ['planned'], by: ['worker'], to: 'active' },
  extend: { from: ['active'], by: ['coach'], to: 'active' },
  complete: { from: ['active'], by: ['coach', 'worker'], to: 'completed' },
  'end-early': { from: ['active'], by: ['coach'], to: 'ended-early' },
  cancel: { from: ['planned'], by: ['coach'], to: 'cancelled' },
}

export type Taken = { ok: true; to: PlacementState } | { ok: false; why: 'forbidden' | 'stale' }

/**
 * Whether this actor may take this step now, and where it leads.
 * @returns the next state; or `forbidden` (never this role) or `stale` (not from this state)
 */
export const take = (step: PlacementStep, placement: { state: PlacementState }, actor: { role: Doer }): Taken => {
  const move = PLACEMENT_LIFECYCLE[step]
  if (!move.by.includes(actor.role)) return { ok: false, why: 'forbidden' }
  return move.from.includes(placement.state) ? { ok: true, to: move.to } : { ok: false, why: 'stale' }
}

/** Whether a placement holds its seat and its newcomer. */
export const isRunning = (state: PlacementState): boolean =>
  (RUNNING_PLACEMENT_STATES as readonly PlacementState[]).includes(state)

/** When each conversation falls due, counted from the first day. Policy 2026-11. */
const FOLLOW_UP_TERMS: Record<FollowUpKind, { days: number } | { months: number }> = {
  'week-2': { days: 14 },
  'month-1': { months: 1 },
  'month-3': { months: 3 },
  'month-6': { months: 6 },
  'month-12': { months: 12 },
}

/**
 * The day on which a conversation falls due.
 * @param startsOn first day of the placement, `YYYY-MM-DD`
 * @returns a Dutch calendar day `YYYY-MM-DD`; 31 January plus a month is the last day of February
 */
export const followUpDay = (kind: FollowUpKind, startsOn: string): string => {
  const term = FOLLOW_UP_TERMS[kind]
  return 'months' in term ? addMonths(startsOn, term.months) : addDays(startsOn, term.days)
}

/**
 * The lowest seat that nobody holds.
 * @param seats places of the position, counted from 1
 * @returns null when all are taken
 */
export const lowestFreeSeat = (seats: number, taken: readonly number[]): number | null => {
  for (let seat = 1; seat <= seats; seat += 1) if (!taken.includes(seat)) return seat
  return null
}

/** Answers that say that the work lasts: only late conversations can tell (peers.md, 4: sustained at 6 and 12 months). */
export const isLasting = (kind: FollowUpKind, outcome: string): boolean =>
  outcome === 'lasting-work' && (kind === 'month-6' || kind === 'month-12')
