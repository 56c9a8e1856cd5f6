/** The words of a run of the matching engine over everybody. */

/** `night`: once a Dutch day by the clock; `asked`: by a person or a command. */
export const RUN_KINDS = ['night', 'asked'] as const
export type RunKind = (typeof RUN_KINDS)[number]

export const RUN_STATES = [
  'scoring', // parts are gated and scored
  'scored', // every part is in; the allocation is next
  'writing', // the allocation is made; proposals are being written
  'done',
  'passed', // a newer run or another day came first: it is not carried through
] as const
export type RunState = (typeof RUN_STATES)[number]

/** Least, quartiles and most of a count or a number of days, and how unevenly it is spread (Gini, 0 even .. 1 one has all). */
export type Spread = { least: number; lower: number; middle: number; upper: number; most: number; gini: number }

/**
 * Why a run did not compare day and night, or left an area out: a change there waited for the live allocator; no area was settled by this policy, as
 * before the first run; or the comparison failed.
 */
export type NotCompared = 'unheard' | 'unsettled' | 'failed'

/** What a run counted. Whole numbers; counts of people are suppressed by the read, not here. */
export type RunNumbers = {
  newcomers: number
  positions: number
  eligiblePairs: number
  pinnedPairs: number
  /** Newcomers with at least one open proposal afterwards; with at least one fitting position; and the most that room allows. */
  covered: number
  eligible: number
  coverable: number | null
  perPosition: Spread
  /** Days of waiting of those who have a proposal and of those who fit somewhere and have none. */
  waitingCovered: Spread
  waitingLeft: Spread
  /** Pairs that both sides would rather have, by more than the materiality of the policy; null = not counted. */
  blockingPairs: number | null
  /** Changes that the allocation asks for and that are not written, since a side changed while the run was at work; absent = not counted. */
  notWritten?: number
  /** Absent = everything was compared, or it is not known why not. */
  notCompared?: NotCompared
  milliseconds: Record<string, number>
}

/** The proof of how good the allocation is: totals as decimal text, since they outgrow a double. */
export type RunCertificate = {
  objective: string
  bonusObjective: string
  upperBound: string
  ratio: number
  exact: boolean
}

/** How the live allocation is cut: one for everybody, or one for each labour market region. */
export const AREA_SETTINGS = ['one', 'regions'] as const
export type AreaSetting = (typeof AREA_SETTINGS)[number]
