import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { edgesOf } from '#server/matching/rules/columns/edges.ts'
import { newcomerColumns } from '#server/matching/rules/columns/newcomer-columns.ts'
import { positionColumns } from '#server/matching/rules/columns/position-columns.ts'
import { openBasis } from '#server/matching/rules/columns/words.ts'
import { GATES, gatesOf, pairOf } from '#server/matching/rules/gates.ts'
import { MATCHING_POLICY } from '#server/matching/rules/policy.ts'
import { madeCountry } from '#tests/bench/made-country.ts'
import { aNewcomerFacts, aPositionFacts, TODAY } from '#tests/make/facts.ts'
import { someNewcomers, somePositions } from './arbitrary-facts.ts'
import { byColumns, byPairs, columnsOf, everyScore, named } from './columns-ask.ts'
import { nearlyNewcomers, nearlyPositions } from './columns-facts.ts'
import { slowlyPasses } from './slow-gate.ts'

const country = madeCountry(7)
const people = Array.from({ length: 1400 }, (_, i) => country.newcomer(i))
const places = Array.from({ length: 120 }, (_, i) => country.position(i))

describe('the columns', () => {
  it('give the same pairs and the same scores as the gates and the score of each pair', () => {
    const alone = new Map<string, number>()
    let passed = 0
    fc.assert(
      fc.property(nearlyNewcomers(12), nearlyPositions(6), (newcomers, positions) => {
        const expected = byPairs(newcomers, positions)
        expect(byColumns(newcomers, positions).pairs).toEqual(expected)
        passed += Object.keys(expected).length
        for (const newcomer of newcomers)
          for (const position of positions) {
            const not = gatesOf(pairOf(newcomer, position, everyScore, TODAY)).filter((one) => one.state !== 'pass')
            const key = `${not[0]?.gate} ${not[0]?.state}`
            if (not.length === 1) alone.set(key, (alone.get(key) ?? 0) + 1)
          }
      }),
      { numRuns: 500 },
    )
    // These facts are worth something: pairs pass, and each gate decides by itself now and then, also by not knowing.
    expect(passed).toBeGreaterThan(300)
    for (const gate of GATES) expect(alone.get(`${gate} miss`) ?? 0, gate).toBeGreaterThan(0)
    for (const gate of ['language', 'travel', 'hours', 'week', 'start', 'may-work'])
      expect(alone.get(`${gate} unknown`) ?? 0, gate).toBeGreaterThan(0)
  })

  it('agree with the slow gate', () => {
    fc.assert(
      fc.property(someNewcomers(14), somePositions(6), (newcomers, positions) => {
        const { pairs } = byColumns(newcomers, positions)
        for (const newcomer of newcomers)
          for (const position of positions) {
            const passes = slowlyPasses(newcomer, position, TODAY)
            expect(`${newcomer.id} ${position.id}` in pairs, `${newcomer.id} ${position.id}`).toBe(passes)
          }
      }),
      { numRuns: 60 },
    )
  })

  it('do so over many blocks of lanes, with people who move', () => {
    const { pairs } = byColumns(people, places)
    expect(pairs).toEqual(byPairs(people, places))
    expect(Object.keys(pairs).length).toBeGreaterThan(300)
  })

  it('keep to the least score', () => {
    const strict = { ...MATCHING_POLICY, leastScore: 500 }
    const some = people.slice(0, 300)
    expect(byColumns(some, places, strict).pairs).toEqual(byPairs(some, places, strict))
  })

  it('give the same for any order', () => {
    expect(byColumns([...people].reverse(), [...places].reverse())).toEqual(byColumns(people, places))
  })

  it('give the positions of each newcomer in order, and each pair once', () => {
    const { newcomers, positions } = columnsOf(people, places, everyScore)
    const { start, position } = edgesOf(newcomers, positions)
    for (let i = 0; i < newcomers.count; i += 1)
      for (let at = (start[i] ?? 0) + 1; at < (start[i + 1] ?? 0); at += 1)
        expect(position[at]).toBeGreaterThan(position[at - 1] ?? 0)
  })

  it('can be made in parts', () => {
    const { newcomers, positions } = columnsOf(people, places, everyScore)
    const part = (from: number, to: number) =>
      named(edgesOf(newcomers, positions, { range: { from, to } }), newcomers.ids, positions.ids)
    const parts = [part(0, 50), part(50, 51), part(51, 51), part(51, 120)]
    const together = Object.assign({}, ...parts.map((one) => one.pairs))
    expect(together).toEqual(byColumns(people, places).pairs)
  })

  it('hold with nobody on a side', () => {
    expect(byColumns([], places).pairs).toEqual({})
    expect(byColumns(people, []).pairs).toEqual({})
  })

  it('refuse columns of two bases', () => {
    const newcomers = newcomerColumns([aNewcomerFacts()], openBasis(MATCHING_POLICY, TODAY))
    const positions = positionColumns([aPositionFacts()], openBasis(MATCHING_POLICY, TODAY))
    expect(() => edgesOf(newcomers, positions)).toThrow('one basis')
  })
})
