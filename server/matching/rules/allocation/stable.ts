import type { Allocation, Instance } from './instance.ts'

/**
 * A newcomer and a position that would both rather have each other, and could without taking anybody's only proposal.
 * All three are edges of the instance; -1 = nothing has to make way on that side, there is room.
 */
export type BlockingPair = { edge: number; newcomerLeaves: number; positionLeaves: number }

/**
 * Where a best whole asks something of two: the pairs that both score more together, by more than `delta` points on either
 * side, than the least of what they have now. A position never leaves somebody whose only proposal it is, so joining such
 * a pair would cost nobody the last one. A report for a coach; nothing is moved.
 * @param delta points of score; 0 = any difference counts
 * @returns by newcomer, then position
 */
export const blockingPairs = (instance: Instance, { chosen }: Allocation, delta: number): BlockingPair[] => {
  const { newcomers, positions, start, position, weight, max, room, pinned } = instance
  const weightOf = (edge: number): number => (edge === -1 ? 0 : (weight[edge] as number))
  const lesser = (edge: number, other: number): number =>
    other === -1 || weightOf(edge) < weightOf(other) ? edge : other

  const held = new Int32Array(newcomers)
  const load = new Int32Array(positions)
  /** The least each has; for a position among those who would have another one still. */
  const leastOfNewcomer = new Int32Array(newcomers).fill(-1)
  const leastOfPosition = new Int32Array(positions).fill(-1)
  for (let i = 0; i < newcomers; i += 1) {
    for (let edge = start[i] as number; edge < (start[i + 1] as number); edge += 1) {
      if (!chosen[edge]) continue
      held[i] = (held[i] as number) + 1
      leastOfNewcomer[i] = lesser(edge, leastOfNewcomer[i] as number)
    }
    const total = (held[i] as number) + (pinned?.[i] ?? 0)
    for (let edge = start[i] as number; edge < (start[i + 1] as number); edge += 1) {
      if (!chosen[edge]) continue
      const j = position[edge] as number
      load[j] = (load[j] as number) + 1
      if (total > 1) leastOfPosition[j] = lesser(edge, leastOfPosition[j] as number)
    }
  }

  const pairs: BlockingPair[] = []
  for (let i = 0; i < newcomers; i += 1) {
    if (max[i] === 0) continue
    const newcomerLeaves = (held[i] as number) < (max[i] as number) ? -1 : (leastOfNewcomer[i] as number)
    for (let edge = start[i] as number; edge < (start[i + 1] as number); edge += 1) {
      const j = position[edge] as number
      const worth = weightOf(edge) - delta
      if (chosen[edge] || room[j] === 0 || worth <= weightOf(newcomerLeaves)) continue
      const hasRoom = (load[j] as number) < (room[j] as number)
      const positionLeaves = hasRoom ? -1 : (leastOfPosition[j] as number)
      if (!hasRoom && (positionLeaves === -1 || worth <= weightOf(positionLeaves))) continue
      pairs.push({ edge, newcomerLeaves, positionLeaves })
    }
  }
  return pairs
}
