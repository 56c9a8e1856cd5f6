import { LANGUAGE_SKILLS } from '#db/values/language.ts'
import { GATES, type Gate } from '#server/matching/rules/gates.ts'
import { dayNumber } from '#server/safeguards/rules/calendar.ts'
import { NEVER } from './growth.ts'
import { journeyMeetsBusy } from './journeys.ts'
import { MAY_WORK, type NewcomerColumns } from './newcomer-columns.ts'
import type { PositionColumns } from './position-columns.ts'
import { kmOf, minutesOf, travelOf } from './reach.ts'

/**
 * The gates of one pair on columns: for a change of one profile or position, and for what stands in the way. Each says
 * 0 when it passes, else MISSED, OPEN (something is unknown), or both: what `answerOf` lists as missed and as unknown.
 */
const MISSED = 1
const OPEN = 2

/** Travel unknown: no minutes. */
const NO_JOURNEY = -1

/** Minutes of travel on the day of the start, from the place of then; NO_JOURNEY where a place or the means are unknown. */
export const openMinutes = (newcomers: NewcomerColumns, positions: PositionColumns) => {
  const travel = travelOf(newcomers.basis.policy)
  return (newcomer: number, position: number): number => {
    const home = addressOn(newcomers, newcomer, positions.start[position] as number)
    const there = positions.place[position] as number
    const means = newcomers.means[newcomer] as number
    if (home < 0 || there < 0 || means === 0) return NO_JOURNEY
    return minutesOf(kmOf(newcomers.places, home, positions.places, there), means, travel)
  }
}

/** The number of the place where somebody lives on a day, -1 unknown. */
export const addressOn = ({ home, nextHome, nextFrom }: NewcomerColumns, newcomer: number, day: number): number =>
  (nextFrom[newcomer] as number) <= day ? (nextHome[newcomer] as number) : (home[newcomer] as number)

type Check = (newcomer: number, position: number, minutes: number) => number

/** The checks of all gates, and of all but those that `passesRest` leaves to its caller. */
export const openPairGates = (newcomers: NewcomerColumns, positions: PositionColumns) => {
  const today = dayNumber(newcomers.basis.today)
  const checks: Record<Gate, Check> = {
    language: (n, p) => language(newcomers, n, positions, p),
    licences(n, p) {
      const asked = positions.licences[p] as number
      const held = newcomers.licences[n] as number
      if (asked === 0) return 0
      return held === -1 ? OPEN : (held & asked) === asked ? 0 : MISSED
    },
    skills(n, p) {
      const { required } = positions
      for (let at = required.start[p] as number; at < (required.start[p + 1] as number); at += 1)
        if (!holds(newcomers.abilities, n, required.item[at] as number))
          return newcomers.skillsKnown[n] === 1 ? MISSED : OPEN
      return 0
    },
    travel(n, _, minutes) {
      const max = newcomers.maxMinutes[n] as number
      return minutes === NO_JOURNEY || max < 0 ? OPEN : minutes <= max ? 0 : MISSED
    },
    hours(n, p) {
      const asked = positions.hoursPerWeek[p] as number
      const min = newcomers.hoursMin[n] as number
      if (min === Number.POSITIVE_INFINITY) return OPEN
      return asked >= min && asked <= (newcomers.hoursMax[n] as number) ? 0 : MISSED
    },
    week: (n, p, minutes) => week(newcomers, n, positions, p, minutes),
    start(n, p) {
      if (positions.isAhead[p] === 0) return MISSED
      const from = newcomers.availableFrom[n] as number
      return from === NEVER ? OPEN : from <= (positions.latestStart[p] as number) ? 0 : MISSED
    },
    'may-work'(n, p) {
      if (newcomers.mayWork[n] === MAY_WORK.unknown) return OPEN
      if (newcomers.mayWork[n] === MAY_WORK.refused) return MISSED
      const until = newcomers.mayWorkUntil[n] as number
      if ((newcomers.mayWorkFrom[n] as number) > (positions.latestStart[p] as number) || until < today) return MISSED
      return until < (positions.start[p] as number) ? OPEN : 0
    },
    'no-go'(n, p) {
      const { noGoIsco, noGoEmployers } = newcomers
      const isco = positions.isco[p] as number
      for (let at = noGoIsco.start[n] as number; at < (noGoIsco.start[n + 1] as number); at += 2)
        if (isco >= (noGoIsco.item[at] as number) && isco < (noGoIsco.item[at + 1] as number)) return MISSED
      return holds(noGoEmployers, n, positions.employer[p] as number) ? MISSED : 0
    },
    safeguards: (_, p) => (positions.isSafe[p] === 1 ? 0 : MISSED),
    capacity: (_, p) => (positions.hasRoom[p] === 1 ? 0 : MISSED),
  }
  const all = GATES.map((gate) => checks[gate])
  return {
    /** The gates missed and the gates with something unknown, a bit each in the order of GATES. */
    statesOf(newcomer: number, position: number, minutes: number): { missed: number; open: number } {
      let [missed, open] = [0, 0]
      for (let gate = 0; gate < all.length; gate += 1) {
        const state = (all[gate] as Check)(newcomer, position, minutes)
        if ((state & MISSED) !== 0) missed |= 1 << gate
        if ((state & OPEN) !== 0) open |= 1 << gate
      }
      return { missed, open }
    },
    /** Whether every gate passes but travel, which is cheaper to ask first. The quickest to say no come first. */
    passesRest: (n: number, p: number, minutes: number): boolean =>
      checks.hours(n, p, minutes) === 0 &&
      language(newcomers, n, positions, p) === 0 &&
      checks.start(n, p, minutes) === 0 &&
      checks['may-work'](n, p, minutes) === 0 &&
      week(newcomers, n, positions, p, minutes) === 0 &&
      checks.licences(n, p, minutes) === 0 &&
      checks.skills(n, p, minutes) === 0 &&
      checks['no-go'](n, p, minutes) === 0 &&
      checks.safeguards(n, p, minutes) === 0 &&
      checks.capacity(n, p, minutes) === 0,
  }
}

const holds = ({ start, item }: { start: Int32Array; item: Int32Array }, row: number, wanted: number): boolean => {
  for (let at = start[row] as number; at < (start[row + 1] as number); at += 1) if (item[at] === wanted) return true
  return false
}

const oneDemand = (needed: number, rank: number, nextRankOn: number, start: number): number =>
  rank < 0 ? OPEN : rank >= needed || (rank + 1 >= needed && nextRankOn <= start) ? 0 : MISSED

const language = (
  newcomers: NewcomerColumns,
  newcomer: number,
  positions: PositionColumns,
  position: number,
): number => {
  const width = LANGUAGE_SKILLS.length
  const start = positions.start[position] as number
  let state = 0
  for (let skill = 0; skill < width; skill += 1) {
    const needed = positions.needed[position * width + skill] as number
    const at = newcomer * width + skill
    if (needed > 0) state |= oneDemand(needed, newcomers.rank[at] as number, newcomers.nextRankOn[at] as number, start)
  }
  const { others, otherNeeded } = positions
  for (let at = others.start[position] as number; at < (others.start[position + 1] as number); at += 1) {
    const has = newcomers.others
    let [rank, nextRankOn] = [-1, NEVER]
    for (let own = has.start[newcomer] as number; own < (has.start[newcomer + 1] as number); own += 1) {
      if (has.item[own] !== others.item[at]) continue
      rank = newcomers.otherRank[own] as number
      nextRankOn = newcomers.otherNextRankOn[own] as number
    }
    state |= oneDemand(otherNeeded[at] as number, rank, nextRankOn, start)
  }
  return state
}

const DAY = 24 * 60

const week = (
  newcomers: NewcomerColumns,
  newcomer: number,
  positions: PositionColumns,
  position: number,
  minutes: number,
): number => {
  const freeMinutes = newcomers.freeMinutes[newcomer] as number
  if (freeMinutes < 0) return OPEN
  const { start, item } = positions.slots
  const first = start[position] as number
  const end = start[position + 1] as number
  if (first === end) return freeMinutes >= (positions.hoursPerWeek[position] as number) * 60 ? 0 : MISSED
  for (let at = first; at < end; at += 2)
    if (!isWithin(newcomers.free, newcomer, item[at] as number, item[at + 1] as number)) return MISSED
  if (minutes !== NO_JOURNEY) return journeyMeetsBusy(newcomers, newcomer, positions, position, minutes) ? MISSED : 0
  // Travel not known: a lesson or childcare on the same day may be too near.
  for (let at = first; at < end; at += 2) {
    const midnight = Math.floor((item[at] as number) / DAY) * DAY
    if (meets(newcomers.busy, newcomer, midnight, midnight + DAY)) return OPEN
  }
  return 0
}

const isWithin = (
  { start, item }: { start: Int32Array; item: Int32Array },
  row: number,
  from: number,
  to: number,
): boolean => {
  for (let at = start[row] as number; at < (start[row + 1] as number); at += 2)
    if ((item[at] as number) <= from && to <= (item[at + 1] as number)) return true
  return false
}

const meets = (
  { start, item }: { start: Int32Array; item: Int32Array },
  row: number,
  from: number,
  to: number,
): boolean => {
  for (let at = start[row] as number; at < (start[row + 1] as number); at += 2)
    if ((item[at] as number) < to && from < (item[at + 1] as number)) return true
  return false
}
