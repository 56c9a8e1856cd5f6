import { type Certificate, certify } from './certify.ts'
import { allocateExactly } from './exact.ts'
import { type BuiltInstance, buildInstance, type EdgeColumns } from './instance.ts'

/** What a plain instance may hold. */
const LIMITS = { max: 1_000_000, seats: 1_000_000, weight: 1_000_000, coverageBonus: 1_000_000_000 } as const

type Id = string | number

/** A plain instance as it was given, checked, in columns. `edges` and `pinned` are places in the two lists. */
export type PlainInstance = {
  newcomers: { id: string; given: Id; max: number }[]
  positions: { id: string; given: Id; seats: number }[]
  edges: EdgeColumns
  coverageBonus: number
  pinned: [newcomer: number, position: number][]
}

/** `[newcomer, position]` in the ids that were given, by newcomer and position. */
export type PlainResult = {
  pairs: [newcomer: Id, position: Id][]
  objective: number
  bonusObjective: number
  upperBound: number
  covered: number
  eligible: number
}

/** The instance does not say what it should; the message names the field and the place. */
class BadInstance extends Error {
  override name = 'BadInstance'
}

const shown = (value: unknown): string => {
  const text = value === undefined ? 'nothing' : JSON.stringify(value)
  return text.length > 40 ? `${text.slice(0, 40)}...` : text
}

const bad = (where: string, what: string): never => {
  throw new BadInstance(`${where}: ${what}`)
}

const listAt = (value: unknown, where: string): readonly unknown[] =>
  Array.isArray(value) ? value : bad(where, `must be a list, not ${shown(value)}`)

/** Exactly these fields. */
const fieldsAt = (value: unknown, where: string, needed: readonly string[], optional: readonly string[] = []) => {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return bad(where || 'the instance', `must be an object, not ${shown(value)}`)
  const dot = where ? `${where}.` : ''
  for (const field of Object.keys(value))
    if (!needed.includes(field) && !optional.includes(field))
      bad(`${dot}${field}`, `is not a field here; the fields are ${[...needed, ...optional].join(', ')}`)
  for (const field of needed) if (!Object.hasOwn(value, field)) bad(`${dot}${field}`, 'is missing')
  return value as Record<string, unknown>
}

const wholeAt = (value: unknown, where: () => string, most: number): number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= most
    ? value
    : bad(where(), `must be a whole number from 0 to ${most}, not ${shown(value)}`)

const idAt = (value: unknown, where: () => string): Id =>
  (typeof value === 'string' && value !== '') || Number.isSafeInteger(value)
    ? (value as Id)
    : bad(where(), `must be an id (a text or a whole number), not ${shown(value)}`)

/** Reads a list of people or positions, each id once. */
const nodesAt = (value: unknown, where: string, count: 'max' | 'seats') => {
  const places = new Map<string, number>()
  const nodes = listAt(value, where).map((one, at) => {
    const fields = fieldsAt(one, `${where}[${at}]`, ['id', count])
    const given = idAt(fields['id'], () => `${where}[${at}].id`)
    const id = String(given)
    const first = places.get(id)
    if (first !== undefined) bad(`${where}[${at}].id`, `${shown(given)} is there already: ${where}[${first}]`)
    places.set(id, at)
    return { id, given, count: wholeAt(fields[count], () => `${where}[${at}].${count}`, LIMITS[count]) }
  })
  const placeAt = (id: unknown, at: () => string): number =>
    places.get(String(idAt(id, at))) ?? bad(at(), `there is no ${where.slice(0, -1)} ${shown(id)}`)
  return { nodes, placeAt }
}

/**
 * Checks a plain instance.
 * @param value what the JSON said
 * @throws BadInstance naming the first field that is wrong
 */
export const readInstance = (value: unknown): PlainInstance => {
  const fields = fieldsAt(value, '', ['newcomers', 'positions', 'edges', 'coverageBonus'], ['pinned'])
  const newcomers = nodesAt(fields['newcomers'], 'newcomers', 'max')
  const positions = nodesAt(fields['positions'], 'positions', 'seats')
  const seen = (field: string) => {
    const pairs = new Map<number, number>()
    return (newcomer: number, position: number, at: number): void => {
      const key = newcomer * positions.nodes.length + position
      const first = pairs.get(key)
      if (first !== undefined) bad(`${field}[${at}]`, `this pair is there already: ${field}[${first}]`)
      pairs.set(key, at)
    }
  }
  const pairAt = (pair: readonly unknown[], where: string): [number, number] => [
    newcomers.placeAt(pair[0], () => `${where}[0]`),
    positions.placeAt(pair[1], () => `${where}[1]`),
  ]

  const edges = listAt(fields['edges'], 'edges')
  const columns = {
    newcomer: new Int32Array(edges.length),
    position: new Int32Array(edges.length),
    weight: new Int32Array(edges.length),
  }
  const edgeOnce = seen('edges')
  edges.forEach((value, at) => {
    const where = `edges[${at}]`
    const edge = listAt(value, where)
    if (edge.length !== 3) bad(where, `must be [newcomer, position, weight], not ${shown(edge)}`)
    const [newcomer, position] = pairAt(edge, where)
    edgeOnce(newcomer, position, at)
    columns.newcomer[at] = newcomer
    columns.position[at] = position
    columns.weight[at] = wholeAt(edge[2], () => `${where}[2]`, LIMITS.weight)
  })

  const coverageBonus = wholeAt(fields['coverageBonus'], () => 'coverageBonus', LIMITS.coverageBonus)
  const pinOnce = seen('pinned')
  const pinned = (Object.hasOwn(fields, 'pinned') ? listAt(fields['pinned'], 'pinned') : []).map((value, at) => {
    const where = `pinned[${at}]`
    const pin = listAt(value, where)
    if (pin.length !== 2) bad(where, `must be [newcomer, position], not ${shown(pin)}`)
    const pair = pairAt(pin, where)
    pinOnce(...pair, at)
    return pair
  })
  return {
    newcomers: newcomers.nodes.map(({ id, given, count }) => ({ id, given, max: count })),
    positions: positions.nodes.map(({ id, given, count }) => ({ id, given, seats: count })),
    edges: columns,
    coverageBonus,
    pinned,
  }
}

const built = ({ newcomers, positions, edges, coverageBonus, pinned }: PlainInstance): BuiltInstance =>
  buildInstance({
    newcomers: newcomers.map(({ id, max }) => ({ id, max, bonus: coverageBonus })),
    positions: positions.map(({ id, seats }) => ({ id, room: seats })),
    edges,
    pinned,
  })

/** What the pinned pairs add to every allocation: their weights, where they have an edge, and a bonus for each newcomer. */
const worthOfPins = ({ edges, pinned, positions, coverageBonus }: PlainInstance): { weight: number; bonus: number } => {
  const keyOf = (newcomer: number, position: number): number => newcomer * positions.length + position
  const pins = new Set(pinned.map((pair) => keyOf(...pair)))
  let weight = 0
  if (pins.size > 0)
    for (let edge = 0; edge < edges.weight.length; edge += 1)
      if (pins.has(keyOf(edges.newcomer[edge] as number, edges.position[edge] as number)))
        weight += edges.weight[edge] as number
  return { weight, bonus: coverageBonus * new Set(pinned.map(([newcomer]) => newcomer)).size }
}

const inOrder = (x: string, y: string): number => (x < y ? -1 : x > y ? 1 : 0)

/**
 * Lets only a proof through that keeps every limit and is tight.
 * @throws Error with the first breach, or the bound that was not reached
 */
export const refuseUnproved = (
  proof: Pick<Certificate, 'feasible' | 'upperBound' | 'bonusObjective' | 'breach'>,
): void => {
  if (!proof.feasible || proof.upperBound !== proof.bonusObjective)
    throw new Error(`the allocation could not be proved: ${proof.breach ?? `the bound is ${proof.upperBound}`}`)
}

/**
 * The best allocation of a plain instance, with what proves it. The same whatever the order of the lists.
 * @throws Error when the proof fails: then nothing is said rather than something wrong
 */
export const solvePlainly = (plain: PlainInstance): PlainResult => {
  const { instance, newcomerAt, positionAt } = built(plain)
  const allocation = allocateExactly(instance)
  const proof = certify(instance, allocation)
  refuseUnproved(proof)
  const pairs = [...plain.pinned]
  for (let i = 0; i < instance.newcomers; i += 1)
    for (let edge = instance.start[i] as number; edge < (instance.start[i + 1] as number); edge += 1)
      if (allocation.chosen[edge])
        pairs.push([newcomerAt[i] as number, positionAt[instance.position[edge] as number] as number])
  const pins = worthOfPins(plain)
  return {
    pairs: pairs
      .map(([i, j]) => ({ newcomer: plain.newcomers[i], position: plain.positions[j] }))
      .sort(
        (x, y) =>
          inOrder(x.newcomer?.id ?? '', y.newcomer?.id ?? '') || inOrder(x.position?.id ?? '', y.position?.id ?? ''),
      )
      .map(({ newcomer, position }) => [newcomer?.given as Id, position?.given as Id]),
    objective: Number(proof.objective) + pins.weight,
    bonusObjective: Number(proof.bonusObjective) + pins.weight + pins.bonus,
    upperBound: Number(proof.upperBound) + pins.weight + pins.bonus,
    covered: proof.covered,
    eligible: proof.eligible,
  }
}
