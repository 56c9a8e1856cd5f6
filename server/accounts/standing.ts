import { and, sql } from 'drizzle-orm'
import type { Reader } from '#db/client.ts'
import { accounts } from '#db/schema/accounts.ts'
import { mayEnter } from './reads-standing.ts'

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
