import type { Allocation, Instance } from './instance.ts'
import { openPlaces, type Places } from './places.ts'
import { worthOf } from './scale.ts'

export type BatchOptions = {
  /** What a bid adds beyond what it must, on the scale of the weights. The allocation is within this, per proposal, of a best one. */
  eps?: number
}

type Auction = { chosen: Uint8Array; held: Int32Array; places: Places }

/** The edges of a newcomer that gain most at these prices, best first, among those it does not have. */
const openFinder = ({ start, position, weight, room, max }: Instance, price: Float64Array, chosen: Uint8Array) => {
  const most = max.reduce((high, one) => Math.max(high, one), 0) + 1
  const edges = new Int32Array(most)
  const gains = new Float64Array(most)
  return {
    edges,
    gains,
    /** @returns how many there are, `wanted` at most; from the third on only those that gain something */
    find(i: number, wanted: number): number {
      const end = start[i + 1] as number
      let found = 0
      let least = Number.NEGATIVE_INFINITY
      for (let edge = start[i] as number; edge < end; edge += 1) {
        const j = position[edge] as number
        const gain = (weight[edge] as number) - (price[j] as number)
        if (gain <= least || chosen[edge] === 1 || room[j] === 0) continue
        if (found < wanted) found += 1
        let at = found - 1
        while (at > 0 && (gains[at - 1] as number) < gain) {
          gains[at] = gains[at - 1] as number
          edges[at] = edges[at - 1] as number
          at -= 1
        }
        gains[at] = gain
        edges[at] = edge
        if (found === wanted) least = gains[found - 1] as number
        else if (found > 1) least = Math.min(0, gains[1] as number)
      }
      return found
    },
  }
}

/**
 * Who may have more bids for the positions that gain most, each up to where the next best is as good and `step` beyond;
 * whoever is outbid bids again. Prices only rise, and a place that was taken stays taken.
 */
const auction = (instance: Instance, ownerOf: Int32Array, step: number, startPrice: Float64Array): Auction => {
  const { newcomers, start, position, weight, max, bonus } = instance
  const chosen = new Uint8Array(position.length)
  const held = new Int32Array(newcomers)
  const places = openPlaces(instance, startPrice)
  const { edges, gains, find } = openFinder(instance, places.price, chosen)

  /** Whose turn it is, from `head`; nobody waits twice. */
  const queue = Int32Array.from({ length: newcomers }, (_, i) => i)
  const waits = new Uint8Array(newcomers).fill(1)
  let head = 0
  let waiting = newcomers
  const enqueue = (i: number): void => {
    if (waits[i] === 1) return
    waits[i] = 1
    const tail = head + waiting
    queue[tail < newcomers ? tail : tail - newcomers] = i
    waiting += 1
  }

  const bid = (i: number): void => {
    const has = held[i] as number
    const wants = (max[i] as number) - has
    const found = find(i, wants + 1)
    const extra = has === 0 ? (bonus[i] as number) : 0
    let bids = 0
    while (bids < Math.min(wants, found) && (gains[bids] as number) + (bids === 0 ? extra : 0) > 0) bids += 1
    // Up to here it would as soon have the next best, or go without.
    const without = bids === 1 ? -extra : 0
    const bar = bids < found ? Math.max(without, gains[bids] as number) : without
    for (let k = 0; k < bids; k += 1) {
      const edge = edges[k] as number
      const out = places.take(position[edge] as number, edge, (weight[edge] as number) - bar + step)
      chosen[edge] = 1
      if (out === -1) continue
      chosen[out] = 0
      const outbid = ownerOf[out] as number
      held[outbid] = (held[outbid] as number) - 1
      enqueue(outbid)
    }
    held[i] = has + bids
  }

  while (waiting > 0) {
    const i = queue[head] as number
    head = head + 1 < newcomers ? head + 1 : 0
    waiting -= 1
    waits[i] = 0
    if ((held[i] as number) < (max[i] as number) && start[i] !== start[i + 1]) bid(i)
  }
  return { chosen, held, places }
}

const FINER = 4
/** A coarse auction's prices are too high by at most this many of its steps nearly everywhere. */
const USUAL_MARGIN = 2

/** The steps of the auctions, coarse to fine. */
const stepsTo = (eps: number, worth: number): number[] => {
  const steps = [eps]
  for (let step = eps * FINER; step < worth / FINER; step *= FINER) steps.unshift(step)
  return steps
}

/** The bar of everybody, and a price for what is closed, so that no edge gains more than its newcomer's bar. */
const pricesOf = (instance: Instance, { chosen, held, places }: Auction): Omit<Allocation, 'chosen'> => {
  const { newcomers, start, position, weight, room, bonus } = instance
  const { gains, find } = openFinder(instance, places.price, chosen)
  const newcomerPrice = new Float64Array(newcomers)
  const positionPrice = places.price.slice()
  for (let i = 0; i < newcomers; i += 1) {
    const least = (held[i] as number) > 1 ? 0 : -(bonus[i] as number)
    const bar = find(i, 1) === 0 ? least : Math.max(least, gains[0] as number)
    newcomerPrice[i] = bar
    for (let edge = start[i] as number; edge < (start[i + 1] as number); edge += 1) {
      const j = position[edge] as number
      if (room[j] === 0) positionPrice[j] = Math.max(positionPrice[j] as number, (weight[edge] as number) - bar)
    }
  }
  return { newcomerPrice, positionPrice }
}

/**
 * Allocates everybody at once by auctions, coarse to fine. Each begins a little below the prices of the one before, where
 * it would have come by itself, only later: from 0 it is a long way where room is short.
 * The last one may leave no place empty at a price, for then the prices bound what any allocation is worth (`certify`). Where
 * it does, it began too high, and begins again further down; from 0 no place can be left so, as a place once taken stays taken.
 * The same for the same instance.
 */
export const allocateBatch = (instance: Instance, { eps = 1 }: BatchOptions = {}): Allocation => {
  const { newcomers, positions, start, position } = instance
  const ownerOf = new Int32Array(position.length)
  for (let i = 0; i < newcomers; i += 1) ownerOf.fill(i, start[i] as number, start[i + 1] as number)

  const [first = eps, ...finer] = stepsTo(eps, worthOf(instance))
  let ended = auction(instance, ownerOf, first, new Float64Array(positions))
  let before = first
  for (const step of finer) {
    const guess = ended.places.price
    let margin = USUAL_MARGIN * before
    do {
      ended = auction(
        instance,
        ownerOf,
        step,
        guess.map((price) => Math.max(0, price - margin)),
      )
      margin *= FINER
    } while (step === eps && ended.places.isLeftAtAPrice())
    before = step
  }
  return { chosen: ended.chosen, ...pricesOf(instance, ended) }
}
