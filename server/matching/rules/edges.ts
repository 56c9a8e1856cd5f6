import { edgesOf } from './columns/edges.ts'
import { newcomerColumns } from './columns/newcomer-columns.ts'
import { positionColumns } from './columns/position-columns.ts'
import { openBasis } from './columns/words.ts'
import type { NewcomerFacts, PositionFacts } from './facts.ts'
import type { MatchingPolicy } from './policy.ts'

/** Pairs that pass every gate and score enough: those of newcomer i are `start[i]` up to `start[i + 1]`, in the order of their positions. */
export type Edges = { start: Int32Array; position: Int32Array; w: Uint16Array; a: Uint16Array; e: Uint16Array }

/** A position as if all its seats were free: whether somebody fits is asked apart from whether there is room, which changes by the hour. */
export const withSeatsFree = (position: PositionFacts): PositionFacts => ({ ...position, seats: 1, seatsTaken: 0 })

/**
 * The pairs that may be proposed, with their scores 0..1000. Whether there is a free seat is no matter here: that is room, not fit.
 * @param today `YYYY-MM-DD`
 */
export const edgesBetween = (
  newcomers: readonly NewcomerFacts[],
  positions: readonly PositionFacts[],
  policy: MatchingPolicy,
  today: string,
): Edges => {
  const basis = openBasis(policy, today)
  return edgesOf(newcomerColumns(newcomers, basis), positionColumns(positions.map(withSeatsFree), basis))
}
