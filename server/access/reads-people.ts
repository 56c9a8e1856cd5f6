import { and, eq, inArray, or, type SQL } from 'drizzle-orm'
import { elevated } from '#db/bound.ts'
import type { Reader } from '#db/client.ts'
import { accounts } from '#db/schema/accounts.ts'
import { positions } from '#db/schema/positions.ts'
import { addressOf, mailboxOf } from '#server/platform/addresses.ts'

const KNOWN = {
  id: accounts.id,
  email: accounts.email,
  emailSealed: accounts.emailSealed,
  mailboxIndex: accounts.mailboxIndex,
}
type Known = { id: string; email: string | null; emailSealed: Buffer | null; mailboxIndex: Buffer | null }

/** A plain address is newer than the digest beside it. */
const digestOf = ({ email, mailboxIndex }: Known): Buffer | null => (email === null ? mailboxIndex : null)

/** By the digests of their mailboxes, so that no address is opened; only where those are of two keys, or one is still to be made, by the addresses. */
function isSame(one: Known, other: Known): boolean {
  if (one.id === other.id) return true
  const [mine, theirs] = [digestOf(one), digestOf(other)]
  if (mine !== null && theirs !== null && mine[0] === theirs[0]) return mine.equals(theirs)
  const mailbox = mailboxOf(addressOf(one))
  return mailbox !== null && mailbox === mailboxOf(addressOf(other))
}

const knownOf = (db: Reader, ids: readonly string[]): Promise<Known[]> =>
  elevated(db, 'four-eyes')
    .select(KNOWN)
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

/** Which of these employers somebody works for, with this account or another of the same mailbox: those are not theirs to judge. */
export async function ownFirmsAmong(
  db: Reader,
  accountId: string | null,
  employerIds: readonly string[],
): Promise<ReadonlySet<string>> {
  if (accountId === null || employerIds.length === 0) return new Set()
  const [[me], people] = await Promise.all([
    knownOf(db, [accountId]),
    elevated(db, 'four-eyes')
      .select({ ...KNOWN, employerId: accounts.employerId })
      .from(accounts)
      .where(inArray(accounts.employerId, [...employerIds])),
  ])
  return new Set(people.flatMap((one) => (me && one.employerId !== null && isSame(me, one) ? [one.employerId] : [])))
}

/**
 * Who is suspended among these accounts and has the mailbox of an address that somebody typed. What stands after a plus, another role or another spelling
 * makes nobody somebody else.
 */
export async function suspendedOfMailbox(
  db: Reader,
  email: string,
  whose: SQL,
): Promise<{ id: string; lockedByOperator: boolean }[]> {
  const typed: Known = { id: '', email, emailSealed: null, mailboxIndex: null }
  const rows = await elevated(db, 'four-eyes')
    .select({ ...KNOWN, lockedByOperator: accounts.lockedByOperator })
    .from(accounts)
    .where(and(whose, eq(accounts.state, 'suspended')))
  return rows.filter((one) => isSame(typed, one)).map(({ id, lockedByOperator }) => ({ id, lockedByOperator }))
}

/** Whether an account is still at work. */
export async function isActive(db: Reader, accountId: string): Promise<boolean> {
  const [account] = await elevated(db, 'four-eyes')
    .select({ state: accounts.state })
    .from(accounts)
    .where(eq(accounts.id, accountId))
  return account?.state === 'active'
}

/** How many officers of a municipality could decide who are none of these people. */
export async function officersBeside(
  db: Reader,
  municipalityCode: string,
  accountIds: readonly string[],
): Promise<number> {
  const [officers, people] = await Promise.all([
    elevated(db, 'four-eyes')
      .select(KNOWN)
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

/**
 * Whether somebody would deal with themselves: whether a newcomer, or anybody of an employer or of the employer of a position, has the mailbox of this account.
 * A coach proposes nobody to themselves, and nobody takes on themselves, or decides about or judges the own firm (reliability.md section 4, rules beside the table).
 *
 * @param about any of them
 */
export async function dealsWithSelf(
  db: Reader,
  accountId: string | null,
  about: { newcomerId?: string; positionId?: string; employerId?: string },
): Promise<boolean> {
  if (accountId === null) return false
  const wider = elevated(db, 'four-eyes')
  const ofNewcomer = about.newcomerId === undefined ? undefined : eq(accounts.newcomerId, about.newcomerId)
  const ofEmployer = about.employerId === undefined ? undefined : eq(accounts.employerId, about.employerId)
  const ofPosition =
    about.positionId === undefined
      ? undefined
      : inArray(
          accounts.employerId,
          wider.select({ id: positions.employerId }).from(positions).where(eq(positions.id, about.positionId)),
        )
  const [[me], others] = await Promise.all([
    knownOf(db, [accountId]),
    wider
      .select(KNOWN)
      .from(accounts)
      .where(or(ofNewcomer, ofEmployer, ofPosition)),
  ])
  // An account is no stranger to itself: an employer deals with the own position.
  return me !== undefined && others.some((other) => other.id !== accountId && isSame(me, other))
}
