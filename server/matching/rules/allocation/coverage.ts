import type { Allocation, Instance } from './instance.ts'

const NOBODY = -1

/**
 * The most newcomers that can have at least one proposal, pinned ones included: what no allocation can exceed, whatever
 * the scores. A largest flow of one unit for each newcomer (Hopcroft and Karp): in each round the shortest paths that do
 * not meet, until there is no path left.
 * @param from an allocation within the limits, to begin from: the more it covers, the less is left to find; the answer is the same
 */
export const mostCovered = (
  { newcomers, positions, start, position, max, room, pinned }: Instance,
  from?: Pick<Allocation, 'chosen'>,
): number => {
  const edgesOf = new Int32Array(positions)
  for (const j of position) edgesOf[j] = (edgesOf[j] as number) + 1
  const placesOf = edgesOf.map((edges, j) => Math.min(edges, room[j] as number))
  const firstPlace = new Int32Array(positions)
  for (let j = 1; j < positions; j += 1) firstPlace[j] = (firstPlace[j - 1] as number) + (placesOf[j - 1] as number)
  const holder = new Int32Array(placesOf.reduce((sum, places) => sum + places, 0))
  const load = new Int32Array(positions)

  /** The path that is tried: newcomer, the position it would take, the place there whose holder is next on the path. */
  const onPath = new Int32Array(positions + 1)
  const viaPosition = new Int32Array(positions + 1)
  const viaPlace = new Int32Array(positions + 1)
  const nextEdge = new Int32Array(newcomers)
  /** Per position: how many others stand between it and a newcomer without a place; -1 once it is out of the round. */
  const level = new Int32Array(positions)

  /** Everybody on the path takes the place of the next, the last one a free one. */
  const shift = (depth: number, free: number): void => {
    const last = load[free] as number
    load[free] = last + 1
    holder[(firstPlace[free] as number) + last] = onPath[depth] as number
    for (let at = depth - 1; at >= 0; at -= 1)
      holder[(firstPlace[viaPosition[at] as number] as number) + (viaPlace[at] as number)] = onPath[at] as number
  }

  /** On to the next holder of the position that the newcomer at this depth would take. @returns the depth to go on from */
  const nextHolder = (depth: number): number => {
    const j = viaPosition[depth] as number
    const place = (viaPlace[depth] as number) + 1
    if (place === load[j]) return depth
    viaPlace[depth] = place
    onPath[depth + 1] = holder[(firstPlace[j] as number) + place] as number
    return depth + 1
  }

  /** Finds this newcomer a place, others moving over where need be. */
  const place = (newcomer: number): boolean => {
    onPath[0] = newcomer
    for (let depth = 0; depth !== NOBODY; ) {
      const i = onPath[depth] as number
      const edge = nextEdge[i] as number
      if (edge === start[i + 1]) {
        depth = depth === 0 ? NOBODY : nextHolder(depth - 1)
        continue
      }
      nextEdge[i] = edge + 1
      const j = position[edge] as number
      if (level[j] !== depth) continue
      if ((load[j] as number) < (placesOf[j] as number)) {
        shift(depth, j)
        return true
      }
      level[j] = NOBODY
      viaPosition[depth] = j
      viaPlace[depth] = NOBODY
      depth = nextHolder(depth)
    }
    return false
  }

  /** Levels, as far as the nearest position with a place left. @returns whether there is one */
  const survey = (without: Int32Array): boolean => {
    level.fill(NOBODY)
    let isFree = false
    let front = [...without]
    for (let depth = 0; front.length > 0 && !isFree; depth += 1) {
      const next: number[] = []
      for (const i of front)
        for (let edge = start[i] as number; edge < (start[i + 1] as number); edge += 1) {
          const j = position[edge] as number
          if (level[j] !== NOBODY || placesOf[j] === 0) continue
          level[j] = depth
          const [first, has] = [firstPlace[j] as number, load[j] as number]
          if (has < (placesOf[j] as number)) isFree = true
          else for (let place = first; place < first + has; place += 1) next.push(holder[place] as number)
        }
      front = next
    }
    return isFree
  }

  let covered = pinned?.reduce((sum, pins) => sum + (pins > 0 ? 1 : 0), 0) ?? 0
  /** Who has one in the given allocation begins with the first of those. */
  const begin = (i: number): boolean => {
    const edge = from ? from.chosen.subarray(start[i] as number, start[i + 1] as number).indexOf(1) : -1
    if (edge < 0) return false
    onPath[0] = i
    shift(0, position[(start[i] as number) + edge] as number)
    covered += 1
    return true
  }
  let without = Int32Array.from({ length: newcomers }, (_, i) => i).filter(
    (i) => (max[i] as number) > 0 && !pinned?.[i] && !begin(i),
  )
  while (survey(without)) {
    nextEdge.set(start.subarray(0, newcomers))
    without = without.filter((i) => {
      if (!place(i)) return true
      covered += 1
      return false
    })
  }
  return covered
}
