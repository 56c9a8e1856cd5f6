import { and, eq, type SQL, sql } from 'drizzle-orm'
import type { Reader } from '#db/client.ts'
import { accounts } from '#db/schema/accounts.ts'
import { organisationStandings } from '#db/schema/members.ts'

/** That nobody stopped the organisation of an account. Who belongs to none is stopped by nobody. */
const organisationStands: SQL = sql`not exists (select 1 from ${organisationStandings} where ${organisationStandings.state} = 'suspended' and (${organisationStandings.employerId} = ${accounts.employerId} or ${organisationStandings.municipalityCode} = ${accounts.municipalityCode}))`

/** That an account opens: active, and of no organisation that was suspended. */
export const mayEnter: SQL | undefined = and(eq(accounts.state, 'active'), organisationStands)

/** The digests by which the address of this account is known, for a look at whether another account has the same. */
export const otherOfAddress = sql<boolean>`exists (select 1 from accounts other where other.id <> ${accounts.id} and other.state = 'active' and other.demo = ${accounts.demo} and (other.email_index = ${accounts.emailIndex} or other.email = ${accounts.email}))`

/** The accounts that open with the address of this one, itself among them, in the order in which they were made. */
export function accountsBeside(db: Reader, accountId: string) {
  const same = sql`exists (select 1 from accounts me where me.id = ${accountId} and me.demo = ${accounts.demo} and (me.email_index = ${accounts.emailIndex} or me.email = ${accounts.email}))`
  return db
    .select({ id: accounts.id, role: accounts.role, demo: accounts.demo })
    .from(accounts)
    .where(and(same, mayEnter))
    .orderBy(accounts.createdAt, accounts.id)
}
