import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Instance } from '#server/matching/rules/allocation/instance.ts'
import { openPlaces } from '#server/matching/rules/allocation/places.ts'

describe('the places of positions', () => {
  it('are held by the highest bids; the price is the lowest of them once all are taken', () => {
    const bids = fc.array(fc.tuple(fc.nat(2), fc.nat(500)), { maxLength: 60, size: 'max' })
    fc.assert(
      fc.property(bids, fc.tuple(fc.nat(9), fc.nat(3), fc.nat(1)), (offers, rooms) => {
        const edgesOf = (j: number) => offers.filter(([position]) => position === j).length
        const instance = {
          positions: 3,
          room: Int32Array.from(rooms),
          position: Int32Array.from(offers, ([position]) => position),
        } as unknown as Instance
        const places = openPlaces(instance, Float64Array.of(5, 0, 7))
        const held: { edge: number; bid: number }[][] = [[], [], []]
        offers.forEach(([j, more], edge) => {
          const room = rooms[j] ?? 0
          if (room === 0) return
          const bid = (places.price[j] ?? 0) + 1 + more
          const here = held[j] ?? []
          const out = places.take(j, edge, bid)
          if (here.length < room) expect(out).toBe(-1)
          else {
            const least = Math.min(...here.map((one) => one.bid))
            const gone = here.findIndex((one) => one.edge === out)
            expect(here[gone]?.bid).toBe(least)
            here.splice(gone, 1)
          }
          here.push({ edge, bid })
          const isFull = here.length === room
          expect(places.price[j]).toBe(isFull ? Math.min(...here.map((one) => one.bid)) : [5, 0, 7][j])
        })
        const isLeft = [0, 1, 2].some((j) => (places.price[j] ?? 0) > 0 && (held[j]?.length ?? 0) < (rooms[j] ?? 0))
        expect(places.isLeftAtAPrice()).toBe(isLeft)
        expect(edgesOf(0) + edgesOf(1) + edgesOf(2)).toBe(offers.length)
      }),
      { numRuns: 150 },
    )
  })
})
