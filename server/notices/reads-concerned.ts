import { and, eq, inArray } from 'drizzle-orm'
import type { Reader } from '#db/client.ts'
import { accounts } from '#db/schema/accounts.ts'
import { establishments } from '#db/schema/employers.ts'
import { employerGroups } from '#db/schema/facts.ts'
import { signals } from '#db/schema/monitoring.ts'
import { places } from '#db/schema/reference.ts'

const idsOf = (rows: { id: string }[]): string[] => rows.map(({ id }) => id)

/** The accounts of whom a signal is about: the company, the company of the workplace, or every company of the group. */
export async function employersOfSignal(db: Reader, signalId: string): Promise<string[]> {
  const [signal] = await db.select().from(signals).where(eq(signals.id, signalId))
  if (!signal) return []
  const ofGroup = db
    .select({ id: employerGroups.employerId })
    .from(employerGroups)
    .where(eq(employerGroups.groupName, signal.subjectId))
  const concerned = signal.employerId
    ? eq(accounts.employerId, signal.employerId)
    : signal.subject === 'group'
      ? inArray(accounts.employerId, ofGroup)
      : null
  if (concerned === null) return []
  return idsOf(
    await db
      .select({ id: accounts.id })
      .from(accounts)
      .where(and(concerned, eq(accounts.state, 'active'))),
  )
}

/** The accounts of the officers of the municipality where an establishment stands. */
export async function officersOf(db: Reader, establishmentId: string): Promise<string[]> {
  return idsOf(
    await db
      .select({ id: accounts.id })
      .from(establishments)
      .innerJoin(places, eq(places.postcode4, establishments.postcode4))
      .innerJoin(accounts, eq(accounts.municipalityCode, places.municipalityCode))
      .where(and(eq(establishments.id, establishmentId), eq(accounts.role, 'officer'), eq(accounts.state, 'active'))),
  )
}

/** The accounts of the company of an establishment. */
export async function employersAt(db: Reader, establishmentId: string): Promise<string[]> {
  return idsOf(
    await db
      .select({ id: accounts.id })
      .from(establishments)
      .innerJoin(accounts, eq(accounts.employerId, establishments.employerId))
      .where(and(eq(establishments.id, establishmentId), eq(accounts.state, 'active'))),
  )
}
