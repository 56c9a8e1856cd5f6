import type { Reader } from '#db/client.ts'
import { auditEntries } from '#db/schema/audit.ts'
import type { AuditSubject } from '#db/values/audit.ts'
import type { Actor } from '#server/platform/context.ts'
import { auditKeys, entryMacOf } from './keys.ts'

/** One thing to write down: a code, what it is about, and codes, counts or ids beside it. Never a text that somebody typed. */
export type AuditEntry = {
  action: string
  subject: AuditSubject
  subjectId: string
  detail?: Record<string, string | number>
}

/**
 * Writes entries into the transaction of what they are about: both are there, or neither. Nothing is locked, so a command can do it at any
 * moment; the place in the chain comes a moment later (`sealAudit`). What a worker does is no decision of a person and stays in the log of its room; what an operator
 * does who said who that is, is one.
 *
 * @param tx the transaction of the command; for something that is only read, the database itself
 * @param ctx who, when
 * @throws what the database throws: then the command, or the answer with what was read, does not go on either
 */
export async function recordAudit(
  tx: Reader,
  { actor, now }: { actor: Actor | null; now: Date },
  entries: readonly AuditEntry[],
): Promise<void> {
  const operator = actor?.role === 'worker' ? (actor.by ?? null) : null
  if ((actor?.role === 'worker' && operator === null) || entries.length === 0) return
  const keys = auditKeys()
  await tx.insert(auditEntries).values(
    entries.map((entry) => {
      const row = {
        id: crypto.randomUUID(),
        stream: streamOf(actor),
        actorId: actor?.accountId ?? null,
        actorRole: operator === null ? (actor?.role ?? 'nobody') : 'operator',
        organisation: actor?.employerId ?? actor?.municipalityCode ?? '',
        action: entry.action,
        subject: entry.subject,
        subjectId: entry.subjectId,
        detail: { ...entry.detail, ...(operator === null ? {} : { by: operator }) },
      }
      const entryMac = entryMacOf(keys, keys.current, { ...row, at: now.getTime() })
      return { ...row, at: now, keyId: keys.current, entryMac }
    }),
  )
}

/** The chain that somebody writes to: that of the organisation; of newcomers one of sixteen, by the first character of the account. */
function streamOf(actor: Actor | null): string {
  if (actor === null) return 'nobody'
  if (actor.role === 'worker') return 'operator'
  if (actor.employerId) return `employer:${actor.employerId}`
  if (actor.municipalityCode) return `municipality:${actor.municipalityCode}`
  return `own:${actor.accountId?.at(0) ?? ''}`
}
