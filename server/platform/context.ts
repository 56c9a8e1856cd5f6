import type { Db } from '#db/client.ts'
import type { Role } from '#db/values/accounts.ts'
import type { WorkerName } from '#db/values/workers.ts'

/** Who acts. Organisation and municipality always come from the session, never from the request. */
export type Actor =
  | {
      role: Role
      accountId: string
      newcomerId: string | null
      employerId: string | null
      municipalityCode: string | null
      /** Of an employer: publishes and invites. Absent is false, as it is for every other role. */
      isAdmin?: boolean
    }
  | {
      role: 'worker'
      worker: WorkerName
      /** Who is at the command line, as a code: a short name or the number of a ticket. Then what is done is a decision of a person, and audited. */
      by?: string
      accountId: null
      newcomerId: null
      employerId: null
      municipalityCode: null
      isAdmin?: false
    }

/** What every command gets: the database, who acts, and the moment (passed, so tests need no fake clock). */
export type Ctx = { db: Db; actor: Actor; now: Date }

/** A job or a sweep by its name: it may what the rows of the matrix that name it say, and no more. */
export const workerNamed = (worker: WorkerName): Extract<Actor, { role: 'worker' }> => ({
  role: 'worker',
  worker,
  accountId: null,
  newcomerId: null,
  employerId: null,
  municipalityCode: null,
})

/** The operator at the command line of the server. */
export const WORKER: Actor = workerNamed('operator')

/** The same, with who it is. @param by as `OperatorCode` gave it */
export const operatorNamed = (by: string): Actor => ({ ...workerNamed('operator'), by })

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
