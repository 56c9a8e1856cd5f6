import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { edgesOf } from '#server/matching/rules/columns/edges.ts'
import { lanesOf } from '#server/matching/rules/columns/lanes.ts'
import { newcomerColumns } from '#server/matching/rules/columns/newcomer-columns.ts'
import { edgesOfNewcomer, edgesOfPosition } from '#server/matching/rules/columns/rows.ts'
import { MATCHING_POLICY } from '#server/matching/rules/policy.ts'
import { madeCountry } from '#tests/bench/made-country.ts'
import { columnsOf, everyScore } from './columns-ask.ts'
import { nearlyNewcomers, nearlyPositions } from './columns-facts.ts'

const country = madeCountry(9)
const people = Array.from({ length: 700 }, (_, i) => country.newcomer(i))
const places = Array.from({ length: 100 }, (_, i) => country.position(i))

/** One row of the whole list. */
const rowOf = (edges: ReturnType<typeof edgesOf>, i: number) => {
  const [from, to] = [edges.start[i] ?? 0, edges.start[i + 1] ?? 0]
  const { position, w, a, e } = edges
  return [position, w, a, e].map((column) => [...column.subarray(from, to)])
}

describe('a changed profile or position', () => {
  it('gets the same pairs alone as with everybody', () => {
    fc.assert(
      fc.property(nearlyNewcomers(8), nearlyPositions(6), (newcomers, positions) => {
        const columns = columnsOf(newcomers, positions, everyScore)
        const all = edgesOf(columns.newcomers, columns.positions)
        newcomers.forEach((facts, i) => {
          const one = newcomerColumns([facts], columns.positions.basis)
          expect(rowOf(edgesOfNewcomer(one, 0, columns.positions), 0)).toEqual(rowOf(all, i))
        })
        const lanes = lanesOf(columns.newcomers)
        positions.forEach((_, j) => {
          const { newcomer, w, a, e } = edgesOfPosition(columns.newcomers, lanes, columns.positions, j)
          expect([...newcomer]).toEqual(newcomers.flatMap((_, i) => (rowOf(all, i)[0]?.includes(j) ? [i] : [])))
          newcomer.forEach((i, k) => {
            const row = rowOf(all, i)
            const at = row[0]?.indexOf(j) ?? -1
            expect([w[k], a[k], e[k]]).toEqual(row.slice(1).map((column) => column[at]))
          })
        })
      }),
      { numRuns: 150 },
    )
  })

  it('does so for a position among many blocks of lanes', () => {
    const { newcomers, positions } = columnsOf(people, places, MATCHING_POLICY)
    const all = edgesOf(newcomers, positions)
    const lanes = lanesOf(newcomers)
    let edges = 0
    for (let j = 0; j < positions.count; j += 1) {
      const { newcomer, w, a, e } = edgesOfPosition(newcomers, lanes, positions, j)
      newcomer.forEach((i, k) => {
        const row = rowOf(all, i)
        const at = row[0]?.indexOf(j) ?? -1
        expect([w[k], a[k], e[k]]).toEqual(row.slice(1).map((column) => column[at]))
      })
      edges += newcomer.length
    }
    expect(edges).toBe(all.w.length)
  })
})
