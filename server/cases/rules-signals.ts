import { OUTCOMES, type Outcome, type SignalSubject } from '#db/values/safeguards.ts'
import type { MonitorCode } from '#server/safeguards/rules/monitors/signal.ts'

/** An employer reads no smaller number of reports than this. Policy of 2026-11-22, as in the figures of insight. */
export const LEAST_REPORTS_SHOWN = 10

/**
 * Whether two people close a signal: it is about a company or a group wherever that works, and no municipality opened it for its own workplaces.
 * Our policy of 2026-11-22: nobody lifts alone what holds elsewhere.
 */
export const closesByTwo = (signal: { subject: SignalSubject; municipalityCode: string | null }): boolean =>
  signal.subject !== 'establishment' && signal.municipalityCode === null

type Said = { outcome: Outcome; code: string; params: Readonly<Record<string, string | number>> }
type Direction = 'more' | 'less'

/** Which way each figure of a signal is graver; a later day is graver. `share` = `count` of `of`. What is left out is a number of the policy. */
const GRAVER: Partial<Record<MonitorCode, Readonly<Record<string, Direction>>>> = {
  'serial-unpaid': { count: 'more' },
  'back-to-back': { days: 'less' },
  'learning-ratio': { hours: 'more', paidHours: 'less' },
  'flow-through': { share: 'less' },
  'contract-ended-beside': { count: 'more', lastOn: 'more' },
  'vacancy-replaced': { days: 'less', withdrawnOn: 'more', publishedOn: 'more' },
  'hours-shrink': { hours: 'more', from: 'more', until: 'more' },
  'stopped-early': { share: 'more' },
  'report-late': { count: 'more' },
  'certificate-late': { count: 'more' },
  'goals-missed': { share: 'less' },
  'revolving-door': { share: 'more' },
  'extended-often': { share: 'more' },
  'report-open': { count: 'more' },
  'report-serious': { count: 'more' },
  'overrides-many': { share: 'more' },
}

const figure = ({ params }: Said, name: string): string | number =>
  name === 'share' ? Number(params['count'] ?? 0) / Math.max(1, Number(params['of'] ?? 1)) : (params[name] ?? '')

const weight = (outcome: Outcome): number => OUTCOMES.indexOf(outcome)

/**
 * Whether what is seen now is the same as what was closed, or milder in every figure, so that it need not be told again while it is quiet. Another code
 * at the same weight is something else; a code without a row here is only ever the same.
 */
export const isNoGraver = (now: Said, closed: Said): boolean => {
  if (weight(now.outcome) !== weight(closed.outcome)) return weight(now.outcome) < weight(closed.outcome)
  if (now.code !== closed.code) return false
  const graver = GRAVER[now.code as MonitorCode]
  if (!graver) return Object.entries(now.params).every(([name, value]) => closed.params[name] === value)
  return Object.entries(graver).every(([name, direction]) => {
    const [is, was] = [figure(now, name), figure(closed, name)]
    return is === was || (direction === 'more' ? is < was : is > was)
  })
}
