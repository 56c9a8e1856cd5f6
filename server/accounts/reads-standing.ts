import { and, eq, type SQL, sql } from 'drizzle-orm'
import type { Reader } from '#db/client.ts'
import { accounts } from '#db/schema/accounts.ts'
import { organisationStandings } from '#db/schema/members.ts'

/** That nobody stopped the organisation of an account. Who belongs to none is stopped by nobody. */
const organisationStands: SQL = sql`not exists (select 1 from ${organisationStandings} where ${organisationStandings.state} = 'suspended' and (${organisationStandings.employerId} = ${accounts.employerId} or ${organisationStandings.municipalityCode} = ${accounts.municipalityCode}))`

/** That an account opens: active, and of no organisation that was suspended. Who is shut out is not mailed either. */
export const mayEnter: SQL<boolean> = sql`(${accounts.state} = 'active' and ${organisationStands})`

/** Whether an employer waits for somebody to confirm that it is what it says: until then it publishes nothing. */
export async function isUnverified(db: Reader, employerId: string): Promise<boolean> {
  const rows = await db
    .select({ id: organisationStandings.id })
    .from(organisationStandings)
    .where(and(eq(organisationStandings.employerId, employerId), eq(organisationStandings.state, 'unverified')))
  return rows.length > 0
}
