import fc from 'fast-check'
import { expect, test } from 'vitest'
import { allocateBatch } from '#server/matching/rules/allocation/batch.ts'
import { certify } from '#server/matching/rules/allocation/certify.ts'
import { allocateExactly } from '#server/matching/rules/allocation/exact.ts'
import type { Allocation, Instance } from '#server/matching/rules/allocation/instance.ts'
import { type BlockingPair, blockingPairs } from '#server/matching/rules/allocation/stable.ts'
import { anInstance, bestByTrying, instanceOf } from './allocation-oracles.ts'

const sizeOf = (allocation: Allocation): number => allocation.chosen.reduce((sum, one) => sum + one, 0)

test('a batch keeps every limit and is within eps per proposal of the best', () => {
  fc.assert(
    fc.property(anInstance({ newcomers: 40, positions: 12, room: 6 }), fc.constantFrom(1, 2, 30), (plain, eps) => {
      const instance = instanceOf(plain)
      const allocation = allocateBatch(instance, { eps })
      const proof = certify(instance, allocation)
      expect(proof.feasible).toBe(true)
      expect(proof.imbalance).toBeLessThanOrEqual(eps)
      const best = certify(instance, allocateExactly(instance)).bonusObjective
      expect(proof.bonusObjective <= best && best <= proof.upperBound).toBe(true)
      expect(Number(proof.upperBound - proof.bonusObjective)).toBeLessThanOrEqual(eps * sizeOf(allocation))
    }),
    { numRuns: 200 },
  )
})

test('a first guess that was too high is taken back: no place is left empty at a price', () => {
  fc.assert(
    fc.property(anInstance({ newcomers: 30, positions: 10, room: 2 }), (plain) => {
      const instance = instanceOf(plain)
      const { chosen, positionPrice } = allocateBatch(instance)
      const load = new Map<number, number>()
      instance.position.forEach((j, edge) => {
        if (chosen[edge]) load.set(j, (load.get(j) ?? 0) + 1)
      })
      for (let j = 0; j < instance.positions; j += 1)
        if ((load.get(j) ?? 0) < (instance.room[j] ?? 0)) expect(positionPrice[j]).toBe(0)
    }),
    { numRuns: 200 },
  )
})

/** The definition once more, in plain words and sets. */
const blockingBySets = (instance: Instance, { chosen }: Allocation, delta: number): BlockingPair[] => {
  const edges = [...instance.position.keys()].map((edge) => ({
    edge,
    newcomer: [...instance.start].findLastIndex((first) => first <= edge),
    position: instance.position[edge] ?? -1,
    weight: instance.weight[edge] ?? 0,
    isChosen: chosen[edge] === 1,
  }))
  const having = edges.filter((one) => one.isChosen)
  const least = (some: typeof edges) =>
    some.reduce<(typeof edges)[number] | undefined>(
      (low, one) => (!low || one.weight < low.weight ? one : low),
      undefined,
    )
  return edges.flatMap((one) => {
    const own = having.filter((other) => other.newcomer === one.newcomer)
    const there = having.filter((other) => other.position === one.position)
    const spared = there.filter((other) => having.filter((held) => held.newcomer === other.newcomer).length > 1)
    const [max, room] = [instance.max[one.newcomer] ?? 0, instance.room[one.position] ?? 0]
    const newcomerLeaves = own.length < max ? undefined : least(own)
    const positionLeaves = there.length < room ? undefined : least(spared)
    const canNewcomer = own.length < max || newcomerLeaves !== undefined
    const canPosition = there.length < room || positionLeaves !== undefined
    const gains = [newcomerLeaves, positionLeaves].every((other) => one.weight - delta > (other?.weight ?? 0))
    if (one.isChosen || !canNewcomer || !canPosition || !gains) return []
    return [{ edge: one.edge, newcomerLeaves: newcomerLeaves?.edge ?? -1, positionLeaves: positionLeaves?.edge ?? -1 }]
  })
}

test('the pairs that would rather have each other are the ones the definition names', () => {
  let found = 0
  fc.assert(
    fc.property(
      anInstance({ newcomers: 12, positions: 5 }),
      fc.constantFrom(0, 2, 100),
      fc.nat(4),
      (plain, delta, nth) => {
        const instance = instanceOf(plain)
        const best = allocateExactly(instance)
        // Some of it only: in a best allocation hardly anybody would rather have another.
        const allocation = { ...best, chosen: best.chosen.map((one, edge) => (edge % 5 <= nth ? one : 0)) }
        const pairs = blockingPairs(instance, allocation, delta)
        found += pairs.length
        expect(pairs).toEqual(blockingBySets(instance, allocation, delta))
      },
    ),
    { numRuns: 200 },
  )
  expect(found).toBeGreaterThan(0)
})

test('the certificate is not fooled: a change of any part of an allocation shows', () => {
  fc.assert(
    fc.property(anInstance({ newcomers: 5, positions: 4 }), fc.nat(), (plain, at) => {
      const instance = instanceOf(plain)
      const edges = instance.position.length
      if (edges === 0) return
      const best = BigInt(bestByTrying(plain))
      const exact = allocateExactly(instance)

      const flipped = { ...exact, chosen: exact.chosen.map((one, edge) => (edge === at % edges ? 1 - one : one)) }
      const proof = certify(instance, flipped)
      // Either a limit is broken, or it is worth less than the bound, or that edge was worth nothing.
      expect(proof.feasible && proof.bonusObjective > best).toBe(false)
      expect(proof.upperBound).toBe(best)
      if (proof.feasible && proof.bonusObjective < best) expect(proof.ratio).toBeLessThan(1)

      const j = instance.position[at % edges] ?? 0
      for (const price of [-5, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2_000]) {
        // What is closed may have any price that nobody would pay.
        if (price === 2_000 && instance.room[j] === 0) continue
        const positionPrice = exact.positionPrice.map((one, k) => (k === j ? one + price : one))
        // Whatever the prices, the bound they prove holds.
        expect(certify(instance, { ...exact, positionPrice }).upperBound >= best).toBe(true)
        expect(certify(instance, { ...exact, positionPrice }).imbalance).toBeGreaterThan(0)
      }
    }),
    { numRuns: 150 },
  )
})

test('the certificate names what is broken', () => {
  const instance = instanceOf({
    newcomers: [
      { id: 'ada', max: 1, bonus: 10 },
      { id: 'bo', max: 2, bonus: 0 },
    ],
    positions: [
      { id: 'dock', room: 1 },
      { id: 'mill', room: 1 },
    ],
    edges: [0, 1].flatMap((newcomer) => [0, 1].map((position) => ({ newcomer, position, weight: 5 }))),
  })
  const exact = allocateExactly(instance)
  const choosing = (...chosen: number[]) => certify(instance, { ...exact, chosen: Uint8Array.from(chosen) })
  expect(choosing(1, 1, 0, 0)).toMatchObject({
    feasible: false,
    breach: 'newcomer 0 has 2 proposals, at most 1 may be',
  })
  expect(choosing(1, 0, 1, 0)).toMatchObject({
    feasible: false,
    breach: 'position 0 has 2 proposals, at most 1 may be',
  })
  expect(choosing(0, 0, 1, 1)).toMatchObject({
    feasible: true,
    objective: 10n,
    bonusObjective: 10n,
    upperBound: 20n,
    ratio: 0.5,
    covered: 1,
  })
  expect(() => certify(instance, { ...exact, positionPrice: new Float64Array(1) })).toThrow('is of another instance')
})
