import type { Paths } from './paths.ts'
import { giveUp, type Side } from './sides.ts'
import { costOfMore, type State } from './state.ts'

/** Everything whose balance a change may have broken. */
export type Unsettled = { newcomers: Set<number>; positions: Set<number> }

/** The cell among those of a node that are chosen (`from` the start) which gains least; Infinity when there is none. */
const worstOf = (side: Side, n: number, gainOf: (cell: number) => number): { cell: number; gain: number } => {
  const from = side.start[n] as number
  const worst = { cell: from, gain: Number.POSITIVE_INFINITY }
  for (let cell = from; cell < from + (side.taken[n] as number); cell += 1) {
    const gain = gainOf(cell)
    if (gain < worst.gain) Object.assign(worst, { cell, gain })
  }
  return worst
}

/** The most that an edge of a node which is not chosen gains, and at least `least`. */
const bestLeft = (side: Side, n: number, least: number, gainOf: (cell: number) => number): number => {
  const from = side.start[n] as number
  let best = least
  for (let cell = from + (side.taken[n] as number); cell < from + (side.size[n] as number); cell += 1)
    best = Math.max(best, gainOf(cell))
  return best
}

/** Brings one node in balance with the prices around it: it gives up what no longer fits, and gets a price of its own. */
export const fitting = (state: State, unsettled: Unsettled) => {
  const { rows, columns } = state.sides
  return {
    newcomer(i: number): void {
      const gainOf = (cell: number): number =>
        (rows.weight[cell] as number) - (state.price[rows.node[cell] as number] as number)
      const bonus = state.bonus[i] as number
      for (;;) {
        const held = rows.taken[i] as number
        const bar = bestLeft(rows, i, held > 1 ? 0 : -bonus, gainOf)
        const worst = worstOf(rows, i, gainOf)
        state.bar[i] = bar
        if (held === 0 || (worst.gain >= bar && held <= (state.max[i] as number))) break
        unsettled.positions.add(rows.node[worst.cell] as number)
        giveUp(state.sides, worst.cell)
      }
      unsettled.newcomers.add(i)
    },
    position(j: number): void {
      const gainOf = (cell: number): number =>
        (columns.weight[cell] as number) - (state.bar[columns.node[cell] as number] as number)
      for (;;) {
        const price = bestLeft(columns, j, 0, gainOf)
        const worst = worstOf(columns, j, gainOf)
        state.price[j] = price
        if (worst.gain >= price) break
        unsettled.newcomers.add(columns.node[worst.cell] as number)
        giveUp(state.sides, columns.twin[worst.cell] as number)
      }
      unsettled.positions.add(j)
    },
  }
}

/** Restores balance everywhere, chain by chain: the allocation is then a best one. */
export const repair = (state: State, paths: Paths, { newcomers, positions }: Unsettled): void => {
  const load = state.sides.columns
  const roomLeft = (j: number): number => (state.room[j] as number) - (load.taken[j] as number)
  for (const j of positions) while (roomLeft(j) < 0) paths.fromPosition(1, j, Number.POSITIVE_INFINITY)
  for (const i of newcomers) while (costOfMore(state, i) < 0 && paths.fromNewcomer(i, -costOfMore(state, i)));
  for (const j of positions)
    while (roomLeft(j) > 0 && (state.price[j] as number) > 0 && paths.fromPosition(-1, j, state.price[j] as number));
  newcomers.clear()
  positions.clear()
}
