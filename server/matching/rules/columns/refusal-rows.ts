import { notRow, setBit } from './bit-rows.ts'
import { type Demand, type Source, valuesIn } from './demand.ts'

/**
 * Kinds of work that somebody said no to: rows without those people, for the codes that anybody refused. The few who
 * refuse an employer are asked pair by pair (sieve.ts): rows for a thousand employers that two people each refuse cost more.
 */
export const refusals = (source: Source): Demand => {
  const { lanes, positions, rows } = source
  const { start, item } = lanes.noGoIsco
  const codes = valuesIn(source, positions.isco)
  /** By refused group the rows of the codes in it: many people refuse the same group. */
  const rowsOfGroup = new Map<number, number[]>()
  const rowOfCode = new Map<number, number>()
  for (let at = 0; at < item.length; at += 2) {
    const [first, after] = [item[at] as number, item[at + 1] as number]
    if (rowsOfGroup.has(groupKey(first, after))) continue
    const refused = codes.filter((code) => code >= first && code < after)
    for (const code of refused) if (!rowOfCode.has(code)) rowOfCode.set(code, rows.add())
    rowsOfGroup.set(
      groupKey(first, after),
      refused.map((code) => rowOfCode.get(code) as number),
    )
  }
  rows.answeredBy((data, { from, to }) => {
    for (let lane = from; lane < to; lane += 1) {
      const end = start[lane + 1] as number
      for (let at = start[lane] as number; at < end; at += 2) {
        const refused = rowsOfGroup.get(groupKey(item[at] as number, item[at + 1] as number)) ?? []
        for (const row of refused) setBit(data, row, lane - from)
      }
    }
    // So far those who refuse; the row is everybody else.
    for (const row of rowOfCode.values()) notRow(data, row)
  })
  return (position, add) => {
    const row = rowOfCode.get(positions.isco[position] as number)
    if (row !== undefined) add(row)
  }
}

/** Codes have four digits. */
const groupKey = (first: number, after: number): number => first * 100_000 + after
