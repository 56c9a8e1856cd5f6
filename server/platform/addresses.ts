import { createHmac, hkdfSync } from 'node:crypto'
import { and, eq, inArray, isNull, or, type SQL, sql } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import { accounts } from '#db/schema/accounts.ts'
import type { KeyRing } from './seal.ts'
import { sealRing } from './seal-ring.ts'
import { keptText, openedText } from './sealed-fields.ts'

const derived = new WeakMap<Buffer, Buffer>()

/** The key of the index: one step away from the key that seals, and outside the database like that one. */
function indexKey(key: Buffer): Buffer {
  const before = derived.get(key)
  if (before) return before
  const made = Buffer.from(hkdfSync('sha256', key, '', 'instroom blind index 1', 32))
  derived.set(key, made)
  return made
}

const indexUnder = (number: number, key: Buffer, use: 'address' | 'mailbox', value: string): Buffer =>
  Buffer.concat([Buffer.from([number]), createHmac('sha256', indexKey(key)).update(`${use}\0${value}`).digest()])

function indexOf(ring: KeyRing, use: 'address' | 'mailbox', value: string): Buffer | null {
  const key = ring.current === null ? undefined : ring.keys.get(ring.current)
  return ring.current === null || key === undefined ? null : indexUnder(ring.current, key, use, value)
}

/** A keyed digest of an address by which its account is found: the number of the key and 32 bytes. Null without a key. */
export const addressIndex = (email: string): Buffer | null => indexOf(sealRing(), 'address', email)

/** A keyed digest of the mailbox of an address, by which two accounts are compared. Null without a key, and for what is no address. */
export function mailboxIndex(email: string): Buffer | null {
  const mailbox = mailboxOf(email)
  return mailbox === null ? null : indexOf(sealRing(), 'mailbox', mailbox)
}

/** The digests of an address under every key of the ring: while keys are changed, rows stand under the old one and the new one. */
export const addressIndexes = (email: string): Buffer[] =>
  [...sealRing().keys].map(([number, key]) => indexUnder(number, key, 'address', email))

/** A mail address as one person has it: without capitals, spaces around it, or what stands after a plus. */
export const mailboxOf = (email: string | null): string | null => {
  const [name = '', host = ''] = (email ?? '').trim().toLowerCase().split('@')
  return name && host ? `${name.split('+')[0]}@${host}` : null
}

/** The address of an account as its row keeps it, with the digests by which it is found and compared. Spread it into an insert or an update. */
export function keptAddress(accountId: string, email: string | null) {
  const { plain, sealed } = keptText('accounts', 'email', accountId, email)
  return {
    email: plain,
    emailSealed: sealed,
    emailIndex: email === null ? null : addressIndex(email),
    mailboxIndex: email === null ? null : mailboxIndex(email),
  }
}

/** The address of an account, opened. */
export const addressOf = (row: { id: string; email: string | null; emailSealed: Buffer | null }): string | null =>
  openedText('accounts', 'email', row.id, { plain: row.email, sealed: row.emailSealed })

/**
 * That an account has this address. The work does not depend on whether one has. A plain address waits for its seal, and is the newer one: it was written
 * where no key was.
 */
export function isAddress(email: string): SQL | undefined {
  const waits = eq(accounts.email, email)
  const indexes = addressIndexes(email)
  return indexes.length === 0 ? waits : or(and(inArray(accounts.emailIndex, indexes), isNull(accounts.email)), waits)
}

/** Two that would take one address at once stand in line, until the end of the transaction: the second finds it taken. */
export async function lockAddress(tx: Tx, email: string): Promise<void> {
  const name = addressIndex(email)?.toString('hex') ?? email
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${name}, 5))`)
}
