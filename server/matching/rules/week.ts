import type { NewcomerSlot, PositionSlot } from './facts.ts'

const DAY = 24 * 60
const WEEK = 7 * DAY

/** What stands in the way of one block of the place, in minutes of the day. */
type Clash = {
  with: 'not-available' | 'lesson' | 'childcare' | 'travel'
  weekday: number
  from: number
  to: number
}

export type WeekFit =
  | { state: 'pass' }
  | { state: 'unknown' }
  | { state: 'miss'; clashes: Clash[] }
  | { state: 'too-little'; free: number }

const startOf = (slot: { weekday: number; from: number }): number => (slot.weekday - 1) * DAY + slot.from
const endOf = (slot: { weekday: number; to: number }): number => (slot.weekday - 1) * DAY + slot.to

/** Whether two stretches of the week share time; Sunday night runs on into Monday. */
const overlap = (fromA: number, toA: number, fromB: number, toB: number): boolean =>
  (fromA < toB && fromB < toA) ||
  (fromA < toB + WEEK && fromB + WEEK < toA) ||
  (fromA < toB - WEEK && fromB - WEEK < toA)

/** Whether the blocks of availability of that day cover the work without a gap. */
const isCovered = (work: PositionSlot, slots: readonly NewcomerSlot[]): boolean => {
  let covered = work.from
  for (let moved = true; moved && covered < work.to; ) {
    moved = false
    for (const slot of slots) {
      if (slot.kind !== 'available' || slot.weekday !== work.weekday) continue
      if (slot.from <= covered && slot.to > covered) {
        covered = slot.to
        moved = true
      }
    }
  }
  return covered >= work.to
}

/** Minutes a week that are available and not taken by lessons or childcare. */
export const freeMinutes = (slots: readonly NewcomerSlot[]): number => {
  let free = 0
  for (let weekday = 1; weekday <= 7; weekday += 1) {
    const ofDay = slots.filter((slot) => slot.weekday === weekday)
    const cuts = [...new Set(ofDay.flatMap((slot) => [slot.from, slot.to]))].sort((a, b) => a - b)
    for (let i = 0; i + 1 < cuts.length; i += 1) {
      const from = cuts[i] ?? 0
      const to = cuts[i + 1] ?? 0
      const here = ofDay.filter((slot) => slot.from <= from && slot.to >= to)
      if (here.some((slot) => slot.kind === 'available') && here.every((slot) => slot.kind === 'available'))
        free += to - from
    }
  }
  return free
}

/**
 * Whether the hours of a place fit in somebody's week, exact to the minute (ruling 16): each block lies in the
 * availability, outside lessons and childcare, and the way there and back does not overlap those either.
 * A place without fixed times fits when there is enough free time in the week.
 * @param travelMinutes one way; null = not known, which is unknown only where a lesson or childcare is near
 */
export const weekFit = (
  newcomer: readonly NewcomerSlot[],
  position: readonly PositionSlot[],
  hoursPerWeek: number,
  travelMinutes: number | null,
): WeekFit => {
  if (!newcomer.some((slot) => slot.kind === 'available')) return { state: 'unknown' }
  if (position.length === 0) {
    const free = freeMinutes(newcomer)
    return free >= hoursPerWeek * 60 ? { state: 'pass' } : { state: 'too-little', free: free / 60 }
  }
  const clashes: Clash[] = []
  let isOpen = false
  for (const work of position) {
    const { weekday } = work
    const from = startOf(work)
    const to = endOf(work)
    if (!isCovered(work, newcomer)) clashes.push({ with: 'not-available', weekday, from: work.from, to: work.to })
    for (const slot of newcomer) {
      if (slot.kind === 'available') continue
      const busyFrom = startOf(slot)
      const busyTo = endOf(slot)
      if (overlap(from, to, busyFrom, busyTo))
        clashes.push({ with: slot.kind, weekday: slot.weekday, from: slot.from, to: slot.to })
      else if (travelMinutes === null) isOpen ||= slot.weekday === weekday
      else if (overlap(from - travelMinutes, to + travelMinutes, busyFrom, busyTo))
        clashes.push({ with: 'travel', weekday: slot.weekday, from: slot.from, to: slot.to })
    }
  }
  if (clashes.length > 0) return { state: 'miss', clashes }
  return { state: isOpen ? 'unknown' : 'pass' }
}

/** A stretch of one day, in minutes of the day. */
export type Stretch = { weekday: number; from: number; to: number }

/** The stretches of `within` (one day) that no block of that day touches, in order. */
const leftOf = (within: Stretch, blocks: readonly Stretch[]): Stretch[] => {
  const left: Stretch[] = []
  let from = within.from
  const ofDay = blocks.filter((one) => one.weekday === within.weekday).sort((x, y) => x.from - y.from)
  for (const block of ofDay) {
    if (block.from > from) left.push({ ...within, from, to: Math.min(block.from, within.to) })
    from = Math.max(from, block.to)
    if (from >= within.to) break
  }
  if (from < within.to) left.push({ ...within, from })
  return left.filter((one) => one.from < one.to)
}

/** The times of work that the person's availability does not cover, each minute once. */
export const uncoveredOf = (work: readonly PositionSlot[], slots: readonly NewcomerSlot[]): Stretch[] => {
  const taken: Stretch[] = slots.filter((slot) => slot.kind === 'available')
  const open: Stretch[] = []
  for (const { weekday, from, to } of work) {
    for (const stretch of leftOf({ weekday, from, to }, taken)) {
      open.push(stretch)
      taken.push(stretch)
    }
  }
  return open
}

/** First the working day of each weekday, then of the weekend, then what is left of each day. */
const SEARCHED: readonly Stretch[] = [
  ...[1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, from: 480, to: 1080 })),
  ...[1, 2, 3, 4, 5, 6, 7].flatMap((weekday) => [
    { weekday, from: 1080, to: 1440 },
    { weekday, from: 0, to: 480 },
  ]),
]

/** Stretches outside everything that is in the week already, together exactly so many minutes; fewer where the week is full. */
export const openGaps = (slots: readonly NewcomerSlot[], minutes: number): Stretch[] => {
  const gaps: Stretch[] = []
  let missing = minutes
  for (const stretch of SEARCHED.flatMap((one) => leftOf(one, slots))) {
    if (missing <= 0) break
    const to = Math.min(stretch.to, stretch.from + missing)
    gaps.push({ ...stretch, to })
    missing -= to - stretch.from
  }
  return gaps
}
