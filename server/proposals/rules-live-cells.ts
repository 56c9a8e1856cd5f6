/** The pairs of one newcomer: a position, then its scores packed in one number, in turn. */
export type Row = Int32Array

export const NOTHING: Row = new Int32Array(0)

export const pack = (w: number, a: number, e: number): number => (w << 20) | (a << 10) | e

/** Scores 0..1000: together, the newcomer's side, the employer's side. */
export const scoresIn = (packed: number): { w: number; a: number; e: number } => ({
  w: packed >>> 20,
  a: (packed >>> 10) & 1023,
  e: packed & 1023,
})

/** Where a position stands in a row, -1 = nowhere. */
export const cellOf = (row: Row, position: number): number => {
  for (let k = 0; k < row.length; k += 2) if (row[k] === position) return k
  return -1
}

/** The row with this position at these scores; -1 takes it out. */
export const withCell = (row: Row, position: number, packed: number): Row => {
  const cell = cellOf(row, position)
  if (packed < 0) {
    const shorter = new Int32Array(row.length - 2)
    shorter.set(row.subarray(0, cell))
    shorter.set(row.subarray(cell + 2), cell)
    return shorter
  }
  const next = new Int32Array(cell < 0 ? row.length + 2 : row.length)
  next.set(row)
  next[cell < 0 ? row.length : cell] = position
  next[(cell < 0 ? row.length : cell) + 1] = packed
  return next
}
