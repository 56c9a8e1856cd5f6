import type { Lanes } from './lanes.ts'

/**
 * Rows of bits, one bit per lane, in one array: a row is the answer of every newcomer to one demand ("has licence B",
 * "is free on Monday from 9 to 12"). Rows are known by where they begin.
 */
export type BitRows = { data: Int32Array; words: number }

export const openBitRows = (words: number) => {
  // Memory that is never written costs nothing, and moving to a larger array does.
  let data = new Int32Array(words * 4096)
  let used = 0
  const add = (): number => {
    const begins = used
    used += words
    if (used > data.length) {
      const larger = new Int32Array(data.length * 2)
      larger.set(data)
      data = larger
    }
    return begins
  }
  return {
    words,
    /** A new row of zeros. */
    add,
    /** A new row like another one. */
    addCopy(row: number): number {
      const begins = add()
      data.copyWithin(begins, row, row + words)
      return begins
    },
    /** A new row of the lanes that are in all of some rows. */
    addBoth(...of: readonly [number, ...number[]]): number {
      const begins = this.addCopy(of[0])
      for (const row of of.slice(1))
        for (let w = 0; w < words; w += 1) data[begins + w] = (data[begins + w] as number) & (data[row + w] as number)
      return begins
    },
    /** The array at this moment: `add` may move it. */
    data: (): Int32Array => data,
    done: (): BitRows => ({ data, words }),
  }
}

export type OpenBitRows = ReturnType<typeof openBitRows>

export const setBit = (data: Int32Array, row: number, lane: number): void => {
  const at = row + (lane >> 5)
  data[at] = (data[at] as number) | (1 << (lane & 31))
}

/** One row of the lanes for which something holds. */
export const rowWhere = (
  rows: OpenBitRows,
  lanes: Lanes,
  holds: (newcomer: number, lane: number) => boolean,
): number => {
  const row = rows.add()
  const data = rows.data()
  for (let lane = 0; lane < lanes.count; lane += 1)
    if (holds(lanes.newcomer[lane] as number, lane)) setBit(data, row, lane)
  return row
}

/**
 * For each limit the row of the lanes whose value (one per lane) is at most that limit. Each row is the one before it and whoever
 * comes in between, so that a hundred limits cost hardly more than one.
 * @returns the row of a limit
 */
export const rowsAtMost = (rows: OpenBitRows, values: Float64Array, limits: Iterable<number>): Map<number, number> => {
  const sorted = Float64Array.from(new Set(limits)).sort()
  const found = new Map<number, number>()
  if (sorted.length === 0) return found
  const begins = Int32Array.from(sorted, () => rows.add())
  const data = rows.data()
  const { words } = rows
  const firstFrom = openSearch(sorted)
  for (let lane = 0; lane < values.length; lane += 1) {
    const limit = firstFrom(values[lane] as number)
    if (limit < begins.length) setBit(data, begins[limit] as number, lane)
  }
  sorted.forEach((limit, i) => {
    const row = begins[i] as number
    found.set(limit, row)
    if (i === 0) return
    const before = begins[i - 1] as number
    for (let w = 0; w < words; w += 1) data[row + w] = (data[row + w] as number) | (data[before + w] as number)
  })
  return found
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
