import type { Range } from './demand.ts'
import { LANES_PER_BLOCK, type Lanes, lanesOf } from './lanes.ts'
import type { NewcomerColumns } from './newcomer-columns.ts'
import type { PositionColumns } from './position-columns.ts'
import { openScores, roomFor, type Scored } from './score-rows.ts'
import { openSieve } from './sieve.ts'

/**
 * Every pair that may be proposed, by newcomer: those of newcomer i are the entries `start[i]` up to `start[i + 1]`,
 * by position. `w a e` 0..1000 as `scoreOf` gives them.
 */
export type EdgeList = {
  start: Int32Array
  position: Int32Array
  w: Uint16Array
  a: Uint16Array
  e: Uint16Array
}

/**
 * The pairs that pass every gate and score at least `leastScore`: what `allPass` and `scoreOf` say of each pair, for a
 * whole country at once. The outcome for a pair does not depend on the others, nor on the order of either side.
 * Gates and score go block by block, so that beside the pairs that stay there is never more in memory than one block.
 * @param options `range`: only these positions, numbered as in the whole, so that parts can be made apart and in
 *   parallel; `lanes`: of these newcomers, for whoever makes several parts
 * @throws Error when the columns are not of one basis
 */
export const edgesOf = (
  newcomers: NewcomerColumns,
  positions: PositionColumns,
  options: { range?: Range; lanes?: Lanes } = {},
): EdgeList => {
  if (newcomers.basis !== positions.basis) throw new Error('The columns of both sides must be made on one basis.')
  const { range = { from: 0, to: positions.count }, lanes = lanesOf(newcomers) } = options
  const { blocks, sift } = openSieve(newcomers, lanes, positions, range)
  const byLane = openByLane()
  const score = openScores(newcomers, positions)
  const { leastScore } = newcomers.basis.policy
  const parts: EdgeList[] = []
  for (let block = 0; block < blocks; block += 1) {
    const firstLane = block * LANES_PER_BLOCK
    sift(block, byLane.add)
    const { start, pairs } = byLane.sorted(firstLane)
    for (let k = 0; k < LANES_PER_BLOCK; k += 1) {
      const [from, to] = [start[k] as number, start[k + 1] as number]
      if (from < to) score(lanes.newcomer[firstLane + k] as number, pairs, from, to)
    }
    parts.push(goodEnough(start, pairs, leastScore))
  }
  return byNewcomer(newcomers.count, lanes, parts)
}

/** Collects the pairs of a block as they are found, by position, and puts them in the order of the lanes. */
const openByLane = () => {
  let found = { lane: new Int32Array(0), position: new Int32Array(0), minutes: new Int32Array(0) }
  let pairs = roomFor(0)
  let count = 0
  const grow = (needed: number): void => {
    const size = Math.max(needed, 2 * found.lane.length)
    const longer = (column: Int32Array): Int32Array<ArrayBuffer> => {
      const copy = new Int32Array(size)
      copy.set(column)
      return copy
    }
    found = { lane: longer(found.lane), position: longer(found.position), minutes: longer(found.minutes) }
  }
  return {
    add(position: number, more: number, lanes: Int32Array, minutes: Int32Array): void {
      if (count + more > found.lane.length) grow(count + more)
      for (let k = 0; k < more; k += 1) {
        found.lane[count + k] = lanes[k] as number
        found.position[count + k] = position
        found.minutes[count + k] = minutes[k] as number
      }
      count += more
    },
    /** The pairs since it was last asked: those of lane `firstLane + k` are `start[k]` up to `start[k + 1]`, by position. Good until the next time. */
    sorted(firstLane: number): { start: Int32Array; pairs: Scored } {
      if (pairs.position.length < count) pairs = roomFor(found.lane.length)
      const start = new Int32Array(LANES_PER_BLOCK + 1)
      for (let at = 0; at < count; at += 1) {
        const k = (found.lane[at] as number) - firstLane
        start[k + 1] = (start[k + 1] as number) + 1
      }
      for (let k = 0; k < LANES_PER_BLOCK; k += 1) start[k + 1] = (start[k + 1] as number) + (start[k] as number)
      const next = start.slice()
      for (let at = 0; at < count; at += 1) {
        const k = (found.lane[at] as number) - firstLane
        const to = next[k] as number
        next[k] = to + 1
        pairs.position[to] = found.position[at] as number
        pairs.minutes[to] = found.minutes[at] as number
      }
      count = 0
      return { start, pairs }
    },
  }
}

/** Without the pairs below the least score. */
const goodEnough = (all: Int32Array, pairs: Scored, leastScore: number): EdgeList => {
  const start = new Int32Array(all.length)
  let kept = 0
  for (let k = 0; k + 1 < all.length; k += 1) {
    for (let at = all[k] as number; at < (all[k + 1] as number); at += 1) {
      if ((pairs.w[at] as number) < leastScore) continue
      pairs.position[kept] = pairs.position[at] as number
      pairs.w[kept] = pairs.w[at] as number
      pairs.a[kept] = pairs.a[at] as number
      pairs.e[kept] = pairs.e[at] as number
      kept += 1
    }
    start[k + 1] = kept
  }
  const { position, w, a, e } = pairs
  return {
    start,
    position: position.slice(0, kept),
    w: w.slice(0, kept),
    a: a.slice(0, kept),
    e: e.slice(0, kept),
  }
}

/** The pairs of the blocks, each in the order of its lanes, in the order of the newcomers. */
const byNewcomer = (count: number, { of }: Lanes, parts: readonly EdgeList[]): EdgeList => {
  const total = parts.reduce((sum, part) => sum + part.w.length, 0)
  const all: EdgeList = {
    start: new Int32Array(count + 1),
    position: new Int32Array(total),
    w: new Uint16Array(total),
    a: new Uint16Array(total),
    e: new Uint16Array(total),
  }
  let end = 0
  for (let i = 0; i < count; i += 1) {
    for (let own = of.start[i] as number; own < (of.start[i + 1] as number); own += 1) {
      const lane = of.item[own] as number
      const part = parts[Math.floor(lane / LANES_PER_BLOCK)] as EdgeList
      const k = lane % LANES_PER_BLOCK
      for (let from = part.start[k] as number; from < (part.start[k + 1] as number); from += 1) {
        // Only who moves has two lanes, and then the positions of the second may have to go in between.
        let to = end
        for (
          ;
          to > (all.start[i] as number) && (all.position[to - 1] as number) > (part.position[from] as number);
          to -= 1
        )
          copyEdge(all, to - 1, all, to)
        copyEdge(part, from, all, to)
        end += 1
      }
    }
    all.start[i + 1] = end
  }
  return all
}

const copyEdge = (source: EdgeList, from: number, target: EdgeList, to: number): void => {
  target.position[to] = source.position[from] as number
  target.w[to] = source.w[from] as number
  target.a[to] = source.a[from] as number
  target.e[to] = source.e[from] as number
}
