import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { answerOf } from '#server/matching/rules/answer.ts'
import { edgesOf } from '#server/matching/rules/columns/edges.ts'
import { lanesOf } from '#server/matching/rules/columns/lanes.ts'
import {
  bitOf,
  countByGate,
  missesOfNewcomer,
  missesOfPosition,
  onlyMiss,
} from '#server/matching/rules/columns/misses.ts'
import { newcomerColumns } from '#server/matching/rules/columns/newcomer-columns.ts'
import { edgesOfNewcomer, edgesOfPosition } from '#server/matching/rules/columns/rows.ts'
import { GATES, gatesOf, pairOf } from '#server/matching/rules/gates.ts'
import { MATCHING_POLICY } from '#server/matching/rules/policy.ts'
import { madeCountry } from '#tests/bench/made-country.ts'
import { aNewcomerFacts, aPositionFacts, TODAY } from '#tests/make/facts.ts'
import { columnsOf, everyScore } from './columns-ask.ts'
import { nearlyNewcomers, nearlyPositions } from './columns-facts.ts'

const country = madeCountry(9)
const people = Array.from({ length: 700 }, (_, i) => country.newcomer(i))
const places = Array.from({ length: 100 }, (_, i) => country.position(i))

/** One row of the whole list. */
const rowOf = (edges: ReturnType<typeof edgesOf>, i: number) => {
  const [from, to] = [edges.start[i] ?? 0, edges.start[i + 1] ?? 0]
  const { position, w, a, e, tie } = edges
  return [position, w, a, e, tie].map((column) => [...column.subarray(from, to)])
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
      const { newcomer, w, a, e, tie } = edgesOfPosition(newcomers, lanes, positions, j)
      newcomer.forEach((i, k) => {
        const row = rowOf(all, i)
        const at = row[0]?.indexOf(j) ?? -1
        expect([w[k], a[k], e[k], tie[k]]).toEqual(row.slice(1).map((column) => column[at]))
      })
      edges += newcomer.length
    }
    expect(edges).toBe(all.w.length)
  })
})

describe('what stands in the way', () => {
  it('is what the gates and the answer of the pair say', () => {
    const bits = (gates: readonly (typeof GATES)[number][]): number => gates.reduce((sum, gate) => sum | bitOf(gate), 0)
    fc.assert(
      fc.property(nearlyNewcomers(8), nearlyPositions(6), (newcomers, positions) => {
        const columns = columnsOf(newcomers, positions, everyScore)
        newcomers.forEach((newcomer, i) => {
          const misses = missesOfNewcomer(columns.newcomers, i, columns.positions)
          positions.forEach((position, j) => {
            const answer = answerOf(gatesOf(pairOf(newcomer, position, everyScore, TODAY)))
            expect(misses.missed[j]).toBe(bits(answer.missed))
            expect(misses.open[j]).toBe(bits(answer.unknown))
            expect(onlyMiss(misses, j)).toBe(answer.oneThing?.gate ?? null)
            const fromThere = missesOfPosition(columns.newcomers, columns.positions, j)
            expect([fromThere.missed[i], fromThere.open[i]]).toEqual([misses.missed[j], misses.open[j]])
          })
        })
      }),
      { numRuns: 200 },
    )
  })

  it('is counted by gate', () => {
    const { newcomers, positions } = columnsOf(
      [
        aNewcomerFacts(),
        aNewcomerFacts({ id: 'n2', hours: { min: 1, max: 8 } }),
        aNewcomerFacts({ id: 'n3', hours: { min: 1, max: 8 }, availableFrom: null }),
      ],
      [aPositionFacts()],
      MATCHING_POLICY,
    )
    const counts = countByGate(missesOfPosition(newcomers, positions, 0))
    expect(counts.map((one) => one.gate)).toEqual([...GATES])
    expect(counts.find((one) => one.gate === 'hours')).toEqual({ gate: 'hours', missed: 2, unknown: 0, onlyMiss: 1 })
    expect(counts.find((one) => one.gate === 'start')).toEqual({ gate: 'start', missed: 0, unknown: 1, onlyMiss: 0 })
  })
})
