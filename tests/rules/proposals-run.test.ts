import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { areaOf, WHOLE_AREA } from '#server/matching/rules/area.ts'
import { MATCHING_POLICY } from '#server/matching/rules/policy.ts'
import { bonusOf, mayBeProposed, roomOf, scaleFor } from '#server/matching/rules/terms.ts'
import {
  mergePairs,
  packPairs,
  packScores,
  pairAt,
  type ScoredPairs,
  unpackPairs,
} from '#server/proposals/rules-edge-blob.ts'
import { pack, scoresIn } from '#server/proposals/rules-live-cells.ts'
import { type OpenPair, standingOf } from '#server/proposals/rules-pins.ts'
import { shownChange, shownPeople } from '#server/proposals/rules-shown-run.ts'
import { spreadOf } from '#server/proposals/rules-spread.ts'
import { doubtfulOf, questionOf } from '#server/proposals/rules-supply.ts'

describe('terms of the allocation', () => {
  test('a first proposal is worth the same for everybody and more for each full month of waiting, up to a most', () => {
    const worth = (waitingSince: string) => bonusOf({ waitingSince }, MATCHING_POLICY, '2026-11-23')
    expect([worth('2026-11-23'), worth('2026-10-24'), worth('2026-10-23'), worth('2025-11-23')]).toEqual([
      5000, 5000, 5010, 5120,
    ])
    expect([worth('2019-01-01'), worth('2027-01-01')]).toEqual([5240, 5000])
  })

  test('room is free seats times proposals; none where a person decides or the safeguards say no', () => {
    const room = (seats: number, seatsTaken: number, safeguard: 'ok' | 'warn' | 'human' | 'block' = 'ok') =>
      roomOf({ seats, seatsTaken, safeguard }, MATCHING_POLICY)
    expect([room(2, 0), room(2, 1), room(1, 2), room(3, 0, 'human'), room(3, 0, 'block'), room(1, 0, 'warn')]).toEqual([
      10, 5, 0, 0, 0, 5,
    ])
  })

  test('the least score counts, and the scale stays the same while positions come and go', () => {
    expect(mayBeProposed({ answer: 'eligible', score: { w: 0 } }, MATCHING_POLICY)).toBe(true)
    const strict = { ...MATCHING_POLICY, leastScore: 500 }
    expect(mayBeProposed({ answer: 'eligible', score: { w: 499 } }, strict)).toBe(false)
    expect(mayBeProposed({ answer: 'eligible', score: { w: 500 } }, strict)).toBe(true)
    expect(mayBeProposed({ answer: 'unknown', score: { w: 900 } }, MATCHING_POLICY)).toBe(false)
    expect(scaleFor(10, MATCHING_POLICY)).toEqual(scaleFor(6_000, MATCHING_POLICY))
    expect(scaleFor(7_000, MATCHING_POLICY).mostPositions).toBeGreaterThan(8_000)
  })

  test('an area is the labour market region, else the province, else everybody', () => {
    const place = { regionCode: 'AM24', province: 'Utrecht' }
    expect(areaOf('one', place)).toBe(WHOLE_AREA)
    expect(areaOf('regions', place)).toBe('region:AM24')
    expect(areaOf('regions', { ...place, regionCode: null })).toBe('province:Utrecht')
    expect(areaOf('regions', { regionCode: null, province: null })).toBe(WHOLE_AREA)
  })
})

describe('pins', () => {
  const pair = (state: OpenPair['state'], seen: boolean): OpenPair => ({
    id: `${state} ${seen}`,
    newcomerId: 'n',
    positionId: 'p',
    state,
    seen,
    version: 1,
    w: 1,
    a: 1,
    e: 1,
  })
  const all = [pair('proposed', false), pair('proposed', true), pair('shortlisted', false), pair('accepted', true)]
  const ids = (pairs: OpenPair[]) => pairs.map((one) => one.id)

  test('what people acted on and what a coach saw stays while it fits', () => {
    const { free, pinned, unfit } = standingOf(
      all,
      () => true,
      () => true,
    )
    expect([ids(free), ids(pinned), ids(unfit)]).toEqual([
      ['proposed false'],
      ['proposed true', 'shortlisted false', 'accepted true'],
      [],
    ])
  })

  test('what does not fit any more goes, unless people acted on it', () => {
    const { free, pinned, unfit } = standingOf(
      all,
      () => false,
      () => false,
    )
    expect([ids(free), ids(pinned), ids(unfit)]).toEqual([
      [],
      ['shortlisted false', 'accepted true'],
      ['proposed false', 'proposed true'],
    ])
  })

  test('what fits and was not scored stays, since the run cannot weigh it', () => {
    const { free, pinned, unfit } = standingOf(
      all,
      () => true,
      () => false,
    )
    expect([free, ids(pinned), unfit]).toEqual([[], ids(all), []])
  })

  test('what the day made since the scoring takes its room and its place, and no bonus is left for who has it', () => {
    const scored: ScoredPairs = {
      newcomerIds: ['m', 'n'],
      positionIds: ['p', 'q'],
      bonus: Int32Array.of(5000, 5000),
      start: Int32Array.of(0, 2, 3),
      position: Int32Array.of(0, 1, 1),
      scores: Int32Array.of(1, 2, 3).map(() => pack(500, 500, 500)),
    }
    const [made, known] = [pair('proposed', false), { ...pair('proposed', false), id: 'known', newcomerId: 'm' }]
    expect(ids(doubtfulOf(scored, [5, 5], [made, known]))).toEqual([made.id])
    expect(ids(doubtfulOf(scored, [0, 5], [made, known]))).toEqual([made.id, 'known'])
    const questionWith = (unfit: string[]) =>
      questionOf(scored, [5, 5], [made, known], [], new Set(unfit), { proposalsPerNewcomer: 3 })
    const stays = questionWith([])
    expect([ids(stays.standing.pinned), ids(stays.standing.free)]).toEqual([[made.id], ['known']])
    const { max, room, bonus } = stays.instance
    expect([[...max], [...room], [...bonus]]).toEqual([
      [3, 2],
      [4, 5],
      [5000, 0],
    ])
    const goes = questionWith([made.id])
    expect(ids(goes.standing.unfit)).toEqual([made.id])
    expect([[...goes.instance.max], [...goes.instance.room]]).toEqual([
      [3, 3],
      [5, 5],
    ])
  })
})

describe('scored pairs as bytes', () => {
  const score = fc.nat(1000)
  const pairs: fc.Arbitrary<ScoredPairs> = fc
    .record({
      newcomerIds: fc.uniqueArray(fc.uuid(), { maxLength: 12 }),
      positionIds: fc.uniqueArray(fc.uuid(), { maxLength: 6 }),
      chance: fc.array(fc.tuple(fc.boolean(), score, score, score), { minLength: 72, maxLength: 72 }),
    })
    .map(({ newcomerIds, positionIds, chance }) => {
      const [start, position, scores]: [number[], number[], [number, number, number][]] = [[0], [], []]
      for (const i of newcomerIds.keys()) {
        for (const j of positionIds.keys()) {
          const [is, w, a, e] = chance[(i * positionIds.length + j) % 72] ?? [false, 0, 0, 0]
          if (!is) continue
          position.push(j)
          scores.push([w, a, e])
        }
        start.push(position.length)
      }
      return {
        newcomerIds: newcomerIds.sort(),
        positionIds: positionIds.sort(),
        bonus: Int32Array.from(newcomerIds, (_, i) => 5000 + i),
        start: Int32Array.from(start),
        position: Int32Array.from(position),
        scores: Int32Array.from(scores, ([w, a, e]) => pack(w, a, e)),
      }
    })

  test('come back as they went, also from the middle of other bytes', () => {
    fc.assert(
      fc.property(pairs, fc.nat(7), (given, shift) => {
        const packed = packPairs(given)
        const within = new Uint8Array(packed.length + shift + 3)
        within.set(packed, shift)
        expect(unpackPairs(within.subarray(shift, shift + packed.length))).toEqual(given)
        expect(unpackPairs(Buffer.from(within.buffer, shift, packed.length))).toEqual(given)
      }),
    )
    expect(() => unpackPairs(new Uint8Array(64))).toThrow('layout 0')
  })

  test('three scores go in one number and come out again; a part holds 65,536 positions at most', () => {
    fc.assert(
      fc.property(score, score, score, (w, a, e) => {
        expect(scoresIn(pack(w, a, e))).toEqual({ w, a, e })
      }),
    )
    const [w, a, e] = [Uint16Array.of(1000, 0), Uint16Array.of(0, 1000), Uint16Array.of(1000, 1)]
    expect([...packScores({ w, a, e })].map(scoresIn)).toEqual([
      { w: 1000, a: 0, e: 1000 },
      { w: 0, a: 1000, e: 1 },
    ])
    const none = new Int32Array(0)
    const many = {
      newcomerIds: [],
      bonus: none,
      positionIds: Array.from({ length: 65_537 }, () => ''),
      start: Int32Array.of(0),
      position: none,
      scores: none,
    }
    expect(() => packPairs(many)).toThrow('too many')
  })

  test('merged, each pair keeps its scores, and who left has none', () => {
    fc.assert(
      fc.property(pairs, pairs, fc.nat(3), (first, second, leave) => {
        fc.pre(first.newcomerIds.every((id) => !second.newcomerIds.includes(id)))
        const parts = [first, second]
        const people = parts.flatMap((part) => part.newcomerIds)
        const here = new Set(people.filter((_, i) => i % 4 !== leave))
        const places = [...new Set(parts.flatMap((part) => part.positionIds))].sort().filter((_, i) => i % 3 !== leave)
        const merged = mergePairs(parts, here, places)
        expect(merged.newcomerIds).toEqual(people.filter((id) => here.has(id)))
        for (const part of parts)
          for (const [i, newcomerId] of part.newcomerIds.entries())
            for (const [j, positionId] of part.positionIds.entries()) {
              const was = pairAt(part, i, j)
              const [at, to] = [merged.newcomerIds.indexOf(newcomerId), places.indexOf(positionId)]
              const is = at < 0 || to < 0 ? -1 : pairAt(merged, at, to)
              if (was < 0 || at < 0 || to < 0) expect(is).toBe(-1)
              else expect(merged.scores[is]).toBe(part.scores[was])
            }
      }),
      { numRuns: 60 },
    )
  })
})

describe('what a run shows', () => {
  test('a spread in five numbers and how even it is', () => {
    expect(spreadOf([])).toEqual({ least: 0, lower: 0, middle: 0, upper: 0, most: 0, gini: 0 })
    expect(spreadOf([5, 1, 3, 2, 4])).toEqual({ least: 1, lower: 2, middle: 3, upper: 4, most: 5, gini: 0.267 })
    expect(spreadOf([7, 7, 7]).gini).toBe(0)
    expect(spreadOf([0, 0, 0, 10]).gini).toBe(0.75)
  })

  test('counts of people under ten are not shown, nor what gives one away (ruling 26)', () => {
    const spread = spreadOf([1, 2])
    const numbers = {
      newcomers: 100,
      eligible: 80,
      covered: 60,
      coverable: 60,
      waitingCovered: spread,
      waitingLeft: spread,
    }
    const { lower, middle, upper } = spread
    const ends = { waitingCovered: { lower, middle, upper }, waitingLeft: { lower, middle, upper } }
    expect(shownPeople(numbers)).toEqual({ ...numbers, ...ends })
    expect(shownPeople({ ...numbers, covered: 75 })).toMatchObject({ eligible: 80, covered: null, waitingLeft: null })
    expect(shownPeople({ ...numbers, eligible: 95, covered: 60 })).toMatchObject({ newcomers: 100, eligible: null })
    expect(shownPeople({ ...numbers, newcomers: 9, eligible: 9, covered: 9, coverable: 9 })).toMatchObject({
      newcomers: null,
      eligible: null,
      covered: null,
      coverable: null,
      waitingCovered: null,
    })
    expect(shownPeople({ ...numbers, covered: 80, coverable: 80 })).toMatchObject({ covered: 80, coverable: 80 })
  })

  test('a change by a few people is not shown, up nor down', () => {
    expect([shownChange(101, 100), shownChange(91, 100), shownChange(null, 100)]).toEqual([null, null, null])
    expect([shownChange(110, 100), shownChange(90, 100), shownChange(100, 100)]).toEqual([10, -10, 0])
  })
})
