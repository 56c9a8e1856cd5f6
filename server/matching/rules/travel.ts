import type { TravelMeans } from '#db/values/newcomers.ts'
import type { NewcomerFacts, Place } from './facts.ts'
import type { MatchingPolicy } from './policy.ts'

const EARTH_KM = 6371.0088
const radians = (degrees: number): number => (degrees * Math.PI) / 180

/** Straight line between two places in km (haversine). */
export const kmBetween = (a: Place, b: Place): number => {
  const half = (degrees: number): number => Math.sin(radians(degrees) / 2) ** 2
  const h = half(b.lat - a.lat) + Math.cos(radians(a.lat)) * Math.cos(radians(b.lat)) * half(b.lon - a.lon)
  return 2 * EARTH_KM * Math.asin(Math.min(1, Math.sqrt(h)))
}

/**
 * Where the person lives on a day: from the day of a known move the new place, else the place now (ruling 17).
 * null when that is not known, as on every day while a move is coming and nobody knows when.
 */
export const placeOn = ({ place, futurePlace }: Pick<NewcomerFacts, 'place' | 'futurePlace'>, day: string) => {
  if (futurePlace === null) return place
  if (futurePlace.from === null) return null
  return futurePlace.from <= day ? futurePlace.place : place
}

export type Journey = { means: TravelMeans; minutes: number }

/**
 * One way by the person's own means, in whole minutes rounded up, by the fastest of them (ruling 17).
 * Policy speeds and a detour factor, not a timetable. null when a place or every means is unknown.
 */
export const journeyOf = (
  from: Place | null,
  to: Place | null,
  means: readonly TravelMeans[],
  policy: MatchingPolicy,
): Journey | null => {
  if (from === null || to === null) return null
  const km = kmBetween(from, to) * policy.detour
  let best: Journey | null = null
  for (const one of means) {
    const { speed, extraMinutes } = policy.travel[one]
    const minutes = Math.max(0, Math.ceil((km / speed) * 60 + extraMinutes - 1e-9))
    if (best === null || minutes < best.minutes) best = { means: one, minutes }
  }
  return best
}
