import { describe, expect, it } from 'vitest'
import { certify } from '#server/matching/rules/allocation/certify.ts'
import type { Allocation, Instance } from '#server/matching/rules/allocation/instance.ts'
import { instanceOf } from './allocation-oracles.ts'

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
