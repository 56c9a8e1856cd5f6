import { LANGUAGE_SKILLS } from '#db/values/language.ts'
import { type BitRows, type OpenBitRows, openBitRows, rowsAtMost, rowWhere, setBit } from './bit-rows.ts'
import { type Lists, openLists } from './growing.ts'
import { NEVER } from './growth.ts'
import type { Lanes } from './lanes.ts'
import type { NewcomerColumns } from './newcomer-columns.ts'
import type { PositionColumns } from './position-columns.ts'
import { rowsFreeDuring, stretchKey } from './week-rows.ts'

/** A part of the positions: `from` up to and without `to`. */
export type Range = { from: number; to: number }

/**
 * Per position of the range the rows of what it asks: whoever has a bit in each of them passes those gates, exactly.
 * `spoken` holds three rows per language and skill: whoever reached the level; one level less; and by the start the
 * next one is expected. Passes who is in the first, or in both others.
 */
export type DemandRows = { rows: BitRows; asked: Lists; spoken: Lists }

type Demand = (position: number, add: (row: number) => void) => void
type Source = {
  newcomers: NewcomerColumns
  lanes: Lanes
  positions: PositionColumns
  rows: OpenBitRows
  range: Range
  /** The row of all lanes. */
  everybody: number
}

/**
 * Every distinct demand of these positions answered by everybody at once: language, licences, skills, hours, week,
 * start, may-work, no-go, and the address on the day of the start. Travel is not here (sieve.ts); what no newcomer can
 * change is in the columns of the position.
 */
export const demandRows = (
  newcomers: NewcomerColumns,
  lanes: Lanes,
  positions: PositionColumns,
  range: Range,
): DemandRows => {
  const rows = openBitRows(lanes.words)
  const everybody = rowWhere(rows, lanes, () => true)
  const source = { newcomers, lanes, positions, rows, range, everybody }
  const languagesOf = languages(source)
  // Those that refuse most come first.
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

const eachOf = function* ({ range }: Source): Generator<number> {
  for (let position = range.from; position < range.to; position += 1) yield position
}

/** The items of one list that some list per position holds. */
const itemsIn = (source: Source, lists: Lists): Set<number> =>
  new Set(lists.item.subarray(lists.start[source.range.from], lists.start[source.range.to]))

const rowOf = (rows: ReadonlyMap<number, number>, key: number): number => {
  const row = rows.get(key)
  if (row === undefined) throw new Error(`No row was made for the demand ${key}.`)
  return row
}

/** One language and skill per lane: minus the rank (1 where unknown), and the day of the next. */
type Spoken = { minusRank: Float64Array; nextRankOn: Float64Array }

/** Reached now, or one step below with the next step expected by the start: three rows each. */
const languages = (source: Source): Demand => {
  const { newcomers, lanes, positions, rows, range } = source
  const { needed, others, otherNeeded } = positions
  const width = LANGUAGE_SKILLS.length
  const starts = new Set(positions.start.subarray(range.from, range.to))
  const open = (spoken: Spoken, asked: ReadonlySet<number>) => {
    const ranks = [...asked].flatMap((rank) => [-rank, 1 - rank])
    const atLeast = rowsAtMost(rows, spoken.minusRank, ranks)
    const grownBy = rowsAtMost(rows, spoken.nextRankOn, ranks.length === 0 ? [] : starts)
    return (rank: number, start: number, add: (row: number) => void): void => {
      add(rowOf(atLeast, -rank))
      add(rowOf(atLeast, 1 - rank))
      add(rowOf(grownBy, start))
    }
  }
  const dutch = LANGUAGE_SKILLS.map((_, skill) => {
    const asked = new Set<number>()
    for (const position of eachOf(source)) asked.add(needed[position * width + skill] as number)
    asked.delete(0)
    const spoken: Spoken = {
      minusRank: lanes.atMost.minusRank[skill] as Float64Array,
      nextRankOn: lanes.atMost.nextRankOn[skill] as Float64Array,
    }
    return open(spoken, asked)
  })
  const other = new Map<number, ReturnType<typeof open>>()
  for (const language of itemsIn(source, others)) {
    const asked = new Set<number>()
    for (let at = others.start[range.from] as number; at < (others.start[range.to] as number); at += 1)
      if (others.item[at] === language) asked.add(otherNeeded[at] as number)
    other.set(language, open(spokenOf(newcomers, lanes, language), asked))
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

/** One other language and skill, written out for every lane. */
const spokenOf = (newcomers: NewcomerColumns, lanes: Lanes, language: number): Spoken => {
  const { others, otherRank, otherNextRankOn } = newcomers
  const minusRank = new Float64Array(lanes.count).fill(1)
  const nextRankOn = new Float64Array(lanes.count).fill(NEVER)
  eachItem(others, lanes, (lane, word, at) => {
    if (word !== language) return
    minusRank[lane] = -(otherRank[at] as number)
    nextRankOn[lane] = otherNextRankOn[at] as number
  })
  return { minusRank, nextRankOn }
}

/** Every item of a list of the newcomers, with each lane of its newcomer. */
const eachItem = (lists: Lists, lanes: Lanes, visit: (lane: number, item: number, at: number) => void): void => {
  const newcomers = lanes.of.start.length - 1
  for (let newcomer = 0; newcomer < newcomers; newcomer += 1) {
    const end = lists.start[newcomer + 1] as number
    for (let at = lists.start[newcomer] as number; at < end; at += 1)
      for (let own = lanes.of.start[newcomer] as number; own < (lanes.of.start[newcomer + 1] as number); own += 1)
        visit(lanes.of.item[own] as number, lists.item[at] as number, at)
  }
}

const weeks = (source: Source): Demand => {
  const { newcomers, lanes, positions, rows } = source
  const { start, item } = positions.slots
  const fixed = new Set<number>()
  const loose = new Set<number>()
  for (const position of eachOf(source)) {
    const [first, end] = [start[position] as number, start[position + 1] as number]
    for (let at = first; at < end; at += 2) fixed.add(stretchKey(item[at] as number, item[at + 1] as number))
    if (first === end) loose.add(-(positions.hoursPerWeek[position] as number) * 60)
  }
  const freeDuring = rowsFreeDuring(rows, lanes, newcomers, fixed)
  const freeEnough = rowsAtMost(rows, lanes.atMost.minusFreeMinutes, loose)
  return (position, add) => {
    const [first, end] = [start[position] as number, start[position + 1] as number]
    for (let at = first; at < end; at += 2)
      add(rowOf(freeDuring, stretchKey(item[at] as number, item[at + 1] as number)))
    if (first === end) add(rowOf(freeEnough, -(positions.hoursPerWeek[position] as number) * 60))
  }
}

const hours = ({ lanes, positions, rows, range }: Source): Demand => {
  const { hoursMin, minusHoursMax } = lanes.atMost
  const asked = positions.hoursPerWeek.subarray(range.from, range.to)
  const notLess = rowsAtMost(rows, hoursMin, asked)
  const notMore = rowsAtMost(
    rows,
    minusHoursMax,
    asked.map((one) => -one),
  )
  const fitting = new Map<number, number>()
  for (const one of new Set(asked)) fitting.set(one, rows.addBoth(rowOf(notLess, one), rowOf(notMore, -one)))
  return (position, add) => add(rowOf(fitting, positions.hoursPerWeek[position] as number))
}

const skills = (source: Source): Demand => {
  const { newcomers, lanes, positions, rows } = source
  const wanted = new Map<number, number>()
  for (const skill of itemsIn(source, positions.required)) wanted.set(skill, rows.add())
  const rowOfWord = new Int32Array(newcomers.basis.words.size()).fill(-1)
  for (const [skill, row] of wanted) rowOfWord[skill] = row
  const data = rows.data()
  const { start, item } = newcomers.abilities
  for (let newcomer = 0; newcomer < newcomers.count && wanted.size > 0; newcomer += 1) {
    const end = start[newcomer + 1] as number
    for (let at = start[newcomer] as number; at < end; at += 1) {
      const row = rowOfWord[item[at] as number] as number
      if (row < 0) continue
      for (let own = lanes.of.start[newcomer] as number; own < (lanes.of.start[newcomer + 1] as number); own += 1)
        setBit(data, row, lanes.of.item[own] as number)
    }
  }
  return (position, add) => {
    const { required } = positions
    for (let at = required.start[position] as number; at < (required.start[position + 1] as number); at += 1)
      add(rowOf(wanted, required.item[at] as number))
  }
}

/** Available and allowed by the last day to begin, allowed on the start, and living at this address then. */
const days = ({ lanes, positions, rows, range }: Source): Demand => {
  const { readyFrom, minusMayWorkUntil } = lanes.atMost
  const starts = positions.start.subarray(range.from, range.to)
  const backwards = starts.map((day) => -day)
  const ready = rowsAtMost(rows, readyFrom, positions.latestStart.subarray(range.from, range.to))
  const allowed = rowsAtMost(rows, minusMayWorkUntil, backwards)
  const arrived = rowsAtMost(rows, Float64Array.from(lanes.from), starts)
  const notLeft = rowsAtMost(
    rows,
    Float64Array.from(lanes.until, (day) => 1 - day),
    backwards,
  )
  const made = new Map<number, number>()
  return (position, add) => {
    const start = positions.start[position] as number
    const lastStart = positions.latestStart[position] as number
    const key = start * 0x4000000 + (lastStart - start)
    const row =
      made.get(key) ??
      rows.addBoth(rowOf(ready, lastStart), rowOf(allowed, -start), rowOf(arrived, start), rowOf(notLeft, -start))
    made.set(key, row)
    add(row)
  }
}

const licences = ({ newcomers, lanes, positions, rows }: Source): Demand => {
  const made = new Map<number, number>()
  return (position, add) => {
    const asked = positions.licences[position] as number
    if (asked === 0) return
    const row =
      made.get(asked) ??
      rowWhere(rows, lanes, (newcomer) => {
        const held = newcomers.licences[newcomer] as number
        return held !== -1 && (held & asked) === asked
      })
    made.set(asked, row)
    add(row)
  }
}

/** Kinds of work and employers that somebody said no to: rows without those people. */
const refusals = (source: Source): Demand => {
  const { newcomers, lanes, positions, rows, range, everybody } = source
  const { noGoIsco, noGoEmployers } = newcomers
  const byIsco = new Map<number, number>()
  const byEmployer = new Map<number, number>()
  const without = (made: Map<number, number>, key: number, lane: number): void => {
    let row = made.get(key)
    if (row === undefined) {
      row = rows.addCopy(everybody)
      made.set(key, row)
    }
    const data = rows.data()
    const at = row + (lane >> 5)
    data[at] = (data[at] as number) & ~(1 << (lane & 31))
  }
  const codes = [...new Set(positions.isco.subarray(range.from, range.to))]
  const employers = new Set(positions.employer.subarray(range.from, range.to))
  /** A few groups are ruled out by many people. */
  const codesOfGroup = new Map<number, number[]>()
  eachItem(noGoIsco, lanes, (lane, first, at) => {
    // Pairs: the first code and the first after it.
    if ((at & 1) === 1) return
    const after = noGoIsco.item[at + 1] as number
    const group = first * 100_000 + after
    const ruledOut = codesOfGroup.get(group) ?? codes.filter((code) => code >= first && code < after)
    codesOfGroup.set(group, ruledOut)
    for (const code of ruledOut) without(byIsco, code, lane)
  })
  eachItem(noGoEmployers, lanes, (lane, employer) => {
    if (employers.has(employer)) without(byEmployer, employer, lane)
  })
  return (position, add) => {
    const row = byIsco.get(positions.isco[position] as number)
    if (row !== undefined) add(row)
    const other = byEmployer.get(positions.employer[position] as number)
    if (other !== undefined) add(other)
  }
}
