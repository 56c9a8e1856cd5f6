import { createHash, createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'

/** The key that writes, and those that verify, by their id. An id is made of the key, so that it cannot name another one. */
export type AuditKeys = { current: string; byId: ReadonlyMap<string, Buffer> }

/** A migration or a test needs no secret; a process that serves people does not start without SESSION_SECRET (`platform/env`). */
const FOR_COMMANDS = 'only-for-commands-that-serve-no-page'

const known = new Map<string, AuditKeys>()

/**
 * The keys of the audit: AUDIT_KEYS, secrets of at least 32 characters with commas between, the newest first, the older ones to verify what
 * they wrote. Without it one is derived from SESSION_SECRET, which then has to stay.
 *
 * @throws Error for a secret that is too short
 */
export function auditKeys(source: Record<string, string | undefined> = process.env): AuditKeys {
  const given = source['AUDIT_KEYS'] || ''
  const session = source['SESSION_SECRET'] || FOR_COMMANDS
  const asked = `${given}\0${session}`
  const before = known.get(asked)
  if (before) return before
  const secrets = given.split(',').filter((one) => one !== '')
  if (secrets.some((one) => one.length < 32)) throw new Error('AUDIT_KEYS: each must have at least 32 characters')
  const keys = [...secrets, ...(secrets.length === 0 ? [session] : [])].map((secret) =>
    Buffer.from(hkdfSync('sha256', secret, '', 'instroom audit 1', 32)),
  )
  const ids = keys.map((key) => createHash('sha256').update('id\0').update(key).digest('hex').slice(0, 8))
  const made: AuditKeys = { current: ids[0] ?? '', byId: new Map(keys.map((key, at) => [ids[at] ?? '', key])) }
  known.set(asked, made)
  return made
}

/** What an entry says, all of it: a change of any part changes the digest. */
export type EntryFacts = {
  id: string
  stream: string
  /** Milliseconds since 1970: a timestamp of Postgres has more digits than a Date. */
  at: number
  actorId: string | null
  actorRole: string
  organisation: string
  action: string
  subject: string
  subjectId: string
  detail: Record<string, string | number>
}

/** The one way to write an entry as text: fields in this order, details in the order of their names. */
const canonical = (one: EntryFacts): string =>
  JSON.stringify([
    one.id,
    one.stream,
    one.at,
    one.actorId,
    one.actorRole,
    one.organisation,
    one.action,
    one.subject,
    one.subjectId,
    Object.entries(one.detail).sort(([left], [right]) => (left < right ? -1 : 1)),
  ])

/** Digest of an entry. @throws Error for a key that is not known */
export const entryMacOf = (keys: AuditKeys, keyId: string, entry: EntryFacts): Buffer =>
  createHmac('sha256', keyOf(keys, keyId)).update('entry\0').update(canonical(entry)).digest()

/** What the first link of a chain continues from. */
export const NO_LINK = Buffer.alloc(32)

/** Digest of a link of the chain. @throws Error for a key that is not known */
export const linkMacOf = (
  keys: AuditKeys,
  keyId: string,
  link: { stream: string; seq: number; before: Buffer; entryMac: Buffer },
): Buffer =>
  createHmac('sha256', keyOf(keys, keyId))
    .update(`link\0${link.stream}\0${link.seq}\0`)
    .update(link.before)
    .update(link.entryMac)
    .digest()

function keyOf(keys: AuditKeys, keyId: string): Buffer {
  const key = keys.byId.get(keyId)
  if (!key) throw new Error(`The audit key ${keyId} is not among AUDIT_KEYS.`)
  return key
}

/** Equal digests, in a time that does not tell how far they agree. */
export const sameMac = (left: Buffer, right: Buffer): boolean =>
  left.length === right.length && timingSafeEqual(left, right)
