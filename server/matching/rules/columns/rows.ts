import { tieOf } from '#server/matching/rules/tie.ts'
import type { EdgeList } from './edges.ts'
import { isBeyond, type Lanes, WORDS_PER_BLOCK } from './lanes.ts'
import type { NewcomerColumns } from './newcomer-columns.ts'
import { addressOn, openMinutes, openPairGates } from './pair-gates.ts'
import type { PositionColumns } from './position-columns.ts'
import { arcOfKm, chordOf, chordOfArc } from './reach.ts'
import { openScores, type Scored } from './score-rows.ts'

/** The pairs of one position, by newcomer. */
export type EdgesOfPosition = { newcomer: Int32Array; w: Uint16Array; a: Uint16Array; e: Uint16Array; tie: Int32Array }

const roomFor = (count: number): Scored => ({
  position: new Int32Array(count),
  minutes: new Int32Array(count),
  w: new Uint16Array(count),
  a: new Uint16Array(count),
  e: new Uint16Array(count),
})

/**
 * The pairs of one newcomer, as `edgesOf` gives them, without building rows for everybody: for a changed profile, made
 * into columns of one row on the basis of the positions.
 * @returns an edge list with this newcomer only
 */
export const edgesOfNewcomer = (newcomers: NewcomerColumns, newcomer: number, positions: PositionColumns): EdgeList => {
  const { leastScore } = newcomers.basis.policy
  const minutesTo = openMinutes(newcomers, positions)
  const { passesRest } = openPairGates(newcomers, positions)
  const reachKm = newcomers.reachKm[newcomer] as number
  const reachChord = reachKm < 0 ? -1 : chordOfArc(arcOfKm(reachKm))
  const max = newcomers.maxMinutes[newcomer] as number
  const pairs = roomFor(positions.count)
  let count = 0
  for (let position = 0; position < positions.count; position += 1) {
    const there = positions.place[position] as number
    const home = addressOn(newcomers, newcomer, positions.start[position] as number)
    if (home < 0 || there < 0 || chordOf(newcomers.places, home, positions.places, there) > reachChord) continue
    const minutes = minutesTo(newcomer, position)
    if (minutes < 0 || minutes > max || !passesRest(newcomer, position, minutes)) continue
    pairs.position[count] = position
    pairs.minutes[count] = minutes
    count += 1
  }
  openScores(newcomers, positions)(newcomer, pairs, 0, count)
  const kept: number[] = []
  for (let at = 0; at < count; at += 1) if ((pairs.w[at] as number) >= leastScore) kept.push(at)
  const position = Int32Array.from(kept, (at) => pairs.position[at] as number)
  return {
    start: Int32Array.of(0, kept.length),
    position,
    w: Uint16Array.from(kept, (at) => pairs.w[at] as number),
    a: Uint16Array.from(kept, (at) => pairs.a[at] as number),
    e: Uint16Array.from(kept, (at) => pairs.e[at] as number),
    tie: position.map((one) => tieOf(newcomers.idHash[newcomer] as number, positions.idHash[one] as number)),
  }
}

/**
 * The pairs of one position with everybody, as `edgesOf` gives them: for a changed position. Only neighbours near enough
 * are looked at.
 * @param lanes of these newcomers
 */
export const edgesOfPosition = (
  newcomers: NewcomerColumns,
  lanes: Lanes,
  positions: PositionColumns,
  position: number,
): EdgesOfPosition => {
  const { leastScore } = newcomers.basis.policy
  const minutesTo = openMinutes(newcomers, positions)
  const { passesRest } = openPairGates(newcomers, positions)
  const score = openScores(newcomers, positions)
  const start = positions.start[position] as number
  const pair = roomFor(1)
  pair.position[0] = position
  const found: { newcomer: number; w: number; a: number; e: number }[] = []
  const visit = (lane: number, there: number): void => {
    if (start < (lanes.from[lane] as number) || start >= (lanes.until[lane] as number)) return
    if (
      chordOf(newcomers.places, lanes.place[lane] as number, positions.places, there) >
      (lanes.reachChord[lane] as number)
    )
      return
    const newcomer = lanes.newcomer[lane] as number
    const minutes = minutesTo(newcomer, position)
    if (minutes > (newcomers.maxMinutes[newcomer] as number) || !passesRest(newcomer, position, minutes)) return
    pair.minutes[0] = minutes
    score(newcomer, pair, 0, 1)
    const [w, a, e] = [pair.w[0] as number, pair.a[0] as number, pair.e[0] as number]
    if (w >= leastScore) found.push({ newcomer, w, a, e })
  }
  const there = positions.place[position] as number
  if (there >= 0) {
    const { x, y, z } = positions.places
    const [atX, atY, atZ] = [x[there] as number, y[there] as number, z[there] as number]
    for (let word = 0; word < lanes.words; word += 1) {
      if (word % WORDS_PER_BLOCK === 0 && isBeyond(lanes.blockCaps, word / WORDS_PER_BLOCK, atX, atY, atZ)) {
        word += WORDS_PER_BLOCK - 1
        continue
      }
      if (isBeyond(lanes.wordCaps, word, atX, atY, atZ)) continue
      const end = Math.min(lanes.count, (word + 1) * 32)
      for (let lane = word * 32; lane < end; lane += 1) visit(lane, there)
    }
  }
  found.sort((one, other) => one.newcomer - other.newcomer)
  return {
    newcomer: Int32Array.from(found, (one) => one.newcomer),
    w: Uint16Array.from(found, (one) => one.w),
    a: Uint16Array.from(found, (one) => one.a),
    e: Uint16Array.from(found, (one) => one.e),
    tie: Int32Array.from(found, (one) =>
      tieOf(newcomers.idHash[one.newcomer] as number, positions.idHash[position] as number),
    ),
  }
}
