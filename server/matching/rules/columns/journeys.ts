import type { NewcomerColumns } from './newcomer-columns.ts'
import type { PositionColumns } from './position-columns.ts'
import { WEEK } from './week-minutes.ts'

/**
 * Whether the way to or from some block of work overlaps a lesson or childcare (ruling 16); Sunday night runs on into
 * Monday. The work itself overlapping counts too.
 */
export const journeyMeetsBusy = (
  { busy }: Pick<NewcomerColumns, 'busy'>,
  newcomer: number,
  { slots }: PositionColumns,
  position: number,
  minutes: number,
): boolean => {
  const first = busy.start[newcomer] as number
  const end = busy.start[newcomer + 1] as number
  const lastSlot = slots.start[position + 1] as number
  for (let slot = slots.start[position] as number; slot < lastSlot; slot += 2) {
    const leaves = (slots.item[slot] as number) - minutes
    const returns = (slots.item[slot + 1] as number) + minutes
    const isLong = leaves < 0 || returns > WEEK
    for (let at = first; at < end; at += 2) {
      const busyFrom = busy.item[at] as number
      const busyTo = busy.item[at + 1] as number
      if (leaves < busyTo && busyFrom < returns) return true
      if (isLong && (leaves < busyTo - WEEK || busyFrom + WEEK < returns)) return true
    }
  }
  return false
}

/** A quarter of a day: a week has 28, a bit each. */
const QUARTER = 360
const QUARTERS = WEEK / QUARTER

/** The quarters of days that some minutes of the week touch; before the week and after it are the other end of it. */
const quartersOf = (from: number, to: number): number => {
  if (to - from >= WEEK) return -1
  let bits = 0
  for (let quarter = Math.floor(from / QUARTER); quarter * QUARTER <= to; quarter += 1)
    bits |= 1 << ((quarter + QUARTERS) % QUARTERS)
  return bits
}

/** When somebody's lessons and childcare may be in the way of a journey: the quarters that they touch, with the longest way around them. */
export const busyQuarters = ({ busy, maxMinutes }: NewcomerColumns, newcomer: number): number => {
  const longest = maxMinutes[newcomer] as number
  let bits = 0
  for (let at = busy.start[newcomer] as number; at < (busy.start[newcomer + 1] as number); at += 2)
    bits |= quartersOf((busy.item[at] as number) - longest, (busy.item[at + 1] as number) + longest)
  return bits
}

/** When a position is worked: no quarter in common with `busyQuarters`, no journey that meets anything. */
export const workQuarters = ({ slots }: PositionColumns, position: number): number => {
  let bits = 0
  for (let at = slots.start[position] as number; at < (slots.start[position + 1] as number); at += 2)
    bits |= quartersOf(slots.item[at] as number, slots.item[at + 1] as number)
  return bits
}
