import { and, eq, inArray } from 'drizzle-orm'
import type { Reader } from '#db/client.ts'
import { accounts } from '#db/schema/accounts.ts'

/** An e-mail address as one person has it: without capitals, spaces around it, or what stands after a plus. */
const mailboxOf = (email: string | null): string | null => {
  const [name = '', host = ''] = (email ?? '').trim().toLowerCase().split('@')
  return name && host ? `${name.split('+')[0]}@${host}` : null
}

type Known = { id: string; email: string | null }
const isSame = (one: Known, other: Known): boolean => {
  const mailbox = mailboxOf(one.email)
  return one.id === other.id || (mailbox !== null && mailbox === mailboxOf(other.email))
}

const knownOf = (db: Reader, ids: readonly string[]): Promise<Known[]> =>
  db
    .select({ id: accounts.id, email: accounts.email })
    .from(accounts)
    .where(inArray(accounts.id, [...ids]))

/**
 * Whether two accounts are one person as far as the site can know: the same account, or the same mailbox. What four eyes are held against
 * (server/cases/README.md).
 */
export async function isSamePerson(db: Reader, one: string, other: string): Promise<boolean> {
  if (one === other) return true
  const [first, second] = await knownOf(db, [one, other])
  return first !== undefined && second !== undefined && isSame(first, second)
}

/** How many officers of a municipality could decide who are none of these people. */
export async function officersBeside(
  db: Reader,
  municipalityCode: string,
  accountIds: readonly string[],
): Promise<number> {
  const [officers, people] = await Promise.all([
    db
      .select({ id: accounts.id, email: accounts.email })
      .from(accounts)
      .where(
        and(
          eq(accounts.municipalityCode, municipalityCode),
          eq(accounts.role, 'officer'),
          eq(accounts.state, 'active'),
        ),
      ),
    knownOf(db, accountIds),
  ])
  return officers.filter((officer) => !people.some((one) => isSame(one, officer))).length
}
