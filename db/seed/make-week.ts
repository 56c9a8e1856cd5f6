import type { newcomerSlots } from '#db/schema/newcomers.ts'
import type { Random } from './random.ts'

type Slot = typeof newcomerSlots.$inferInsert

const HOUR = 60

/** The week of a person: when they can work, when they have lessons and when the children are at home. */
export function makeWeek(
  random: Random,
  newcomerId: string,
): { slots: Slot[]; hoursMin: number; hoursMax: number; lessons: number } {
  const slots: Slot[] = []
  const add = (kind: Slot['kind'], weekday: number, from: number, to: number) =>
    slots.push({ newcomerId, kind, weekday, fromMinute: from * HOUR, toMinute: to * HOUR })
  const shape = random.weighed([
    ['full', 46],
    ['school-hours', 24],
    ['four-days', 16],
    ['wide', 14],
  ] as const)
  const free = shape === 'four-days' ? random.whole(1, 5) : 0
  for (let weekday = 1; weekday <= 5; weekday += 1) {
    if (weekday === free) continue
    if (shape === 'school-hours') {
      const until = weekday === 3 ? 12 : 14.5
      add('available', weekday, 8.5, until)
      add('childcare', weekday, until, 18)
    } else add('available', weekday, shape === 'wide' ? 6 : 7, shape === 'wide' ? 22 : 18)
  }
  if (shape === 'wide') add('available', 6, 8, 18)
  const lessons = makeLessons(random, shape, add)
  const whole = shape === 'school-hours' ? 24 : shape === 'four-days' ? 32 : 40
  const hoursMax = Math.max(12, Math.min(whole, whole - lessons + random.one([0, 4, 8])))
  const hoursMin = random.one([8, 12, 16, 20].filter((hours) => hours <= hoursMax))
  return { slots, hoursMin, hoursMax, lessons }
}

/** @returns lesson hours a week, 0 for who has none now */
function makeLessons(
  random: Random,
  shape: 'full' | 'school-hours' | 'four-days' | 'wide',
  add: (kind: Slot['kind'], weekday: number, from: number, to: number) => void,
): number {
  if (random.chance(0.22)) return 0
  if (shape !== 'school-hours' && random.chance(0.35)) {
    // Evening lessons leave the day free.
    for (const weekday of [2, 4]) add('lesson', weekday, 19, 21.5)
    return 5
  }
  const days = random.some([1, 2, 3, 4, 5], random.whole(2, 3))
  for (const weekday of days) add('lesson', weekday, 9, 12)
  return days.length * 3
}
