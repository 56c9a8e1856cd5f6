import type { NewcomerColumns } from './newcomer-columns.ts'
import type { PositionColumns } from './position-columns.ts'
import { WEEK } from './week-minutes.ts'

/**
 * Whether the way to or from some block of work overlaps a lesson or childcare (ruling 16); Sunday night runs on into
 * Monday. The work itself overlapping counts too.
 */
export const journeyMeetsBusy = (
  { busy }: NewcomerColumns,
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
