import { WORDS_PER_BLOCK } from './lanes.ts'

/** The lanes of a block: `from` up to and without `to`. */
export type Block = { from: number; to: number }

/**
 * Rows of bits, one bit per lane of a block: a row is the answer of everybody in the block to one demand ("has licence
 * B", "is free on Monday from 9 to 12"). Rows are known by where they begin in `data`, and hold the answers of the block
 * that was asked last: so few bits at a time stay in the processor's cache, and a country takes no more memory than a town.
 */
export type BitRows = {
  data: Int32Array
  /** Asks a block: every row is written anew. */
  ask(block: Block): void
}

/** Writes the answers of a block into its rows, which hold zeros until then. */
export type Answer = (data: Int32Array, block: Block) => void

/** Rows are handed out first, each with how it is answered; then blocks are asked, as many as there are. */
export const openBitRows = () => {
  let rows = 0
  const answers: Answer[] = []
  return {
    /** A new row. */
    add(): number {
      rows += 1
      return (rows - 1) * WORDS_PER_BLOCK
    },
    /** How some rows are answered. Answers are given in this order, so that one may build on those before. */
    answeredBy(answer: Answer): void {
      answers.push(answer)
    },
    done(): BitRows {
      const data = new Int32Array(rows * WORDS_PER_BLOCK)
      return {
        data,
        ask(block) {
          data.fill(0)
          for (const answer of answers) answer(data, block)
        },
      }
    },
  }
}

export type OpenBitRows = ReturnType<typeof openBitRows>

/** @param k the lane, counted from the first of its block */
export const setBit = (data: Int32Array, row: number, k: number): void => {
  const at = row + (k >> 5)
  data[at] = (data[at] as number) | (1 << (k & 31))
}

/**
 * One step of a row at a time, as functions of their own: V8 compiles what is called often, and throws away what it
 * compiled for a loop inside a function that is called once a block.
 */
export const andRow = (target: Int32Array, row: number, source: Int32Array, other: number): void => {
  for (let w = 0; w < WORDS_PER_BLOCK; w += 1)
    target[row + w] = (target[row + w] as number) & (source[other + w] as number)
}
const orRow = (data: Int32Array, row: number, other: number): void => {
  for (let w = 0; w < WORDS_PER_BLOCK; w += 1) data[row + w] = (data[row + w] as number) | (data[other + w] as number)
}
export const notRow = (data: Int32Array, row: number): void => {
  for (let w = 0; w < WORDS_PER_BLOCK; w += 1) data[row + w] = ~(data[row + w] as number)
}

/** A new row of the lanes that are in all of some rows. */
export const rowOfAll = (rows: OpenBitRows, of: readonly [number, ...number[]]): number => {
  const row = rows.add()
  rows.answeredBy((data) => {
    data.copyWithin(row, of[0], of[0] + WORDS_PER_BLOCK)
    for (const other of of.slice(1)) andRow(data, row, data, other)
  })
  return row
}

/**
 * For each limit the row of the lanes whose value is at most that limit. Each row is the one before it and whoever comes
 * in between, so that a hundred limits cost hardly more than one.
 * @param valuesIn a value per lane of the block
 * @returns the row of a limit
 */
export const rowsAtMost = (
  rows: OpenBitRows,
  limits: Iterable<number>,
  valuesIn: (block: Block) => Float64Array,
): ReadonlyMap<number, number> => {
  const sorted = Float64Array.from(new Set(limits)).sort()
  if (sorted.length === 0) return new Map()
  const begins = Int32Array.from(sorted, rows.add)
  const firstFrom = openSearch(sorted)
  rows.answeredBy((data, block) => {
    const values = valuesIn(block)
    for (let k = 0; k < values.length; k += 1) {
      const limit = firstFrom(values[k] as number)
      if (limit < begins.length) setBit(data, begins[limit] as number, k)
    }
    for (let limit = 1; limit < begins.length; limit += 1)
      orRow(data, begins[limit] as number, begins[limit - 1] as number)
  })
  return new Map(Array.from(sorted, (limit, i) => [limit, begins[i] as number]))
}

/** Finds the first of some sorted limits that a value does not exceed; one past the last when it exceeds all. */
const openSearch = (sorted: Float64Array): ((value: number) => number) => {
  const first = sorted[0] as number
  const last = sorted[sorted.length - 1] as number
  if (sorted.every(Number.isInteger) && last - first < 100_000) {
    // Days, levels and minutes are whole numbers near each other: a table answers at once.
    const table = new Int32Array(last - first + 1)
    for (let whole = first, limit = 0; whole <= last; whole += 1) {
      if (whole > (sorted[limit] as number)) limit += 1
      table[whole - first] = limit
    }
    return (value) => (value > last ? sorted.length : value <= first ? 0 : (table[Math.ceil(value) - first] as number))
  }
  return (value) => {
    let [low, high] = [0, sorted.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (value <= (sorted[middle] as number)) high = middle
      else low = middle + 1
    }
    return low
  }
}
