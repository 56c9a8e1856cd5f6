import type { PositionType } from '#db/values/positions.ts'
import type { AuditConsequence, AuditFileState, AuditFinding } from '#db/values/safeguards.ts'

/** A drawn file as its list and its page show it. */
export type AuditFileShown = {
  id: string
  year: number
  seed: string
  policyVersion: string
  employerName: string
  positionId: string
  code: string
  title: string
  type: PositionType
  state: AuditFileState
  finding: AuditFinding | null
  motivation: string
  answerDueOn: string | null
  answer: string
  consequence: AuditConsequence | null
  closingReason: string
  closedAt: string | null
}
