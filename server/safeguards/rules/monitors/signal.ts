import type { Outcome } from '#db/values/safeguards.ts'
import type { History } from './history.ts'
import type { MonitorPolicy } from './policy.ts'

/** What monitors can say, with the names of the parameters. Each needs a sentence. A signal is not a finding: nobody has judged it yet. */
export const MONITOR_PARAMS = {
  'monitor-in-order': [],
  'too-little-data': ['count', 'least'],
  'serial-unpaid': ['count', 'months'],
  'back-to-back': ['days', 'least'],
  'learning-ratio': ['hours', 'paidHours', 'most'],
  'learning-only-one': [], // ok: one is always allowed
  'flow-through': ['count', 'of', 'least'],
  'contract-ended-beside': ['count', 'lastOn'],
  'vacancy-replaced': ['days', 'withdrawnOn', 'publishedOn'],
  'hours-shrink': ['hours', 'from', 'until'],
  'stopped-early': ['count', 'of', 'most'],
  'report-late': ['count', 'days'],
  'certificate-late': ['count', 'days'],
  'goals-missed': ['count', 'of', 'least'],
  'revolving-door': ['count', 'of'],
  'extended-often': ['count', 'of', 'most'],
  'report-open': ['count'],
  'report-serious': ['count'],
  'overrides-many': ['count', 'of'],
} as const satisfies Record<string, readonly string[]>

export type MonitorCode = keyof typeof MONITOR_PARAMS
export const MONITOR_CODES = Object.keys(MONITOR_PARAMS) as MonitorCode[]

/** `too-little-data`: nobody can say, which is neither in order nor a signal. */
export type MonitorOutcome = Outcome | 'too-little-data'

export type MonitorResult = {
  /** What it was looked at for: an establishment, a company, a group, an officer. */
  subject: string
  /** The role, or the type of place that the figure is about; null = all. */
  about: string | null
  outcome: MonitorOutcome
  code: MonitorCode
  params: Record<string, string | number>
}

/** A monitor: what it says of every establishment of a history for which it has something to count. */
export type Look = (history: History, policy: MonitorPolicy, today: string) => MonitorResult[]

/** One result whose parameters are exactly those of the table. */
export const says = <C extends MonitorCode>(
  subject: string,
  about: string | null,
  outcome: MonitorOutcome,
  code: C,
  params: Record<(typeof MONITOR_PARAMS)[C][number], string | number>,
): MonitorResult => ({ subject, about, outcome, code, params })

export const inOrder = (subject: string, about: string | null): MonitorResult =>
  says(subject, about, 'ok', 'monitor-in-order', {})

/** Whether `part` of `whole` is below, or above, so many per cent; whole numbers, so that a threshold is exact. */
export const isBelow = (part: number, whole: number, percent: number): boolean => part * 100 < whole * percent
export const isAbove = (part: number, whole: number, percent: number): boolean => part * 100 > whole * percent
