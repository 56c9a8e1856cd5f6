/**
 * Calendar days as `YYYY-MM-DD` text, counted without a clock or a time zone. Text of this shape sorts as the days do,
 * so rules compare with `<` and `<=`.
 */
const SHAPE = /^(\d{4})-(\d{2})-(\d{2})$/
const MONTH_LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
const monthLength = (year: number, month: number): number =>
  month === 2 && isLeap(year) ? 29 : (MONTH_LENGTHS[month - 1] ?? 31)

const partsOf = (date: string): [year: number, month: number, day: number] => {
  const found = SHAPE.exec(date)
  if (!found) throw new RangeError('A date is written as YYYY-MM-DD.')
  return [Number(found[1]), Number(found[2]), Number(found[3])]
}

const write = (year: number, month: number, day: number): string =>
  `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`

/** Whether the text is a day that exists, written `YYYY-MM-DD`. */
export const isDate = (text: string): boolean => {
  if (!SHAPE.test(text)) return false
  const [year, month, day] = partsOf(text)
  return month >= 1 && month <= 12 && day >= 1 && day <= monthLength(year, month)
}

/** Days since 1970-01-01 (negative before). The usual civil-calendar sum, with years that begin in March. */
export const dayNumber = (date: string): number => {
  const [y, month, day] = partsOf(date)
  const year = month <= 2 ? y - 1 : y
  const era = Math.floor(year / 400)
  const yearOfEra = year - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  return era * 146097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719468
}

/** The day that is `days` days since 1970-01-01. */
export const dateOf = (days: number): string => {
  const z = days + 719468
  const era = Math.floor(z / 146097)
  const dayOfEra = z - era * 146097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const shifted = Math.floor((5 * dayOfYear + 2) / 153)
  const month = shifted < 10 ? shifted + 3 : shifted - 9
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  return write(year, month, dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1)
}

export const addDays = (date: string, days: number): string => dateOf(dayNumber(date) + days)

/** Calendar months (ruling 12); a day that the month does not have becomes its last day. */
export const addMonths = (date: string, months: number): string => {
  const [y, m, day] = partsOf(date)
  const total = y * 12 + (m - 1) + months
  const year = Math.floor(total / 12)
  const month = total - year * 12 + 1
  return write(year, month, Math.min(day, monthLength(year, month)))
}

/**
 * The last day of a term of whole calendar months that begins on `start`; that day belongs to the term (ruling 12).
 * Two months from 2026-01-15 end on 2026-03-14; one month from 2026-01-31 ends on 2026-02-28.
 */
export const lastDayOfTerm = (start: string, months: number): string => {
  const [year, month, day] = partsOf(start)
  const monthLater = addMonths(write(year, month, 1), months)
  if (day === 1) return addDays(monthLater, -1)
  const [laterYear, laterMonth] = partsOf(monthLater)
  return write(laterYear, laterMonth, Math.min(day - 1, monthLength(laterYear, laterMonth)))
}

export const laterOf = (a: string, b: string): string => (a < b ? b : a)
export const earlierOf = (a: string, b: string): string => (a < b ? a : b)
