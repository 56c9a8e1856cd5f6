import type { ParticipationReview, PlacementState } from '#db/values/placements.ts'
import type { PositionType } from '#db/values/positions.ts'
import { addDays } from '#server/safeguards/rules/calendar.ts'
import { participationCalendar } from '#server/safeguards/rules/participation.ts'

/** How long before something falls due a coach is told, and how long results are asked for. Our policy, dated 2026-11-22, not law. */
const TASK_POLICY = { permitWeeks: 8, reviewWeeks: 4, resultsWeeks: 26 } as const

export type ReviewDone = { kind: ParticipationReview; on: string }
/** Something of the calendar with the day on which it was done; null = not yet. */
export type CalendarLine = { kind: ParticipationReview; dueOn: string; doneOn: string | null }

/**
 * The calendar of a participation placement up to a day with what was done of it. Of what returns, the first done settles the first due.
 * @param done the earliest first; days `YYYY-MM-DD`
 */
export const calendarOf = (startsOn: string, until: string, done: readonly ReviewDone[]): CalendarLine[] => {
  const left = [...done]
  return participationCalendar(startsOn, until).map(({ kind, dueOn }) => {
    const at = left.findIndex((one) => one.kind === kind)
    const [held] = at < 0 ? [] : left.splice(at, 1)
    return { kind, dueOn, doneOn: held?.on ?? null }
  })
}

export type Placed = {
  state: PlacementState
  type: PositionType
  startsOn: string
  endsOn: string | null
  endedOn: string | null
  /** The last day of the right to work, or of the permit for this work if that is earlier; null = no end known. */
  rightUntil: string | null
  reviews: readonly ReviewDone[]
  hasResults: boolean
}
export type PlacementTask =
  | { task: 'permit'; dueOn: string }
  | { task: 'review'; dueOn: string; kind: ParticipationReview }
  | { task: 'results'; dueOn: string }

/**
 * What a coach has to do about one placement, the earliest due first: renew a right to work that ends before the work does (DSP-22: renewal is usual, so
 * this is a task and never a refusal), the calendar of a participation placement (DSP-32), and what was learned in one that is over (MON-09).
 * @param today Dutch day, `YYYY-MM-DD`
 */
export const tasksOf = (placed: Placed, today: string): PlacementTask[] => {
  const { state, type, startsOn, endsOn, endedOn, rightUntil } = placed
  const found: PlacementTask[] = []
  const isRunning = state === 'planned' || state === 'active'
  const endsBefore = rightUntil !== null && (endsOn === null || rightUntil < endsOn)
  if (isRunning && endsBefore && rightUntil <= addDays(today, 7 * TASK_POLICY.permitWeeks))
    found.push({ task: 'permit', dueOn: rightUntil })
  if (state === 'active' && type === 'PARTICIPATION_PLACEMENT')
    for (const { kind, dueOn, doneOn } of calendarOf(
      startsOn,
      addDays(today, 7 * TASK_POLICY.reviewWeeks),
      placed.reviews,
    ))
      if (doneOn === null) found.push({ task: 'review', dueOn, kind })
  const isOver = state === 'completed' || state === 'ended-early'
  if (isOver && !placed.hasResults && endedOn !== null && endedOn >= addDays(today, -7 * TASK_POLICY.resultsWeeks))
    found.push({ task: 'results', dueOn: endedOn })
  return found.sort((one, other) => (one.dueOn < other.dueOn ? -1 : one.dueOn > other.dueOn ? 1 : 0))
}
