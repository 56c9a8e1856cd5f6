import type { EdgeList } from '#server/matching/rules/columns/edges.ts'
import { edgesOf } from '#server/matching/rules/columns/edges.ts'
import { lanesOf } from '#server/matching/rules/columns/lanes.ts'
import { newcomerColumns } from '#server/matching/rules/columns/newcomer-columns.ts'
import { positionColumns } from '#server/matching/rules/columns/position-columns.ts'
import { edgesOfNewcomer, edgesOfPosition } from '#server/matching/rules/columns/rows.ts'
import { openBasis } from '#server/matching/rules/columns/words.ts'
import { withSeatsFree } from '#server/matching/rules/edges.ts'
import type { NewcomerFacts, PositionFacts } from '#server/matching/rules/facts.ts'
import type { MatchingPolicy } from '#server/matching/rules/policy.ts'
import { cellOf, NOTHING, pack, type Row, withCell } from './rules-live-cells.ts'
import { openHolders } from './rules-live-holders.ts'
import { openLaterNewcomers, openLaterPositions } from './rules-live-later.ts'

/** Who fits where, kept up to date while one side after the other changes. Whether there is room is no matter here. */
export type Fits = {
  row(newcomer: number): Row
  /** The packed scores of a pair, or -1. */
  at(newcomer: number, position: number): number
  /** The newcomers who fit a position, in the order of their numbers. */
  of(position: number): number[]
  setNewcomer(newcomer: number, facts: NewcomerFacts | null): void
  /** @returns whether anybody fits there now who did not, or no more, or with other scores */
  setPosition(position: number, facts: PositionFacts | null): boolean
  /** Newcomers that changed since it was opened. */
  age(): number
}

/**
 * @param newcomers numbered from 0 as given; a later one takes the next number. Not held on to.
 * @param positions likewise
 */
export const openFits = (
  newcomers: readonly NewcomerFacts[],
  positions: readonly PositionFacts[],
  policy: MatchingPolicy,
  today: string,
): Fits => {
  const basis = openBasis(policy, today)
  /** Everybody as they were at the opening; who changed since is in `later` and is not asked for here. */
  const first = newcomerColumns(newcomers, basis)
  const lanes = lanesOf(first)
  const later = openLaterNewcomers(basis)
  const places = openLaterPositions(positions, basis)

  const opened = edgesOf(first, places.columns(), { lanes })
  const holders = openHolders(opened, positions.length)
  const rows: Row[] = rowsOf(opened)

  return {
    row: (newcomer) => rows[newcomer] ?? NOTHING,
    at(newcomer, position) {
      const row = rows[newcomer] ?? NOTHING
      const cell = cellOf(row, position)
      return cell < 0 ? -1 : (row[cell + 1] as number)
    },
    of: (position) => holders.of(position).filter((i) => cellOf(rows[i] ?? NOTHING, position) >= 0),
    setNewcomer(newcomer, facts) {
      later.set(newcomer, facts)
      const before = rows[newcomer] ?? NOTHING
      const now = facts ? rowOfOne(newcomerColumns([facts], basis), places) : NOTHING
      rows[newcomer] = now
      for (let k = 0; k < now.length; k += 2)
        if (cellOf(before, now[k] as number) < 0) holders.add(now[k] as number, newcomer)
    },
    setPosition(position, facts) {
      if (!places.set(position, facts)) return false
      const now = new Map<number, number>()
      if (facts) {
        const one = positionColumns([withSeatsFree(facts)], basis)
        const add = (edges: ReturnType<typeof edgesOfPosition>, numberOf: (row: number) => number): void => {
          for (let at = 0; at < edges.newcomer.length; at += 1) {
            const i = numberOf(edges.newcomer[at] as number)
            if (i >= 0) now.set(i, pack(edges.w[at] as number, edges.a[at] as number, edges.e[at] as number))
          }
        }
        add(edgesOfPosition(first, lanes, one, 0), (i) => (later.has(i) ? -1 : i))
        for (const { columns, lanes: its, numberOf } of later.blocks())
          add(edgesOfPosition(columns, its, one, 0), numberOf)
      }
      let isOther = false
      for (const i of new Set([...holders.of(position), ...now.keys()])) {
        const row = rows[i] ?? NOTHING
        const cell = cellOf(row, position)
        const packed = now.get(i) ?? -1
        if (cell < 0 ? packed < 0 : row[cell + 1] === packed) continue
        rows[i] = withCell(row, position, packed)
        isOther = true
      }
      holders.replace(position, [...now.keys()])
      return isOther
    },
    age: later.count,
  }
}

const rowFrom = (edges: EdgeList, i: number, numberOf: (place: number) => number): Row => {
  const [from, to] = [edges.start[i] as number, edges.start[i + 1] as number]
  const row = new Int32Array(2 * (to - from))
  let length = 0
  for (let at = from; at < to; at += 1) {
    const position = numberOf(edges.position[at] as number)
    if (position < 0) continue
    row[length] = position
    row[length + 1] = pack(edges.w[at] as number, edges.a[at] as number, edges.e[at] as number)
    length += 2
  }
  return length === row.length ? row : row.slice(0, length)
}

const rowsOf = (edges: EdgeList): Row[] =>
  Array.from({ length: edges.start.length - 1 }, (_, i) => rowFrom(edges, i, (place) => place))

const rowOfOne = (one: ReturnType<typeof newcomerColumns>, places: ReturnType<typeof openLaterPositions>): Row =>
  rowFrom(edgesOfNewcomer(one, 0, places.columns()), 0, places.numberOf)
