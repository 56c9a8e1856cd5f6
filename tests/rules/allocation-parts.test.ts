import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { certify } from '#server/matching/rules/allocation/certify.ts'
import { allocateExactly, openAllocation } from '#server/matching/rules/allocation/exact.ts'
import { openHeap } from '#server/matching/rules/allocation/heap.ts'
import type { Allocation, Instance } from '#server/matching/rules/allocation/instance.ts'
import { openPlaces } from '#server/matching/rules/allocation/places.ts'
import { compositeOf, scaleOf, worthOf } from '#server/matching/rules/allocation/scale.ts'
import {
  addNode,
  choose,
  giveUp,
  link,
  openSide,
  roomFor,
  type Side,
  type Sides,
  unlink,
} from '#server/matching/rules/allocation/sides.ts'
import { blockingPairs } from '#server/matching/rules/allocation/stable.ts'
import { anInstance, instanceOf } from './allocation-oracles.ts'

describe('the heap', () => {
  it('gives the least key first, whatever came, rose or was cleared', () => {
    /** -1 = take one out, -2 = clear, else put this node in with a key (never above the key it waits with). */
    const step = fc.tuple(
      fc.oneof({ weight: 5, arbitrary: fc.nat(40) }, { weight: 3, arbitrary: fc.constant(-1) }, fc.constant(-2)),
      fc.nat(60),
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120, size: 'max' }), fc.constantFrom(1, 30, 400), (steps, stride) => {
        const heap = openHeap()
        const waiting = new Map<number, number>()
        for (const [what, key] of steps) {
          const least = Math.min(...waiting.values())
          expect(heap.leastKey()).toBe(least)
          if (what === -2) {
            heap.clear()
            waiting.clear()
          } else if (what >= 0) {
            const node = what * stride
            const lower = Math.min(key, waiting.get(node) ?? Number.POSITIVE_INFINITY)
            heap.put(node, lower)
            waiting.set(node, lower)
          } else if (waiting.size > 0) {
            const node = heap.pop()
            expect(waiting.get(node)).toBe(least)
            waiting.delete(node)
          }
        }
        const rest = [...waiting.values()].sort((a, b) => a - b)
        const popped = rest.map(() => {
          const key = heap.leastKey()
          expect(waiting.get(heap.pop())).toBe(key)
          return key
        })
        expect(popped).toEqual(rest)
        expect(heap.leastKey()).toBe(Number.POSITIVE_INFINITY)
      }),
      { numRuns: 80 },
    )
  })

  it('holds more nodes than it began with, far numbers too', () => {
    const heap = openHeap()
    const nodes = Array.from({ length: 3000 }, (_, i) => (i * 7919) % 3000)
    for (const node of nodes) heap.put(node, 3000 - node)
    heap.put(90_000, 0.5)
    for (const node of [90_000, ...nodes.sort((a, b) => b - a)]) expect(heap.pop()).toBe(node)
  })
})

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

describe('the scale', () => {
  it.each([
    // The usual one: weight + bonus below 2^14 and fewer than 8191 positions, so that live and fresh break ties alike.
    { worth: 0, positions: 0, unit: 2 ** 37, tieShift: 7, mostWorth: 16_383, mostPositions: 8190 },
    { worth: 16_383, positions: 8190, unit: 2 ** 37, tieShift: 7, mostWorth: 16_383, mostPositions: 8190 },
    { worth: 16_384, positions: 1, unit: 2 ** 36, tieShift: 8, mostWorth: 32_767, mostPositions: 8190 },
    { worth: 1, positions: 8191, unit: 2 ** 37, tieShift: 8, mostWorth: 16_383, mostPositions: 16_382 },
    { worth: 2 ** 32 - 1, positions: 1, unit: 2 ** 19, tieShift: 25, mostWorth: 2 ** 32 - 1, mostPositions: 8190 },
    {
      worth: 2 ** 32 - 1,
      positions: 2 ** 22,
      unit: 2 ** 19,
      tieShift: 30,
      mostWorth: 2 ** 32 - 1,
      mostPositions: 2 ** 23 - 2,
    },
  ])('holds weight + bonus up to $worth and $positions positions', ({ worth, positions, ...scale }) => {
    expect(scaleOf(worth, positions)).toEqual(scale)
  })

  it('keeps its promise: the ties of the longest chain together are less than half of one point, all below 2^53', () => {
    for (const worth of [1, 16_383, 16_384, 2 ** 20, 2 ** 31, 2 ** 32 - 1])
      for (const positions of [1, 8190, 8191, 100_000]) {
        const scale = scaleOf(worth, positions)
        const tie = compositeOf(scale, 0, 2 ** 30 - 1)
        expect((2 * positions + 3) * tie).toBeLessThan(Math.max(1, scale.unit / 2) * 2)
        expect(compositeOf(scale, worth, 2 ** 30 - 1)).toBeLessThan(2 ** 53)
        expect(scale.mostWorth).toBeGreaterThanOrEqual(worth)
        expect(scale.mostPositions).toBeGreaterThanOrEqual(positions)
      }
  })

  it('puts a point of weight above every tie', () => {
    const scale = scaleOf(1000, 200)
    expect(compositeOf(scale, 8, 0)).toBeGreaterThan(compositeOf(scale, 7, 2 ** 30 - 1))
    expect(compositeOf(scale, 7, 2 ** 20)).toBeGreaterThan(compositeOf(scale, 7, 0))
    expect(compositeOf(scale, 3, 5 * 128)).toBe(3 * 2 ** 37 + 5)
    expect(worthOf({ weight: Int32Array.of(4, 9, 2), bonus: Int32Array.of(5, 30) })).toBe(39)
    expect(worthOf({ weight: Int32Array.of(), bonus: Int32Array.of() })).toBe(0)
  })

  it.each([2 ** 32, 2 ** 40, Number.NaN])('refuses %d', (worth) => {
    expect(() => scaleOf(worth, 1)).toThrow(`weight + bonus is ${worth}: it must be below 2^32`)
  })
})

describe('the edges as both sides see them', () => {
  /** Per node the edges in its cells, as [node at the other end, worth, chosen]. */
  const seenFrom = (side: Side) =>
    Array.from({ length: side.nodes }, (_, n) =>
      Array.from({ length: side.size[n] ?? 0 }, (_, k) => {
        const cell = (side.start[n] ?? 0) + k
        return [side.node[cell], side.weight[cell], k < (side.taken[n] ?? 0)] as const
      }),
    )
  const inOrder = (list: (readonly unknown[])[]) => list.map((one) => one.join(' ')).sort()
  /** Every edge knows its cell on the other side, and that one knows it; nobody's cells run into another's. */
  const assertWhole = ({ rows, columns }: Sides): void => {
    for (const [side, other] of [
      [rows, columns],
      [columns, rows],
    ] as const) {
      const owner = new Map<number, number>()
      for (let n = 0; n < side.nodes; n += 1)
        for (let k = 0; k < (side.size[n] ?? 0); k += 1) {
          const cell = (side.start[n] ?? 0) + k
          expect(owner.has(cell)).toBe(false)
          owner.set(cell, n)
          const twin = side.twin[cell] ?? -1
          expect(other.twin[twin]).toBe(cell)
          expect(other.node[twin]).toBe(n)
          expect(other.weight[twin]).toBe(side.weight[cell])
        }
    }
  }

  it('stay the same edges whatever is linked, chosen, given up and taken away', () => {
    const step = fc.record({
      kind: fc.constantFrom('link', 'link', 'link', 'choose', 'choose', 'giveUp', 'unlink', 'row', 'column'),
      i: fc.nat(9),
      j: fc.nat(9),
      at: fc.nat(99),
    })
    fc.assert(
      fc.property(fc.array(step, { minLength: 20, maxLength: 120, size: 'max' }), (steps) => {
        const sides: Sides = { rows: openSide(Int32Array.of(1, 0, 2)), columns: openSide(Int32Array.of(2, 1)) }
        const told: string[] = []
        sides.onChange = (i, j, by) => told.push(`${i} ${j} ${by}`)
        const expectedTold: string[] = []
        let edges: { i: number; j: number; weight: number; isChosen: boolean }[] = []
        const cellOf = (i: number, j: number): number => {
          const { rows } = sides
          const from = rows.start[i] ?? 0
          return rows.node.subarray(from, from + (rows.size[i] ?? 0)).indexOf(j) + from
        }
        const pick = (isChosen: boolean, at: number) => {
          const some = edges.filter((one) => one.isChosen === isChosen)
          return some[at % Math.max(1, some.length)]
        }
        steps.forEach(({ kind, i, j, at }, weight) => {
          if (kind === 'row') expect(addNode(sides.rows)).toBe(sides.rows.nodes - 1)
          if (kind === 'column') expect(addNode(sides.columns)).toBe(sides.columns.nodes - 1)
          if (kind === 'link') {
            const [row, column] = [i % sides.rows.nodes, j % sides.columns.nodes]
            if (edges.some((one) => one.i === row && one.j === column)) return
            const cell = link(sides, row, column, weight)
            expect([sides.rows.node[cell], sides.rows.weight[cell]]).toEqual([column, weight])
            edges.push({ i: row, j: column, weight, isChosen: false })
          }
          const one = pick(kind === 'giveUp', at)
          if (one && kind === 'choose') {
            choose(sides, cellOf(one.i, one.j))
            one.isChosen = true
            expectedTold.push(`${one.i} ${one.j} 1`)
          }
          if (one && kind === 'giveUp') {
            giveUp(sides, cellOf(one.i, one.j))
            one.isChosen = false
            expectedTold.push(`${one.i} ${one.j} -1`)
          }
          if (one && kind === 'unlink') {
            unlink(sides, cellOf(one.i, one.j))
            edges = edges.filter((other) => other !== one)
          }
        })
        assertWhole(sides)
        seenFrom(sides.rows).forEach((own, i) => {
          const expected = edges.filter((one) => one.i === i).map((one) => [one.j, one.weight, one.isChosen])
          expect(inOrder(own)).toEqual(inOrder(expected))
        })
        seenFrom(sides.columns).forEach((own, j) => {
          const expected = edges.filter((one) => one.j === j).map((one) => [one.i, one.weight, one.isChosen])
          expect(inOrder(own)).toEqual(inOrder(expected))
        })
        expect(told).toEqual(expectedTold)
      }),
      { numRuns: 80 },
    )
  })

  it('make room for twice as many, and keep what was there and what kind it is', () => {
    const whole = Int32Array.of(4, 5)
    expect(roomFor(whole, 1)).toBe(whole)
    expect([...roomFor(whole, 2)]).toEqual([4, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])
    const parts = roomFor(Float64Array.of(0.5), 1)
    expect([parts instanceof Float64Array, parts[0], parts.length]).toEqual([true, 0.5, 10])
  })
})

describe('the certificate', () => {
  /** Ada and Bo may each have two; dock has one place, mill two. Weights: ada 9 and 4, bo 8 and 3; the first is worth 10 more. */
  const instance = instanceOf({
    newcomers: ['ada', 'bo'].map((id) => ({ id, max: 2, bonus: 10 })),
    positions: [
      { id: 'dock', room: 1 },
      { id: 'mill', room: 2 },
    ],
    edges: [
      { newcomer: 0, position: 0, weight: 9 },
      { newcomer: 0, position: 1, weight: 4 },
      { newcomer: 1, position: 0, weight: 8 },
      { newcomer: 1, position: 1, weight: 3 },
    ],
  })
  /** Ada has both, Bo the mill. The dock's place is worth 8: so much would Bo bring there. */
  const best: Allocation = {
    chosen: Uint8Array.of(1, 1, 0, 1),
    newcomerPrice: Float64Array.of(0, 0),
    positionPrice: Float64Array.of(8, 0),
  }
  const proofOf = (over: Partial<Record<keyof Allocation, number[]>>) =>
    certify(instance, {
      chosen: Uint8Array.from(over.chosen ?? best.chosen),
      newcomerPrice: Float64Array.from(over.newcomerPrice ?? best.newcomerPrice),
      positionPrice: Float64Array.from(over.positionPrice ?? best.positionPrice),
    })

  it('proves the best one to the unit', () => {
    expect(proofOf({})).toEqual({
      objective: 16n,
      bonusObjective: 36n,
      upperBound: 36n,
      ratio: 1,
      covered: 2,
      eligible: 2,
      feasible: true,
      imbalance: 0,
    })
  })

  it.each([
    ['a place that is given too low a price', { positionPrice: [5, 0] }, 3, 39n],
    ['a place that is given too high a price', { positionPrice: [11, 0] }, 2, 38n],
    ['a place left at a price', { chosen: [1, 0, 0, 1], positionPrice: [8, 4] }, 4, 37n],
    ['a bar above what is held', { newcomerPrice: [2, 0] }, 1, 36n],
    ['a bar below what could be had', { newcomerPrice: [0, -4] }, 4, 36n],
    ['a price that is not whole', { positionPrice: [8.25, 0] }, 0.25, 36n],
    ['a price below nothing', { positionPrice: [8, -2] }, 2, 36n],
    ['a price that is no number', { positionPrice: [Number.NaN, 0] }, Number.POSITIVE_INFINITY, 44n],
    ['a price without end', { positionPrice: [Number.POSITIVE_INFINITY, 0] }, Number.POSITIVE_INFINITY, 44n],
    ['somebody without one who could have one', { chosen: [1, 1, 0, 0] }, 10, 36n],
  ])('sees %s', (_, over, imbalance, upperBound) => {
    expect(proofOf(over)).toMatchObject({ imbalance, upperBound, feasible: true })
  })

  it('says 1 where nothing can be worth anything, and counts who has only what is pinned', () => {
    const none = { chosen: new Uint8Array(0), newcomerPrice: new Float64Array(2), positionPrice: new Float64Array(0) }
    const empty: Instance = {
      ...instanceOf({ newcomers: ['a', 'b'].map((id) => ({ id, max: 1, bonus: 4 })), positions: [], edges: [] }),
      pinned: Int32Array.of(0, 2),
    }
    expect(certify(empty, none)).toMatchObject({ ratio: 1, upperBound: 0n, covered: 1, eligible: 1, imbalance: 0 })
    const { pinned: _, ...unpinned } = empty
    expect(certify(unpinned, none)).toMatchObject({ covered: 0, eligible: 0 })
  })

  it.each(['chosen', 'newcomerPrice', 'positionPrice'] as const)('refuses %s of another length', (column) => {
    expect(() => certify(instance, { ...best, [column]: best[column].slice(1) })).toThrow(
      'the allocation is of another instance',
    )
  })
})

describe('who would rather have each other', () => {
  const blockingIn = (
    plain: Parameters<typeof instanceOf>[0],
    chosen: number[],
    pinned?: number[],
  ): ReturnType<typeof blockingPairs> => {
    const instance = { ...instanceOf(plain), ...(pinned && { pinned: Int32Array.from(pinned) }) }
    const prices = { newcomerPrice: new Float64Array(9), positionPrice: new Float64Array(9) }
    return blockingPairs(instance, { chosen: Uint8Array.from(chosen), ...prices }, 0)
  }
  const positions = (...rooms: number[]) => rooms.map((room, j) => ({ id: `p${j}`, room }))

  it('lets the newcomer leave the least of what there is', () => {
    const one = {
      newcomers: [{ id: 'ada', max: 2, bonus: 0 }],
      positions: positions(1, 1, 1),
      edges: [9, 5, 7].map((weight, position) => ({ newcomer: 0, position, weight })),
    }
    expect(blockingIn(one, [1, 1, 0])).toEqual([{ edge: 2, newcomerLeaves: 1, positionLeaves: -1 }])
    expect(blockingIn({ ...one, edges: one.edges.reverse() }, [1, 1, 0])).toEqual([
      { edge: 2, newcomerLeaves: 1, positionLeaves: -1 },
    ])
  })

  const three = {
    newcomers: ['ada', 'bo', 'cy'].map((id) => ({ id, max: 3, bonus: 0 })),
    positions: positions(2, 2),
    edges: [
      { newcomer: 0, position: 0, weight: 9 },
      { newcomer: 0, position: 1, weight: 1 },
      { newcomer: 1, position: 0, weight: 4 },
      { newcomer: 1, position: 1, weight: 1 },
      { newcomer: 2, position: 0, weight: 8 },
    ],
  }

  it('lets the position leave the least of those who have another', () => {
    expect(blockingIn(three, [1, 1, 1, 1, 0])).toEqual([{ edge: 4, newcomerLeaves: -1, positionLeaves: 2 }])
    // Bo has no other, Ada brings more: nobody has to make way for Cy.
    expect(blockingIn(three, [1, 1, 1, 0, 0]).filter(({ edge }) => edge === 4)).toEqual([])
    // Bo has another that is pinned.
    expect(blockingIn(three, [1, 1, 1, 0, 0], [0, 1, 0]).filter(({ edge }) => edge === 4)).toEqual([
      { edge: 4, newcomerLeaves: -1, positionLeaves: 2 },
    ])
  })
})

describe('a snapshot', () => {
  it('is the instance it came from, ties but for the bits that the scale drops', () => {
    fc.assert(
      fc.property(anInstance({ newcomers: 12, positions: 6 }), (plain) => {
        const { pinned: _, ...instance } = instanceOf(plain)
        const { instance: now, allocation } = openAllocation(instance).snapshot()
        const { tieShift } = scaleOf(worthOf(instance), instance.positions)
        const tie = instance.tie.map((one) => (one >>> tieShift) << tieShift)
        expect(now).toEqual({ ...instance, tie })
        expect(allocateExactly(now)).toEqual(allocation)
      }),
      { numRuns: 50 },
    )
  })
})
