import { tieOf } from '#server/matching/rules/tie.ts'
import type { Range } from './demand-rows.ts'
import { type Lanes, lanesOf } from './lanes.ts'
import type { NewcomerColumns } from './newcomer-columns.ts'
import type { PositionColumns } from './position-columns.ts'
import { openScores, type Scored } from './score-rows.ts'
import { sieve } from './sieve.ts'

/**
 * Every pair that may be proposed, by newcomer: those of newcomer i are the entries `start[i]` up to `start[i + 1]`,
 * by position. `w a e` 0..1000 as `scoreOf` gives them; `tie` orders equal scores (words.ts).
 */
export type EdgeList = {
  start: Int32Array
  position: Int32Array
  w: Uint16Array
  a: Uint16Array
  e: Uint16Array
  tie: Int32Array
}

/**
 * The pairs that pass every gate and score at least `leastScore`: what `allPass` and `scoreOf` say of each pair, for a
 * whole country at once. The outcome for a pair does not depend on the others, nor on the order of either side.
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
  const { start, pairs } = passingPairs(newcomers, lanes, positions, range)
  const score = openScores(newcomers, positions)
  for (let i = 0; i < newcomers.count; i += 1) {
    const [from, to] = [start[i] as number, start[i + 1] as number]
    if (from < to) score(i, pairs, from, to)
  }
  return goodEnough(newcomers, positions, start, pairs)
}

/** The gates, block by block, then put in the order of the newcomers: count, and put each in its place. */
const passingPairs = (
  newcomers: NewcomerColumns,
  lanes: Lanes,
  positions: PositionColumns,
  range: Range,
): { start: Int32Array; pairs: Scored } => {
  let [who, where, travel] = [new Int32Array(4096), new Int32Array(4096), new Int32Array(4096)]
  let count = 0
  const start = new Int32Array(newcomers.count + 1)
  sieve(newcomers, lanes, positions, range, (newcomer, position, minutes) => {
    if (count === who.length) [who, where, travel] = [twiceAsLong(who), twiceAsLong(where), twiceAsLong(travel)]
    who[count] = newcomer
    where[count] = position
    travel[count] = minutes
    count += 1
    start[newcomer + 1] = (start[newcomer + 1] as number) + 1
  })
  for (let i = 0; i < newcomers.count; i += 1) start[i + 1] = (start[i + 1] as number) + (start[i] as number)
  const pairs: Scored = {
    position: new Int32Array(count),
    minutes: new Int32Array(count),
    w: new Uint16Array(count),
    a: new Uint16Array(count),
    e: new Uint16Array(count),
  }
  const next = start.slice()
  for (let k = 0; k < count; k += 1) {
    const newcomer = who[k] as number
    const position = where[k] as number
    let at = next[newcomer] as number
    next[newcomer] = at + 1
    // Only who moves has two lanes, and then the positions of the second may have to go in between.
    for (; at > (start[newcomer] as number) && (pairs.position[at - 1] as number) > position; at -= 1) {
      pairs.position[at] = pairs.position[at - 1] as number
      pairs.minutes[at] = pairs.minutes[at - 1] as number
    }
    pairs.position[at] = position
    pairs.minutes[at] = travel[k] as number
  }
  return { start, pairs }
}

const twiceAsLong = (column: Int32Array): Int32Array<ArrayBuffer> => {
  const longer = new Int32Array(2 * column.length)
  longer.set(column)
  return longer
}

/** Without the pairs below the least score, and with what orders ties. */
const goodEnough = (
  newcomers: NewcomerColumns,
  positions: PositionColumns,
  all: Int32Array,
  pairs: Scored,
): EdgeList => {
  const { leastScore } = newcomers.basis.policy
  const start = new Int32Array(all.length)
  const tie = new Int32Array(pairs.w.length)
  let kept = 0
  for (let i = 0; i < newcomers.count; i += 1) {
    for (let at = all[i] as number; at < (all[i + 1] as number); at += 1) {
      if ((pairs.w[at] as number) < leastScore) continue
      const position = pairs.position[at] as number
      pairs.position[kept] = position
      pairs.w[kept] = pairs.w[at] as number
      pairs.a[kept] = pairs.a[at] as number
      pairs.e[kept] = pairs.e[at] as number
      tie[kept] = tieOf(newcomers.idHash[i] as number, positions.idHash[position] as number)
      kept += 1
    }
    start[i + 1] = kept
  }
  const { position, w, a, e } = pairs
  return {
    start,
    position: position.slice(0, kept),
    w: w.slice(0, kept),
    a: a.slice(0, kept),
    e: e.slice(0, kept),
    tie: tie.slice(0, kept),
  }
}
