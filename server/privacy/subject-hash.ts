import { createHmac } from 'node:crypto'
import { type AuditKeys, auditKeys } from '#server/audit/keys.ts'

/** A digest of an id, as the ledger of erasures keeps it: with the id of its key in front. It leads to nobody without the key and the id. */
export const subjectHash = (id: string, keyId: string, keys: AuditKeys = auditKeys()): string => {
  const key = keys.byId.get(keyId)
  if (!key) throw new Error(`The key ${keyId} is not among AUDIT_KEYS.`)
  return `${keyId}:${createHmac('sha256', key).update(`erased\0${id}`).digest('hex')}`
}

/** The digests of an id under every key, to find it in a ledger that older keys wrote. */
export const subjectHashes = (id: string, keys: AuditKeys = auditKeys()): string[] =>
  [...keys.byId.keys()].map((keyId) => subjectHash(id, keyId, keys))
