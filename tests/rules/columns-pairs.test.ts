import { describe, expect, it } from 'vitest'
import { edgesOf } from '#server/matching/rules/columns/edges.ts'
import { lanesOf } from '#server/matching/rules/columns/lanes.ts'
import { edgesOfNewcomer, edgesOfPosition } from '#server/matching/rules/columns/rows.ts'
import type { NewcomerFacts } from '#server/matching/rules/facts.ts'
import { MATCHING_POLICY, type MatchingPolicy } from '#server/matching/rules/policy.ts'
import { aNewcomerFacts, aPositionFacts, UTRECHT } from '#tests/make/facts.ts'
import { byColumns, byPairs, columnsOf, GRONINGEN, idOf, many, near } from './columns-ask.ts'

const crowd = many(75, (i) => aNewcomerFacts({ id: idOf('n', i), place: near(UTRECHT, i) }))
const bakeries = many(70, (i) => aPositionFacts({ id: idOf('p', i), place: near(UTRECHT, 3 * i) }))

describe('the list of pairs', () => {
  it('grows with what is found, and every column of it has the same length', () => {
    const { newcomers, positions } = columnsOf(crowd, bakeries, MATCHING_POLICY)
    const edges = edgesOf(newcomers, positions)
    expect(edges.start[75]).toBe(75 * 70)
    const { position, w, a, e } = edges
    expect([position, w, a, e].map((column) => column.length)).toEqual(many(4, () => 75 * 70))
    expect(byColumns(crowd, bakeries, MATCHING_POLICY).pairs).toEqual(byPairs(crowd, bakeries, MATCHING_POLICY))
  })

  it('leaves out who scores too little, in every column and for everybody after', () => {
    const bakers = (i: number): Partial<NewcomerFacts> => (i % 2 === 0 ? {} : { wishes: [], experiences: [] })
    const people = crowd.slice(0, 8).map((one, i) => ({ ...one, ...bakers(i) }))
    const scores = Object.values(byPairs(people, bakeries, { ...MATCHING_POLICY, leastScore: 0 })).map(([w]) => w)
    // Exactly the least score is enough.
    const leastScore = scores.sort((a, b) => a - b)[Math.floor(scores.length / 2)] ?? 0
    const strict: MatchingPolicy = { ...MATCHING_POLICY, leastScore }
    const expected = byPairs(people, bakeries, strict)
    const { newcomers, positions } = columnsOf(people, bakeries, strict)
    const edges = edgesOf(newcomers, positions)
    expect(Object.values(expected).some(([w]) => w === leastScore)).toBe(true)
    expect(edges.start[8]).toBe(Object.keys(expected).length)
    expect(edges.start[8]).toBeLessThan(8 * 70)
    const { position, w, a, e } = edges
    expect(new Set([position, w, a, e].map((column) => column.length))).toEqual(new Set([edges.start[8]]))
    expect(byColumns(people, bakeries, strict).pairs).toEqual(expected)
    // The same for one newcomer alone and for one position alone.
    newcomers.ids.forEach((_, i) => {
      const alone = edgesOfNewcomer(newcomers, i, positions)
      expect([...alone.position]).toEqual([...position.subarray(edges.start[i], edges.start[i + 1])])
      expect(alone.w.every((one) => one >= leastScore)).toBe(true)
    })
    const lanes = lanesOf(newcomers)
    const found = positions.ids.flatMap((_, j) => [...edgesOfPosition(newcomers, lanes, positions, j).w])
    expect(found.sort()).toEqual([...w].sort())
  })

  it('has the positions of somebody who moves in order, from both addresses', () => {
    const moving = aNewcomerFacts({ futurePlace: { from: '2027-02-01', place: GRONINGEN } })
    const places = many(12, (i) =>
      aPositionFacts({
        id: idOf('p', i),
        place: i % 3 === 0 ? GRONINGEN : UTRECHT,
        startsOn: i % 3 === 0 ? '2027-02-01' : '2027-01-04',
      }),
    )
    const { newcomers, positions } = columnsOf([aNewcomerFacts({ id: 'n0' }), moving], places, MATCHING_POLICY)
    const edges = edgesOf(newcomers, positions)
    const of = (i: number) => [...edges.position.subarray(edges.start[i], edges.start[i + 1])]
    expect(of(1)).toEqual(many(12, (i) => i))
    expect(of(0)).toEqual(many(12, (i) => i).filter((i) => i % 3 !== 0))
  })

  it('of one position is in the order of the newcomers, each once', () => {
    const people = [...crowd].reverse().map((one, i) => (i % 5 === 0 ? { ...one, place: GRONINGEN } : one))
    const { newcomers, positions } = columnsOf(people, bakeries, MATCHING_POLICY)
    const { newcomer } = edgesOfPosition(newcomers, lanesOf(newcomers), positions, 4)
    expect([...newcomer]).toEqual([...people.keys()].filter((i) => i % 5 !== 0))
  })
})
