import { andRow, type Block, type OpenBitRows } from './bit-rows.ts'
import { type Lanes, WORDS_PER_BLOCK } from './lanes.ts'
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
  stretches: ReadonlySet<number>,
): ReadonlyMap<number, number> => {
  const wanted = [...stretches].map((key) => ({ key, from: Math.floor(key / (WEEK + 1)), to: key % (WEEK + 1) }))
  const cuts = Int32Array.from(new Set(wanted.flatMap(({ from, to }) => [from, to]))).sort()
  const runs = wanted
    .map(({ key, from, to }) => ({ key, row: rows.add(), first: cuts.indexOf(from), end: cuts.indexOf(to) }))
    .sort((one, other) => one.first - other.first || one.end - other.end)
  const piecesFree = openPieces(lanes, cuts)
  if (runs.length > 0)
    rows.answeredBy((data, block) => {
      const pieces = piecesFree(block)
      const free = new Int32Array(WORDS_PER_BLOCK)
      let [begun, piece] = [-1, 0]
      for (const { row, first, end } of runs) {
        // Of two runs that begin alike the longer one goes on where the shorter one ends.
        if (first !== begun) {
          free.fill(-1)
          begun = first
          piece = first
        }
        for (; piece < end; piece += 1) andRow(free, 0, pieces, piece * WORDS_PER_BLOCK)
        data.set(free, row)
      }
    })
  return new Map(runs.map(({ key, row }) => [key, row]))
}

export const stretchKey = (from: number, to: number): number => from * (WEEK + 1) + to

/** The rows of the pieces in a block, one after the other: piece i lies between cut i and cut i + 1. */
const openPieces = ({ free }: Lanes, cuts: Int32Array): ((block: Block) => Int32Array) => {
  const firstCutFrom = new Int32Array(WEEK + 1)
  const lastCutUpTo = new Int32Array(WEEK + 1)
  for (let minute = 0, next = 0; minute <= WEEK; minute += 1) {
    while (next < cuts.length && (cuts[next] as number) < minute) next += 1
    firstCutFrom[minute] = next
    lastCutUpTo[minute] = cuts[next] === minute ? next : next - 1
  }
  const turns = new Int32Array((cuts.length + 1) * WORDS_PER_BLOCK)
  const addTurns = (lane: number, k: number): void => {
    const end = free.start[lane + 1] as number
    for (let at = free.start[lane] as number; at < end; at += 2) {
      const first = firstCutFrom[free.item[at] as number] as number
      const last = lastCutUpTo[free.item[at + 1] as number] as number
      if (first >= last) continue
      toggle(turns, first * WORDS_PER_BLOCK, k)
      toggle(turns, last * WORDS_PER_BLOCK, k)
    }
  }
  return ({ from, to }) => {
    // First only where somebody turns free and where it ends (free stretches do not touch), then carried along the week.
    turns.fill(0)
    for (let lane = from; lane < to; lane += 1) addTurns(lane, lane - from)
    for (let row = WORDS_PER_BLOCK; row < turns.length; row += WORDS_PER_BLOCK)
      xorRow(turns, row, row - WORDS_PER_BLOCK)
    return turns
  }
}

const xorRow = (data: Int32Array, row: number, other: number): void => {
  for (let w = 0; w < WORDS_PER_BLOCK; w += 1) data[row + w] = (data[row + w] as number) ^ (data[other + w] as number)
}

const toggle = (data: Int32Array, row: number, k: number): void => {
  const at = row + (k >> 5)
  data[at] = (data[at] as number) ^ (1 << (k & 31))
}
