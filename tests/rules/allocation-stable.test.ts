import { describe, expect, it } from 'vitest'
import { blockingPairs } from '#server/matching/rules/allocation/stable.ts'
import { instanceOf } from './allocation-oracles.ts'

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
