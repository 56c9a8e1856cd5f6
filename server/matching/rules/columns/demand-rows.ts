import { type BitRows, openBitRows, rowOfAll, rowsAtMost, setBit } from './bit-rows.ts'
import { type Demand, inBlock, itemsIn, type Range, rowOf, type Source, valuesIn } from './demand.ts'
import { type Lists, openLists } from './growing.ts'
import type { Lanes } from './lanes.ts'
import { languages } from './language-rows.ts'
import type { NewcomerColumns } from './newcomer-columns.ts'
import type { PositionColumns } from './position-columns.ts'
import { refusals } from './refusal-rows.ts'
import { rowsFreeDuring, stretchKey } from './week-rows.ts'

/**
 * Per position of the range the rows of what it asks: whoever has a bit in each of them passes those gates, exactly.
 * `spoken` holds three rows per language and skill, of which the first or both others count (language-rows.ts). There is
 * always a row in `asked` without bits beyond the last lane: the hours.
 */
export type DemandRows = { rows: BitRows; asked: Lists; spoken: Lists }

/**
 * Every distinct demand of these positions, to be answered by a block of newcomers at once: language, licences, skills,
 * hours, week, start, may-work, no-go, and the address on the day of the start. Travel is not here (sieve.ts); what no
 * newcomer can change is in the columns of the position.
 */
export const demandRows = (
  newcomers: NewcomerColumns,
  lanes: Lanes,
  positions: PositionColumns,
  range: Range,
): DemandRows => {
  const rows = openBitRows()
  const source = { newcomers, lanes, positions, rows, range }
  const languagesOf = languages(source)
  const demands = [hours, weeks, days, skills, licences, refusals].map((make) => make(source))
  const [asked, spoken] = [openLists(), openLists()]
  for (let position = range.from; position < range.to; position += 1) {
    languagesOf(position, spoken.push)
    spoken.close()
    for (const demand of demands) demand(position, asked.push)
    asked.close()
  }
  return { rows: rows.done(), asked: asked.done(), spoken: spoken.done() }
}

const hours = (source: Source): Demand => {
  const { lanes, positions, rows } = source
  const { hoursMin, minusHoursMax } = lanes.atMost
  const asked = valuesIn(source, positions.hoursPerWeek)
  const notLess = rowsAtMost(rows, asked, inBlock(hoursMin))
  const notMore = rowsAtMost(
    rows,
    asked.map((one) => -one),
    inBlock(minusHoursMax),
  )
  const fitting = new Map(asked.map((one) => [one, rowOfAll(rows, [rowOf(notLess, one), rowOf(notMore, -one)])]))
  return (position, add) => add(rowOf(fitting, positions.hoursPerWeek[position] as number))
}

const weeks = (source: Source): Demand => {
  const { lanes, positions, rows, range } = source
  const { start, item } = positions.slots
  const fixed = new Set<number>()
  const loose = new Set<number>()
  for (let position = range.from; position < range.to; position += 1) {
    const [first, end] = [start[position] as number, start[position + 1] as number]
    for (let at = first; at < end; at += 2) fixed.add(stretchKey(item[at] as number, item[at + 1] as number))
    if (first === end) loose.add(-(positions.hoursPerWeek[position] as number) * 60)
  }
  const freeDuring = rowsFreeDuring(rows, lanes, fixed)
  const freeEnough = rowsAtMost(rows, loose, inBlock(lanes.atMost.minusFreeMinutes))
  return (position, add) => {
    const [first, end] = [start[position] as number, start[position + 1] as number]
    for (let at = first; at < end; at += 2)
      add(rowOf(freeDuring, stretchKey(item[at] as number, item[at + 1] as number)))
    if (first === end) add(rowOf(freeEnough, -(positions.hoursPerWeek[position] as number) * 60))
  }
}

/** Available and allowed by the last day to begin, allowed on the start, and living at this address then. */
const days = (source: Source): Demand => {
  const { lanes, positions, rows } = source
  const { readyFrom, minusMayWorkUntil, from, minusLastDay } = lanes.atMost
  const starts = valuesIn(source, positions.start)
  const backwards = starts.map((day) => -day)
  const ready = rowsAtMost(rows, valuesIn(source, positions.latestStart), inBlock(readyFrom))
  const allowed = rowsAtMost(rows, backwards, inBlock(minusMayWorkUntil))
  const arrived = rowsAtMost(rows, starts, inBlock(from))
  const notLeft = rowsAtMost(rows, backwards, inBlock(minusLastDay))
  const made = new Map<number, number>()
  return (position, add) => {
    const start = positions.start[position] as number
    const lastStart = positions.latestStart[position] as number
    const key = start * 0x4000000 + (lastStart - start)
    const row =
      made.get(key) ??
      rowOfAll(rows, [rowOf(ready, lastStart), rowOf(allowed, -start), rowOf(arrived, start), rowOf(notLeft, -start)])
    made.set(key, row)
    add(row)
  }
}

const skills = (source: Source): Demand => {
  const { newcomers, lanes, positions, rows } = source
  const { required } = positions
  const wanted = itemsIn(source, required)
  // Every other skill goes to a row that nobody asks for: cheaper than a question per skill that cannot be foreseen.
  const rowOfSkill = new Int32Array(newcomers.basis.words.size()).fill(rows.add())
  for (const skill of wanted) rowOfSkill[skill] = rows.add()
  if (wanted.length > 0)
    rows.answeredBy((data, { from, to }) => {
      for (let lane = from; lane < to; lane += 1) setBits(data, rowOfSkill, lanes.abilities, lane, lane - from)
    })
  return (position, add) => {
    for (let at = required.start[position] as number; at < (required.start[position + 1] as number); at += 1)
      add(rowOfSkill[required.item[at] as number] as number)
  }
}

/** A bit in the rows of all items of a list. */
const setBits = (data: Int32Array, rowOf: Int32Array, { start, item }: Lists, list: number, k: number): void => {
  const end = start[list + 1] as number
  for (let at = start[list] as number; at < end; at += 1) setBit(data, rowOf[item[at] as number] as number, k)
}

const licences = (source: Source): Demand => {
  const { lanes, positions, rows } = source
  const asked = valuesIn(source, positions.licences).filter((bits) => bits !== 0)
  const rowOfAsked = new Map(asked.map((bits) => [bits, rows.add()]))
  rows.answeredBy((data, { from, to }) => {
    for (const [bits, row] of rowOfAsked)
      for (let lane = from; lane < to; lane += 1) {
        const held = lanes.licences[lane] as number
        if (held !== -1 && (held & bits) === bits) setBit(data, row, lane - from)
      }
  })
  return (position, add) => {
    const bits = positions.licences[position] as number
    if (bits !== 0) add(rowOf(rowOfAsked, bits))
  }
}
