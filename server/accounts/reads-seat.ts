import { eq, type SQL } from 'drizzle-orm'
import type { Reader } from '#db/client.ts'
import { accounts } from '#db/schema/accounts.ts'
import { isSamePerson, suspendedOfMailbox } from '#server/access/reads-people.ts'
import type { Seat } from './rules-members.ts'

/** Of this organisation, or among those that belong to none. */
export const ofSeat = ({ employerId, municipalityCode }: Seat): SQL =>
  employerId !== null
    ? eq(accounts.employerId, employerId)
    : municipalityCode !== null
      ? eq(accounts.municipalityCode, municipalityCode)
      : eq(accounts.role, 'auditor')

/**
 * Why nobody is invited, or takes an invitation, with this address: whoever has the mailbox is shut out of this organisation by an operator, or was suspended
 * there and is the one who invited.
 *
 * @returns null when nothing stands in the way
 */
export async function shutOf(
  db: Reader,
  seat: Seat,
  email: string,
  invitedBy: string | null,
): Promise<'locked' | 'own-suspended' | null> {
  const suspended = await suspendedOfMailbox(db, email, ofSeat(seat))
  if (suspended.some((one) => one.lockedByOperator)) return 'locked'
  if (invitedBy === null || suspended.length === 0) return null
  const own = await Promise.all(suspended.map(({ id }) => isSamePerson(db, invitedBy, id)))
  return own.includes(true) ? 'own-suspended' : null
}
