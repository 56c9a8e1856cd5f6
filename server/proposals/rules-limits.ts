type Sides = { newcomerId: string; positionId: string }
/** Open proposals of each side, by its id; absent = none. */
export type OpenCounts = { newcomers: ReadonlyMap<string, number>; positions: ReadonlyMap<string, number> }

/**
 * Of the pairs that are to be made, those for which there is room on both sides beside what is open by now. Where there is not, somebody saw or took
 * up something that was to make room: the pair with the least score stays out, and of a tie the one that comes last.
 *
 * @param most how many open proposals a newcomer, and a position, may have
 * @returns in the order given
 */
export const withinLimits = <P extends Sides & { score: { w: number } }>(
  pairs: readonly P[],
  open: OpenCounts,
  most: { newcomer: (id: string) => number; position: (id: string) => number },
): P[] => {
  const [newcomers, positions] = [new Map(open.newcomers), new Map(open.positions)]
  const kept = new Set<P>()
  for (const pair of [...pairs].sort((x, y) => y.score.w - x.score.w)) {
    const [has, takes] = [newcomers.get(pair.newcomerId) ?? 0, positions.get(pair.positionId) ?? 0]
    if (has >= most.newcomer(pair.newcomerId) || takes >= most.position(pair.positionId)) continue
    newcomers.set(pair.newcomerId, has + 1)
    positions.set(pair.positionId, takes + 1)
    kept.add(pair)
  }
  return pairs.filter((pair) => kept.has(pair))
}
