import type { NewcomerSlot } from '#server/matching/rules/facts.ts'

const DAY = 24 * 60
export const WEEK = 7 * DAY

/** Minutes of the week from Monday 0:00, as pairs: from, to, from, to. */
type Stretches = number[]

/** Of one kind of slot or another: sorted, and those that touch or overlap joined. */
const joined = (slots: readonly { weekday: number; from: number; to: number }[]): Stretches => {
  const sorted = slots
    .map(({ weekday, from, to }) => [(weekday - 1) * DAY + from, (weekday - 1) * DAY + to] as const)
    .sort((a, b) => a[0] - b[0])
  const out: Stretches = []
  for (const [from, to] of sorted) {
    const last = out.length - 1
    if (last >= 0 && from <= (out[last] as number)) out[last] = Math.max(out[last] as number, to)
    else out.push(from, to)
  }
  return out
}

/** What remains of sorted stretches when others are taken away. */
const without = (stretches: Stretches, taken: Stretches): Stretches => {
  const out: Stretches = []
  for (let i = 0; i < stretches.length; i += 2) {
    let from = stretches[i] as number
    const to = stretches[i + 1] as number
    for (let j = 0; j < taken.length; j += 2) {
      const busyFrom = taken[j] as number
      const busyTo = taken[j + 1] as number
      if (busyTo <= from || busyFrom >= to) continue
      if (busyFrom > from) out.push(from, busyFrom)
      from = Math.max(from, busyTo)
    }
    if (from < to) out.push(from, to)
  }
  return out
}

/**
 * Somebody's week as stretches: when they are free (available, and no lesson or childcare), and each lesson or
 * childcare. `freeMinutes` is -1 where no availability is known.
 */
export const weekOf = (slots: readonly NewcomerSlot[]): { free: Stretches; busy: Stretches; freeMinutes: number } => {
  const available = slots.filter((slot) => slot.kind === 'available')
  const busy = joined(slots.filter((slot) => slot.kind !== 'available'))
  const free = without(joined(available), busy)
  let freeMinutes = available.length === 0 ? -1 : 0
  for (let i = 0; i < free.length; i += 2) freeMinutes += (free[i + 1] as number) - (free[i] as number)
  return { free, busy, freeMinutes }
}

/** A block of work as minutes of the week. */
export const stretchOf = (slot: { weekday: number; from: number; to: number }): [number, number] => [
  (slot.weekday - 1) * DAY + slot.from,
  (slot.weekday - 1) * DAY + slot.to,
]
