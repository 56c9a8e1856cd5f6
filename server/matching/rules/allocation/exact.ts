import { fitting, repair, type Unsettled } from './balance.ts'
import { allocateBatch } from './batch.ts'
import type { Allocation, Instance } from './instance.ts'
import { openPaths } from './paths.ts'
import { compositeOf, scaleOf, worthOf } from './scale.ts'
import { addNode, choose, giveUp, link, openSide, roomFor, type Side, unlink } from './sides.ts'
import { snapshotOf } from './snapshot.ts'
import type { State } from './state.ts'

/** An edge of a live allocation: as in an instance, `newcomer` or `position` being the number at the other end. */
export type NewcomerEdge = { position: number; weight: number; tie: number }
type PositionEdge = { newcomer: number; weight: number; tie: number }

export type LiveAllocation = {
  /**
   * Replaces what is known of a newcomer; what it has stays where it still fits the prices.
   * `max: 0` and no edges: the newcomer left. Its number is not used again.
   * @throws RangeError for a position that does not exist or a worth beyond the scale
   */
  setNewcomer(i: number, facts: { max: number; bonus: number; edges: readonly NewcomerEdge[] }): void
  /** Proposals this position may have; less than it has takes some away, 0 closes it. */
  setRoom(j: number, room: number): void
  /** Replaces the edges of a position as well. */
  setPosition(j: number, facts: { room: number; edges: readonly PositionEdge[] }): void
  /** One more, without room or edges. @returns its number */
  addNewcomer(): number
  addPosition(): number
  /**
   * Carries all changes since the last time through. Afterwards the allocation is the best one for the facts as they
   * are, the one a fresh solve gives.
   * @returns pairs that are new, and pairs that are no more, since the last time: by newcomer, then position
   */
  settle(): { made: [newcomer: number, position: number][]; withdrawn: [newcomer: number, position: number][] }
  /** All pairs, by newcomer, then position. */
  pairs(): [newcomer: number, position: number][]
  /** The least prices in balance, whole numbers on the scale of the weights. */
  prices(): Pick<Allocation, 'newcomerPrice' | 'positionPrice'>
  /** The facts as they are now, with the allocation and its prices: what `certify` asks for. */
  snapshot(): { instance: Instance; allocation: Allocation }
}

export type OpenOptions = {
  /** What to begin from: the nearer to the best, the sooner it is there. Default: a batch of the instance. */
  from?: Allocation
  /** The largest weight + bonus and the most positions that will come. Default: room for those there are. */
  mostWorth?: number
  mostPositions?: number
}

const stateOf = (instance: Instance, from: Allocation, options: OpenOptions): State => {
  const { newcomers, positions, start, position, weight, tie } = instance
  const scale = scaleOf(
    Math.max(worthOf(instance), options.mostWorth ?? 0),
    Math.max(positions, options.mostPositions ?? 0),
  )
  const sizes = Int32Array.from({ length: newcomers }, (_, i) => (start[i + 1] as number) - (start[i] as number))
  const loads = new Int32Array(positions)
  for (const j of position) loads[j] = (loads[j] as number) + 1
  const spare = (size: number): number => size + (size >> 4) + 1
  const state: State = {
    scale,
    sides: { rows: openSide(sizes.map(spare)), columns: openSide(loads.map(spare)) },
    max: instance.max.slice(),
    bonus: Float64Array.from(instance.bonus, (bonus) => bonus * scale.unit),
    bar: new Float64Array(newcomers),
    room: instance.room.slice(),
    price: new Float64Array(positions),
  }
  state.price.set(from.positionPrice.map((price) => Math.max(0, Math.round(price * scale.unit))))
  for (let i = 0; i < newcomers; i += 1) {
    for (let edge = start[i] as number; edge < (start[i + 1] as number); edge += 1) {
      const worth = compositeOf(scale, weight[edge] as number, tie[edge] as number)
      const cell = link(state.sides, i, position[edge] as number, worth)
      if (from.chosen[edge]) choose(state.sides, cell)
    }
  }
  return state
}

/** For the key of a pair. */
const MOST_POSITIONS = 2 ** 26

type Pair = [newcomer: number, position: number]

const inOrder = (pairs: Pair[]): Pair[] => pairs.sort((x, y) => x[0] - y[0] || x[1] - y[1])

/**
 * An allocation that stays the best one while people and positions change: successive shortest paths in whole numbers,
 * the gap is 0. A change gives up what no longer fits the prices and repairs from there, so its cost follows how far it
 * is felt, not the size of the country.
 * @throws RangeError when weight + bonus is 2^32 or more
 */
export const openAllocation = (instance: Instance, options: OpenOptions = {}): LiveAllocation => {
  const state = stateOf(instance, options.from ?? allocateBatch(instance), options)
  const { scale, sides } = state
  const { rows, columns } = sides
  const paths = openPaths(state)
  const unsettled: Unsettled = { newcomers: new Set(), positions: new Set() }
  const fit = fitting(state, unsettled)

  /** The nodes that the chosen edges of a node lead to. */
  const takenBy = (side: Side, n: number): Int32Array => {
    const from = side.start[n] as number
    return side.node.slice(from, from + (side.taken[n] as number))
  }
  /** Takes all edges of a node away. @returns who had them */
  const strip = (side: Side, n: number): Int32Array => {
    const had = takenBy(side, n)
    const rowCell = (cell: number): number => (side === rows ? cell : (side.twin[cell] as number))
    while ((side.taken[n] as number) > 0) giveUp(sides, rowCell(side.start[n] as number))
    while ((side.size[n] as number) > 0)
      unlink(sides, rowCell((side.start[n] as number) + (side.size[n] as number) - 1))
    return had
  }
  const assertThere = (side: Side, n: number, what: string): void => {
    if (!(n >= 0 && n < side.nodes)) throw new RangeError(`there is no ${what} ${n}`)
  }
  const worthOfEdge = (weight: number, tie: number): number => compositeOf(scale, weight, tie)
  const assertInScale = (worth: number): void => {
    if (worth > scale.mostWorth)
      throw new RangeError(`weight + bonus is ${worth}: this allocation holds ${scale.mostWorth} at most`)
  }

  for (let i = 0; i < rows.nodes; i += 1) fit.newcomer(i)
  for (let j = 0; j < columns.nodes; j += 1) unsettled.positions.add(j)
  repair(state, paths, unsettled)

  /** Per pair, since the last time it was read: 1 = new, -1 = gone; a pair that went and came back is not there. */
  const changes = new Map<number, number>()
  const keyOf = (i: number, j: number): number => i * MOST_POSITIONS + j
  sides.onChange = (i, j, by) => {
    const key = keyOf(i, j)
    const sum = (changes.get(key) ?? 0) + by
    if (sum === 0) changes.delete(key)
    else changes.set(key, sum)
  }

  const pairs = (): Pair[] => {
    const all: Pair[] = []
    for (let i = 0; i < rows.nodes; i += 1) for (const j of takenBy(rows, i).sort()) all.push([i, j])
    return all
  }
  const prices = (): Pick<Allocation, 'newcomerPrice' | 'positionPrice'> => {
    paths.lowerPrices()
    // + 0 so that -0 is 0.
    const plain = (column: Float64Array, nodes: number) =>
      column.slice(0, nodes).map((price) => Math.round(price / scale.unit) + 0)
    return { newcomerPrice: plain(state.bar, rows.nodes), positionPrice: plain(state.price, columns.nodes) }
  }

  return {
    setNewcomer(i, { max, bonus, edges }) {
      assertThere(rows, i, 'newcomer')
      for (const { position, weight } of edges) {
        assertThere(columns, position, 'position')
        assertInScale(weight + bonus)
      }
      const had = new Set(strip(rows, i))
      for (const j of had) unsettled.positions.add(j)
      for (const { position, weight, tie } of edges) {
        const cell = link(sides, i, position, worthOfEdge(weight, tie))
        if (had.has(position)) choose(sides, cell)
      }
      state.max[i] = max
      state.bonus[i] = bonus * scale.unit
      fit.newcomer(i)
    },
    setRoom(j, room) {
      assertThere(columns, j, 'position')
      state.room[j] = room
      unsettled.positions.add(j)
    },
    setPosition(j, { room, edges }) {
      assertThere(columns, j, 'position')
      for (const { newcomer, weight } of edges) {
        assertThere(rows, newcomer, 'newcomer')
        assertInScale(weight + (state.bonus[newcomer] as number) / scale.unit)
      }
      const had = new Set(strip(columns, j))
      for (const i of had) unsettled.newcomers.add(i)
      for (const { newcomer, weight, tie } of edges) {
        const cell = link(sides, newcomer, j, worthOfEdge(weight, tie))
        if (had.has(newcomer)) choose(sides, cell)
      }
      state.room[j] = room
      fit.position(j)
    },
    addNewcomer() {
      const i = addNode(rows)
      state.max = roomFor(state.max, i)
      state.bonus = roomFor(state.bonus, i)
      state.bar = roomFor(state.bar, i)
      return i
    },
    addPosition() {
      if (columns.nodes >= scale.mostPositions)
        throw new RangeError(`this allocation holds ${scale.mostPositions} positions at most`)
      const j = addNode(columns)
      state.room = roomFor(state.room, j)
      state.price = roomFor(state.price, j)
      return j
    },
    settle() {
      repair(state, paths, unsettled)
      const changed = [...changes].map(([key, by]) => ({
        by,
        pair: [Math.floor(key / MOST_POSITIONS), key % MOST_POSITIONS] as Pair,
      }))
      changes.clear()
      const withSign = (sign: number): Pair[] =>
        inOrder(changed.filter(({ by }) => by === sign).map(({ pair }) => pair))
      return { made: withSign(1), withdrawn: withSign(-1) }
    },
    pairs,
    prices,
    snapshot() {
      const allocationPrices = prices()
      const { instance: now, chosen } = snapshotOf(state)
      return { instance: now, allocation: { chosen, ...allocationPrices } }
    },
  }
}

/**
 * The best allocation of an instance, once. Its choice is told in the edges of the instance, so no second instance is made beside it.
 * @throws RangeError when weight + bonus is 2^32 or more
 */
export const allocateExactly = (instance: Instance, options: OpenOptions = {}): Allocation => {
  const live = openAllocation(instance, options)
  const { start, position } = instance
  const chosen = new Uint8Array(position.length)
  for (const [i, j] of live.pairs()) {
    let edge = start[i] as number
    while (position[edge] !== j) edge += 1
    chosen[edge] = 1
  }
  return { chosen, ...live.prices() }
}
