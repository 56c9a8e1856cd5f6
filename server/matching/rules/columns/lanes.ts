import { LANGUAGE_SKILLS } from '#db/values/language.ts'
import { type Lists, listsAt, openInts, openLists, placesOfItems } from './growing.ts'
import { NEVER } from './growth.ts'
import { busyQuarters } from './journeys.ts'
import { MAY_WORK, type NewcomerColumns } from './newcomer-columns.ts'
import { arcOfKm, chordOfArc, type Places } from './reach.ts'

/**
 * The newcomers as lanes of bits. A lane is a newcomer at one address: whoever moves has two, each with the days of
 * start for which it counts. People whom no position can suit (a fact that every gate needs is unknown, or they may
 * not work) have none. Neighbours lie beside each other, so that whole words of 32 lanes are out of reach at once.
 */
export type Lanes = {
  count: number
  /** Words of 32 lanes. */
  words: number
  newcomer: Int32Array
  place: Int32Array
  /** Where the place is, on a sphere of radius 1. */
  x: Float64Array
  y: Float64Array
  z: Float64Array
  /** Starts from `from` up to the day before `until`. */
  from: Int32Array
  until: Int32Array
  reachKm: Float64Array
  /** The reach as a chord (reach.ts), a hair too long. */
  reachChord: Float64Array
  means: Uint8Array
  /** When lessons or childcare may be in the way (journeys.ts); 0 = never. */
  busyQuarters: Int32Array
  /** 1 = said no to some employer. */
  refusesSome: Uint8Array
  /** The lanes of each newcomer. */
  of: Lists
  /** Per lane what has to be at most what a position says. */
  atMost: AtMost
  /** What else the newcomer of a lane brings, as in `NewcomerColumns`; here in the order in which it is read, by neighbours. */
  licences: Int32Array
  free: Lists
  busy: Lists
  abilities: Lists
  noGoIsco: Lists
  others: Lists
  otherRank: Float64Array
  otherNextRankOn: Float64Array
  /** Around each word, and around each block of 64 words: from beyond it nobody in there can come. */
  wordCaps: Caps
  blockCaps: Caps
}

/**
 * Facts turned so that less is more, in the order of the lanes: `-x <= -y` says `x >= y`. The languages by skill of
 * LANGUAGE_SKILLS.
 */
type AtMost = {
  hoursMin: Float64Array
  minusHoursMax: Float64Array
  minusFreeMinutes: Float64Array
  /** Available and allowed to work. */
  readyFrom: Float64Array
  minusMayWorkUntil: Float64Array
  /** Living there on the day of the start. */
  from: Float64Array
  minusLastDay: Float64Array
  minusRank: Float64Array[]
  nextRankOn: Float64Array[]
}

/** The middle of some lanes on a sphere of radius 1, and the chord within which any of them can work. */
export type Caps = { x: Float64Array; y: Float64Array; z: Float64Array; chord: Float64Array }

export const WORDS_PER_BLOCK = 64
export const LANES_PER_BLOCK = 32 * WORDS_PER_BLOCK

/** Whether a point on the sphere lies outside a cap. */
export const isBeyond = (caps: Caps, at: number, x: number, y: number, z: number): boolean => {
  const dx = (caps.x[at] as number) - x
  const dy = (caps.y[at] as number) - y
  const dz = (caps.z[at] as number) - z
  return dx * dx + dy * dy + dz * dz > (caps.chord[at] as number)
}

export const lanesOf = (newcomers: NewcomerColumns): Lanes => {
  const { count, places, home, nextHome, nextFrom, reachKm, noGoEmployers } = newcomers
  const { availableFrom, mayWork, freeMinutes, hoursMin } = newcomers
  const [who, where, since, before] = [openInts(), openInts(), openInts(), openInts()]
  const visit = (newcomer: number, place: number, from: number, until: number): void => {
    who.push(newcomer)
    where.push(place)
    since.push(from)
    before.push(until)
  }
  for (let i = 0; i < count; i += 1) {
    if ((reachKm[i] as number) < 0 || (freeMinutes[i] as number) < 0 || availableFrom[i] === NEVER) continue
    if (mayWork[i] !== MAY_WORK.allowed || hoursMin[i] === Number.POSITIVE_INFINITY) continue
    const moves = nextFrom[i] as number
    if ((home[i] as number) >= 0 && moves !== -NEVER) visit(i, home[i] as number, -NEVER, moves)
    if (moves !== NEVER && (nextHome[i] as number) >= 0) visit(i, nextHome[i] as number, moves, NEVER)
  }
  const [newcomer, place, from, until] = [who.done(), where.done(), since.done(), before.done()]
  const order = orderOf(newcomers, newcomer, place)
  const lanes = order.length
  const out = {
    count: lanes,
    words: Math.ceil(lanes / 32),
    newcomer: new Int32Array(lanes),
    place: new Int32Array(lanes),
    x: new Float64Array(lanes),
    y: new Float64Array(lanes),
    z: new Float64Array(lanes),
    from: new Int32Array(lanes),
    until: new Int32Array(lanes),
    reachKm: new Float64Array(lanes),
    reachChord: new Float64Array(lanes),
    means: new Uint8Array(lanes),
    busyQuarters: new Int32Array(lanes),
    refusesSome: new Uint8Array(lanes),
  }
  const laneOf = new Int32Array(lanes)
  order.forEach((address, lane) => {
    laneOf[address] = lane
    const i = newcomer[address] as number
    out.newcomer[lane] = i
    const here = place[address] as number
    out.place[lane] = here
    out.x[lane] = places.x[here] as number
    out.y[lane] = places.y[here] as number
    out.z[lane] = places.z[here] as number
    out.from[lane] = from[address] as number
    out.until[lane] = until[address] as number
    out.reachKm[lane] = reachKm[i] as number
    out.reachChord[lane] = chordOfArc(arcOfKm(reachKm[i] as number))
    out.means[lane] = newcomers.means[i] as number
    out.busyQuarters[lane] = busyQuarters(newcomers, i)
    out.refusesSome[lane] = noGoEmployers.start[i] === noGoEmployers.start[i + 1] ? 0 : 1
  })
  const of = openLists()
  let last = 0
  newcomer.forEach((i, address) => {
    for (; last < i; last += 1) of.close()
    of.push(laneOf[address] as number)
  })
  for (; last < count; last += 1) of.close()
  const others = placesOfItems(newcomers.others, out.newcomer)
  return {
    ...out,
    of: of.done(),
    atMost: atMostOf(newcomers, out),
    licences: out.newcomer.map((i) => newcomers.licences[i] as number),
    free: listsAt(newcomers.free, out.newcomer),
    busy: listsAt(newcomers.busy, out.newcomer),
    abilities: listsAt(newcomers.abilities, out.newcomer),
    noGoIsco: listsAt(newcomers.noGoIsco, out.newcomer),
    others: listsAt(newcomers.others, out.newcomer),
    otherRank: Float64Array.from(others.at, (at) => newcomers.otherRank[at] as number),
    otherNextRankOn: Float64Array.from(others.at, (at) => newcomers.otherNextRankOn[at] as number),
    wordCaps: capsOf(out, 32),
    blockCaps: capsOf(out, LANES_PER_BLOCK),
  }
}

const atMostOf = (newcomers: NewcomerColumns, lanes: Pick<Lanes, 'newcomer' | 'from' | 'until'>): AtMost => {
  const { hoursMin, hoursMax, freeMinutes, availableFrom, mayWorkFrom, mayWorkUntil, rank, nextRankOn } = newcomers
  const each = (value: (newcomer: number) => number): Float64Array => Float64Array.from(lanes.newcomer, value)
  const width = LANGUAGE_SKILLS.length
  return {
    hoursMin: each((i) => hoursMin[i] as number),
    minusHoursMax: each((i) => -(hoursMax[i] as number)),
    minusFreeMinutes: each((i) => -(freeMinutes[i] as number)),
    readyFrom: each((i) => Math.max(availableFrom[i] as number, mayWorkFrom[i] as number)),
    minusMayWorkUntil: each((i) => -(mayWorkUntil[i] as number)),
    from: Float64Array.from(lanes.from),
    minusLastDay: Float64Array.from(lanes.until, (day) => 1 - day),
    minusRank: LANGUAGE_SKILLS.map((_, skill) => each((i) => -(rank[i * width + skill] as number))),
    nextRankOn: LANGUAGE_SKILLS.map((_, skill) => each((i) => nextRankOn[i * width + skill] as number)),
  }
}

/**
 * The addresses in the order of the lanes: by a cell of the map of some km, therein by how far people come (so that a
 * word of people on foot is out of reach of most places), therein by place.
 */
const orderOf = ({ places, reachKm }: NewcomerColumns, newcomer: Int32Array, place: Int32Array): Int32Array => {
  const walk = zWalk(places)
  const sorted = Int32Array.from(walk.keys()).sort((a, b) => (walk[a] as number) - (walk[b] as number) || a - b)
  const rank = new Int32Array(sorted.length)
  const cell = new Int32Array(sorted.length)
  let [cells, before] = [0, -1]
  sorted.forEach((one, i) => {
    const here = Math.floor((walk[one] as number) / STEPS_PER_CELL)
    if (here !== before) cells += 1
    before = here
    cell[one] = cells
    rank[one] = i
  })
  // One number each, and its own index in the last digits: numbers sort far faster than with a comparison.
  const keys = Float64Array.from(place, (one, address) => {
    const far = Math.min(15, Math.floor((reachKm[newcomer[address] as number] as number) / 4))
    const group = (cell[one] as number) * 16 + far
    return (group * sorted.length + (rank[one] as number)) * place.length + address
  }).sort()
  return Int32Array.from(keys, (key) => key % place.length)
}

/** A step of the walk is 0.0055 degrees, 600 m; a cell is 32 by 32 steps. */
const STEPS_PER_CELL = 1024

/** Where each place lies on a Z-shaped walk over the map, which keeps most neighbours together. */
const zWalk = ({ lat, lon }: Places): Float64Array => {
  const spread = (value: number): number => {
    let bits = value & 0xffff
    bits = (bits | (bits << 8)) & 0x00ff00ff
    bits = (bits | (bits << 4)) & 0x0f0f0f0f
    bits = (bits | (bits << 2)) & 0x33333333
    return (bits | (bits << 1)) & 0x55555555
  }
  const step = (degrees: number): number => spread((degrees / 360) * 65535)
  return lat.map((one, i) => ((step(one + 90) << 1) | step((lon[i] as number) + 180)) >>> 0)
}

const capsOf = (
  { count, x, y, z, reachKm }: Pick<Lanes, 'count' | 'x' | 'y' | 'z' | 'reachKm'>,
  size: number,
): Caps => {
  const groups = Math.ceil(count / size)
  const make = () => new Float64Array(groups)
  const caps = { x: make(), y: make(), z: make(), chord: make() }
  for (let group = 0; group < groups; group += 1) {
    const end = Math.min(count, (group + 1) * size)
    let [midX, midY, midZ] = [0, 0, 0]
    for (let lane = group * size; lane < end; lane += 1) {
      midX += x[lane] as number
      midY += y[lane] as number
      midZ += z[lane] as number
    }
    const length = Math.hypot(midX, midY, midZ)
    // People on opposite sides of the earth have no middle: any point does, with a cap around everything they reach.
    if (length > 1e-6) [midX, midY, midZ] = [midX / length, midY / length, midZ / length]
    else [midX, midY, midZ] = [1, 0, 0]
    let arc = 0
    for (let lane = group * size; lane < end; lane += 1) {
      const away = Math.hypot(midX - (x[lane] as number), midY - (y[lane] as number), midZ - (z[lane] as number))
      arc = Math.max(arc, 2 * Math.asin(Math.min(1, away / 2)) + arcOfKm(reachKm[lane] as number))
    }
    caps.x[group] = midX
    caps.y[group] = midY
    caps.z[group] = midZ
    caps.chord[group] = chordOfArc(arc + 1e-9)
  }
  return caps
}
