import type { History, PlacementRecord } from '#server/safeguards/rules/monitors/history.ts'

/** What the slow monitors count with: days one by one, sets by name, every pair of rows. */

const DAY = 86_400_000
export const at = (day: string): number => Date.parse(`${day}T00:00:00Z`) / DAY
export const written = (day: number): string => new Date(day * DAY).toISOString().slice(0, 10)
const monthOf = (day: string): number => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7))
const dateOf = (day: string): number => Number(day.slice(8))

/** So many months later, or the last day of that month: found by walking. */
export const months = (day: string, count: number): string => {
  let found = ''
  for (let one = at(day) + count * 31 - (count > 0 ? 80 : -80); ; one += count > 0 ? 1 : -1) {
    const text = written(one)
    if (monthOf(text) === monthOf(day) + count && dateOf(text) <= dateOf(day) && text > found) found = text
    if (found !== '' && (count > 0 ? monthOf(text) > monthOf(day) + count : monthOf(text) < monthOf(day) + count))
      return found
  }
}
/** The last day before the same day of the month, so many months later: found by walking. */
export const termEnd = (start: string, count: number): string => {
  let day = at(start)
  const isInside = (text: string) =>
    monthOf(text) < monthOf(start) + count || (monthOf(text) === monthOf(start) + count && dateOf(text) < dateOf(start))
  while (isInside(written(day + 1))) day += 1
  return written(day)
}

const UNPAID = [
  'UWV_TRIAL_PLACEMENT',
  'TRIAL_PLACEMENT',
  'WAGE_VALUE_TRIAL',
  'WORK_EXPERIENCE',
  'PARTICIPATION_PLACEMENT',
]
export const isUnpaid = (one: { type: string; isPaid: boolean }) =>
  UNPAID.includes(one.type) || (one.type === 'PRACTICAL_LEARNING' && !one.isPaid)
export const isLearning = (one: { type: string; isPaid: boolean }) =>
  isUnpaid(one) || ['PRACTICAL_LEARNING', 'APPRENTICESHIP_BBL', 'INTERNSHIP'].includes(one.type)

export const establishmentsOf = (history: History): string[] => [
  ...new Set(
    Object.values(history).flatMap((rows: readonly { establishment: string }[]) =>
      rows.map((row) => row.establishment),
    ),
  ),
]
const rolesOf = (history: History): string[] => [
  ...new Set(
    [...history.placements, ...history.contracts, ...history.vacancies, ...history.published, ...history.hours].map(
      (one) => one.role,
    ),
  ),
]
export const ok = 'ok'
export const little = 'too-little-data'

export type Slow = (
  history: History,
  today: string,
  say: (subject: string, about: string | null, said: string) => void,
) => void

export const endedWithin = (rows: readonly PlacementRecord[], since: string, today: string) =>
  rows.filter((one) => one.endedOn !== null && one.endedOn >= since && one.endedOn <= today)

export const eachRole = (history: History, of: (subject: string, role: string) => void) => {
  for (const subject of establishmentsOf(history)) for (const role of rolesOf(history)) of(subject, role)
}
export const here = <T extends { establishment: string; role: string }>(
  rows: readonly T[],
  subject: string,
  role: string,
): T[] => rows.filter((one) => one.establishment === subject && one.role === role)
