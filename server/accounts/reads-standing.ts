import { and, eq } from 'drizzle-orm'
import type { Reader } from '#db/client.ts'
import { organisationStandings } from '#db/schema/members.ts'

/** Whether an employer waits for somebody to confirm that it is what it says: until then it publishes nothing. */
export async function isUnverified(db: Reader, employerId: string): Promise<boolean> {
  const rows = await db
    .select({ id: organisationStandings.id })
    .from(organisationStandings)
    .where(and(eq(organisationStandings.employerId, employerId), eq(organisationStandings.state, 'unverified')))
  return rows.length > 0
}
