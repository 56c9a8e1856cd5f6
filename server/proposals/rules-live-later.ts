import { type Lanes, lanesOf } from '#server/matching/rules/columns/lanes.ts'
import { type NewcomerColumns, openNewcomerColumns } from '#server/matching/rules/columns/newcomer-columns.ts'
import { openPositionColumns, type PositionColumns } from '#server/matching/rules/columns/position-columns.ts'
import type { Basis } from '#server/matching/rules/columns/words.ts'
import { withSeatsFree } from '#server/matching/rules/edges.ts'
import type { NewcomerFacts, PositionFacts } from '#server/matching/rules/facts.ts'

/** Columns are only ever added to: a row that changed is written again at the end, and the old one stands for nobody. */
const NOBODY = -1

/** Old rows that are carried along before the columns are made anew. */
const spareOf = (rows: number): number => 64 + (rows >> 1)

/** Which row stands for which number, and how many stand for none. */
const openNumbers = () => {
  let numberOfRow: number[] = []
  let rowOfNumber = new Map<number, number>()
  return {
    numberOf: (row: number): number => numberOfRow[row] ?? NOBODY,
    has: (number: number): boolean => rowOfNumber.has(number),
    drop(number: number): void {
      const row = rowOfNumber.get(number)
      if (row !== undefined) numberOfRow[row] = NOBODY
      rowOfNumber.delete(number)
    },
    add(number: number): void {
      rowOfNumber.set(number, numberOfRow.length)
      numberOfRow.push(number)
    },
    rows: (): number => numberOfRow.length,
    isWorn: (): boolean => numberOfRow.length - rowOfNumber.size > spareOf(rowOfNumber.size),
    clear(): void {
      numberOfRow = []
      rowOfNumber = new Map()
    },
  }
}

export type LaterPositions = {
  /** All positions as they are now, and rows that stand for nobody. */
  columns(): PositionColumns
  /** The position of a row, -1 = of none. */
  numberOf(row: number): number
  /** @returns false when it is as it was, but for its seats */
  set(position: number, facts: PositionFacts | null): boolean
}

/** Positions as columns that follow one change after the other. Seats are no matter: whether there is room is asked elsewhere. */
export const openLaterPositions = (positions: readonly PositionFacts[], basis: Basis): LaterPositions => {
  const known: (PositionFacts | null)[] = positions.map(withSeatsFree)
  const numbers = openNumbers()
  let filling = openPositionColumns(basis)
  let done: PositionColumns | null = null
  const write = (position: number, facts: PositionFacts): void => {
    filling.add(facts)
    numbers.add(position)
    done = null
  }
  const writeAll = (): void => {
    filling = openPositionColumns(basis)
    numbers.clear()
    for (const [position, facts] of known.entries()) if (facts) write(position, facts)
  }
  writeAll()
  return {
    columns() {
      done ??= filling.done()
      return done
    },
    numberOf: numbers.numberOf,
    set(position, facts) {
      const [before, now] = [known[position] ?? null, facts ? withSeatsFree(facts) : null]
      if (JSON.stringify(before) === JSON.stringify(now)) return false
      while (known.length < position) known.push(null)
      known[position] = now
      numbers.drop(position)
      if (now) write(position, now)
      if (numbers.isWorn()) writeAll()
      return true
    },
  }
}

export type LaterNewcomers = {
  set(newcomer: number, facts: NewcomerFacts | null): void
  /** Whether it changed since the opening. */
  has(newcomer: number): boolean
  /** Those who changed and are there, in one of the blocks each, and rows that stand for nobody (`numberOf` -1). */
  blocks(): readonly Block[]
  /** How many changed. */
  count(): number
}

/** Newcomers as columns and lanes. */
type Block = { columns: NewcomerColumns; lanes: Lanes; numberOf(row: number): number }

/** Rows of a block: so few that its lanes are soon made, so many that there are few blocks. */
const ROWS = 512

/**
 * Newcomers who changed since an opening, as columns: a row is written at the end of the last block, and only that block's columns are made again
 * when they are asked for.
 */
export const openLaterNewcomers = (basis: Basis): LaterNewcomers => {
  const openBlock = () => {
    const filling = openNewcomerColumns(basis)
    const numbers = openNumbers()
    let done: Block | null = null
    return {
      numbers,
      write(newcomer: number, facts: NewcomerFacts): void {
        filling.add(facts)
        numbers.add(newcomer)
        done = null
      },
      done(): Block {
        if (!done) {
          const columns = filling.done()
          done = { columns, lanes: lanesOf(columns), numberOf: numbers.numberOf }
        }
        return done
      },
    }
  }
  const known = new Map<number, NewcomerFacts | null>()
  const blockOf = new Map<number, ReturnType<typeof openBlock>>()
  let blocks = [openBlock()]
  const write = (newcomer: number, facts: NewcomerFacts): void => {
    let last = blocks.at(-1)
    if (!last || last.numbers.rows() >= ROWS) {
      last = openBlock()
      blocks.push(last)
    }
    last.write(newcomer, facts)
    blockOf.set(newcomer, last)
  }
  return {
    set(newcomer, facts) {
      known.set(newcomer, facts)
      blockOf.get(newcomer)?.numbers.drop(newcomer)
      blockOf.delete(newcomer)
      if (facts) write(newcomer, facts)
      // The same few people over and over leave blocks of old rows behind.
      if (blocks.length <= 2 * Math.ceil(blockOf.size / ROWS) + 2) return
      blocks = []
      for (const [one, its] of known) if (its) write(one, its)
    },
    has: (newcomer) => known.has(newcomer),
    blocks: () => blocks.map((block) => block.done()),
    count: () => known.size,
  }
}
