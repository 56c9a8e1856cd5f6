import { hashOf, tieOf } from '#server/matching/rules/tie.ts'

/**
 * Who may be proposed where, as columns of whole numbers. Newcomers and positions are numbered in the order of their
 * ids, so that the same facts give the same instance whatever order they came in.
 */
export type Instance = {
  newcomers: number
  positions: number
  /** Per newcomer: the most proposals, pinned ones already taken off. */
  max: Int32Array
  /** Per position: proposals it can still take (free seats x proposals per seat), pinned ones already taken off. */
  room: Int32Array
  /** Per newcomer: what the first proposal is worth on top of its weight; 0 where a pinned proposal covers the newcomer. */
  bonus: Int32Array
  /** The edges of newcomer i are `start[i]` up to `start[i + 1]`, in the order of their positions. */
  start: Int32Array
  /** Per edge. */
  position: Int32Array
  /** Per edge: the score of the pair, a whole number from 0. */
  weight: Int32Array
  /** Per edge: a hash of the two ids, 30 bits. It decides between allocations of the same value. */
  tie: Int32Array
  /** Per newcomer: proposals that stand whatever is allocated. Absent: nobody has one. */
  pinned?: Int32Array
}

/** A choice of edges, with the prices that show how good it is. Prices are on the scale of the weights. */
export type Allocation = {
  /** Per edge: 1 = proposed. */
  chosen: Uint8Array
  /** Per newcomer, its bar: what any proposal has to bring beyond its position's price to be among the chosen. */
  newcomerPrice: Float64Array
  /** Per position: what one more place would add to the whole; 0 where a place stays empty. */
  positionPrice: Float64Array
}

/** Pairs as columns. `newcomer` and `position` are places in the lists beside it. */
export type EdgeColumns = {
  newcomer: ArrayLike<number>
  position: ArrayLike<number>
  weight: ArrayLike<number>
}

export type Supply = {
  newcomers: readonly { id: string; max: number; bonus: number }[]
  positions: readonly { id: string; room: number }[]
  /** In any order; no pair twice. */
  edges: EdgeColumns
  /** Places in the two lists. A pinned pair takes a place on both sides and is no edge any more. */
  pinned?: readonly (readonly [newcomer: number, position: number])[]
}

/** `newcomerAt[i]` = place in the given list of the newcomer that the instance calls i; `positionAt` likewise. */
export type BuiltInstance = { instance: Instance; newcomerAt: Int32Array; positionAt: Int32Array }

/** Places of the list in the order of its ids. @throws RangeError when an id is there twice */
const inOrderOfIds = (list: readonly { id: string }[], what: string): Int32Array => {
  const ids = list.map((one) => one.id)
  const order = Int32Array.from(ids.keys()).sort((a, b) => ((ids[a] as string) < (ids[b] as string) ? -1 : 1))
  for (let i = 1; i < order.length; i += 1) {
    const id = ids[order[i] as number]
    if (id === ids[order[i - 1] as number]) throw new RangeError(`${what} ${id} is there twice`)
  }
  return order
}

const inverse = (order: Int32Array): Int32Array => {
  const rank = new Int32Array(order.length)
  order.forEach((place, i) => {
    rank[place] = i
  })
  return rank
}

/** Counting sort: the given edges (all when absent) by `rank[key[edge]]`, equal ones in the order given. */
const sortedBy = (
  key: ArrayLike<number>,
  rank: Int32Array,
  edges?: Int32Array,
): { order: Int32Array; start: Int32Array } => {
  const count = edges?.length ?? key.length
  const edgeAt = (at: number): number => (edges ? (edges[at] as number) : at)
  const start = new Int32Array(rank.length + 1)
  for (let at = 0; at < count; at += 1) {
    const slot = (rank[key[edgeAt(at)] as number] as number) + 1
    start[slot] = (start[slot] as number) + 1
  }
  for (let i = 0; i < rank.length; i += 1) start[i + 1] = (start[i + 1] as number) + (start[i] as number)
  const next = start.slice()
  const order = new Int32Array(count)
  for (let at = 0; at < count; at += 1) {
    const edge = edgeAt(at)
    const slot = rank[key[edge] as number] as number
    const to = next[slot] as number
    order[to] = edge
    next[slot] = to + 1
  }
  return { order, start }
}

/**
 * Numbers everything by id, sorts the edges by newcomer and position, and takes the pinned pairs out: they use up a
 * proposal of the newcomer and a place of the position, and their newcomer needs no bonus any more.
 * A pinned pair stands even where there is no place for it: then nothing more is proposed there.
 * @throws RangeError for an id that is there twice or a pair that is there twice; edges and pins name places that exist
 */
export const buildInstance = ({ newcomers, positions, edges, pinned = [] }: Supply): BuiltInstance => {
  const newcomerAt = inOrderOfIds(newcomers, 'newcomer')
  const positionAt = inOrderOfIds(positions, 'position')
  const [newcomerRank, positionRank] = [inverse(newcomerAt), inverse(positionAt)]
  const ofNewcomer = <T>(read: (one: Supply['newcomers'][number]) => T): T[] =>
    Array.from(newcomerAt, (place) => read(newcomers[place] as Supply['newcomers'][number]))
  const ofPosition = <T>(read: (one: Supply['positions'][number]) => T): T[] =>
    Array.from(positionAt, (place) => read(positions[place] as Supply['positions'][number]))

  const max = Int32Array.from(ofNewcomer((one) => one.max))
  const bonus = Int32Array.from(ofNewcomer((one) => one.bonus))
  const room = Int32Array.from(ofPosition((one) => one.room))
  const pins = new Int32Array(newcomers.length)
  const pinnedPairs = new Set<number>()
  for (const [newcomerPlace, positionPlace] of pinned) {
    const i = newcomerRank[newcomerPlace] as number
    const j = positionRank[positionPlace] as number
    pinnedPairs.add(i * positions.length + j)
    pins[i] = (pins[i] as number) + 1
    max[i] = Math.max(0, (max[i] as number) - 1)
    room[j] = Math.max(0, (room[j] as number) - 1)
    bonus[i] = 0
  }

  const byPosition = sortedBy(edges.position, positionRank).order
  const { order, start } = sortedBy(edges.newcomer, newcomerRank, byPosition)
  const newcomerHash = ofNewcomer((one) => hashOf(one.id))
  const positionHash = ofPosition((one) => hashOf(one.id))
  const [position, weight, tie] = [0, 1, 2].map(() => new Int32Array(order.length)) as [
    Int32Array,
    Int32Array,
    Int32Array,
  ]
  let kept = 0
  for (let i = 0; i < newcomers.length; i += 1) {
    const [from, to] = [start[i] as number, start[i + 1] as number]
    start[i] = kept
    for (let at = from, last = -1; at < to; at += 1) {
      const edge = order[at] as number
      const j = positionRank[edges.position[edge] as number] as number
      if (j === last)
        throw new RangeError(
          `the pair of newcomer ${newcomers[newcomerAt[i] as number]?.id} and position ${positions[positionAt[j] as number]?.id} is there twice`,
        )
      last = j
      if (pinnedPairs.size > 0 && pinnedPairs.has(i * positions.length + j)) continue
      position[kept] = j
      weight[kept] = edges.weight[edge] as number
      tie[kept] = tieOf(newcomerHash[i] as number, positionHash[j] as number)
      kept += 1
    }
  }
  start[newcomers.length] = kept
  const instance: Instance = {
    newcomers: newcomers.length,
    positions: positions.length,
    max,
    room,
    bonus,
    start,
    position: position.subarray(0, kept),
    weight: weight.subarray(0, kept),
    tie: tie.subarray(0, kept),
    pinned: pins,
  }
  return { instance, newcomerAt, positionAt }
}
