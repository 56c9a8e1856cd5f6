import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LEARNER_PROFILES, LEVELS } from '#db/values/language.ts'
import { TRAVEL_MEANS } from '#db/values/newcomers.ts'
import { dayOfNextLevel, NEVER, openFreeDays } from '#server/matching/rules/columns/growth.ts'
import {
  chordOf,
  DOUBT,
  kmOf,
  meansMask,
  minutesOf,
  openPlaces,
  openReach,
  roughKmOf,
  travelOf,
} from '#server/matching/rules/columns/reach.ts'
import { weekOf } from '#server/matching/rules/columns/week-minutes.ts'
import type { NewcomerSlot } from '#server/matching/rules/facts.ts'
import { projectedLevel } from '#server/matching/rules/language.ts'
import { MATCHING_POLICY as policy } from '#server/matching/rules/policy.ts'
import { hashOf, tieOf } from '#server/matching/rules/tie.ts'
import { journeyOf, kmBetween } from '#server/matching/rules/travel.ts'
import { freeMinutes } from '#server/matching/rules/week.ts'
import { dateOf, dayNumber } from '#server/safeguards/rules/calendar.ts'
import { TODAY } from '#tests/make/facts.ts'

const today = dayNumber(TODAY)
const day = (from: number, to: number) => fc.integer({ min: from, max: to }).map((days) => dateOf(today + days))
const course = fc.record({
  hoursPerWeek: fc.oneof(fc.integer({ min: 0, max: 40 }), fc.double({ min: 0, max: 40, noNaN: true })),
  startsOn: day(-300, 200),
  endsOn: fc.option(day(-100, 500), { nil: null }),
  attendance: fc.constantFrom(null, 0, 0.33, 0.5, 1),
  profile: fc.constantFrom(...LEARNER_PROFILES),
  skills: fc.constant<'speaking'[]>(['speaking']),
})
const lat = fc.oneof(fc.double({ min: 51, max: 53, noNaN: true }), fc.double({ min: -90, max: 90, noNaN: true }))
const lon = fc.oneof(fc.double({ min: 4, max: 7, noNaN: true }), fc.double({ min: -180, max: 180, noNaN: true }))
const place = fc.record({ lat, lon })

describe('the day of the next level', () => {
  it('is the first day on which it is expected', () => {
    const holidays = openFreeDays(policy.lessonFree)
    fc.assert(
      fc.property(
        fc.constantFrom(...LEVELS),
        fc.array(course, { maxLength: 3 }),
        day(-400, 30),
        (level, courses, since) => {
          const inDays = courses.map((one) => ({
            course: one,
            startsOn: dayNumber(one.startsOn),
            endsOn: one.endsOn === null ? null : dayNumber(one.endsOn),
          }))
          const found = dayOfNextLevel(level, inDays, dayNumber(since), policy, holidays)
          const expectedOn = (on: number): boolean =>
            projectedLevel(level, courses, dateOf(on), since, policy) !== level
          if (found === NEVER) {
            expect(expectedOn(today + 800)).toBe(false)
            expect(expectedOn(dayNumber('9999-12-31'))).toBe(false)
            return
          }
          expect(expectedOn(found)).toBe(true)
          expect(expectedOn(found - 1)).toBe(false)
        },
      ),
      { numRuns: 2000 },
    )
  })
})

describe('travel in columns', () => {
  it('has the same km and minutes to the bit, and a rough km that is right but for a hair', () => {
    fc.assert(
      fc.property(place, place, fc.subarray([...TRAVEL_MEANS], { minLength: 1 }), (a, b, means) => {
        const list = openPlaces()
        const [from, to] = [list.numberOf(a), list.numberOf(b)]
        const places = list.done()
        const km = kmOf(places, from, places, to)
        expect(km).toBe(kmBetween(a, b))
        expect(minutesOf(km, meansMask(means), travelOf(policy))).toBe(journeyOf(a, b, means, policy)?.minutes)
        const rough = roughKmOf(chordOf(places, from, places, to))
        if (rough < 0) expect(km).toBeGreaterThan(500)
        else expect(Math.abs(rough - km)).toBeLessThan(DOUBT / 1000)
      }),
      { numRuns: 3000 },
    )
  })

  it('reaches exactly as far as the minutes allow', () => {
    const reach = openReach(travelOf(policy))
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 15 }), fc.integer({ min: 0, max: 400 }), (mask, max) => {
        const km = reach(mask, max)
        const within = (one: number): boolean => minutesOf(one, mask, travelOf(policy)) <= max
        if (km < 0) expect(within(0)).toBe(false)
        else {
          expect(within(km)).toBe(true)
          expect(within(km * (1 + 2 ** -51) + Number.MIN_VALUE)).toBe(false)
        }
      }),
      { numRuns: 500 },
    )
    expect(reach(1, null)).toBe(-1)
    expect(reach(8, 1_000_000)).toBe(Number.POSITIVE_INFINITY)
  })
})

describe('a week in columns', () => {
  const slot = fc
    .record({
      kind: fc.constantFrom('available' as const, 'lesson' as const, 'childcare' as const),
      weekday: fc.integer({ min: 1, max: 7 }),
      from: fc.integer({ min: 0, max: 1439 }),
      length: fc.integer({ min: 1, max: 700 }),
    })
    .map(
      ({ kind, weekday, from, length }): NewcomerSlot => ({ kind, weekday, from, to: Math.min(1440, from + length) }),
    )

  it('is free exactly when somebody is available and not busy', () => {
    fc.assert(
      fc.property(fc.array(slot, { maxLength: 8 }), fc.integer({ min: 0, max: 10079 }), (slots, minute) => {
        const week = weekOf(slots)
        const inside = (stretches: number[]): boolean =>
          stretches.some((from, at) => at % 2 === 0 && from <= minute && minute < (stretches[at + 1] ?? 0))
        const at = (one: NewcomerSlot): boolean => {
          const midnight = (one.weekday - 1) * 1440
          return midnight + one.from <= minute && minute < midnight + one.to
        }
        const isBusy = slots.some((one) => one.kind !== 'available' && at(one))
        expect(inside(week.busy)).toBe(isBusy)
        expect(inside(week.free)).toBe(!isBusy && slots.some((one) => one.kind === 'available' && at(one)))
        const isKnown = slots.some((one) => one.kind === 'available')
        expect(week.freeMinutes).toBe(isKnown ? freeMinutes(slots) : -1)
      }),
      { numRuns: 2000 },
    )
  })
})

describe('what orders a tie', () => {
  it('has 30 bits, spread over all of them, and differs by either id', () => {
    const seen = new Set<number>()
    for (let n = 0; n < 100; n += 1)
      for (let p = 0; p < 20; p += 1) seen.add(tieOf(hashOf(`newcomer ${n}`), hashOf(`position ${p}`)))
    expect(seen.size).toBeGreaterThan(1990)
    expect(Math.max(...seen)).toBeLessThan(2 ** 30)
    expect(Math.min(...seen)).toBeGreaterThanOrEqual(0)
    expect(Math.max(...seen)).toBeGreaterThan(2 ** 30 * 0.99)
  })
})
