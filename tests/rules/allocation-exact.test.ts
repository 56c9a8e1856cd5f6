import fc from 'fast-check'
import { expect, test } from 'vitest'
import { allocateBatch } from '#server/matching/rules/allocation/batch.ts'
import { certify } from '#server/matching/rules/allocation/certify.ts'
import { mostCovered } from '#server/matching/rules/allocation/coverage.ts'
import { allocateExactly } from '#server/matching/rules/allocation/exact.ts'
import type { Instance } from '#server/matching/rules/allocation/instance.ts'
import { buildInstance } from '#server/matching/rules/allocation/instance.ts'
import {
  anInstance,
  bestByHighs,
  bestByTrying,
  columnsOf,
  instanceOf,
  mostCoveredByPaths,
  pairsOf,
} from './allocation-oracles.ts'

test('no allocation is worth more, by trying them all', () => {
  fc.assert(
    fc.property(anInstance({ newcomers: 5, positions: 4 }), (plain) => {
      const instance = instanceOf(plain)
      const proof = certify(instance, allocateExactly(instance))
      expect(proof).toMatchObject({ feasible: true, imbalance: 0 })
      expect(proof.bonusObjective).toBe(BigInt(bestByTrying(plain)))
      expect(proof.upperBound).toBe(proof.bonusObjective)
    }),
    { numRuns: 300 },
  )
})

test('it is worth what HiGHS finds, and the prices prove it to the unit', async () => {
  await fc.assert(
    fc.asyncProperty(anInstance({ newcomers: 60, positions: 20, room: 9 }), async (plain) => {
      const instance = instanceOf(plain)
      const proof = certify(instance, allocateExactly(instance))
      expect(proof).toMatchObject({ feasible: true, imbalance: 0, ratio: 1 })
      expect(proof.upperBound).toBe(proof.bonusObjective)
      expect(Number(proof.bonusObjective)).toBeCloseTo(await bestByHighs(instance), 3)
    }),
    { numRuns: 25 },
  )
})

test('wherever it begins, it ends the same', () => {
  fc.assert(
    fc.property(
      anInstance({ newcomers: 15, positions: 6, room: 5 }),
      fc.array(fc.tuple(fc.boolean(), fc.integer({ min: -200, max: 1500 })), { minLength: 1, maxLength: 40 }),
      (plain, noise) => {
        const instance = instanceOf(plain)
        const noiseAt = (at: number) => noise[at % noise.length] ?? [false, 0]
        const anywhere = {
          chosen: Uint8Array.from(instance.position, (_, edge) => (noiseAt(edge)[0] ? 1 : 0)),
          newcomerPrice: new Float64Array(instance.newcomers),
          positionPrice: Float64Array.from(instance.room, (_, j) => noiseAt(j)[1]),
        }
        const nowhere = {
          ...anywhere,
          chosen: anywhere.chosen.map(() => 0),
          positionPrice: new Float64Array(instance.positions),
        }
        const usual = allocateExactly(instance)
        for (const from of [anywhere, nowhere, allocateBatch(instance, { eps: 200 })])
          expect(allocateExactly(instance, { from })).toEqual(usual)
      },
    ),
    { numRuns: 150 },
  )
})

test('the order of the input changes nothing, and ids are all that numbers go by', () => {
  fc.assert(
    fc.property(anInstance({ newcomers: 20, positions: 8 }), fc.infiniteStream(fc.nat()), (plain, random) => {
      const shuffled = <T>(list: T[]): T[] =>
        list
          .map((one) => ({ one, key: random.next().value ?? 0 }))
          .sort((x, y) => x.key - y.key)
          .map(({ one }) => one)
      const newcomers = shuffled(plain.newcomers)
      const positions = shuffled(plain.positions)
      const edges = shuffled(plain.edges).map(({ newcomer, position, weight }) => ({
        newcomer: newcomers.findIndex((one) => one.id === plain.newcomers[newcomer]?.id),
        position: positions.findIndex((one) => one.id === plain.positions[position]?.id),
        weight,
      }))
      const [instance, again] = [instanceOf(plain), instanceOf({ newcomers, positions, edges })]
      expect(again).toEqual(instance)
      expect(allocateExactly(again)).toEqual(allocateExactly(instance))
    }),
    { numRuns: 60 },
  )
})

/** An allocation that takes pair by pair what the limits leave. */
const firstThatFit = ({ newcomers, start, position, max, room }: Instance): Uint8Array => {
  const [chosen, left] = [new Uint8Array(position.length), room.slice()]
  for (let i = 0; i < newcomers; i += 1) {
    let held = 0
    for (let edge = start[i] ?? 0; edge < (start[i + 1] ?? 0); edge += 1) {
      const j = position[edge] ?? 0
      if (held === max[i] || !left[j]) continue
      chosen[edge] = 1
      held += 1
      left[j] = (left[j] ?? 0) - 1
    }
  }
  return chosen
}

test('with a bonus above everything it covers as many as can be covered', () => {
  fc.assert(
    fc.property(anInstance({ newcomers: 15, positions: 6, room: 2 }), (plain) => {
      const strict = { ...plain, newcomers: plain.newcomers.map((one) => ({ ...one, bonus: 9_000 })) }
      const instance = instanceOf(strict)
      expect(mostCovered(instance)).toBe(mostCoveredByPaths(plain))
      // Whatever it begins from: the best, or the first pairs that fit, which cover fewer.
      expect(mostCovered(instance, allocateExactly(instance))).toBe(mostCoveredByPaths(plain))
      expect(mostCovered(instance, { chosen: firstThatFit(instance) })).toBe(mostCoveredByPaths(plain))
      expect(certify(instance, allocateExactly(instance)).covered).toBe(mostCoveredByPaths(plain))
    }),
    { numRuns: 200 },
  )
})

test('what is pinned takes its place, and nothing else moves into it', () => {
  const three = {
    newcomers: ['ada', 'bo', 'cy'].map((id) => ({ id, max: 2, bonus: 50 })),
    positions: ['mill', 'dock'].map((id) => ({ id, room: 1 })),
    edges: columnsOf([
      { newcomer: 0, position: 0, weight: 9 },
      { newcomer: 0, position: 1, weight: 8 },
      { newcomer: 1, position: 0, weight: 7 },
      { newcomer: 2, position: 1, weight: 1 },
    ]),
  }
  // In the order of the ids: ada, bo, cy; dock, mill.
  const solve = (pinned: [number, number][]) => {
    const { instance } = buildInstance({ ...three, pinned })
    return { instance, pairs: pairsOf(instance, allocateExactly(instance)), most: mostCovered(instance) }
  }
  expect(solve([])).toMatchObject({ pairs: ['0 0', '1 1'], most: 2 })
  const withPin = solve([[0, 0]])
  expect(withPin).toMatchObject({ pairs: ['2 0'], most: 2 })
  expect([...withPin.instance.max]).toEqual([1, 2, 2])
  expect([...withPin.instance.room]).toEqual([1, 0])
  expect([...withPin.instance.bonus]).toEqual([0, 50, 50])
  expect([...(withPin.instance.pinned ?? [])]).toEqual([1, 0, 0])
  // More pins than places: they stand, and nothing is proposed there.
  expect(
    solve([
      [0, 0],
      [1, 0],
      [2, 0],
    ]),
  ).toMatchObject({ pairs: ['0 0'], most: 3 })
})

test('an id or a pair that is there twice is refused by name', () => {
  const one = { id: 'ada', max: 1, bonus: 0 }
  const mill = { id: 'mill', room: 1 }
  const edge = { newcomer: 0, position: 0, weight: 1 }
  const none = columnsOf([])
  expect(() => buildInstance({ newcomers: [one, one], positions: [], edges: none })).toThrow(
    'newcomer ada is there twice',
  )
  expect(() => buildInstance({ newcomers: [], positions: [mill, mill], edges: none })).toThrow(
    'position mill is there twice',
  )
  expect(() => buildInstance({ newcomers: [one], positions: [mill], edges: columnsOf([edge, edge]) })).toThrow(
    'the pair of newcomer ada and position mill is there twice',
  )
})

test('weights beyond the scale are refused', () => {
  const instance = instanceOf({
    newcomers: [{ id: 'ada', max: 1, bonus: 2 ** 31 - 1 }],
    positions: [{ id: 'mill', room: 1 }],
    edges: [{ newcomer: 0, position: 0, weight: 2 ** 31 - 1 }],
  })
  expect(certify(instance, allocateExactly(instance)).bonusObjective).toBe(2n ** 32n - 2n)
  expect(() => allocateExactly(instance, { mostWorth: 2 ** 32 })).toThrow('must be below 2^32')
})
