import type { AuditEntry } from '#server/audit/record.ts'
import type { Ctx } from '#server/platform/context.ts'

/** What happened to an account, for the audit: its id, and codes beside it. */
export const auditOf = (action: string, accountId: string, detail: Record<string, string> = {}): AuditEntry => ({
  action,
  subject: 'account',
  subjectId: accountId,
  detail,
})

/** An operator at the command line: a decision of a person, of whom we know no account. Without this the audit would take it for a job. */
export const byOperator = ({ now }: Pick<Ctx, 'now'>) => ({ actor: null, now })
