import type { AuditConsequence, AuditFinding } from '#db/values/safeguards.ts'

/** Which consequences fit a finding: the heavier the finding, the heavier it may be, and never heavier. Our policy. */
export const CONSEQUENCES: Readonly<Record<AuditFinding, readonly AuditConsequence[]>> = {
  'in-order': ['none'],
  minor: ['none', 'talk'],
  serious: ['talk', 'decision-each-time', 'pause'],
}

/** Codes of the signals that an audit leaves. */
export const AUDIT_PAUSES = 'audit-pauses'
export const AUDIT_DECIDES = 'audit-decides'
