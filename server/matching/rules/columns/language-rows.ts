import { LANGUAGE_SKILLS } from '#db/values/language.ts'
import { type Block, rowsAtMost } from './bit-rows.ts'
import { type Demand, inBlock, itemsIn, rowOf, type Source, valuesIn } from './demand.ts'
import { NEVER } from './growth.ts'
import { LANES_PER_BLOCK, type Lanes } from './lanes.ts'

/** One language and skill, a value per lane of a block: minus the rank (1 where unknown), and the day of the next rank. */
type Spoken = { minusRank: (block: Block) => Float64Array; nextRankOn: (block: Block) => Float64Array }

/**
 * Every level that is asked, as three rows: whoever reached it; whoever is at most one step below; and whoever is
 * expected one step higher by the start (ruling 15). Passes who is in the first, or in both others.
 */
export const languages = (source: Source): Demand => {
  const { lanes, positions, rows, range } = source
  const { needed, others, otherNeeded } = positions
  const width = LANGUAGE_SKILLS.length
  const starts = valuesIn(source, positions.start)
  const open = (spoken: Spoken, asked: ReadonlySet<number>) => {
    const limits = [...asked].flatMap((rank) => [-rank, 1 - rank])
    const atLeast = rowsAtMost(rows, limits, spoken.minusRank)
    const grownBy = rowsAtMost(rows, limits.length === 0 ? [] : starts, spoken.nextRankOn)
    return (rank: number, start: number, add: (row: number) => void): void => {
      add(rowOf(atLeast, -rank))
      add(rowOf(atLeast, 1 - rank))
      add(rowOf(grownBy, start))
    }
  }
  const dutch = LANGUAGE_SKILLS.map((_, skill) => {
    const asked = new Set<number>()
    for (let position = range.from; position < range.to; position += 1)
      asked.add(needed[position * width + skill] as number)
    asked.delete(0)
    const { minusRank, nextRankOn } = lanes.atMost
    const spoken = {
      minusRank: inBlock(minusRank[skill] as Float64Array),
      nextRankOn: inBlock(nextRankOn[skill] as Float64Array),
    }
    return open(spoken, asked)
  })
  const other = new Map<number, ReturnType<typeof open>>()
  for (const language of itemsIn(source, others)) {
    const asked = new Set<number>()
    for (let at = others.start[range.from] as number; at < (others.start[range.to] as number); at += 1)
      if (others.item[at] === language) asked.add(otherNeeded[at] as number)
    other.set(language, open(otherSpoken(lanes, language), asked))
  }
  return (position, add) => {
    const start = positions.start[position] as number
    dutch.forEach((demand, skill) => {
      const rank = needed[position * width + skill] as number
      if (rank > 0) demand(rank, start, add)
    })
    for (let at = others.start[position] as number; at < (others.start[position + 1] as number); at += 1)
      other.get(others.item[at] as number)?.(otherNeeded[at] as number, start, add)
  }
}

/** One other language and skill, looked up in the list of everybody in the block that is asked. */
const otherSpoken = ({ others, otherRank, otherNextRankOn }: Lanes, language: number): Spoken => {
  const minusRank = new Float64Array(LANES_PER_BLOCK)
  const nextRankOn = new Float64Array(LANES_PER_BLOCK)
  let asked = -1
  const lookUp = ({ from, to }: Block): void => {
    // Both columns are asked of a block, one after the other.
    if (from === asked) return
    asked = from
    minusRank.fill(1)
    nextRankOn.fill(NEVER)
    for (let lane = from; lane < to; lane += 1) {
      const end = others.start[lane + 1] as number
      for (let at = others.start[lane] as number; at < end; at += 1) {
        if (others.item[at] !== language) continue
        minusRank[lane - from] = -(otherRank[at] as number)
        nextRankOn[lane - from] = otherNextRankOn[at] as number
      }
    }
  }
  const read =
    (column: Float64Array) =>
    (block: Block): Float64Array => {
      lookUp(block)
      return column.subarray(0, block.to - block.from)
    }
  return { minusRank: read(minusRank), nextRankOn: read(nextRankOn) }
}
