import type { Db } from '#db/client.ts'
import type { Role } from '#db/values/accounts.ts'

/** Who acts. Organisation and municipality always come from the session, never from the request. */
export type Actor =
  | {
      role: Role
      accountId: string
      newcomerId: string | null
      employerId: string | null
      municipalityCode: string | null
    }
  | { role: 'worker'; accountId: null; newcomerId: null; employerId: null; municipalityCode: null }

/** What every command gets: the database, who acts, and the moment (passed, so tests need no fake clock). */
export type Ctx = { db: Db; actor: Actor; now: Date }

export const WORKER: Actor = {
  role: 'worker',
  accountId: null,
  newcomerId: null,
  employerId: null,
  municipalityCode: null,
}

/** Made once: a formatter costs half a millisecond. */
const DUTCH_CLOCK = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Europe/Amsterdam',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  hourCycle: 'h23',
})

/** The calendar day in the Netherlands, `YYYY-MM-DD`: dates of work, lessons and law are Dutch days. */
export const dayOf = (moment: Date): string => DUTCH_CLOCK.format(moment).slice(0, 10)

/** The hour of the clock in the Netherlands, 0 to 23. */
export const hourOf = (moment: Date): number => Number(DUTCH_CLOCK.format(moment).slice(11, 13))
