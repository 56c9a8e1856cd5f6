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

/**
 * Whether something came that was not known. Of more matches than one answer gives, the newest are given, and an old one moves in when another closes:
 * there, only what stands before something known is new. Pure.
 *
 * @param ids newest first; `isCut`: older ones may stand behind the last
 */
export function newIn({ ids, isCut }: { ids: readonly string[]; isCut: boolean }, known: ReadonlySet<string>): boolean {
  const lastKnown = ids.findLastIndex((id) => known.has(id))
  const given = isCut && lastKnown >= 0 ? ids.slice(0, lastKnown) : ids
  return given.some((id) => !known.has(id))
}

/** What an address after the question mark asks of positions, read by the reader of the page itself. Pure. */
export const questionIn = (search: string): PositionsQuestion => positionsQuestion(`http://x/?${search}`)
