import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LICENCES, TRAVEL_MEANS } from '#db/values/newcomers.ts'
import { openBitRows, rowOfAll, rowsAtMost, setBit } from '#server/matching/rules/columns/bit-rows.ts'
import { openBytes, openInts, openLists, openNumbers, openSmall } from '#server/matching/rules/columns/growing.ts'
import { journeyMeetsBusy } from '#server/matching/rules/columns/journeys.ts'
import { lanesOf } from '#server/matching/rules/columns/lanes.ts'
import { askedLicences, heldLicences } from '#server/matching/rules/columns/licences.ts'
import {
  arcOfKm,
  chordOf,
  chordOfArc,
  kmOf,
  meansMask,
  openPlaces,
  openReach,
  rawMinutesOf,
  travelOf,
} from '#server/matching/rules/columns/reach.ts'
import { WEEK, weekOf } from '#server/matching/rules/columns/week-minutes.ts'
import { rowsFreeDuring, stretchKey } from '#server/matching/rules/columns/week-rows.ts'
import { MATCHING_POLICY } from '#server/matching/rules/policy.ts'
import { aNewcomerFacts, aPositionFacts } from '#tests/make/facts.ts'
import { columnsOf } from './columns-ask.ts'

/** The lanes whose bit is set in a row. */
const lanesIn = (data: Int32Array, row: number, words: number): number[] =>
  Array.from({ length: words * 32 }, (_, lane) => lane).filter(
    (lane) => (((data[row + Math.floor(lane / 32)] ?? 0) >>> (lane % 32)) & 1) === 1,
  )

describe('rows of bits', () => {
  it('hold the answers of the block that was asked last, and nothing of one before', () => {
    const rows = openBitRows()
    const begins = Array.from({ length: 300 }, () => rows.add())
    rows.answeredBy((data, { from, to }) => {
      for (let lane = from; lane < to; lane += 1) setBit(data, begins[lane % 300] ?? -1, lane - from)
    })
    const { data, ask } = rows.done()
    for (const block of [
      { from: 0, to: 2048 },
      { from: 2048, to: 2100 },
    ]) {
      ask(block)
      begins.forEach((row, i) => {
        const expected = Array.from({ length: block.to - block.from }, (_, k) => k).filter(
          (k) => (block.from + k) % 300 === i,
        )
        expect(lanesIn(data, row, 64)).toEqual(expected)
      })
    }
  })

  it('can be put together: who is in all of them', () => {
    const rows = openBitRows()
    const rowOf = (...lanes: number[]): number => {
      const row = rows.add()
      rows.answeredBy((data) => {
        for (const lane of lanes) setBit(data, row, lane)
      })
      return row
    }
    const [first, second, third] = [rowOf(0, 5, 31, 32, 63), rowOf(5, 31, 32, 40), rowOf(4, 5, 32, 63)]
    const [alone, two, all] = [
      rowOfAll(rows, [first]),
      rowOfAll(rows, [first, second]),
      rowOfAll(rows, [first, second, third]),
    ]
    const { data, ask } = rows.done()
    ask({ from: 0, to: 64 })
    expect(lanesIn(data, alone, 2)).toEqual([0, 5, 31, 32, 63])
    expect(lanesIn(data, two, 2)).toEqual([5, 31, 32])
    expect(lanesIn(data, all, 2)).toEqual([5, 32])
    // The rows they come from are as they were.
    expect(lanesIn(data, first, 2)).toEqual([0, 5, 31, 32, 63])
  })

  const whole = fc.integer({ min: -40, max: 40 })
  const far = fc.constantFrom(-2_000_000, 0, 300_000, 2 ** 31 - 1)
  const broken = fc.constantFrom(-12.5, 0.25, 7.5, 24.01)
  it.each([
    ['whole numbers near each other', whole],
    ['whole numbers far apart', fc.oneof(whole, far)],
    ['parts of numbers', fc.oneof(whole, broken)],
  ])('say for each limit who is at most that: %s', (_, limit) => {
    const value = fc.oneof(whole, far, broken, fc.constantFrom(Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY))
    fc.assert(
      fc.property(fc.array(value, { maxLength: 70 }), fc.array(limit, { maxLength: 8 }), (values, limits) => {
        const rows = openBitRows()
        rows.add()
        const found = rowsAtMost(rows, limits, () => Float64Array.from(values))
        const { data, ask } = rows.done()
        ask({ from: 0, to: values.length })
        expect([...found.keys()].sort((a, b) => a - b)).toEqual([...new Set(limits)].sort((a, b) => a - b))
        for (const [most, row] of found)
          expect(lanesIn(data, row, 3)).toEqual([...values.keys()].filter((lane) => (values[lane] ?? 0) <= most))
      }),
      { numRuns: 200 },
    )
  })
})

describe('columns that grow', () => {
  it.each([
    ['bytes', openBytes, (i: number) => i % 256],
    ['small numbers', openSmall, (i: number) => (i % 256) - 128],
    ['whole numbers', openInts, (i: number) => 2 ** 31 - 1 - i],
    ['numbers', openNumbers, (i: number) => i / 7],
  ] as const)('hold all that was put in: %s', (_, open, numberAt) => {
    for (const length of [0, 1, 64, 65, 300]) {
      const column = open()
      for (let i = 0; i < length; i += 1) column.push(numberAt(i))
      expect(column.size()).toBe(length)
      expect([...column.done()]).toEqual(Array.from({ length }, (_, i) => numberAt(i)))
    }
  })

  it('hold lists one after the other, empty ones too', () => {
    const lists = openLists()
    lists.add([4, 5])
    lists.close()
    lists.push(6)
    lists.close()
    const { start, item } = lists.done()
    expect([[...start], [...item]]).toEqual([
      [0, 2, 2, 3],
      [4, 5, 6],
    ])
  })
})

describe('places and reach', () => {
  const utrecht = { lat: 52.0907, lon: 5.1214 }
  const goes = { lat: 51.5042, lon: 3.8889 }

  it('has one number for one place, and none for no place', () => {
    const list = openPlaces()
    const other = { lat: utrecht.lon, lon: utrecht.lat }
    expect([utrecht, goes, null, { ...utrecht }, other, goes].map(list.numberOf)).toEqual([0, 1, -1, 0, 2, 1])
    const { lat, lon } = list.done()
    expect([...lat]).toEqual([utrecht.lat, goes.lat, other.lat])
    expect([...lon]).toEqual([utrecht.lon, goes.lon, other.lon])
  })

  it('lets through by the chord whoever is as near by the km, and hardly anybody further', () => {
    const list = openPlaces()
    const [a, b] = [list.numberOf(utrecht), list.numberOf(goes)]
    const places = list.done()
    const km = kmOf(places, a, places, b)
    const chord = chordOf(places, a, places, b)
    expect(chord).toBeLessThanOrEqual(chordOfArc(arcOfKm(km)))
    expect(chord).toBeGreaterThan(chordOfArc(arcOfKm(km * 0.9999)))
    // Half way round the earth, and further, is everywhere.
    expect(chordOfArc(3.14)).toBeLessThan(4.00001)
    expect([chordOfArc(Math.PI), chordOfArc(7)]).toEqual([Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY])
    expect(chordOfArc(0)).toBeLessThan(1e-14)
  })

  it('reaches further than the sea when there is time for it', () => {
    const reach = openReach(travelOf(MATCHING_POLICY))
    const car = meansMask(['car'])
    const { speed, extraMinutes } = MATCHING_POLICY.travel.car
    for (const minutes of [60, 9000, 20_000])
      expect(reach(car, minutes)).toBeCloseTo((((minutes - extraMinutes) / 60) * speed) / MATCHING_POLICY.detour, 6)
    expect(reach(car, extraMinutes - 1)).toBe(-1)
    expect(reach(0, 60)).toBe(-1)
  })

  it('knows a set of means by bits, and takes the fastest', () => {
    expect(TRAVEL_MEANS.map((one) => meansMask([one]))).toEqual(TRAVEL_MEANS.map((_, i) => 2 ** i))
    expect(meansMask(TRAVEL_MEANS)).toBe(2 ** TRAVEL_MEANS.length - 1)
    const travel = travelOf(MATCHING_POLICY)
    const alone = (km: number) => TRAVEL_MEANS.map((one) => rawMinutesOf(km, meansMask([one]), travel))
    for (const km of [0.1, 1, 4, 12, 80]) expect(rawMinutesOf(km, 15, travel)).toBe(Math.min(...alone(km)))
    expect(rawMinutesOf(1, 0, travel)).toBe(Number.POSITIVE_INFINITY)
  })
})

describe('licences as bits', () => {
  const passes = (held: readonly (typeof LICENCES)[number][], asked: readonly (typeof LICENCES)[number][]): boolean =>
    (heldLicences(held) & askedLicences(asked)) === askedLicences(asked)

  it('says yes to what somebody holds, and to nothing for nobody', () => {
    for (const one of LICENCES) {
      expect(passes([one], [one])).toBe(true)
      expect(passes([one], [])).toBe(true)
      expect(passes([], [one])).toBe(false)
      expect(passes(LICENCES, [one])).toBe(true)
    }
    expect(new Set(LICENCES.map((one) => askedLicences([one]))).size).toBe(LICENCES.length)
    expect(heldLicences([])).toBe(0)
  })
})

describe('the way to work and back', () => {
  const HOUR = 60
  const sunday = 6 * 24 * HOUR
  /** From and to in minutes of the week: a lesson, a block of work, the minutes of travel, and whether they meet. */
  it.each([
    ['a lesson ends as the way begins', [480, 510], [540, 1020], 30, false],
    ['a lesson ends a minute later', [480, 511], [540, 1020], 30, true],
    ['a lesson begins as the way back ends', [1050, 1100], [540, 1020], 30, false],
    ['a lesson begins a minute before', [1049, 1100], [540, 1020], 30, true],
    ['a lesson within the work', [600, 660], [540, 1020], 0, true],
    ['work within a lesson', [500, 1100], [540, 1020], 0, true],
    ['the way out on Monday begins on Sunday night', [WEEK - 60, WEEK], [10, 300], 11, true],
    ['it begins when the lesson on Sunday night has ended', [WEEK - 60, WEEK - 20], [10, 300], 30, false],
    ['it begins a minute too early', [WEEK - 60, WEEK - 20], [10, 300], 31, true],
    ['the way back on Sunday ends on Monday', [0, 60], [sunday + 600, WEEK - 10], 11, true],
    ['it ends as the lesson on Monday begins', [20, 60], [sunday + 600, WEEK - 10], 30, false],
    ['it ends a minute too late', [20, 60], [sunday + 600, WEEK - 10], 31, true],
    ['midnight at both ends is no way round', [WEEK - 60, WEEK], [0, 60], 0, false],
    ['work to the last minute, lesson from the first', [0, 60], [sunday + 600, WEEK], 0, false],
  ] as const)('%s', (_, busy, work, minutes, meets) => {
    const at = ([from, to]: readonly [number, number]) => ({
      weekday: Math.floor(from / 1440) + 1,
      from: from % 1440,
      to: to - Math.floor(from / 1440) * 1440,
    })
    const { newcomers, positions } = columnsOf(
      [
        aNewcomerFacts({ id: 'n1', slots: [] }),
        aNewcomerFacts({ id: 'n2', slots: [{ kind: 'lesson', ...at(busy) }] }),
        aNewcomerFacts({ id: 'n3', slots: [] }),
      ],
      [
        aPositionFacts({ id: 'p1', slots: [] }),
        aPositionFacts({ id: 'p2', slots: [{ kind: 'work', ...at(work) }] }),
        aPositionFacts({ id: 'p3', slots: [] }),
      ],
      MATCHING_POLICY,
    )
    expect(journeyMeetsBusy(newcomers, 1, positions, 1, minutes)).toBe(meets)
    // Nobody else's lesson, and no other position's work.
    for (const [n, p] of [
      [0, 1],
      [2, 1],
      [1, 0],
      [1, 2],
    ] as const)
      expect(journeyMeetsBusy(newcomers, n, positions, p, minutes)).toBe(false)
  })
})

describe('rows of who is free', () => {
  const slot = fc
    .record({
      kind: fc.constantFrom('available' as const, 'available' as const, 'lesson' as const),
      weekday: fc.integer({ min: 1, max: 7 }),
      from: fc.integer({ min: 0, max: 24 }),
      to: fc.integer({ min: 0, max: 24 }),
    })
    .filter(({ from, to }) => from < to)
    .map((one) => ({ ...one, from: one.from * 60, to: one.to * 60 }))
  const everyDay = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ kind: 'available' as const, weekday, from: 0, to: 1440 }))
  const stretch = fc
    .tuple(fc.integer({ min: 0, max: 168 }), fc.integer({ min: 1, max: 30 }))
    .map(([from, length]) => [from * 60, Math.min(WEEK, (from + length) * 60)] as const)
    .filter(([from, to]) => from < to)

  it('are of those who are free all through a stretch of work', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constant(everyDay), fc.array(slot, { maxLength: 6 })), { maxLength: 40 }),
        fc.array(stretch, { maxLength: 5 }),
        (weeks, stretches) => {
          const people = weeks.map((slots, i) => aNewcomerFacts({ id: `n${i}`, slots }))
          const { newcomers } = columnsOf(people, [], MATCHING_POLICY)
          const lanes = lanesOf(newcomers)
          const rows = openBitRows()
          rows.add()
          const wanted = [...stretches, [0, WEEK] as const]
          const found = rowsFreeDuring(rows, lanes, new Set(wanted.map(([from, to]) => stretchKey(from, to))))
          const { data, ask } = rows.done()
          ask({ from: 0, to: lanes.count })
          for (const [from, to] of wanted) {
            const free = [...lanes.newcomer.keys()].filter((lane) => {
              const week = weekOf(weeks[lanes.newcomer[lane] ?? -1] ?? []).free
              return week.some((begins, at) => at % 2 === 0 && begins <= from && to <= (week[at + 1] ?? 0))
            })
            expect(lanesIn(data, found.get(stretchKey(from, to)) ?? -1, lanes.words)).toEqual(free)
          }
        },
      ),
      { numRuns: 150 },
    )
  })
})
