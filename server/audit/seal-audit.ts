import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import type { Db, Tx } from '#db/client.ts'
import { auditEntries, auditHeads } from '#db/schema/audit.ts'
import { type AuditKeys, auditKeys, entryMacOf, linkMacOf, NO_LINK, sameMac } from './keys.ts'

/** Entries in one transaction: short locks on a head. */
const BATCH = 2_000

/**
 * Gives waiting entries their place at the end of their chain. Several at once are harmless: who continues a chain holds its head. An entry
 * whose digest is not right is left waiting, where the verification names it.
 *
 * @returns how many got their place, and how many are refused
 */
export async function sealAudit(db: Db, keys: AuditKeys = auditKeys()): Promise<{ sealed: number; refused: number }> {
  const streams = await db
    .selectDistinct({ stream: auditEntries.stream })
    .from(auditEntries)
    .where(isNull(auditEntries.seq))
  let [sealed, refused] = [0, 0]
  for (const { stream } of streams)
    for (;;) {
      const done = await db.transaction((tx) => continueChain(tx, keys, stream))
      sealed += done.sealed
      if (done.sealed === 0 || done.seen < BATCH) {
        refused += done.seen - done.sealed
        break
      }
    }
  return { sealed, refused }
}

async function continueChain(tx: Tx, keys: AuditKeys, stream: string): Promise<{ seen: number; sealed: number }> {
  const [head] = await tx
    .insert(auditHeads)
    .values({ stream, seq: 0, mac: NO_LINK })
    .onConflictDoUpdate({ target: auditHeads.stream, set: { seq: sql`${auditHeads.seq}` } })
    .returning()
  if (!head) throw new Error('a head was neither made nor found')
  const waiting = await tx
    .select()
    .from(auditEntries)
    .where(and(eq(auditEntries.stream, stream), isNull(auditEntries.seq)))
    .orderBy(asc(auditEntries.at), asc(auditEntries.id))
    .limit(BATCH)
  let { seq, mac } = head
  const links: { id: string; seq: number; mac: string }[] = []
  for (const entry of waiting) {
    const facts = { ...entry, at: entry.at.getTime() }
    if (!keys.byId.has(entry.keyId) || !sameMac(entryMacOf(keys, entry.keyId, facts), entry.entryMac)) continue
    seq += 1
    mac = linkMacOf(keys, keys.current, { stream, seq, before: mac, entryMac: entry.entryMac })
    links.push({ id: entry.id, seq, mac: mac.toString('hex') })
  }
  if (links.length > 0) {
    await tx.execute(sql`
      update ${auditEntries} set seq = link.seq, mac = decode(link.mac, 'hex'), seal_key_id = ${keys.current}
      from jsonb_to_recordset(${JSON.stringify(links)}::jsonb) as link(id uuid, seq bigint, mac text)
      where ${auditEntries.id} = link.id`)
    await tx.update(auditHeads).set({ seq, mac }).where(eq(auditHeads.stream, stream))
  }
  return { seen: waiting.length, sealed: links.length }
}
