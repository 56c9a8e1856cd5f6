import { type LiveAllocation, type NewcomerEdge, openAllocation } from '#server/matching/rules/allocation/exact.ts'
import type { Instance } from '#server/matching/rules/allocation/instance.ts'
import { seeded } from './matching-instances.ts'

/** Milliseconds of each change, settled, by kind. */
export type Timings = { profile: number[]; room: number[]; close: number[] }

/**
 * A long day: profiles change (every score by up to 15 %, 15 % of the pairs fall away, those of the day before come
 * back), seats are added, positions close and open again one seat wider and one narrower. The same day for a seed.
 */
export const liveThrough = (live: LiveAllocation, instance: Instance, changes: number, seed = 7): Timings => {
  const { newcomers, positions, start, position, weight, tie, bonus, max } = instance
  const random = seeded(seed)
  const below = (limit: number): number => Math.floor(random() * limit)
  const room = instance.room.slice()
  const timings: Timings = { profile: [], room: [], close: [] }
  const timed = (kind: keyof Timings, act: () => void): void => {
    const began = performance.now()
    act()
    live.settle()
    timings[kind].push(performance.now() - began)
  }
  const setRoom = (j: number, to: number): void => {
    room[j] = to
    live.setRoom(j, to)
  }
  for (let n = 0; n < changes; n += 1) {
    const kind = random()
    if (kind < 0.8) {
      const i = below(newcomers)
      const edges: NewcomerEdge[] = []
      for (let edge = start[i] ?? 0; edge < (start[i + 1] ?? 0); edge += 1) {
        const worth = Math.min(1000, Math.round((weight[edge] ?? 0) * (0.85 + 0.3 * random())))
        if (random() >= 0.15) edges.push({ position: position[edge] ?? 0, weight: worth, tie: tie[edge] ?? 0 })
      }
      timed('profile', () => live.setNewcomer(i, { max: max[i] ?? 0, bonus: bonus[i] ?? 0, edges }))
      continue
    }
    const j = below(positions)
    const was = room[j] ?? 0
    if (kind < 0.9) timed('room', () => setRoom(j, was + 1))
    else {
      timed('close', () => setRoom(j, 0))
      timed('room', () => setRoom(j, Math.max(0, was + (random() < 0.5 ? 1 : -1))))
    }
  }
  return timings
}

/** Whether the live allocation is, pair by pair and price by price, what the facts of now give from the start. */
export const equalsFresh = (live: LiveAllocation): boolean => {
  const { instance, allocation } = live.snapshot()
  const fresh = openAllocation(instance).snapshot().allocation
  return (['chosen', 'newcomerPrice', 'positionPrice'] as const).every((column) =>
    allocation[column].every((value, at) => value === fresh[column][at]),
  )
}
