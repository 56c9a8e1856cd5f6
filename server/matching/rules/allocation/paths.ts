import { openHeap } from './heap.ts'
import { choose, giveUp, roomFor } from './sides.ts'
import { costOfLess, costOfMore, type State } from './state.ts'

/**
 * A chain of exchanges runs over edges that are not chosen and edges that are, in turn.
 *  1: from where there is one proposal too many to where it can stay: a place that is left, or somebody who can do with
 *     one less. On its way each newcomer takes an edge and each position gives one up.
 * -1: from a place that is left back to who fills it: a newcomer who may have more, or a position that can do with one
 *     less. On its way each position takes an edge and each newcomer gives one up.
 * Both read the same cells in the same way with the sign turned, so they are one search.
 */
type Direction = 1 | -1

export type Paths = {
  /**
   * Finds the cheapest chain from a newcomer, makes its exchanges, and moves the prices so that they stay in balance.
   * @param limit a chain that costs this or more is not worth it: then only the prices move
   * @returns whether there was a chain
   */
  fromNewcomer(i: number, limit: number): boolean
  fromPosition(direction: Direction, j: number, limit: number): boolean
  /** Moves to the least prices that are in balance: the same ones whatever the state went through. */
  lowerPrices(): void
}

const NOBODY = -1

/** Shortest chains over the state, by Dijkstra with the gains as lengths: prices in balance make all of them 0 or more. */
export const openPaths = (state: State): Paths => {
  const { sides } = state
  const { rows, columns } = sides
  const heap = openHeap()
  /** Per node: the search that saw it last, its distance then, and the cell it was reached over (of the other side's run). */
  let seenNewcomer = new Int32Array(rows.nodes)
  let seenPosition = new Int32Array(columns.nodes)
  let newcomerAt = new Float64Array(rows.nodes)
  let positionAt = new Float64Array(columns.nodes)
  /** Newcomer: the cell in the column it was reached from. Position: the cell in the row. */
  let newcomerBy = new Int32Array(rows.nodes)
  let positionBy = new Int32Array(columns.nodes)
  let search = 0
  const reachedNewcomers: number[] = []
  const reachedPositions: number[] = []
  /** Cost of the best chain so far, and where it ends. */
  let best = 0
  let lastNewcomer = NOBODY
  let lastPosition = NOBODY
  /** Only the distances are wanted: nothing ends a chain. */
  let endless = false

  const begin = (limit: number): void => {
    if (rows.nodes > seenNewcomer.length) {
      seenNewcomer = roomFor(seenNewcomer, rows.nodes)
      newcomerAt = roomFor(newcomerAt, rows.nodes)
      newcomerBy = roomFor(newcomerBy, rows.nodes)
    }
    if (columns.nodes > seenPosition.length) {
      seenPosition = roomFor(seenPosition, columns.nodes)
      positionAt = roomFor(positionAt, columns.nodes)
      positionBy = roomFor(positionBy, columns.nodes)
    }
    search += 1
    reachedNewcomers.length = 0
    reachedPositions.length = 0
    best = limit
    lastNewcomer = NOBODY
    lastPosition = NOBODY
    endless = false
  }

  const reachPosition = (j: number, distance: number, cell: number): void => {
    if (seenPosition[j] !== search) {
      seenPosition[j] = search
      reachedPositions.push(j)
    }
    positionAt[j] = distance
    positionBy[j] = cell
    heap.put(j, distance)
  }

  /** What a chain costs at its end, when it ends at this position. */
  const endsAtPosition = (direction: Direction, j: number): number => {
    if (endless) return Number.POSITIVE_INFINITY
    if (direction === -1) return state.price[j] as number
    return (columns.taken[j] as number) < (state.room[j] as number) ? 0 : Number.POSITIVE_INFINITY
  }

  const endsAtNewcomer = (direction: Direction, i: number): number => {
    if (endless) return Number.POSITIVE_INFINITY
    return direction === 1 ? costOfLess(state, i) : costOfMore(state, i)
  }

  /** On from a newcomer over the cells of its row: those not chosen (1) or chosen (-1). */
  const scanRow = (direction: Direction, i: number, distance: number): void => {
    const from = rows.start[i] as number
    const middle = from + (rows.taken[i] as number)
    const begins = direction === 1 ? middle : from
    const ends = direction === 1 ? from + (rows.size[i] as number) : middle
    const bar = state.bar[i] as number
    const { node, weight } = rows
    const { price } = state
    for (let cell = begins; cell < ends; cell += 1) {
      const j = node[cell] as number
      const gain = (weight[cell] as number) - (price[j] as number) - bar
      const reached = distance - direction * gain
      if (reached >= best || (seenPosition[j] === search && reached >= (positionAt[j] as number))) continue
      const whole = reached + endsAtPosition(direction, j)
      if (whole < best) {
        best = whole
        lastPosition = j
        lastNewcomer = NOBODY
      }
      reachPosition(j, reached, cell)
    }
  }

  /** On from a position over the cells of its column: those chosen (1) or not chosen (-1). */
  const scanColumn = (direction: Direction, j: number, distance: number): void => {
    const from = columns.start[j] as number
    const middle = from + (columns.taken[j] as number)
    const begins = direction === 1 ? from : middle
    const ends = direction === 1 ? middle : from + (columns.size[j] as number)
    const price = state.price[j] as number
    const { node, weight } = columns
    const { bar } = state
    for (let cell = begins; cell < ends; cell += 1) {
      const i = node[cell] as number
      const gain = (weight[cell] as number) - price - (bar[i] as number)
      const reached = distance + direction * gain
      if (reached >= best || (seenNewcomer[i] === search && reached >= (newcomerAt[i] as number))) continue
      reachNewcomer(direction, i, reached, cell)
    }
  }

  const reachNewcomer = (direction: Direction, i: number, distance: number, cell: number): void => {
    if (seenNewcomer[i] !== search) {
      seenNewcomer[i] = search
      reachedNewcomers.push(i)
    }
    newcomerAt[i] = distance
    newcomerBy[i] = cell
    if (cell !== NOBODY) {
      const whole = distance + endsAtNewcomer(direction, i)
      if (whole < best) {
        best = whole
        lastNewcomer = i
        lastPosition = NOBODY
      }
    }
    scanRow(direction, i, distance)
  }

  const explore = (direction: Direction): void => {
    while (heap.leastKey() < best) {
      const distance = heap.leastKey()
      scanColumn(direction, heap.pop(), distance)
    }
    heap.clear()
  }

  /** The bar of somebody who may have nothing: above all its edges. */
  const barOfNone = (i: number): number => {
    const from = rows.start[i] as number
    let bar = -(state.bonus[i] as number)
    for (let cell = from; cell < from + (rows.size[i] as number); cell += 1)
      bar = Math.max(bar, (rows.weight[cell] as number) - (state.price[rows.node[cell] as number] as number))
    return bar
  }

  /** Everything nearer than the end moves with it, so that every gain keeps its sign and the chain's become 0. */
  const movePrices = (direction: Direction): void => {
    for (const j of reachedPositions) {
      const short = best - (positionAt[j] as number)
      if (short > 0) state.price[j] = (state.price[j] as number) + direction * short
    }
    for (const i of reachedNewcomers) {
      const short = best - (newcomerAt[i] as number)
      if (short > 0) state.bar[i] = (state.bar[i] as number) - direction * short
    }
  }

  /** Makes the exchanges of the chain, from its end back to where it began. */
  const exchange = (direction: Direction): boolean => {
    if (lastNewcomer === NOBODY && lastPosition === NOBODY) return false
    let [i, j] = [lastNewcomer, lastPosition]
    for (;;) {
      if (i !== NOBODY) {
        const by = newcomerBy[i] as number
        if (by === NOBODY) return true
        const cell = columns.twin[by] as number
        j = rows.node[cell] as number
        if (direction === 1) giveUp(sides, cell)
        else choose(sides, cell)
      }
      const by = positionBy[j] as number
      if (by === NOBODY) return true
      i = columns.node[rows.twin[by] as number] as number
      if (direction === 1) choose(sides, by)
      else giveUp(sides, by)
    }
  }

  const finish = (direction: Direction): boolean => {
    explore(direction)
    movePrices(direction)
    return exchange(direction)
  }

  return {
    fromNewcomer(i, limit) {
      begin(limit)
      reachNewcomer(1, i, 0, NOBODY)
      return finish(1)
    },
    fromPosition(direction, j, limit) {
      begin(limit)
      reachPosition(j, 0, NOBODY)
      return finish(direction)
    },
    lowerPrices() {
      begin(Number.POSITIVE_INFINITY)
      endless = true
      for (let j = 0; j < columns.nodes; j += 1) reachPosition(j, state.price[j] as number, NOBODY)
      for (let i = 0; i < rows.nodes; i += 1) {
        const distance = costOfMore(state, i)
        if (distance < Number.POSITIVE_INFINITY) reachNewcomer(1, i, distance, NOBODY)
      }
      explore(1)
      for (const j of reachedPositions) state.price[j] = (state.price[j] as number) - (positionAt[j] as number)
      for (const i of reachedNewcomers) state.bar[i] = (state.bar[i] as number) + (newcomerAt[i] as number)
      for (let i = 0; i < rows.nodes; i += 1) if (seenNewcomer[i] !== search) state.bar[i] = barOfNone(i)
    },
  }
}
