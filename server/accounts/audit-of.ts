import type { AuditEntry } from '#server/audit/record.ts'
import type { Ctx } from '#server/platform/context.ts'

/** What happened to an account, for the audit: its id, and codes beside it. */
export const auditOf = (action: string, accountId: string, detail: Record<string, string> = {}): AuditEntry => ({
  action,
  subject: 'account',
  subjectId: accountId,
  detail,
})

/** An operator at the command line: a decision of a person, of whom we know no account and perhaps a code. Without this the audit would take it for a job. */
export const byOperator = ({ actor, now }: Pick<Ctx, 'actor' | 'now'>) => ({
  actor: actor.role === 'worker' && actor.by === undefined ? null : actor,
  now,
})

/** Who is at the command line: letters, digits, dots and dashes, so that it is a short name or the number of a ticket and no sentence. */
export const OperatorCode = /^[A-Za-z0-9][A-Za-z0-9._-]{1,39}$/
