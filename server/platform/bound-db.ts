import { boundDb } from '#db/bound.ts'
import type { Db } from '#db/client.ts'
import type { Actor } from './context.ts'

const NOBODY = { accountId: null, newcomerId: null, employerId: null, municipalityCode: null }

/** The database for one actor: it has the rows that the policies of `db/row-level/` give that actor, and no others. */
export function dbOfActor(base: Db, actor: Actor, now: Date): Db {
  const { role, accountId, newcomerId, employerId, municipalityCode } = actor
  return boundDb(base, { role, accountId, newcomerId, employerId, municipalityCode, now })
}

/** The database for a session before its second step: what belongs to that account, and nothing of its role. */
export const dbOfHalf = (base: Db, accountId: string, now: Date): Db =>
  boundDb(base, { ...NOBODY, role: 'half', accountId, now })

/** The database for a visitor: what is on the site for everybody. */
export const dbOfVisitor = (base: Db, now: Date): Db => boundDb(base, { ...NOBODY, role: 'anyone', now })

/** The database for the way in: accounts, sessions and what proves who somebody is, before anybody is known. For sign-in and sessions, and nothing else. */
export const dbOfDoor = (base: Db, now: Date): Db => boundDb(base, { ...NOBODY, role: 'door', now })
