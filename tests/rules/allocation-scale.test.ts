import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { allocateExactly, openAllocation } from '#server/matching/rules/allocation/exact.ts'
import { compositeOf, scaleOf, worthOf } from '#server/matching/rules/allocation/scale.ts'
import { anInstance, instanceOf } from './allocation-oracles.ts'

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
