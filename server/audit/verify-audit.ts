import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import type { Db, Reader } from '#db/client.ts'
import { auditEntries, auditHeads } from '#db/schema/audit.ts'
import { type AuditKeys, auditKeys, entryMacOf, linkMacOf, NO_LINK, sameMac } from './keys.ts'

/** The end of a chain as it was once written down outside the database. */
export type Anchor = { stream: string; seq: number; mac: string }

/**
 * `changed`: the entry does not say what it said; `missing`: its number is not there; `moved`: it does not follow on the one before it;
 * `cut`: the chain once went on past its last entry; `other-chain`: what an anchor saw there is something else now.
 */
type Fault = {
  stream: string
  seq: number | null
  id: string | null
  why: 'changed' | 'missing' | 'moved' | 'cut' | 'other-chain' | 'key-unknown'
}

/**
 * `waiting`: not in a chain yet, the oldest since `waitingSince`. `faults`: the first one of each chain. `passedOver`: how many older
 * entries were left out.
 */
export type Verified = {
  entries: number
  streams: number
  waiting: number
  waitingSince: Date | null
  faults: Fault[]
  passedOver: number
}

const PAGE = 5_000

type Row = {
  id: string
  seq: string
  at: string
  actor_id: string | null
  actor_role: string
  organisation: string
  action: string
  subject: string
  subject_id: string
  detail: Record<string, string | number>
  key_id: string
  entry_mac: Buffer
  seal_key_id: string
  mac: Buffer
}

/**
 * Reads every chain from its beginning and makes each digest again. It changes nothing.
 *
 * @param newest read no more than about this many entries, the newest of each chain: the first of them is held against the digest of the one before it, which
 * is taken as it stands. Absent = all
 * @param anchors ends of chains as they were written down elsewhere (`anchorsNow`): without them a cut at the end goes unseen when the head was
 * changed with it
 * @returns the first fault of each chain, by its number
 */
export async function verifyAudit(
  db: Reader,
  { keys = auditKeys(), anchors = [], newest }: { keys?: AuditKeys; anchors?: readonly Anchor[]; newest?: number } = {},
): Promise<Verified> {
  const heads = await db.select().from(auditHeads)
  const found = await db
    .selectDistinct({ stream: auditEntries.stream })
    .from(auditEntries)
    .where(sql`${auditEntries.seq} is not null`)
  const streams = new Set([...heads, ...found, ...anchors].map((one) => one.stream))
  const faults: Fault[] = []
  const after = newest === undefined ? new Map<string, number>() : leftOut(heads, newest)
  let entries = 0
  let passedOver = 0
  for (const stream of [...streams].sort()) {
    const head = heads.find((one) => one.stream === stream)
    const mine = anchors.filter((one) => one.stream === stream)
    const from = after.get(stream) ?? 0
    const chain = await verifyChain(db, keys, stream, mine, from)
    entries += chain.length - from
    passedOver += from
    const end = head === undefined ? (chain.length > 0 ? 'missing' : null) : head.seq > chain.length ? 'cut' : null
    const anchored = mine.reduce((longest, one) => Math.max(longest, one.seq), 0)
    if (chain.fault) faults.push(chain.fault)
    else if (end === 'cut' || anchored > chain.length)
      faults.push({ stream, seq: chain.length + 1, id: null, why: 'cut' })
    else if (end === 'missing' || (head && (head.seq !== chain.length || !sameMac(head.mac, chain.mac))))
      faults.push({ stream, seq: chain.length, id: null, why: 'moved' })
  }
  const { waiting, fault } = await verifyWaiting(db, keys)
  if (fault) faults.push(fault)
  const waitingSince = waiting[0]?.at ?? null
  return { entries, streams: streams.size, waiting: waiting.length, waitingSince, faults, passedOver }
}

/** `verifyAudit` at one moment of the chains and their ends: what the workers seal meanwhile is no fault. */
export const verifyAuditNow = (db: Db, asked: Parameters<typeof verifyAudit>[1] = {}): Promise<Verified> =>
  db.transaction((tx) => verifyAudit(tx, asked), { isolationLevel: 'repeatable read', accessMode: 'read only' })

/** How many of the oldest entries of each chain are left out for so many to be read: short chains are read whole, long ones share what is left. */
function leftOut(heads: readonly { stream: string; seq: number }[], newest: number): Map<string, number> {
  let left = newest
  return new Map(
    [...heads]
      .sort((one, other) => one.seq - other.seq)
      .map(({ stream, seq }, place): [string, number] => {
        const read = Math.min(seq, Math.max(1, Math.floor(left / (heads.length - place))))
        left -= read
        return [stream, seq - read]
      }),
  )
}

const pageAfter = async (db: Reader, stream: string, seq: number): Promise<Row[]> =>
  (await db.execute(sql`
    select id, seq, (extract(epoch from at) * 1000)::bigint::text as at, actor_id, actor_role, organisation, action, subject, subject_id,
      detail, key_id, entry_mac, seal_key_id, mac
    from ${auditEntries} where stream = ${stream} and seq > ${seq} order by seq limit ${PAGE}`)) as unknown as Row[]

async function verifyChain(
  db: Reader,
  keys: AuditKeys,
  stream: string,
  anchors: readonly Anchor[],
  from: number,
): Promise<{ length: number; mac: Buffer; fault: Fault | null }> {
  const anchorAt = new Map(anchors.map((one) => [one.seq, one.mac]))
  let length = from
  let mac: Buffer = NO_LINK
  if (from > 0) {
    const [before] = await db
      .select({ mac: auditEntries.mac })
      .from(auditEntries)
      .where(and(eq(auditEntries.stream, stream), eq(auditEntries.seq, from)))
    if (!before?.mac) return { length, mac, fault: { stream, seq: from, id: null, why: 'missing' } }
    mac = before.mac
  }
  let next = pageAfter(db, stream, from)
  for (;;) {
    const rows = await next
    const last = rows.at(-1)
    // Postgres reads the next page while this one is verified.
    if (last && rows.length === PAGE) next = pageAfter(db, stream, Number(last.seq))
    next.catch(() => {})
    for (const row of rows) {
      const seq = Number(row.seq)
      const fault = (why: Fault['why'], at = seq): { length: number; mac: Buffer; fault: Fault } => ({
        length,
        mac,
        fault: { stream, seq: at, id: at === seq ? row.id : null, why },
      })
      if (seq !== length + 1) return fault('missing', length + 1)
      if (!keys.byId.has(row.key_id) || !keys.byId.has(row.seal_key_id)) return fault('key-unknown')
      const facts = {
        id: row.id,
        stream,
        at: Number(row.at),
        actorId: row.actor_id,
        actorRole: row.actor_role,
        organisation: row.organisation,
        action: row.action,
        subject: row.subject,
        subjectId: row.subject_id,
        detail: row.detail,
      }
      if (!sameMac(entryMacOf(keys, row.key_id, facts), row.entry_mac)) return fault('changed')
      const wanted = linkMacOf(keys, row.seal_key_id, { stream, seq, before: mac, entryMac: row.entry_mac })
      if (!sameMac(wanted, row.mac)) return fault('moved')
      const anchored = anchorAt.get(seq)
      if (anchored !== undefined && anchored !== row.mac.toString('hex')) return fault('other-chain')
      length = seq
      mac = row.mac
    }
    if (rows.length < PAGE) return { length, mac, fault: null }
  }
}

/** Entries that wait for their place: few, since the workers seal every minute. */
async function verifyWaiting(db: Reader, keys: AuditKeys): Promise<{ waiting: { at: Date }[]; fault: Fault | null }> {
  const waiting = await db.select().from(auditEntries).where(isNull(auditEntries.seq)).orderBy(asc(auditEntries.at))
  const bad = waiting.find((one) => {
    if (!keys.byId.has(one.keyId)) return true
    return !sameMac(entryMacOf(keys, one.keyId, { ...one, at: one.at.getTime() }), one.entryMac)
  })
  if (!bad) return { waiting, fault: null }
  const why = keys.byId.has(bad.keyId) ? 'changed' : 'key-unknown'
  return { waiting, fault: { stream: bad.stream, seq: null, id: bad.id, why } }
}

/** The ends of all chains, to be kept where nobody who can write this database can write: a file elsewhere, the store of the logs. */
export async function anchorsNow(db: Reader): Promise<Anchor[]> {
  const rows = await db.select().from(auditHeads).orderBy(asc(auditHeads.stream))
  return rows.map(({ stream, seq, mac }) => ({ stream, seq, mac: mac.toString('hex') }))
}
