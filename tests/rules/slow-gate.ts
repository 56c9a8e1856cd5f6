import { LANGUAGE_SKILLS, LEVELS } from '#db/values/language.ts'
import type { NewcomerFacts, PositionFacts } from '#server/matching/rules/facts.ts'
import { MATCHING_POLICY as policy } from '#server/matching/rules/policy.ts'

/**
 * The gates once more, written apart from the engine and as slow as you like: minute by minute, day by day, with the
 * platform's calendar. It shares the policy's numbers and nothing else.
 */
const ms = (day: string): number => Date.parse(`${day}T00:00:00Z`)
const later = (a: string, b: string): string => (ms(a) < ms(b) ? b : a)

const minutesBetween = (newcomer: NewcomerFacts, position: PositionFacts, start: string): number | null => {
  const move = newcomer.futurePlace
  const home = move && ms(move.from) <= ms(start) ? move.place : newcomer.place
  if (!home || !position.place || newcomer.travel.means.length === 0) return null
  const r = Math.PI / 180
  const vector = ({ lat, lon }: { lat: number; lon: number }): [number, number, number] => [
    Math.cos(lat * r) * Math.cos(lon * r),
    Math.cos(lat * r) * Math.sin(lon * r),
    Math.sin(lat * r),
  ]
  const [a, b] = [vector(home), vector(position.place)]
  const chord = Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])
  const km = 2 * 6371.0088 * Math.asin(chord / 2) * policy.detour
  const all = newcomer.travel.means.map(
    (means) => (60 * km) / policy.travel[means].speed + policy.travel[means].extraMinutes,
  )
  return Math.ceil(Math.min(...all) - 1e-7)
}

const languagePasses = (newcomer: NewcomerFacts, position: PositionFacts, start: string, today: string): boolean =>
  LANGUAGE_SKILLS.every((skill) => {
    const needed = LEVELS.indexOf(position.dutch[skill]?.level ?? 'none')
    if (needed === 0) return true
    const has = newcomer.dutch[skill]
    if (!has?.level) return false
    const rank = LEVELS.indexOf(has.level)
    let steps = 0
    for (let at = ms(has.assessedOn ?? today); at < ms(start); at += 86400000) {
      for (const course of newcomer.courses) {
        if (!course.skills.includes(skill) || at < ms(course.startsOn)) continue
        if (course.endsOn !== null && at > ms(course.endsOn)) continue
        const perStep = rank < 3 ? policy.hoursPerAlfaStep : policy.hoursPerStep[course.profile]
        steps += (course.hoursPerWeek * (course.attendance ?? policy.usualAttendance)) / 7 / perStep
      }
    }
    return rank >= needed || (rank + 1 >= needed && steps >= 1 - 1e-6)
  })

const weekPasses = (newcomer: NewcomerFacts, position: PositionFacts, travel: number): boolean => {
  const WEEK = 10080
  const free = new Uint8Array(WEEK)
  const busy = new Uint8Array(WEEK)
  for (const slot of newcomer.slots) {
    const day = (slot.weekday - 1) * 1440
    for (let m = day + slot.from; m < day + slot.to; m += 1) (slot.kind === 'available' ? free : busy)[m] = 1
  }
  if (position.slots.length === 0) {
    let minutes = 0
    for (let m = 0; m < WEEK; m += 1) if (free[m] && !busy[m]) minutes += 1
    return minutes >= position.hoursPerWeek * 60
  }
  return position.slots.every((slot) => {
    const from = (slot.weekday - 1) * 1440 + slot.from
    const to = (slot.weekday - 1) * 1440 + slot.to
    for (let m = from; m < to; m += 1) if (!free[m] || busy[m]) return false
    for (let m = from - travel; m < to + travel; m += 1) if (busy[(m + WEEK) % WEEK]) return false
    return true
  })
}

export const slowlyPasses = (newcomer: NewcomerFacts, position: PositionFacts, today: string): boolean => {
  const start = later(position.startsOn, today)
  if (position.endsOn !== null && ms(position.endsOn) < ms(start)) return false
  let latest = ms(start) + (position.flexibleStart ? policy.flexibleStartDays * 86400000 : 0)
  if (position.endsOn !== null) latest = Math.min(latest, ms(position.endsOn))
  const travel = minutesBetween(newcomer, position, start)
  const { mayWork, hours } = newcomer
  return (
    position.seats > position.seatsTaken &&
    (position.safeguard === 'ok' || position.safeguard === 'warn') &&
    travel !== null &&
    newcomer.travel.maxMinutes !== null &&
    travel <= newcomer.travel.maxMinutes &&
    hours !== null &&
    hours.min <= position.hoursPerWeek &&
    position.hoursPerWeek <= hours.max &&
    newcomer.availableFrom !== null &&
    ms(newcomer.availableFrom) <= latest &&
    mayWork.known &&
    mayWork.allowed &&
    (mayWork.from === null || ms(mayWork.from) <= latest) &&
    (mayWork.until === null || ms(mayWork.until) >= ms(start)) &&
    languagePasses(newcomer, position, start, today) &&
    weekPasses(newcomer, position, travel)
  )
}
