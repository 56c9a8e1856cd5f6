import type { Concern } from '#db/values/placements.ts'
import type { ReporterRole, ReportState, SignalState, SignalSubject } from '#db/values/safeguards.ts'
import type { NumberUnit } from './case-view.ts'

/** A signal as its list and its page show it. */
export type SignalShown = {
  id: string
  subject: SignalSubject
  name: string
  monitor: string
  monitorTitle: string
  code: string
  params: Record<string, string | number>
  pauses: boolean
  /** Who closes it: an officer alone, or two: to ask for, waiting for another, or asked by another so that the reader may close it. */
  closes: 'alone' | 'ask' | 'waits' | 'second'
  closeAskedReason: string
  firstSeenOn: string
  lastSeenOn: string
  answerDueOn: string
  state: SignalState
  answer: string
  answeredAt: string | null
  closingReason: string
  closedAt: string | null
  quietUntil: string | null
}
/** The numbers of the monitor with which a signal was made. */
export type MadeWithShown = {
  policyVersion: string
  numbers: { title: string; unit: NumberUnit; value: number }[]
} | null
export type ReportShown = {
  id: string
  code: string
  name: string
  concern: Concern | null
  reporterRole: ReporterRole
  body: string
  contact: string | null
  state: ReportState
  isSerious: boolean | null
  /** How many came about the workplace on its day, and whether that is too many to weigh one by one. */
  sameDay: number
  isMany: boolean
  isWiped: boolean
  reportedAt: string
  motivation: string
}
