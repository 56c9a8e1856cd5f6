import type { ContractEndReason, PositionState, PositionType, StaffingFactKind } from '#db/values/positions.ts'
import type {
  CaseMessageKind,
  DecisionOutcome,
  EvidenceKind,
  FactQuestion,
  Moment,
  Outcome,
  OverrideState,
  PassedBy,
  RuleBasis,
  SignalState,
} from '#db/values/safeguards.ts'

type Params = Record<string, string | number>
export type FoundReason = {
  ruleId?: string | undefined
  outcome?: Outcome | undefined
  code: string
  params: Params
  /** A person decided that this may go on. */
  approved?: boolean
  /** Which decision that was. */
  passedBy?: PassedBy | undefined
}
/** A decision as pages name it: enough of its id to find it by. */
export const decisionNumber = (id: string): string => id.slice(0, 8)
export type NumberUnit = 'months' | 'weeks' | 'days' | 'hours' | 'percent' | 'count' | 'ratio'

export type TrailShown = {
  rule: string
  version: number
  title: string
  basis: RuleBasis
  sources: { text: string; isUnverified: boolean }[]
  outcome: Outcome
  reasons: { outcome: Outcome; code: string; params: Params }[]
  numbers: { title: string; unit: NumberUnit; value: number }[]
}
export type OverrideShown = {
  id: string
  state: OverrideState
  motivation: string
  validUntil: string
  askedAt: string
  askedByName: string
  /** This officer asked, and so cannot confirm. */
  isOwn: boolean
  secondByName: string | null
  secondMotivation: string | null
  /** Terms of the place that are others by now, so that it does not count. */
  changed: string[]
}
type DecisionShown = {
  id: string
  outcome: DecisionOutcome
  motivation: string
  validUntil: string | null
  decidedAt: string
  decidedByName: string | null
}
export type StatementShown = {
  id: string
  question: FactQuestion
  answer: unknown
  /** null = about every role. */
  role: string | null
  evidenceKind: EvidenceKind
  evidenceRef: string
  evidenceBy: string
  evidenceOn: string
  statedOn: string
  validUntil: string
  isAged: boolean
}
export type HistoryShown = {
  id: string
  kind: StaffingFactKind
  role: string | null
  reason: ContractEndReason | null
  /** Somebody looked and found none. */
  none: boolean
  happenedOn: string
  endedOn: string | null
  reportedBy: string
  /** A strike or a vacancy that an officer may end. */
  mayEnd: boolean
}
/** Where an officer records a fact from a case, and for which roles. */
type RecordShown = {
  establishment: { id: string; name: string; place: string }
  kinds: StaffingFactKind[]
  roles: { uri: string; label: string }[]
}
export type EarlierShown = {
  id: string
  title: string
  role: string | null
  outcome: Outcome
  askedAt: string
  decision: DecisionOutcome | null
  motivation: string | null
}
export type SignalLine = {
  id: string
  code: string
  params: Params
  state: SignalState
  pauses: boolean
  firstSeenOn: string
}
export type LogShown = {
  at: string
  subject: string
  step: string
  byName: string | null
  byRole: string
  detail: Params
}
export type TensionShown = {
  ratio: number
  quarter: string
  source: string
  regionCode: string
  occupationGroup: string
} | null

/** A case as it arrives on its page: roles in words, moments as text. */
export type CaseShown = {
  id: string
  positionId: string
  title: string
  type: PositionType
  state: PositionState
  /** Of a start or a longer term: the code of the card, never a name. */
  card: string | null
  /** Nothing was asked about the same since. */
  isNewest: boolean
  /** False while the employer is suspended: then no approval puts a place on the site. */
  employerStands: boolean
  /** What the answer is about, as it was sent in. */
  terms: {
    role: string
    type: PositionType
    establishment: string
    place: string
    seats: number
    hoursPerWeek: number
    startsOn: string
    endsOn: string | null
  }
  declaration: Record<string, unknown>
  verdict: { outcome: Outcome; moment: Moment; askedAt: string; policyVersion: string; reasons: FoundReason[] }
  trail: TrailShown[]
  /** The last one first: after an objection there are two. */
  decisions: DecisionShown[]
  /** An objection that waits: whether this officer decides, and whether the place is still what was rejected. */
  objection: { turn: 'you' | 'colleague' | 'nobody'; isUnchanged: boolean } | null
  /** Whether two people could let the blocks pass; null = there is no block. */
  canBeOverridden: boolean | null
  overrides: OverrideShown[]
  overrideMonths: number
  overrideUntil: string
  today: string
  messages: { id: string; kind: CaseMessageKind; body: string; byRole: string; at: string; isEarlier: boolean }[]
  statements: StatementShown[]
  contradictions: { question: FactQuestion; code: string; params: Params }[]
  history: HistoryShown[]
  record: RecordShown
  tension: TensionShown
  earlier: EarlierShown[]
  signals: SignalLine[]
  log: LogShown[]
}
