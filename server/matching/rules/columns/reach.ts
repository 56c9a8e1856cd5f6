import { TRAVEL_MEANS, type TravelMeans } from '#db/values/newcomers.ts'
import type { Place } from '#server/matching/rules/facts.ts'
import type { MatchingPolicy } from '#server/matching/rules/policy.ts'
import { openNumbers } from './growing.ts'

/** Travel in columns: the numbers of travel.ts to the bit, and a sieve on straight lines through the earth before them. */
const EARTH_KM = 6371.0088
const radians = (degrees: number): number => (degrees * Math.PI) / 180

/** Distinct places; a place is known by its number, -1 is unknown. `x y z` on a sphere of radius 1. */
export type Places = {
  lat: Float64Array
  lon: Float64Array
  cosLat: Float64Array
  x: Float64Array
  y: Float64Array
  z: Float64Array
}

export const openPlaces = () => {
  const numbers = new Map<string, number>()
  const lat = openNumbers()
  const lon = openNumbers()
  return {
    numberOf(place: Place | null): number {
      if (place === null) return -1
      const key = `${place.lat} ${place.lon}`
      const known = numbers.get(key)
      if (known !== undefined) return known
      numbers.set(key, numbers.size)
      lat.push(place.lat)
      lon.push(place.lon)
      return numbers.size - 1
    },
    done(): Places {
      const lats = lat.done()
      const lons = lon.done()
      const cosLat = lats.map((one) => Math.cos(radians(one)))
      return {
        lat: lats,
        lon: lons,
        cosLat,
        x: cosLat.map((cos, i) => cos * Math.cos(radians(lons[i] as number))),
        y: cosLat.map((cos, i) => cos * Math.sin(radians(lons[i] as number))),
        z: lats.map((one) => Math.sin(radians(one))),
      }
    },
  }
}

/** `kmBetween` of two numbered places: the same operations in the same order. */
export const kmOf = (from: Places, a: number, to: Places, b: number): number => {
  const sinLat = Math.sin(radians((to.lat[b] as number) - (from.lat[a] as number)) / 2)
  const sinLon = Math.sin(radians((to.lon[b] as number) - (from.lon[a] as number)) / 2)
  const h = sinLat ** 2 + (from.cosLat[a] as number) * (to.cosLat[b] as number) * sinLon ** 2
  return 2 * EARTH_KM * Math.asin(Math.min(1, Math.sqrt(h)))
}

/** The square of the straight line between two numbered places, in earth radii: cheap, and it grows with the km. */
export const chordOf = (from: Places, a: number, to: Places, b: number): number => {
  const x = (from.x[a] as number) - (to.x[b] as number)
  const y = (from.y[a] as number) - (to.y[b] as number)
  const z = (from.z[a] as number) - (to.z[b] as number)
  return x * x + y * y + z * z
}

/** The chord of an arc in radians, a hair too long: a sieve with it lets through too many, never too few. */
export const chordOfArc = (arc: number): number =>
  arc >= Math.PI ? Number.POSITIVE_INFINITY : (2 * Math.sin(arc / 2)) ** 2 * (1 + 1e-9) + 1e-15

export const arcOfKm = (km: number): number => km / EARTH_KM

/** A set of means as bits, in the order of TRAVEL_MEANS. */
export const meansMask = (means: readonly TravelMeans[]): number =>
  means.reduce((mask, one) => mask | (1 << TRAVEL_MEANS.indexOf(one)), 0)

export type Travel = { detour: number; speed: Float64Array; extra: Float64Array }

export const travelOf = (policy: MatchingPolicy): Travel => ({
  detour: policy.detour,
  speed: Float64Array.from(TRAVEL_MEANS, (means) => policy.travel[means].speed),
  extra: Float64Array.from(TRAVEL_MEANS, (means) => policy.travel[means].extraMinutes),
})

/** Minutes one way by the fastest of the means, not rounded up yet; Infinity without means. */
export const rawMinutesOf = (km: number, mask: number, { detour, speed, extra }: Travel): number => {
  const road = km * detour
  let best = Number.POSITIVE_INFINITY
  for (let means = 0, left = mask; left !== 0; means += 1, left >>= 1) {
    if ((left & 1) === 0) continue
    const minutes = (road / (speed[means] as number)) * 60 + (extra[means] as number) - 1e-9
    if (minutes < best) best = minutes
  }
  return best
}

/**
 * The same minutes but for a hair, without a step that depends on the means: per set of means a line of minutes over km
 * for each of the four, with a beginning of Infinity for those that somebody does not have. Whoever stands near a whole
 * minute asks `minutesOf`.
 */
export const openRoughMinutes = ({ detour, speed, extra }: Travel): ((km: number, mask: number) => number) => {
  const [count, sets] = [speed.length, 1 << speed.length]
  const perKm = Float64Array.from({ length: sets * count }, (_, at) => (60 * detour) / (speed[at % count] as number))
  const begins = Float64Array.from({ length: sets * count }, (_, at) =>
    ((Math.floor(at / count) >> (at % count)) & 1) === 1 ? (extra[at % count] as number) : Number.POSITIVE_INFINITY,
  )
  return (km, mask) => {
    let best = Number.POSITIVE_INFINITY
    for (let at = mask * count; at < (mask + 1) * count; at += 1)
      best = Math.min(best, km * (perKm[at] as number) + (begins[at] as number))
    return best
  }
}

/** Whole minutes one way, as `journeyOf` has them. */
export const minutesOf = (km: number, mask: number, travel: Travel): number =>
  Math.max(0, Math.ceil(rawMinutesOf(km, mask, travel)))

/**
 * The km of a chord without sine or arcsine, up to 600 km, and -1 beyond. Off by less than a millimetre, so whoever
 * compares it with a limit asks `kmOf` when it lies nearer to the limit than `DOUBT`.
 */
export const roughKmOf = (chord: number): number => {
  if (chord > 0.008) return -1
  const square = chord / 4
  return (
    2 *
    EARTH_KM *
    Math.sqrt(square) *
    (1 + square * (1 / 6 + square * (3 / 40 + square * (15 / 336 + square * (35 / 1152)))))
  )
}
/** Far more than `roughKmOf` is off, in km and in minutes alike. */
export const DOUBT = 1e-5

/**
 * The longest straight line, in km, that these means cover within so many minutes: `minutesOf(km) <= max` holds exactly
 * for the km up to it, because minutes never fall as km rise. Found by halving down to neighbouring numbers.
 * @returns -1 where nothing is in reach or travel is unknown; Infinity where the whole earth is
 */
export const openReach = (travel: Travel) => {
  const known = new Map<string, number>()
  return (mask: number, maxMinutes: number | null): number => {
    if (mask === 0 || maxMinutes === null) return -1
    const key = `${mask} ${maxMinutes}`
    const before = known.get(key)
    if (before !== undefined) return before
    const isWithin = (km: number): boolean => minutesOf(km, mask, travel) <= maxMinutes
    let [near, far] = [0, 2 * EARTH_KM * Math.PI]
    let reach = isWithin(far) ? Number.POSITIVE_INFINITY : isWithin(near) ? null : -1
    while (reach === null) {
      const middle = (near + far) / 2
      if (middle === near || middle === far) reach = near
      else if (isWithin(middle)) near = middle
      else far = middle
    }
    known.set(key, reach)
    return reach
  }
}
