import { LANGUAGE_SKILLS } from '#db/values/language.ts'
import { dayNumber } from '#server/safeguards/rules/calendar.ts'
import type { Lists } from './growing.ts'
import { NEVER } from './growth.ts'
import { journeyMeetsBusy } from './journeys.ts'
import { MAY_WORK, type NewcomerColumns } from './newcomer-columns.ts'
import type { PositionColumns } from './position-columns.ts'
import { kmOf, minutesOf, type Travel } from './reach.ts'

/** The gates of one pair on columns, for a changed profile: whether they pass. What is unknown does not pass. */

/** The number of the place where somebody lives on a day, -1 unknown. */
export const addressOn = ({ home, nextHome, nextFrom }: NewcomerColumns, newcomer: number, day: number): number =>
  (nextFrom[newcomer] as number) <= day ? (nextHome[newcomer] as number) : (home[newcomer] as number)

/** Minutes of travel from a place to a position, both known, by the means of the newcomer; 0 without any, who reaches nothing. */
export const minutesBetween = (
  { means, places }: NewcomerColumns,
  newcomer: number,
  home: number,
  positions: PositionColumns,
  position: number,
  travel: Travel,
): number =>
  minutesOf(
    kmOf(places, home, positions.places, positions.place[position] as number),
    means[newcomer] as number,
    travel,
  )

/** @returns whether every gate passes but travel, which is cheaper to ask first. The quickest to say no come first. */
export const openPairGates = (newcomers: NewcomerColumns, positions: PositionColumns) => {
  const today = dayNumber(newcomers.basis.today)
  return (n: number, p: number, minutes: number): boolean =>
    hours(newcomers, n, positions, p) &&
    language(newcomers, n, positions, p) &&
    days(newcomers, n, positions, p, today) &&
    week(newcomers, n, positions, p) &&
    !journeyMeetsBusy(newcomers, n, positions, p, minutes) &&
    licences(newcomers, n, positions, p) &&
    skills(newcomers, n, positions, p) &&
    !refusesWork(newcomers, n, positions.isco[p] as number) &&
    !refuses(newcomers, n, positions.employer[p] as number) &&
    positions.isSafe[p] === 1 &&
    positions.hasRoom[p] === 1
}

type Pass = (newcomers: NewcomerColumns, n: number, positions: PositionColumns, p: number) => boolean

const hours: Pass = ({ hoursMin, hoursMax }, n, { hoursPerWeek }, p) =>
  (hoursPerWeek[p] as number) >= (hoursMin[n] as number) && (hoursPerWeek[p] as number) <= (hoursMax[n] as number)

const language: Pass = (newcomers, n, positions, p) => {
  const { others, otherRank, otherNextRankOn } = newcomers
  const width = LANGUAGE_SKILLS.length
  const start = positions.start[p] as number
  const isMet = (needed: number, rank: number, nextRankOn: number): boolean =>
    rank >= needed || (rank >= 0 && rank + 1 >= needed && nextRankOn <= start)
  for (let skill = 0; skill < width; skill += 1) {
    const needed = positions.needed[p * width + skill] as number
    const at = n * width + skill
    if (needed > 0 && !isMet(needed, newcomers.rank[at] as number, newcomers.nextRankOn[at] as number)) return false
  }
  for (let at = positions.others.start[p] as number; at < (positions.others.start[p + 1] as number); at += 1) {
    const own = placeIn(others, n, positions.others.item[at] as number)
    const needed = positions.otherNeeded[at] as number
    if (own < 0 || !isMet(needed, otherRank[own] as number, otherNextRankOn[own] as number)) return false
  }
  return true
}

/** Available and allowed to work by the last day to begin, and allowed on the start. */
const days = (
  newcomers: NewcomerColumns,
  n: number,
  { isAhead, start, latestStart }: PositionColumns,
  p: number,
  today: number,
): boolean => {
  const from = newcomers.availableFrom[n] as number
  const until = newcomers.mayWorkUntil[n] as number
  const latest = latestStart[p] as number
  if (isAhead[p] === 0 || from === NEVER || from > latest) return false
  if (newcomers.mayWork[n] !== MAY_WORK.allowed || (newcomers.mayWorkFrom[n] as number) > latest) return false
  return until >= today && until >= (start[p] as number)
}

/** Free all through each block of work, or long enough where the times can be planned. */
const week: Pass = ({ free, freeMinutes }, n, { slots, hoursPerWeek }, p) => {
  if ((freeMinutes[n] as number) < 0) return false
  const [first, end] = [slots.start[p] as number, slots.start[p + 1] as number]
  if (first === end) return (freeMinutes[n] as number) >= (hoursPerWeek[p] as number) * 60
  for (let at = first; at < end; at += 2)
    if (!isWithin(free, n, slots.item[at] as number, slots.item[at + 1] as number)) return false
  return true
}

const isWithin = ({ start, item }: Lists, list: number, from: number, to: number): boolean => {
  for (let at = start[list] as number; at < (start[list + 1] as number); at += 2)
    if ((item[at] as number) <= from && to <= (item[at + 1] as number)) return true
  return false
}

const licences: Pass = (newcomers, n, positions, p) => {
  const asked = positions.licences[p] as number
  const held = newcomers.licences[n] as number
  return asked === 0 || (held !== -1 && (held & asked) === asked)
}

const skills: Pass = ({ abilities }, n, { required }, p) => {
  for (let at = required.start[p] as number; at < (required.start[p + 1] as number); at += 1)
    if (placeIn(abilities, n, required.item[at] as number) < 0) return false
  return true
}

const refusesWork = ({ noGoIsco: { start, item } }: NewcomerColumns, n: number, isco: number): boolean => {
  for (let at = start[n] as number; at < (start[n + 1] as number); at += 2)
    if (isco >= (item[at] as number) && isco < (item[at + 1] as number)) return true
  return false
}

/** Whether somebody said no to an employer. */
export const refuses = ({ noGoEmployers }: NewcomerColumns, newcomer: number, employer: number): boolean =>
  placeIn(noGoEmployers, newcomer, employer) >= 0

/** Where an item stands in a list, -1 when it does not. */
const placeIn = ({ start, item }: Lists, list: number, wanted: number): number => {
  for (let at = start[list] as number; at < (start[list + 1] as number); at += 1) if (item[at] === wanted) return at
  return -1
}
