import type { Range } from './demand.ts'
import { demandRows } from './demand-rows.ts'
import { journeyMeetsBusy, workQuarters } from './journeys.ts'
import { isBeyond, LANES_PER_BLOCK, type Lanes, WORDS_PER_BLOCK } from './lanes.ts'
import type { NewcomerColumns } from './newcomer-columns.ts'
import { refuses } from './pair-gates.ts'
import type { PositionColumns } from './position-columns.ts'
import { DOUBT, kmOf, minutesOf, openRoughMinutes, roughKmOf, travelOf } from './reach.ts'

/** Whether anybody at all may be proposed there. */
const isOpen = (positions: PositionColumns, position: number): boolean =>
  (positions.place[position] as number) >= 0 &&
  positions.hasRoom[position] === 1 &&
  positions.isSafe[position] === 1 &&
  positions.isAhead[position] === 1

/** Told of a position and the lanes of the block that pass: the first `count` of `lanes`, with the minutes of travel. */
export type Found = (position: number, count: number, lanes: Int32Array, minutes: Int32Array) => void

/**
 * All gates of a range of positions, for one block of 2,048 neighbours after the other: which positions are near enough
 * for somebody there; of those which words of 32 lanes are; of each word who is in the rows of all demands; and for who
 * is left, how far it is from the own place and whether the way is free of lessons and childcare. A block is small
 * enough to stay in the processor's cache while every position passes by.
 * @returns how many blocks there are, and a function that finds in one of them exactly those pairs for which `allPass`
 *   holds; positions come in order, and of each the lanes in order
 */
export const openSieve = (
  newcomers: NewcomerColumns,
  lanes: Lanes,
  positions: PositionColumns,
  range: Range,
): { blocks: number; sift(block: number, found: Found): void } => {
  const { rows, asked, spoken } = demandRows(newcomers, lanes, positions, range)
  const { x, y, z } = positions.places
  const passing = new Int32Array(LANES_PER_BLOCK)
  const chords = new Float64Array(LANES_PER_BLOCK)
  const minutes = new Int32Array(LANES_PER_BLOCK)
  const open: number[] = []
  for (let position = range.from; position < range.to; position += 1)
    if (isOpen(positions, position)) open.push(position)
  const near = new Int32Array(open.length)

  /** Who has the facts and is near enough in a straight line goes to the front of `passing`, with the chords. */
  const meetingDemands = (block: number, position: number): number => {
    const there = positions.place[position] as number
    const [atX, atY, atZ] = [x[there] as number, y[there] as number, z[there] as number]
    const firstWord = block * WORDS_PER_BLOCK
    const endOfBlock = Math.min(lanes.words, firstWord + WORDS_PER_BLOCK)
    const firstSpoken = spoken.start[position - range.from] as number
    const endSpoken = spoken.start[position - range.from + 1] as number
    const firstAsked = asked.start[position - range.from] as number
    const endAsked = asked.start[position - range.from + 1] as number
    const { data } = rows
    let count = 0
    for (let word = firstWord; word < endOfBlock; word += 1) {
      if (isBeyond(lanes.wordCaps, word, atX, atY, atZ)) continue
      const w = word - firstWord
      let bits = -1
      for (let at = firstAsked; at < endAsked; at += 1) bits &= data[(asked.item[at] as number) + w] as number
      for (let at = firstSpoken; at < endSpoken; at += 3)
        bits &=
          (data[(spoken.item[at] as number) + w] as number) |
          ((data[(spoken.item[at + 1] as number) + w] as number) &
            (data[(spoken.item[at + 2] as number) + w] as number))
      for (; bits !== 0; bits &= bits - 1) {
        const lane = (word << 5) + 31 - Math.clz32(bits & -bits)
        const dx = (lanes.x[lane] as number) - atX
        const dy = (lanes.y[lane] as number) - atY
        const dz = (lanes.z[lane] as number) - atZ
        const chord = dx * dx + dy * dy + dz * dz
        // Written down in any case, and kept or written over: a step that nobody can foresee costs more than a write.
        passing[count] = lane
        chords[count] = chord
        count += chord <= (lanes.reachChord[lane] as number) ? 1 : 0
      }
    }
    return count
  }

  const travel = travelOf(newcomers.basis.policy)
  const roughMinutes = openRoughMinutes(travel)
  /** The minutes of a lane, -1 when that is too far; from the rough km where these leave no doubt. */
  const minutesWithinReach = (lane: number, chord: number, there: number): number => {
    const reach = lanes.reachKm[lane] as number
    const means = lanes.means[lane] as number
    const roughKm = roughKmOf(chord)
    const rough = roughMinutes(roughKm, means)
    const whole = Math.ceil(rough)
    const isDoubtful = whole - rough < DOUBT || whole - rough > 1 - DOUBT || Math.abs(reach - roughKm) < DOUBT
    if (roughKm >= 0 && !isDoubtful) return roughKm > reach ? -1 : whole
    const km = kmOf(newcomers.places, lanes.place[lane] as number, positions.places, there)
    return km > reach ? -1 : minutesOf(km, means, travel)
  }

  const isRefused = (lane: number, position: number): boolean =>
    refuses(newcomers, lanes.newcomer[lane] as number, positions.employer[position] as number)

  /** Who can make the journey (and did not refuse the employer) moves to the front of `passing`, with the minutes. */
  const ableToTravel = (position: number, candidates: number): number => {
    const there = positions.place[position] as number
    const worked = workQuarters(positions, position)
    let count = 0
    for (let k = 0; k < candidates; k += 1) {
      const lane = passing[k] as number
      const needed = minutesWithinReach(lane, chords[k] as number, there)
      if (needed < 0) continue
      const mayMeet = ((lanes.busyQuarters[lane] as number) & worked) !== 0
      if (mayMeet && journeyMeetsBusy(lanes, lane, positions, position, needed)) continue
      if (lanes.refusesSome[lane] === 1 && isRefused(lane, position)) continue
      passing[count] = lane
      minutes[count] = needed
      count += 1
    }
    return count
  }

  return {
    blocks: Math.ceil(lanes.words / WORDS_PER_BLOCK),
    sift(block, found) {
      let count = 0
      for (const position of open) {
        const there = positions.place[position] as number
        if (isBeyond(lanes.blockCaps, block, x[there] as number, y[there] as number, z[there] as number)) continue
        near[count] = position
        count += 1
      }
      if (count === 0) return
      rows.ask({ from: block * LANES_PER_BLOCK, to: Math.min(lanes.count, (block + 1) * LANES_PER_BLOCK) })
      for (let k = 0; k < count; k += 1) {
        const position = near[k] as number
        const fit = ableToTravel(position, meetingDemands(block, position))
        if (fit > 0) found(position, fit, passing, minutes)
      }
    },
  }
}
