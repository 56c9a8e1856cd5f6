import { createHash } from 'node:crypto'
import { buildInstance, type Instance } from '#server/matching/rules/allocation/instance.ts'

/**
 * Made-up countries for the benchmark, the same ones on every machine: people and positions around towns of very different
 * size, gates on distance, language and hours, and scores of two sides. Nothing in them is measured on people.
 */
export type Size = { name: string; newcomers: number; positions: number; kilometres: number; towns: number }

/** The side of the map sets how many pairs are within reach: 12 to 33 edges a newcomer, as on the design's figures. */
export const SIZES: readonly Size[] = [
  { name: '1k x 200', newcomers: 1_000, positions: 200, kilometres: 40, towns: 8 },
  { name: '10k x 1k', newcomers: 10_000, positions: 1_000, kilometres: 84, towns: 24 },
  { name: '100k x 5k', newcomers: 100_000, positions: 5_000, kilometres: 250, towns: 120 },
]

export const PROPOSALS_PER_SEAT = 5
export const PROPOSALS_PER_NEWCOMER = 3

/** Numbers from 0 up to 1, always the same for a seed (mulberry32). */
export const seeded = (seed: number): (() => number) => {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Whole numbers, more and more of them, in little memory. */
const openColumn = () => {
  let column = new Int32Array(1 << 16)
  let length = 0
  return {
    push(value: number): void {
      if (length === column.length) {
        const wider = new Int32Array(2 * length)
        wider.set(column)
        column = wider
      }
      column[length] = value
      length += 1
    },
    values: (): Int32Array => column.subarray(0, length),
  }
}

type Place = { x: number; y: number }

const DAYPARTS = 14
const SECTORS = 12

/** `own` and `employer`: per edge of the instance, what the pair is worth to either side. */
export type Country = { instance: Instance; seats: number; own: Int32Array; employer: Int32Array }

/** Ids that sort as they count, so that the edges of the instance stand in the order they are made in. */
const idOf = (letter: string, n: number): string => `${letter}${String(n).padStart(6, '0')}`

/** A country of this size. `coverageBonus` is the bonus of every newcomer, beside up to 120 for waiting. */
export const countryOf = (size: Size, coverageBonus: number, seed = 1): Country => {
  const random = seeded(seed)
  const below = (limit: number): number => Math.floor(random() * limit)
  let people = 0
  const towns = Array.from({ length: size.towns }, (_, rank) => {
    const town = 1 / (rank + 1) ** 0.8
    people += town
    return { x: random() * size.kilometres, y: random() * size.kilometres, size: town, upTo: people }
  })
  const somewhere = (): Place => {
    const at = random() * people
    const town = towns.find((one) => at <= one.upTo) ?? { x: 0, y: 0, size: 1 }
    // The sum of three is near enough to a bell: most live near the middle.
    const off = (): number => (random() + random() + random() - 1.5) * 8 * (0.5 + town.size)
    return { x: town.x + off(), y: town.y + off() }
  }
  const dayparts = (least: number, spread: number): number => {
    let mask = 0
    for (let n = least + below(spread); n > 0; n -= 1) mask |= 1 << below(DAYPARTS)
    return mask
  }
  const positions = Array.from({ length: size.positions }, (_, j) => ({
    id: idOf('p', j),
    ...somewhere(),
    seats: 1 + Math.floor(-Math.log(1 - random()) * 2.2),
    level: 1 + below(4),
    sector: below(SECTORS),
    hours: dayparts(2, 4),
    teaches: random(),
  }))
  const [xs, ys] = [Float64Array.from(positions, (one) => one.x), Float64Array.from(positions, (one) => one.y)]
  const edges = { newcomer: openColumn(), position: openColumn(), weight: openColumn() }
  const sides = { own: openColumn(), employer: openColumn() }
  const newcomers = Array.from({ length: size.newcomers }, (_, i) => {
    const { x, y } = somewhere()
    const reach = 6 + 24 * random() ** 2
    // About one in seven reads and speaks no level yet.
    const level = random() < 0.14 ? 0 : 1 + Math.floor(5 * random() ** 1.3)
    const [wish, near] = [below(SECTORS), below(SECTORS)]
    const hours = ~dayparts(0, 4)
    const eager = random()
    for (let j = 0; j < size.positions; j += 1) {
      const dx = (xs[j] as number) - x
      const dy = (ys[j] as number) - y
      const far = dx * dx + dy * dy
      if (far > reach * reach) continue
      const there = positions[j]
      if (!there || level < there.level || (there.hours & hours) !== there.hours) continue
      if (there.sector !== wish && there.sector !== near && random() < 0.5) continue
      const fits = there.sector === wish ? 1 : there.sector === near ? 0.6 : 0.2
      const own = 500 * fits + 300 * (1 - Math.sqrt(far) / reach) + 200 * there.teaches * eager
      const employer = 500 * random() + 300 * Math.min(1, (level - there.level) / 2) + 200 * random() * fits
      edges.newcomer.push(i)
      edges.position.push(j)
      edges.weight.push(Math.round(Math.sqrt(own * employer)))
      sides.own.push(Math.round(own))
      sides.employer.push(Math.round(employer))
    }
    return {
      id: idOf('n', i),
      max: PROPOSALS_PER_NEWCOMER,
      bonus: coverageBonus + (coverageBonus > 0 ? 10 * below(13) : 0),
    }
  })
  const { instance } = buildInstance({
    newcomers,
    positions: positions.map(({ id, seats }) => ({ id, room: seats * PROPOSALS_PER_SEAT })),
    edges: { newcomer: edges.newcomer.values(), position: edges.position.values(), weight: edges.weight.values() },
  })
  return {
    instance,
    seats: positions.reduce((sum, one) => sum + one.seats, 0),
    own: sides.own.values(),
    employer: sides.employer.values(),
  }
}

/** The same on every machine for the same instance: 12 hex digits. */
export const checksumOf = (instance: Instance): string => {
  const hash = createHash('sha256')
  for (const column of ['max', 'room', 'bonus', 'start', 'position', 'weight', 'tie'] as const)
    hash.update(new Uint8Array(instance[column].buffer, instance[column].byteOffset, instance[column].byteLength))
  return hash.digest('hex').slice(0, 12)
}
