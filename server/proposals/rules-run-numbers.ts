import type { RunNumbers } from '#db/values/matching.ts'
import type { PositionFacts } from '#server/matching/rules/facts.ts'
import type { ScoredPairs } from './rules-edge-blob.ts'
import type { Solved } from './rules-solve.ts'
import { spreadOf } from './rules-spread.ts'
import type { Question } from './rules-supply.ts'

const DAY_MS = 86_400_000

/**
 * What a run counts for the people who answer for it: how many got something, how evenly it is spread, who waits.
 *
 * @param waitingSince per newcomer of the run, `YYYY-MM-DD`
 * @param day of the run
 * @param notWritten changes that the allocation asks for and that are not written
 */
export const numbersOf = (run: {
  pairs: ScoredPairs
  positions: readonly PositionFacts[]
  question: Question
  solved: Solved
  waitingSince: ReadonlyMap<string, string>
  day: string
  notWritten: number
  milliseconds: Record<string, number>
}): RunNumbers => {
  const { pairs, positions, question, solved, waitingSince, day, notWritten, milliseconds } = run
  const { instance, standing, placeOfPosition } = question
  const held = instance.pinned ? instance.pinned.slice() : new Int32Array(instance.newcomers)
  const load = new Int32Array(instance.positions)
  for (const pair of standing.pinned) {
    const j = placeOfPosition.get(pair.positionId)
    if (j !== undefined) load[j] = (load[j] as number) + 1
  }
  for (let i = 0; i < instance.newcomers; i += 1)
    for (let at = instance.start[i] as number; at < (instance.start[i + 1] as number); at += 1) {
      if (solved.allocation.chosen[at] !== 1) continue
      const j = instance.position[at] as number
      held[i] = (held[i] as number) + 1
      load[j] = (load[j] as number) + 1
    }
  const daysWaited = (id: string): number =>
    Math.max(0, Math.round((Date.parse(day) - Date.parse(waitingSince.get(id) ?? day)) / DAY_MS))
  const covered: number[] = []
  const left: number[] = []
  for (const [i, id] of pairs.newcomerIds.entries()) {
    const fits = (pairs.start[i + 1] as number) > (pairs.start[i] as number)
    if ((held[i] as number) > 0) covered.push(daysWaited(id))
    else if (fits) left.push(daysWaited(id))
  }
  const withSeats = positions.flatMap((one, j) => (one.seats > one.seatsTaken ? [load[j] as number] : []))
  return {
    newcomers: pairs.newcomerIds.length,
    positions: positions.length,
    eligiblePairs: pairs.position.length,
    pinnedPairs: standing.pinned.length,
    covered: covered.length,
    eligible: covered.length + left.length,
    coverable: solved.coverable,
    perPosition: spreadOf(withSeats),
    waitingCovered: spreadOf(covered),
    waitingLeft: spreadOf(left),
    blockingPairs: solved.blocking.length,
    notWritten,
    milliseconds,
  }
}
