import type { Block, OpenBitRows } from './bit-rows.ts'
import type { Lists } from './growing.ts'
import type { Lanes } from './lanes.ts'
import type { NewcomerColumns } from './newcomer-columns.ts'
import type { PositionColumns } from './position-columns.ts'

/** A part of the positions: `from` up to and without `to`. */
export type Range = { from: number; to: number }

/** Who is asked, who asks, and where the answers go. */
export type Source = {
  newcomers: NewcomerColumns
  lanes: Lanes
  positions: PositionColumns
  rows: OpenBitRows
  range: Range
}

/** Names the rows in which somebody must be for a position. Made once per kind of demand: equal demands share a row. */
export type Demand = (position: number, add: (row: number) => void) => void

/** The distinct values of a column of the positions in the range. */
export const valuesIn = ({ range }: Source, column: Int32Array | Float64Array): number[] => [
  ...new Set(column.subarray(range.from, range.to)),
]

/** The distinct items of a list per position in the range. */
export const itemsIn = ({ range }: Source, { start, item }: Lists): number[] => [
  ...new Set(item.subarray(start[range.from], start[range.to])),
]

/** The part of a column of the lanes that lies in a block. */
export const inBlock =
  (column: Float64Array) =>
  ({ from, to }: Block): Float64Array =>
    column.subarray(from, to)

/** @throws Error for a demand that was not announced: a mistake of this folder */
export const rowOf = (rows: ReadonlyMap<number, number>, key: number): number => {
  const row = rows.get(key)
  if (row === undefined) throw new Error(`No row was made for the demand ${key}.`)
  return row
}
