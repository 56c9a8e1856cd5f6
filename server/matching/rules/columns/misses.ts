import { GATES, type Gate } from '#server/matching/rules/gates.ts'
import type { NewcomerColumns } from './newcomer-columns.ts'
import { openMinutes, openPairGates } from './pair-gates.ts'
import type { PositionColumns } from './position-columns.ts'

/** Per pair the gates missed and the gates with something unknown, a bit each in the order of GATES; 0 and 0 = eligible. */
export type Misses = { missed: Uint16Array; open: Uint16Array }

/** The bit of a gate in `Misses`. */
export const bitOf = (gate: Gate): number => 1 << GATES.indexOf(gate)

/** What stands between one newcomer and each position. */
export const missesOfNewcomer = (newcomers: NewcomerColumns, newcomer: number, positions: PositionColumns): Misses =>
  missesOf(newcomers, positions, positions.count, (k) => [newcomer, k])

/** What stands between one position and each newcomer. */
export const missesOfPosition = (newcomers: NewcomerColumns, positions: PositionColumns, position: number): Misses =>
  missesOf(newcomers, positions, newcomers.count, (k) => [k, position])

const missesOf = (
  newcomers: NewcomerColumns,
  positions: PositionColumns,
  count: number,
  pairAt: (k: number) => [newcomer: number, position: number],
): Misses => {
  const minutesTo = openMinutes(newcomers, positions)
  const { statesOf } = openPairGates(newcomers, positions)
  const out = { missed: new Uint16Array(count), open: new Uint16Array(count) }
  for (let k = 0; k < count; k += 1) {
    const [newcomer, position] = pairAt(k)
    const { missed, open } = statesOf(newcomer, position, minutesTo(newcomer, position))
    out.missed[k] = missed
    out.open[k] = open
  }
  return out
}

/** The gate when it is the only thing in the way: one gate missed and nothing unknown (ruling 18); null otherwise. */
export const onlyMiss = ({ missed, open }: Misses, k: number): Gate | null => {
  const bits = missed[k] as number
  return bits !== 0 && (bits & (bits - 1)) === 0 && open[k] === 0 ? (GATES[31 - Math.clz32(bits)] ?? null) : null
}

export type GateCount = { gate: Gate; missed: number; unknown: number; onlyMiss: number }

/** How many pairs each gate stops, leaves open, and stops alone: where a change would help most people. */
export const countByGate = (misses: Misses): GateCount[] =>
  GATES.map((gate) => {
    const bit = bitOf(gate)
    const count: GateCount = { gate, missed: 0, unknown: 0, onlyMiss: 0 }
    misses.missed.forEach((missed, k) => {
      if ((missed & bit) !== 0) count.missed += 1
      if (((misses.open[k] as number) & bit) !== 0) count.unknown += 1
      if (missed === bit && misses.open[k] === 0) count.onlyMiss += 1
    })
    return count
  })
