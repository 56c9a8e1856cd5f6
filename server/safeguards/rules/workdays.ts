import { addDays, dateOf, dayNumber } from './calendar.ts'

const twoDigits = (value: number): string => String(value).padStart(2, '0')

/** Easter Sunday in the Gregorian calendar (Meeus, Jones and Butcher). */
export const easterOf = (year: number): string => {
  const a = year % 19
  const b = Math.floor(year / 100)
  const c = year % 100
  const e = b % 4
  const f = Math.floor((b + 8) / 25)
  const g = Math.floor((b - f + 1) / 3)
  const h = (19 * a + b - Math.floor(b / 4) - g + 15) % 30
  const l = (32 + 2 * e + 2 * Math.floor(c / 4) - h - (c % 4)) % 7
  const m = Math.floor((a + 11 * h + 22 * l) / 451)
  const sum = h + l - 7 * m + 114
  return `${year}-${twoDigits(Math.floor(sum / 31))}-${twoDigits((sum % 31) + 1)}`
}

/** 1 Monday .. 7 Sunday; 1970-01-01 was a Thursday. */
export const weekdayOf = (date: string): number => ((((dayNumber(date) + 3) % 7) + 7) % 7) + 1

/** Algemene termijnenwet art. 3: the general holidays, Good Friday that counts as one, the King's day, and 5 May of every year. */
export const holidaysOf = (year: number): string[] => {
  const easter = dayNumber(easterOf(year))
  const kingsDay = `${year}-04-27`
  return [
    `${year}-01-01`,
    dateOf(easter - 2),
    dateOf(easter + 1),
    weekdayOf(kingsDay) === 7 ? `${year}-04-26` : kingsDay,
    `${year}-05-05`,
    dateOf(easter + 39),
    dateOf(easter + 50),
    `${year}-12-25`,
    `${year}-12-26`,
  ]
}

/** Monday to Friday without Dutch public holidays. */
export const isWorkingDay = (date: string): boolean =>
  weekdayOf(date) <= 5 && !holidaysOf(Number(date.slice(0, 4))).includes(date)

/** The day that lies so many working days before a day; neither of the two counts as one of them, the first not at all (ruling 9). */
export const workingDaysBefore = (date: string, days: number): string => {
  let day = addDays(date, -1)
  for (let left = days; left > 0; day = addDays(day, -1)) if (isWorkingDay(day)) left -= 1
  return day
}
