import type { EdgeList } from './edges.ts'
import { openInts } from './growing.ts'
import type { Lanes } from './lanes.ts'
import type { NewcomerColumns } from './newcomer-columns.ts'
import { addressOn, minutesBetween, openPairGates } from './pair-gates.ts'
import type { PositionColumns } from './position-columns.ts'
import { arcOfKm, chordOf, chordOfArc, travelOf } from './reach.ts'
import { openScores, roomFor, type Scored } from './score-rows.ts'
import { openSieve } from './sieve.ts'

/** The pairs of one position, by newcomer. */
export type EdgesOfPosition = { newcomer: Int32Array; w: Uint16Array; a: Uint16Array; e: Uint16Array }

/**
 * The pairs of one newcomer, as `edgesOf` gives them, without building rows for everybody: for a changed profile, made
 * into columns of one row on the basis of the positions.
 * @returns an edge list with this newcomer only
 */
export const edgesOfNewcomer = (newcomers: NewcomerColumns, newcomer: number, positions: PositionColumns): EdgeList => {
  const { places, basis } = newcomers
  const reachKm = newcomers.reachKm[newcomer] as number
  const reachChord = reachKm < 0 ? -1 : chordOfArc(arcOfKm(reachKm))
  const max = newcomers.maxMinutes[newcomer] as number
  const travel = travelOf(basis.policy)
  const passesRest = openPairGates(newcomers, positions)
  const [found, minutesOfFound] = [openInts(), openInts()]
  for (let position = 0; position < positions.count; position += 1) {
    const there = positions.place[position] as number
    const home = addressOn(newcomers, newcomer, positions.start[position] as number)
    if (home < 0 || there < 0 || chordOf(places, home, positions.places, there) > reachChord) continue
    const minutes = minutesBetween(newcomers, newcomer, home, positions, position, travel)
    if (minutes > max || !passesRest(newcomer, position, minutes)) continue
    found.push(position)
    minutesOfFound.push(minutes)
  }
  const pairs = { ...roomFor(found.size()), position: found.done(), minutes: minutesOfFound.done() }
  if (found.size() > 0) openScores(newcomers, positions)(newcomer, pairs, 0, found.size())
  const isGood = isGoodEnough(pairs, basis.policy.leastScore)
  const position = pairs.position.filter(isGood)
  return {
    start: Int32Array.of(0, position.length),
    position,
    w: pairs.w.filter(isGood),
    a: pairs.a.filter(isGood),
    e: pairs.e.filter(isGood),
  }
}

/**
 * The pairs of one position with everybody, as `edgesOf` gives them: for a changed position.
 * @param lanes of these newcomers
 */
export const edgesOfPosition = (
  newcomers: NewcomerColumns,
  lanes: Lanes,
  positions: PositionColumns,
  position: number,
): EdgesOfPosition => {
  const { blocks, sift } = openSieve(newcomers, lanes, positions, { from: position, to: position + 1 })
  const [found, minutesOfFound] = [openInts(), openInts()]
  for (let block = 0; block < blocks; block += 1)
    sift(block, (_, count, which, minutes) => {
      for (let k = 0; k < count; k += 1) {
        found.push(lanes.newcomer[which[k] as number] as number)
        minutesOfFound.push(minutes[k] as number)
      }
    })
  const [who, minutes] = [found.done(), minutesOfFound.done()]
  // By newcomer: one number each, with its own place in the last digits, sorts far faster than with a comparison.
  const order = Float64Array.from(who, (newcomer, at) => newcomer * who.length + at).sort()
  const pairs = roomFor(who.length)
  const newcomer = new Int32Array(who.length)
  const score = openScores(newcomers, positions)
  order.forEach((key, k) => {
    const at = key % who.length
    newcomer[k] = who[at] as number
    pairs.position[k] = position
    pairs.minutes[k] = minutes[at] as number
    score(newcomer[k] as number, pairs, k, k + 1)
  })
  const isGood = isGoodEnough(pairs, newcomers.basis.policy.leastScore)
  return {
    newcomer: newcomer.filter(isGood),
    w: pairs.w.filter(isGood),
    a: pairs.a.filter(isGood),
    e: pairs.e.filter(isGood),
  }
}

const isGoodEnough =
  ({ w }: Scored, leastScore: number) =>
  (_: number, at: number): boolean =>
    (w[at] as number) >= leastScore
