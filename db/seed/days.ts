/** Calendar days `YYYY-MM-DD`, counted in UTC: days have no clock. */
const DAY_MS = 86_400_000

export const plusDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)

/** On which staff of a seed signed in last: who never did for long would be told at the first sweep that the account ends. */
export const lastSeenOn = (today: string): string => plusDays(today, -1)

/** The first Monday on or after a day. */
export const mondayFrom = (day: string): string => {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay()
  return plusDays(day, (8 - weekday) % 7)
}

/** The day before the same day, some months later: the last day of a term that begins on `day`. */
export const endOfTerm = (day: string, months: number): string => {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate()
  const same = new Date(Date.UTC(year, month - 1 + months, Math.min(date, last)))
  return plusDays(same.toISOString().slice(0, 10), -1)
}

/** Nine in the morning in the Netherlands, near enough: the moment of something that happened on a day. */
export const morningOf = (day: string): Date => new Date(`${day}T08:00:00Z`)
