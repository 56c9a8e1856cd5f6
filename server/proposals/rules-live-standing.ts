import { type AreaPair, keyOf } from './rules-pins.ts'

type PairIds = { newcomerId: string; positionId: string }
type OneSide = { newcomerId: string } | { positionId: string }

/** Open proposals and ended pairs of an area, and which of them a run may move. */
export type LiveStanding = {
  at(pair: PairIds): AreaPair | null
  set(pair: PairIds, now: AreaPair | null): void
  /** What is known of one side is replaced. @returns pairs that were open or are, ended or are */
  replace(side: OneSide, open: readonly AreaPair[], ended: readonly PairIds[]): PairIds[]
  openOf(side: OneSide): AreaPair[]
  all(): AreaPair[]
  /** Pins of a newcomer, and positions that are no choice: pinned or ended. */
  termsOf(newcomerId: string): { pins: number; out: Set<string> }
  /** Pins on a position, and newcomers who are no choice. */
  termsOn(positionId: string): { pins: number; out: Set<string> }
  pinsOn(positionId: string): number
  /** Whether it stays whatever is found. Nothing that is open: no. */
  isPinned(pair: PairIds): boolean
  /** The engine may take it back for a better one. */
  isFree(pair: AreaPair): boolean
  /**
   * Those that only wait for the coach and do not fit any more, in the order of their keys. Only pairs that were set since the last time are looked
   * at: whoever changes what fits sets the pairs of that side again.
   */
  unfit(): AreaPair[]
}

/** A set of pairs that is asked from both sides. */
const openPairs = <V extends PairIds>() => {
  const byNewcomer = new Map<string, Map<string, V>>()
  const byPosition = new Map<string, Map<string, V>>()
  const put = (by: Map<string, Map<string, V>>, id: string, other: string, value: V | null): void => {
    const inner = by.get(id) ?? new Map<string, V>()
    if (value) inner.set(other, value)
    else inner.delete(other)
    if (inner.size > 0) by.set(id, inner)
    else by.delete(id)
  }
  const of = (side: OneSide): V[] => [
    ...(('newcomerId' in side ? byNewcomer.get(side.newcomerId) : byPosition.get(side.positionId))?.values() ?? []),
  ]
  const set = (pair: PairIds, value: V | null): void => {
    put(byNewcomer, pair.newcomerId, pair.positionId, value)
    put(byPosition, pair.positionId, pair.newcomerId, value)
  }
  return {
    at: (pair: PairIds): V | null => byNewcomer.get(pair.newcomerId)?.get(pair.positionId) ?? null,
    set,
    of,
    all: (): V[] => [...byNewcomer.values()].flatMap((inner) => [...inner.values()]),
    /** @returns those that were there and those that are */
    replace(side: OneSide, values: readonly V[]): PairIds[] {
      const before = of(side)
      for (const pair of before) set(pair, null)
      for (const value of values) set(value, value)
      return [...before, ...values]
    },
  }
}

/**
 * @param fits whether the pair passes every gate today, on a position that still has a free seat
 */
export const openStanding = (
  open: readonly AreaPair[],
  ended: readonly PairIds[],
  fits: (pair: PairIds) => boolean,
): LiveStanding => {
  const pairs = openPairs<AreaPair>()
  const over = openPairs<PairIds>()
  /** What does not fit, and what was set since that was looked at. */
  const misfits = new Map<string, AreaPair>()
  const doubtful = new Map<string, PairIds>()
  const set = (pair: PairIds, now: AreaPair | null): void => {
    pairs.set(pair, now)
    doubtful.set(keyOf(pair), pair)
  }
  for (const pair of open) set(pair, pair)
  for (const pair of ended) over.set(pair, pair)
  const isPinned = (pair: AreaPair): boolean => pair.state !== 'proposed' || pair.foreign || (pair.seen && fits(pair))
  /** Pins among the pairs of a side, and the other sides of what is pinned or ended. */
  const termsOf = (side: OneSide, otherOf: (pair: PairIds) => string): { pins: number; out: Set<string> } => {
    const out = new Set(over.of(side).map(otherOf))
    let pins = 0
    for (const pair of pairs.of(side)) {
      if (!isPinned(pair)) continue
      out.add(otherOf(pair))
      pins += 1
    }
    return { pins, out }
  }
  /** Only what waits for the coach can stop fitting. */
  const isMisfit = (pair: AreaPair): boolean => pair.state === 'proposed' && !pair.foreign && !fits(pair)
  return {
    at: pairs.at,
    set,
    replace(side, nowOpen, nowEnded) {
      const moved = [...pairs.replace(side, []), ...nowOpen, ...over.replace(side, nowEnded)]
      for (const pair of moved) set(pair, null)
      for (const pair of nowOpen) set(pair, pair)
      return moved
    },
    openOf: pairs.of,
    all: pairs.all,
    termsOf: (newcomerId) => termsOf({ newcomerId }, (pair) => pair.positionId),
    termsOn: (positionId) => termsOf({ positionId }, (pair) => pair.newcomerId),
    pinsOn: (positionId) => pairs.of({ positionId }).filter(isPinned).length,
    isPinned(pair) {
      const now = pairs.at(pair)
      return now !== null && isPinned(now)
    },
    isFree: (pair) => !isPinned(pair) && fits(pair),
    unfit() {
      for (const [key, ids] of doubtful) {
        const pair = pairs.at(ids)
        if (pair && isMisfit(pair)) misfits.set(key, pair)
        else misfits.delete(key)
      }
      doubtful.clear()
      return [...misfits].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, pair]) => pair)
    },
  }
}
