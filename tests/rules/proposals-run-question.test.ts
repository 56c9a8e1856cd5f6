import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ProposalState } from '#db/values/proposals.ts'
import { certify } from '#server/matching/rules/allocation/certify.ts'
import { edgesBetween } from '#server/matching/rules/edges.ts'
import type { NewcomerFacts, PositionFacts } from '#server/matching/rules/facts.ts'
import { MATCHING_POLICY as policy } from '#server/matching/rules/policy.ts'
import { bonusOf, roomOf } from '#server/matching/rules/terms.ts'
import { mergePairs, packPairs, packScores, type ScoredPairs, unpackPairs } from '#server/proposals/rules-edge-blob.ts'
import { openLiveArea } from '#server/proposals/rules-live.ts'
import { type AreaPair, keyOf } from '#server/proposals/rules-pins.ts'
import { packProof, pricesAsBytes, provenBy } from '#server/proposals/rules-run-proof.ts'
import { allocationOf } from '#server/proposals/rules-solve.ts'
import { changeOf, doubtfulOf, questionOf } from '#server/proposals/rules-supply.ts'
import { aNewcomerFacts, aPositionFacts, TODAY } from '#tests/make/facts.ts'
import { someNewcomers, somePositions } from './arbitrary-facts.ts'

/** What the night asks of scored columns and what the day asks of its live picture are one question, so both change the same. */
type Ids = { newcomerId: string; positionId: string }
type Given = { newcomers: NewcomerFacts[]; positions: PositionFacts[]; open: AreaPair[]; ended: Ids[] }

/** Ids as the database has them, since they are packed as such. */
const newcomerId = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
const positionId = (n: number) => `00000000-0000-4000-9000-${String(n).padStart(12, '0')}`

const inOrder = <T extends { id: string }>(all: T[]): T[] => [...all].sort((x, y) => (x.id < y.id ? -1 : 1))

/** The parts of a run over these people, as they come back from the database. */
const partsOf = (newcomers: NewcomerFacts[], positions: PositionFacts[], size: number): ScoredPairs[] => {
  const parts: ScoredPairs[] = []
  for (let at = 0; at === 0 || at < newcomers.length; at += size) {
    const some = newcomers.slice(at, at + size)
    const { start, position, ...scores } = edgesBetween(some, positions, policy, TODAY)
    const packed = packPairs({
      newcomerIds: some.map((one) => one.id),
      bonus: Int32Array.from(some, (one) => bonusOf(one, policy, TODAY)),
      positionIds: positions.map((one) => one.id),
      start,
      position,
      scores: packScores(scores),
    })
    parts.push(unpackPairs(packed))
  }
  return parts
}

const byNight = (given: Given, size = 5) => {
  const [newcomers, positions] = [inOrder(given.newcomers), inOrder(given.positions)]
  const parts = partsOf(newcomers, positions, size)
  const here = new Set(newcomers.map((one) => one.id))
  const positionIds = positions.map((one) => one.id)
  const pairs = mergePairs(parts, here, positionIds)
  const room = positions.map((one) => roomOf(one, policy))
  // Everybody was scored on the facts of today, so whatever is doubtful does not fit.
  const unfit = new Set(doubtfulOf(pairs, room, given.open).map((pair) => pair.id))
  const question = questionOf(pairs, room, given.open, given.ended, unfit, policy)
  const allocation = allocationOf(question.instance, policy)
  const change = changeOf(question, allocation.chosen)
  const made = change.made.map(({ newcomer, position }) => ({
    newcomerId: pairs.newcomerIds[newcomer] ?? '',
    positionId: pairs.positionIds[position] ?? '',
  }))
  return {
    parts,
    pairs,
    question,
    allocation,
    wanted: { made, dropped: change.dropped, unfit: question.standing.unfit },
  }
}
const keysOf = (wanted: { made: Ids[]; dropped: Ids[]; unfit: Ids[] }) => ({
  made: wanted.made.map(keyOf).sort(),
  dropped: wanted.dropped.map(keyOf).sort(),
  unfit: wanted.unfit.map(keyOf).sort(),
})

const STATES: readonly ProposalState[] = ['proposed', 'proposed', 'proposed', 'shortlisted', 'accepted']
/** People, positions and what stands between them: open, seen by a coach, taken up, ended. */
const given: fc.Arbitrary<Given> = fc
  .record({
    newcomers: someNewcomers(14),
    positions: somePositions(6),
    between: fc.array(
      fc.record({
        i: fc.nat(14),
        j: fc.nat(6),
        what: fc.constantFrom('ended' as const, ...STATES),
        seen: fc.boolean(),
      }),
      { maxLength: 14 },
    ),
  })
  .map(({ newcomers: people, positions: places, between }) => {
    const newcomers = people.map((one, n) => ({ ...one, id: newcomerId(n) }))
    const positions = places.map((one, n) => ({ ...one, id: positionId(n) }))
    const [open, ended] = [new Map<string, AreaPair>(), new Map<string, Ids>()]
    for (const { i, j, what, seen } of between) {
      // One past the end: somebody or a position that is not there today.
      const ids = { newcomerId: newcomers[i]?.id ?? newcomerId(99), positionId: positions[j]?.id ?? positionId(99) }
      if (open.has(keyOf(ids)) || ended.has(keyOf(ids))) continue
      if (what === 'ended') ended.set(keyOf(ids), ids)
      else
        open.set(keyOf(ids), {
          ...ids,
          id: keyOf(ids),
          state: what,
          seen,
          version: 1,
          w: 1,
          a: 1,
          e: 1,
          foreign: false,
        })
    }
    return { newcomers, positions, open: [...open.values()], ended: [...ended.values()] }
  })

test('the night makes, drops and ends what the day would', () => {
  fc.assert(
    fc.property(given, (world) => {
      const live = openLiveArea(world, policy, TODAY).settle()
      expect(keysOf(byNight(world).wanted)).toEqual(keysOf(live))
    }),
    { numRuns: 100 },
  )
})

test('also where many want the same few places, and some are seen or taken up', () => {
  const crowd = Array.from({ length: 30 }, (_, n) => aNewcomerFacts({ id: newcomerId(n) }))
  const places = Array.from({ length: 3 }, (_, n) => aPositionFacts({ id: positionId(n), seats: 1 }))
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(29), fc.nat(2), fc.constantFrom(...STATES), fc.boolean())), (drawn) => {
      const open = new Map<string, AreaPair>()
      for (const [i, j, state, seen] of drawn) {
        const ids = { newcomerId: crowd[i]?.id ?? '', positionId: places[j]?.id ?? '' }
        open.set(keyOf(ids), { ...ids, id: keyOf(ids), state, seen, version: 1, w: 1, a: 1, e: 1, foreign: false })
      }
      const world = { newcomers: crowd, positions: places, open: [...open.values()], ended: [] }
      const { wanted } = byNight(world)
      expect(keysOf(wanted)).toEqual(keysOf(openLiveArea(world, policy, TODAY).settle()))
    }),
    { numRuns: 40 },
  )
})

test('the cut into parts changes nothing, and the proof gives the question, the answer and its certificate back', () => {
  fc.assert(
    fc.property(given, fc.integer({ min: 1, max: 20 }), (world, size) => {
      const { parts, pairs, question, allocation } = byNight(world, size)
      expect(question.instance).toEqual(byNight(world).question.instance)
      const again = provenBy(parts, {
        positionIds: pairs.positionIds,
        prices: pricesAsBytes(allocation.positionPrice),
        proof: packProof(pairs, question, allocation),
      })
      expect(again.instance).toEqual(question.instance)
      expect(again.allocation).toEqual(allocation)
      expect(certify(again.instance, again.allocation)).toEqual(certify(question.instance, allocation))
    }),
    { numRuns: 60 },
  )
  expect(() => provenBy([], { positionIds: [], prices: new Uint8Array(0), proof: new Uint8Array(20) })).toThrow(
    'layout 0',
  )
})
