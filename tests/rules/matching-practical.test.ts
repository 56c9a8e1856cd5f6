import { describe, expect, it } from 'vitest'
import { edgesBetween } from '#server/matching/rules/edges.ts'
import type { NewcomerSlot, PositionSlot } from '#server/matching/rules/facts.ts'
import { pairOf } from '#server/matching/rules/gates.ts'
import { MATCHING_POLICY as policy } from '#server/matching/rules/policy.ts'
import { journeyOf, kmBetween, placeOn } from '#server/matching/rules/travel.ts'
import { freeMinutes, weekFit } from '#server/matching/rules/week.ts'
import { aNewcomerFacts, aPositionFacts, TODAY, UTRECHT } from '#tests/make/facts.ts'

const AMERSFOORT = { lat: 52.1561, lon: 5.3878 }
const own = (kind: NewcomerSlot['kind'], weekday: number, from: number, to: number): NewcomerSlot => ({
  kind,
  weekday,
  from,
  to,
})
const work = (weekday: number, from: number, to: number): PositionSlot => ({ kind: 'work', weekday, from, to })

describe('travel (ruling 17)', () => {
  it('measures the straight line', () => {
    expect(kmBetween(UTRECHT, AMERSFOORT)).toBeCloseTo(19.6, 1)
    expect(kmBetween(UTRECHT, UTRECHT)).toBe(0)
  })

  it('takes the fastest of the own means, rounded up', () => {
    expect(journeyOf(UTRECHT, AMERSFOORT, ['bicycle'], policy)).toEqual({ means: 'bicycle', minutes: 102 })
    expect(journeyOf(UTRECHT, AMERSFOORT, ['bicycle', 'public-transport'], policy)).toEqual({
      means: 'public-transport',
      minutes: 72,
    })
    expect(journeyOf(UTRECHT, AMERSFOORT, ['car', 'walk'], policy)).toEqual({ means: 'car', minutes: 39 })
    expect(journeyOf(UTRECHT, UTRECHT, ['walk'], policy)).toEqual({ means: 'walk', minutes: 0 })
  })

  it('is unknown without a place or means', () => {
    expect(journeyOf(null, UTRECHT, ['walk'], policy)).toBeNull()
    expect(journeyOf(UTRECHT, UTRECHT, [], policy)).toBeNull()
  })

  it('starts from where the person lives on the start, also when that passed (ruling 17)', () => {
    const moves = aNewcomerFacts({ place: AMERSFOORT, futurePlace: { from: '2027-01-04', place: UTRECHT } })
    expect([placeOn(moves, '2027-01-03'), placeOn(moves, '2027-01-04')]).toEqual([AMERSFOORT, UTRECHT])
    expect(placeOn(aNewcomerFacts({ place: AMERSFOORT }), '2027-01-04')).toBe(AMERSFOORT)
    const minutes = (startsOn: string, today = TODAY) =>
      pairOf(moves, aPositionFacts({ place: UTRECHT, startsOn }), policy, today).journey?.minutes
    expect(minutes('2027-01-04')).toBe(journeyOf(UTRECHT, UTRECHT, ['bicycle'], policy)?.minutes)
    expect(minutes('2027-01-03')).toBe(journeyOf(AMERSFOORT, UTRECHT, ['bicycle'], policy)?.minutes)
    expect(minutes('2026-12-01', '2027-01-10')).toBe(minutes('2027-01-04'))
    const far = { lat: 53.2, lon: 6.5 }
    const comes = aNewcomerFacts({ place: far, futurePlace: { from: '2027-01-04', place: UTRECHT } })
    const proposed = (who: typeof comes) =>
      edgesBetween([who], [aPositionFacts({ place: UTRECHT })], policy, TODAY).position.length
    expect([proposed(comes), proposed({ ...comes, futurePlace: { from: '2027-01-05', place: UTRECHT } })]).toEqual([
      1, 0,
    ])
    expect(proposed({ ...comes, place: UTRECHT, futurePlace: { from: '2027-01-04', place: far } })).toBe(0)
  })
})

describe('the week (ruling 16)', () => {
  const available = [own('available', 1, 480, 1080)]

  it('is exact to 30 minutes', () => {
    expect(weekFit(available, [work(1, 480, 1080)], 10, 0)).toEqual({ state: 'pass' })
    expect(weekFit(available, [work(1, 450, 1080)], 10, 0).state).toBe('miss')
    expect(weekFit(available, [work(1, 480, 1110)], 10, 0).state).toBe('miss')
  })

  it('joins neighbouring blocks, and sees a gap of half an hour', () => {
    const parts = [own('available', 1, 720, 1080), own('available', 1, 480, 720)]
    expect(weekFit(parts, [work(1, 540, 1020)], 8, 0).state).toBe('pass')
    const gap = [own('available', 1, 750, 1080), own('available', 1, 480, 720)]
    expect(weekFit(gap, [work(1, 540, 1020)], 8, 0)).toEqual({
      state: 'miss',
      clashes: [{ with: 'not-available', weekday: 1, from: 540, to: 1020 }],
    })
  })

  it('leaves time for the way before and after a lesson', () => {
    const week = [...available, own('lesson', 1, 480, 540)]
    expect(weekFit(week, [work(1, 570, 900)], 5, 30).state).toBe('pass')
    expect(weekFit(week, [work(1, 570, 900)], 5, 31)).toEqual({
      state: 'miss',
      clashes: [{ with: 'travel', weekday: 1, from: 480, to: 540 }],
    })
    const after = [...available, own('childcare', 1, 930, 960)]
    expect(weekFit(after, [work(1, 570, 900)], 5, 30).state).toBe('pass')
    expect(weekFit(after, [work(1, 570, 900)], 5, 45).state).toBe('miss')
  })

  it('names the lesson that overlaps', () => {
    const week = [...available, own('lesson', 1, 780, 840)]
    expect(weekFit(week, [work(1, 570, 900)], 5, 10)).toEqual({
      state: 'miss',
      clashes: [{ with: 'lesson', weekday: 1, from: 780, to: 840 }],
    })
  })

  it('does not ask that the way itself is available time', () => {
    expect(weekFit(available, [work(1, 480, 600)], 2, 60).state).toBe('pass')
  })

  it('sees the way home run past midnight', () => {
    const week = [own('available', 7, 1200, 1440), own('childcare', 1, 0, 30)]
    expect(weekFit(week, [work(7, 1200, 1440)], 4, 20).state).toBe('miss')
    expect(weekFit(week, [work(7, 1200, 1410)], 3.5, 30).state).toBe('pass')
  })

  it('is unknown without availability, or near a lesson without a known way', () => {
    expect(weekFit([], [work(1, 480, 540)], 1, 0).state).toBe('unknown')
    expect(weekFit(available, [work(1, 480, 540)], 1, null).state).toBe('pass')
    expect(weekFit([...available, own('lesson', 1, 600, 660)], [work(1, 480, 540)], 1, null).state).toBe('unknown')
  })

  it('counts free hours for a place without fixed times', () => {
    const week = [...available, own('available', 1, 900, 1140), own('lesson', 1, 540, 600)]
    expect(freeMinutes(week)).toBe(600)
    expect(weekFit(week, [], 10, 0).state).toBe('pass')
    expect(weekFit(week, [], 10.5, 0)).toEqual({ state: 'too-little', free: 10 })
  })
})
