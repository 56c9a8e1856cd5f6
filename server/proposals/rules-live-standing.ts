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
  pinsOn(positionId: string): number
  /** The engine may take it back for a better one. */
  isFree(pair: AreaPair): boolean
  /** Those that only wait for the coach and do not fit any more. */
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
  /** Only what waits for the coach can stop fitting. */
  const waiting = new Map<string, AreaPair>()
  const set = (pair: PairIds, now: AreaPair | null): void => {
    pairs.set(pair, now)
    if (now?.state === 'proposed' && !now.foreign) waiting.set(keyOf(pair), now)
    else waiting.delete(keyOf(pair))
  }
  for (const pair of open) set(pair, pair)
  for (const pair of ended) over.set(pair, pair)
  const isPinned = (pair: AreaPair): boolean => pair.state !== 'proposed' || pair.foreign || (pair.seen && fits(pair))
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
    termsOf(newcomerId) {
      const out = new Set(over.of({ newcomerId }).map((pair) => pair.positionId))
      let pins = 0
      for (const pair of pairs.of({ newcomerId })) {
        if (!isPinned(pair)) continue
        out.add(pair.positionId)
        pins += 1
      }
      return { pins, out }
    },
    pinsOn: (positionId) => pairs.of({ positionId }).filter(isPinned).length,
    isFree: (pair) => !isPinned(pair) && fits(pair),
    unfit: () => [...waiting.values()].filter((pair) => !fits(pair)),
  }
}
