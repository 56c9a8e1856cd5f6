import { LEVELS, type Level } from '#db/values/language.ts'
import { addMonths, dateOf, dayNumber } from '#server/safeguards/rules/calendar.ts'
import type { CourseFacts } from './facts.ts'
import type { MatchingPolicy } from './policy.ts'

const RANKS = Object.fromEntries(LEVELS.map((level, rank) => [level, rank])) as Record<Level, number>

/** The place of a level on the one scale: 0 none .. 9 C2. */
export const rankOf = (level: Level): number => RANKS[level]

/** Whether a level is at least what is asked. */
export const reaches = (level: Level, needed: Level): boolean => RANKS[level] >= RANKS[needed]

/** Days without lessons, first and last day included. */
export type Holiday = { from: string; to: string }

const daysShared = (fromA: number, toA: number, fromB: number, toB: number): number =>
  Math.max(0, Math.min(toA, toB) - Math.max(fromA, fromB))

/**
 * The level that somebody may be expected to have on a day; expected, not tested (ruling 15).
 * Counts lesson hours from `since` up to the day before `onDate`, not after a course ends and not in the holidays,
 * times attendance, over the hours that the next step takes. At most one step.
 * Rises with the day: a later day never gives a lower level.
 * @param courses those that train this skill
 * @param since the day the level was measured (today where that day is not known): hours before it are in the level
 */
export const projectedLevel = (
  reached: Level,
  courses: readonly CourseFacts[],
  onDate: string,
  since: string,
  policy: MatchingPolicy,
  holidays: readonly Holiday[] = policy.lessonFree,
): Level => {
  const next = LEVELS[RANKS[reached] + 1]
  if (next === undefined || courses.length === 0 || onDate <= since) return reached
  const isAlfa = next.startsWith('alfa')
  const first = dayNumber(since)
  const start = dayNumber(onDate)
  let steps = 0
  for (const course of courses) {
    const from = Math.max(first, dayNumber(course.startsOn))
    const to = course.endsOn === null ? start : Math.min(start, dayNumber(course.endsOn) + 1)
    if (to <= from) continue
    let days = to - from
    for (const holiday of holidays) days -= daysShared(from, to, dayNumber(holiday.from), dayNumber(holiday.to) + 1)
    const hours = (course.hoursPerWeek * (course.attendance ?? policy.usualAttendance) * Math.max(0, days)) / 7
    steps += hours / (isAlfa ? policy.hoursPerAlfaStep : policy.hoursPerStep[course.profile])
  }
  // A hair below one step is a rounding of the sum, not a missing lesson.
  return steps >= 1 - 1e-9 ? next : reached
}

/** Whether a level was measured so long ago that it is shown as aged; it still counts. */
export const isAged = (assessedOn: string | null, today: string, policy: MatchingPolicy): boolean =>
  assessedOn !== null && addMonths(assessedOn, policy.agedAfterMonths) < today

/** How far ahead lessons are looked at: five years. */
const HORIZON = 5 * 365

/**
 * The first day on which a level may be expected, by the same projection, on or after a day.
 * @returns null when lessons do not lead there within five years, or when it is more than one step away
 */
export const expectedFrom = (
  reached: Level,
  needed: Level,
  courses: readonly CourseFacts[],
  from: string,
  since: string,
  policy: MatchingPolicy,
): string | null => {
  const isThere = (day: number): boolean =>
    reaches(projectedLevel(reached, courses, dateOf(day), since, policy), needed)
  let first = dayNumber(from)
  let last = first + HORIZON
  if (!isThere(last)) return null
  while (first < last) {
    const middle = Math.floor((first + last) / 2)
    if (isThere(middle)) last = middle
    else first = middle + 1
  }
  return dateOf(first)
}
