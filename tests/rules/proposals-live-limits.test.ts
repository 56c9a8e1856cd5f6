import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { withinLimits } from '#server/proposals/rules-limits.ts'

const anySide = (prefix: string) => fc.integer({ min: 0, max: 4 }).map((n) => `${prefix}${n}`)
const somePairs = fc.uniqueArray(
  fc.record({
    newcomerId: anySide('n'),
    positionId: anySide('p'),
    score: fc.record({ w: fc.integer({ min: 0, max: 9 }) }),
  }),
  { selector: (pair) => `${pair.newcomerId} ${pair.positionId}`, maxLength: 20 },
)
const counts = (prefix: string) =>
  fc.dictionary(anySide(prefix), fc.integer({ min: 0, max: 5 })).map((entries) => new Map(Object.entries(entries)))
const most = { newcomer: () => 3, position: (id: string) => (id === 'p0' ? 0 : 4) }

describe('what is made of a list when others took room meanwhile', () => {
  it('never breaks a limit that is not broken already, and leaves out only where there is no room', () => {
    fc.assert(
      fc.property(somePairs, counts('n'), counts('p'), (pairs, newcomers, positions) => {
        const kept = withinLimits(pairs, { newcomers, positions }, most)
        expect(pairs.filter((pair) => kept.includes(pair))).toEqual(kept)
        const openOf = (id: string, side: 'newcomerId' | 'positionId', before: Map<string, number>): number =>
          (before.get(id) ?? 0) + kept.filter((pair) => pair[side] === id).length
        for (const { newcomerId, positionId } of kept) {
          expect(openOf(newcomerId, 'newcomerId', newcomers)).toBeLessThanOrEqual(most.newcomer())
          expect(openOf(positionId, 'positionId', positions)).toBeLessThanOrEqual(most.position(positionId))
        }
        for (const { newcomerId, positionId } of pairs.filter((pair) => !kept.includes(pair)))
          expect(
            openOf(newcomerId, 'newcomerId', newcomers) >= most.newcomer() ||
              openOf(positionId, 'positionId', positions) >= most.position(positionId),
          ).toBe(true)
      }),
      { numRuns: 300 },
    )
  })

  it('leaves out the least score, and of a tie the last', () => {
    const pair = (newcomerId: string, w: number) => ({ newcomerId, positionId: 'p1', score: { w } })
    const [weak, tied, last, strong] = [pair('n1', 3), pair('n2', 5), pair('n3', 5), pair('n4', 8)]
    const open = { newcomers: new Map<string, number>(), positions: new Map([['p1', 2]]) }
    expect(withinLimits([weak, tied, last, strong], open, most)).toEqual([tied, strong])
    expect(withinLimits([weak], { ...open, positions: new Map() }, most)).toEqual([weak])
  })
})
