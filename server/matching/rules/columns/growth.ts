import { LEVELS, type Level } from '#db/values/language.ts'
import type { CourseFacts } from '#server/matching/rules/facts.ts'
import { type Holiday, rankOf } from '#server/matching/rules/language.ts'
import type { MatchingPolicy } from '#server/matching/rules/policy.ts'
import { dayNumber } from '#server/safeguards/rules/calendar.ts'

/** A day that never comes; later than every day that can be written (9999-12-31 is day 2,932,896). */
export const NEVER = 0x7fffffff
const LAST_DAY = 2932896

/** A course with its days as numbers. */
type CourseDays = { course: CourseFacts; startsOn: number; endsOn: number | null }

/** How many days without lessons lie before a day; the difference of two days is what lies between them. */
export type FreeDaysBefore = (day: number) => number

export const openFreeDays = (holidays: readonly Holiday[]): FreeDaysBefore => {
  const spans = holidays.map(({ from, to }) => ({ from: dayNumber(from), until: dayNumber(to) + 1 }))
  const first = Math.min(...spans.map((span) => span.from))
  const last = Math.max(...spans.map((span) => span.until))
  if (spans.length === 0) return () => 0
  const before = Int32Array.from({ length: last - first + 1 }, (_, i) =>
    spans.reduce((sum, { from, until }) => sum + Math.max(0, Math.min(first + i, until) - from), 0),
  )
  return (day) => before[Math.max(0, Math.min(last, day) - first)] as number
}

/**
 * The first day on which the next level is expected: `projectedLevel` (ruling 15) turned round, so that the language
 * gate is a comparison of days. The share of a step never falls as days pass, hence the search by halves; each try
 * makes the same sums in the same order as `projectedLevel`, so that both round alike.
 * @param reached the level measured
 * @param courses those that train this skill
 * @param since the day number of the measurement
 * @returns a day number, or NEVER
 */
export const dayOfNextLevel = (
  reached: Level,
  courses: readonly CourseDays[],
  since: number,
  policy: MatchingPolicy,
  freeDaysBefore: FreeDaysBefore,
): number => {
  const next = LEVELS[rankOf(reached) + 1]
  if (next === undefined || courses.length === 0) return NEVER
  const isAlfa = next.startsWith('alfa')
  const isReachedBy = (day: number): boolean => {
    let steps = 0
    for (const { course, startsOn, endsOn } of courses) {
      const from = Math.max(since, startsOn)
      const to = endsOn === null ? day : Math.min(day, endsOn + 1)
      if (to <= from) continue
      const days = Math.max(0, to - from - (freeDaysBefore(to) - freeDaysBefore(from)))
      const hours = (course.hoursPerWeek * (course.attendance ?? policy.usualAttendance) * days) / 7
      steps += hours / (isAlfa ? policy.hoursPerAlfaStep : policy.hoursPerStep[course.profile])
    }
    return steps >= 1 - 1e-9
  }
  let no = since
  let yes = Math.min(LAST_DAY, lastUseful(courses))
  if (yes <= no || !isReachedBy(yes)) return NEVER
  while (yes - no > 1) {
    const middle = (no + yes) >> 1
    if (isReachedBy(middle)) yes = middle
    else no = middle
  }
  return yes
}

/** After this day no course adds anything. */
const lastUseful = (courses: readonly CourseDays[]): number =>
  courses.reduce((last, { endsOn }) => Math.max(last, endsOn === null ? LAST_DAY : endsOn + 1), 0)
