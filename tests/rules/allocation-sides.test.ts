import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
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
