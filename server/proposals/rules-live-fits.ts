import { edgesOf } from '#server/matching/rules/columns/edges.ts'
import { lanesOf } from '#server/matching/rules/columns/lanes.ts'
import { newcomerColumns } from '#server/matching/rules/columns/newcomer-columns.ts'
import { positionColumns } from '#server/matching/rules/columns/position-columns.ts'
import { openBasis } from '#server/matching/rules/columns/words.ts'
import { withSeatsFree } from '#server/matching/rules/edges.ts'
import type { NewcomerFacts, PositionFacts } from '#server/matching/rules/facts.ts'
import type { MatchingPolicy } from '#server/matching/rules/policy.ts'

/** The pairs of one newcomer: a position, then its scores packed in one number, in turn. */
export type Row = Int32Array

const pack = (w: number, a: number, e: number): number => (w << 20) | (a << 10) | e
/** Scores 0..1000: together, the newcomer's side, the employer's side. */
export const scoresIn = (packed: number): { w: number; a: number; e: number } => ({
  w: packed >>> 20,
  a: (packed >>> 10) & 1023,
  e: packed & 1023,
})

const NOTHING: Row = new Int32Array(0)

/** Who fits where, kept up to date while one side after the other changes. Whether there is room is no matter here. */
export type Fits = {
  row(newcomer: number): Row
  /** The packed scores of a pair, or -1. */
  at(newcomer: number, position: number): number
  setNewcomer(newcomer: number, facts: NewcomerFacts | null): void
  /** @returns the newcomers whose row is another one now */
  setPosition(position: number, facts: PositionFacts | null): number[]
  /** Newcomers that changed since it was opened. */
  age(): number
}

/**
 * @param newcomers numbered from 0 as given; a later one takes the next number
 * @param positions likewise
 */
export const openFits = (
  newcomers: readonly NewcomerFacts[],
  positions: readonly PositionFacts[],
  policy: MatchingPolicy,
  today: string,
): Fits => {
  const basis = openBasis(policy, today)
  const columnsOf = (some: readonly NewcomerFacts[]) => newcomerColumns(some, basis)
  const placesOf = (some: readonly PositionFacts[]) => positionColumns(some.map(withSeatsFree), basis)
  /** Everybody as they were at the opening; who changed since is in `later` and is not asked for here. */
  const first = columnsOf(newcomers)
  const later = new Map<number, NewcomerFacts | null>()
  const known: (PositionFacts | null)[] = [...positions]
  let numbers: number[] = positions.map((_, j) => j)
  let places: ReturnType<typeof placesOf> | null = placesOf(positions)

  const rowFrom = (edges: ReturnType<typeof edgesOf>, i: number, numberOf: (place: number) => number): Row => {
    const [from, to] = [edges.start[i] as number, edges.start[i + 1] as number]
    const row = new Int32Array(2 * (to - from))
    for (let at = from; at < to; at += 1) {
      row[2 * (at - from)] = numberOf(edges.position[at] as number)
      row[2 * (at - from) + 1] = pack(edges.w[at] as number, edges.a[at] as number, edges.e[at] as number)
    }
    return row
  }
  const lanes = lanesOf(first)
  const opened = edgesOf(first, places, { lanes })
  const rows: Row[] = newcomers.map((_, i) => rowFrom(opened, i, (place) => place))

  const cellOf = (row: Row, position: number): number => {
    for (let k = 0; k < row.length; k += 2) if (row[k] === position) return k
    return -1
  }
  /** The row with this position at these scores; -1 takes it out. */
  const withCell = (row: Row, position: number, packed: number): Row => {
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

  return {
    row: (newcomer) => rows[newcomer] ?? NOTHING,
    at(newcomer, position) {
      const row = rows[newcomer] ?? NOTHING
      const cell = cellOf(row, position)
      return cell < 0 ? -1 : (row[cell + 1] as number)
    },
    setNewcomer(newcomer, facts) {
      later.set(newcomer, facts)
      if (!facts) {
        rows[newcomer] = NOTHING
        return
      }
      if (!places) {
        numbers = known.flatMap((one, j) => (one ? [j] : []))
        places = placesOf(known.filter((one) => one !== null))
      }
      rows[newcomer] = rowFrom(edgesOf(columnsOf([facts]), places), 0, (place) => numbers[place] as number)
    },
    setPosition(position, facts) {
      known[position] = facts
      places = null
      const now = new Map<number, number>()
      if (facts) {
        const one = placesOf([facts])
        const add = (edges: ReturnType<typeof edgesOf>, count: number, numberOf: (i: number) => number) => {
          for (let i = 0; i < count; i += 1)
            for (let at = edges.start[i] as number; at < (edges.start[i + 1] as number); at += 1)
              now.set(numberOf(i), pack(edges.w[at] as number, edges.a[at] as number, edges.e[at] as number))
        }
        add(edgesOf(first, one, { lanes }), first.count, (i) => (later.has(i) ? -1 : i))
        const changed = [...later].filter((entry): entry is [number, NewcomerFacts] => entry[1] !== null)
        if (changed.length > 0)
          add(
            edgesOf(columnsOf(changed.map(([, who]) => who)), one),
            changed.length,
            (i) => (changed[i] as [number, NewcomerFacts])[0],
          )
        now.delete(-1)
      }
      const moved: number[] = []
      for (let i = 0; i < rows.length; i += 1) {
        const row = rows[i] ?? NOTHING
        const cell = cellOf(row, position)
        const packed = now.get(i) ?? -1
        if (cell < 0 ? packed < 0 : row[cell + 1] === packed) continue
        rows[i] = withCell(row, position, packed)
        moved.push(i)
      }
      return moved
    },
    age: () => later.size,
  }
}
