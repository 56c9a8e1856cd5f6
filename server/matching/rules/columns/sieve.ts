import { demandRows, type Range } from './demand-rows.ts'
import { journeyMeetsBusy } from './journeys.ts'
import { isBeyond, type Lanes, WORDS_PER_BLOCK } from './lanes.ts'
import type { NewcomerColumns } from './newcomer-columns.ts'
import type { PositionColumns } from './position-columns.ts'
import { chordOf, DOUBT, kmOf, minutesOf, rawMinutesOf, roughKmOf, travelOf } from './reach.ts'

/** Whether anybody at all may be proposed there. */
const isOpen = (positions: PositionColumns, position: number): boolean =>
  (positions.place[position] as number) >= 0 &&
  positions.hasRoom[position] === 1 &&
  positions.isSafe[position] === 1 &&
  positions.isAhead[position] === 1

/**
 * All gates of a range of positions, 32 newcomers at a time: for each block of neighbours the positions that are near
 * enough for somebody there; of those the words of 32 that are near enough, and of each word who is in the rows of all
 * demands; and for who is left the km from the own place, and the journeys around lessons and childcare. A block is
 * small enough to stay in the processor's cache while every position passes by.
 * @param found is told of exactly those pairs for which `allPass` holds, with the minutes of travel; the positions of
 *   one lane come in order
 */
export const sieve = (
  newcomers: NewcomerColumns,
  lanes: Lanes,
  positions: PositionColumns,
  range: Range,
  found: (newcomer: number, position: number, minutes: number) => void,
): void => {
  const travel = travelOf(newcomers.basis.policy)
  const { rows, asked, spoken } = demandRows(newcomers, lanes, positions, range)
  const { data } = rows
  const { blockCaps, wordCaps } = lanes
  const from = newcomers.places
  const to = positions.places

  /** The minutes of a lane, -1 when that is too far; from the rough km where these leave no doubt. */
  const minutesWithinReach = (lane: number, roughKm: number, there: number): number => {
    const reach = lanes.reachKm[lane] as number
    const means = lanes.means[lane] as number
    const raw = rawMinutesOf(roughKm, means, travel)
    const minutes = Math.ceil(raw)
    const isDoubtful = minutes - raw < DOUBT || minutes - raw > 1 - DOUBT || Math.abs(reach - roughKm) < DOUBT
    if (roughKm >= 0 && !isDoubtful) return roughKm > reach ? -1 : minutes
    const km = kmOf(from, lanes.place[lane] as number, to, there)
    return km > reach ? -1 : minutesOf(km, means, travel)
  }

  const open: number[] = []
  for (let position = range.from; position < range.to; position += 1)
    if (isOpen(positions, position)) open.push(position)

  for (let block = 0; block * WORDS_PER_BLOCK < lanes.words; block += 1) {
    const endOfBlock = Math.min(lanes.words, (block + 1) * WORDS_PER_BLOCK)
    for (const position of open) {
      const there = positions.place[position] as number
      const x = to.x[there] as number
      const y = to.y[there] as number
      const z = to.z[there] as number
      if (isBeyond(blockCaps, block, x, y, z)) continue
      const firstSpoken = spoken.start[position - range.from] as number
      const endSpoken = spoken.start[position - range.from + 1] as number
      const firstAsked = asked.start[position - range.from] as number
      const endAsked = asked.start[position - range.from + 1] as number
      let place = -1
      let chord = 0
      let roughKm = NOT_ASKED
      for (let word = block * WORDS_PER_BLOCK; word < endOfBlock; word += 1) {
        if (isBeyond(wordCaps, word, x, y, z)) continue
        let bits = everybodyIn(lanes, word)
        for (let at = firstSpoken; at < endSpoken; at += 3)
          bits &=
            (data[(spoken.item[at] as number) + word] as number) |
            ((data[(spoken.item[at + 1] as number) + word] as number) &
              (data[(spoken.item[at + 2] as number) + word] as number))
        for (let at = firstAsked; at < endAsked; at += 1) bits &= data[(asked.item[at] as number) + word] as number
        while (bits !== 0) {
          const lane = (word << 5) + 31 - Math.clz32(bits & -bits)
          bits &= bits - 1
          if (lanes.place[lane] !== place) {
            place = lanes.place[lane] as number
            chord = chordOf(from, place, to, there)
            roughKm = NOT_ASKED
          }
          if (chord > (lanes.reachChord[lane] as number)) continue
          if (roughKm === NOT_ASKED) roughKm = roughKmOf(chord)
          const minutes = minutesWithinReach(lane, roughKm, there)
          if (minutes < 0) continue
          const newcomer = lanes.newcomer[lane] as number
          if (lanes.isBusy[lane] === 1 && journeyMeetsBusy(newcomers, newcomer, positions, position, minutes)) continue
          found(newcomer, position, minutes)
        }
      }
    }
  }
}

const NOT_ASKED = -2

/** The bits of the lanes that there are. */
const everybodyIn = (lanes: Lanes, word: number): number => {
  const left = lanes.count - (word << 5)
  return left >= 32 ? -1 : (1 << left) - 1
}
