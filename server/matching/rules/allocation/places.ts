import type { Instance } from './instance.ts'

export type Places = {
  /** Per position: the lowest bid that holds a place once all are taken, before that what it started at. */
  price: Float64Array
  /** Takes a place of a position for an edge, at a bid above the price. @returns the edge that made way, -1 when none had to */
  take(position: number, edge: number, bid: number): number
  /** Whether a position has a place left and yet a price. */
  isLeftAtAPrice(): boolean
}

/** The bids that hold the places of each position: a heap per position, lowest bid first, all in one run of memory. */
export const openPlaces = ({ positions, room, position }: Instance, startPrice: Float64Array): Places => {
  const start = new Int32Array(positions + 1)
  const edgesOf = new Int32Array(positions)
  for (const j of position) edgesOf[j] = (edgesOf[j] as number) + 1
  for (let j = 0; j < positions; j += 1)
    start[j + 1] = (start[j] as number) + Math.min(room[j] as number, edgesOf[j] as number)
  const edge = new Int32Array(start[positions] as number)
  const bid = new Float64Array(start[positions] as number)
  const load = new Int32Array(positions)
  const price = startPrice.slice()

  const sink = (base: number, size: number, one: number, offer: number): void => {
    let at = 0
    for (;;) {
      let child = 2 * at + 1
      if (child >= size) break
      if (child + 1 < size && (bid[base + child + 1] as number) < (bid[base + child] as number)) child += 1
      if ((bid[base + child] as number) >= offer) break
      bid[base + at] = bid[base + child] as number
      edge[base + at] = edge[base + child] as number
      at = child
    }
    bid[base + at] = offer
    edge[base + at] = one
  }
  const rise = (base: number, last: number, one: number, offer: number): void => {
    let at = last
    while (at > 0) {
      const parent = (at - 1) >> 1
      if ((bid[base + parent] as number) <= offer) break
      bid[base + at] = bid[base + parent] as number
      edge[base + at] = edge[base + parent] as number
      at = parent
    }
    bid[base + at] = offer
    edge[base + at] = one
  }

  return {
    price,
    take(j, one, offer) {
      const base = start[j] as number
      const places = (start[j + 1] as number) - base
      const has = load[j] as number
      if (has < places) {
        load[j] = has + 1
        rise(base, has, one, offer)
        if (has + 1 === room[j]) price[j] = bid[base] as number
        return -1
      }
      const out = edge[base] as number
      sink(base, places, one, offer)
      price[j] = bid[base] as number
      return out
    },
    isLeftAtAPrice: () => price.some((one, j) => one > 0 && (load[j] as number) < (room[j] as number)),
  }
}
