import { type PositionsQuestion, positionsQuestion } from './rules-position-address.ts'

/** Policy of 2026-11-22: enough for every kind of work that somebody looks for, few enough to look at each of them every day. */
export const MOST_SAVED = 10
/** Days that a search is looked at after it was kept; keeping it again begins anew. Policy of 2026-11-22. */
export const SAVED_DAYS = 180
/** Hours in which what was taken away can be put back. Policy of 2026-11-22. */
export const UNDO_HOURS = 24
/** Nobody is mailed at night: the look of a day begins at this hour of the Dutch clock. Policy of 2026-11-22. */
export const FIRST_HOUR = 7

/** Whether no further search can be kept beside these. Pure. */
export const isFull = (kept: readonly { removedAt: Date | null }[]): boolean =>
  kept.filter((one) => one.removedAt === null).length >= MOST_SAVED

/** What an address after the question mark asks of positions, read by the reader of the page itself. Pure. */
export const questionIn = (search: string): PositionsQuestion => positionsQuestion(`http://x/?${search}`)
