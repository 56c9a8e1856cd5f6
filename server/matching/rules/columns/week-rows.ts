import type { OpenBitRows } from './bit-rows.ts'
import type { Lanes } from './lanes.ts'
import type { NewcomerColumns } from './newcomer-columns.ts'
import { WEEK } from './week-minutes.ts'

/**
 * For each stretch of work the row of the lanes that are free all through it, exact to the minute. The week is cut at
 * every minute at which some work begins or ends; between two cuts somebody is either free for the whole piece or is
 * no use for it, and a stretch of work is a run of pieces.
 * @param stretches pairs of minutes of the week, as `from * (WEEK + 1) + to` (see `stretchKey`)
 */
export const rowsFreeDuring = (
  rows: OpenBitRows,
  lanes: Lanes,
  newcomers: NewcomerColumns,
  stretches: ReadonlySet<number>,
): Map<number, number> => {
  const found = new Map<number, number>()
  if (stretches.size === 0) return found
  const wanted = [...stretches].map((key) => ({ key, from: Math.floor(key / (WEEK + 1)), to: key % (WEEK + 1) }))
  const cuts = Int32Array.from(new Set(wanted.flatMap(({ from, to }) => [from, to]))).sort()
  const pieces = piecesFree(lanes, newcomers, cuts)
  const { words } = rows
  for (const { key, from, to } of wanted) {
    const row = rows.add()
    const data = rows.data()
    const [first, end] = [cuts.indexOf(from), cuts.indexOf(to)]
    data.set(pieces.subarray(first * words, (first + 1) * words), row)
    for (let piece = first + 1; piece < end; piece += 1) {
      const begins = piece * words
      for (let w = 0; w < words; w += 1) data[row + w] = (data[row + w] as number) & (pieces[begins + w] as number)
    }
    found.set(key, row)
  }
  return found
}

export const stretchKey = (from: number, to: number): number => from * (WEEK + 1) + to

/** The rows of the pieces, one after the other: piece i lies between cut i and cut i + 1. */
const piecesFree = (lanes: Lanes, { free }: NewcomerColumns, cuts: Int32Array): Int32Array => {
  const { words } = lanes
  const firstCutFrom = new Int32Array(WEEK + 1)
  const lastCutUpTo = new Int32Array(WEEK + 1)
  for (let minute = 0, next = 0; minute <= WEEK; minute += 1) {
    while (next < cuts.length && (cuts[next] as number) < minute) next += 1
    firstCutFrom[minute] = next
    lastCutUpTo[minute] = cuts[next] === minute ? next : next - 1
  }
  // First only where somebody turns free and where it ends, then carried along the week.
  const data = new Int32Array((cuts.length + 1) * words)
  for (let lane = 0; lane < lanes.count; lane += 1) {
    const newcomer = lanes.newcomer[lane] as number
    const end = free.start[newcomer + 1] as number
    for (let at = free.start[newcomer] as number; at < end; at += 2) {
      const first = firstCutFrom[free.item[at] as number] as number
      const last = lastCutUpTo[free.item[at + 1] as number] as number
      if (first >= last) continue
      toggle(data, first * words, lane)
      toggle(data, last * words, lane)
    }
  }
  for (let at = words; at < data.length; at += 1) data[at] = (data[at] as number) ^ (data[at - words] as number)
  return data
}

const toggle = (data: Int32Array, row: number, lane: number): void => {
  const at = row + (lane >> 5)
  data[at] = (data[at] as number) ^ (1 << (lane & 31))
}
