import { describe, expect, it } from 'vitest'
import { lanesOf } from '#server/matching/rules/columns/lanes.ts'
import { kmOf, meansMask, minutesOf, openPlaces, travelOf } from '#server/matching/rules/columns/reach.ts'
import { edgesOfNewcomer, edgesOfPosition } from '#server/matching/rules/columns/rows.ts'
import type { NewcomerFacts, PositionFacts } from '#server/matching/rules/facts.ts'
import { MATCHING_POLICY, type MatchingPolicy } from '#server/matching/rules/policy.ts'
import { dateOf, dayNumber } from '#server/safeguards/rules/calendar.ts'
import { aNewcomerFacts, aPositionFacts, dutchAt, TODAY, UTRECHT } from '#tests/make/facts.ts'
import { byColumns, byPairs, columnsOf, idOf } from './columns-ask.ts'

describe('a hair decides', () => {
  const travel = travelOf(MATCHING_POLICY)
  const minutesTo = (lat: number): number => {
    const list = openPlaces()
    const [a, b] = [list.numberOf(UTRECHT), list.numberOf({ lat, lon: UTRECHT.lon })]
    const places = list.done()
    return minutesOf(kmOf(places, a, places, b), meansMask(['bicycle']), travel)
  }
  /** The last latitude to the north from which it takes at most so many minutes. */
  const lastLatitude = (minutes: number): number => {
    let [yes, no] = [UTRECHT.lat, UTRECHT.lat + 1]
    for (;;) {
      const middle = (yes + no) / 2
      if (middle === yes || middle === no) return yes
      if (minutesTo(middle) <= minutes) yes = middle
      else no = middle
    }
  }

  it.each([45, 44, 30, 1])('on the last metre of %i minutes columns and pairs agree', (minutes) => {
    const edge = lastLatitude(minutes)
    expect(minutesTo(edge)).toBe(minutes)
    const steps = [1e-14, 1e-13, 1e-12, 1e-11, 1e-10, 1e-9, 1e-8, 1e-7, 1e-6]
    const places = steps.flatMap((step) =>
      [-3, -2, -1, 0, 1, 2, 3].map((i) => ({ lat: edge + i * step, lon: UTRECHT.lon })),
    )
    const positions = places.map((place, i) => aPositionFacts({ id: idOf('p', i), place }))
    const people = [aNewcomerFacts(), aNewcomerFacts({ id: 'n2', travel: { means: ['bicycle'], maxMinutes: minutes } })]
    expect(byColumns(people, positions).pairs).toEqual(byPairs(people, positions))
  })
})

describe('on the edge of a gate', () => {
  const free = (from: number, to: number): Partial<NewcomerFacts> => ({
    slots: [1, 2, 3].map((weekday) => ({ kind: 'available' as const, weekday, from, to })),
  })
  const noGo = (...isco: string[]): Partial<NewcomerFacts> => ({ noGo: { isco, employers: [] } })
  const learns = (level: 'A1' | 'alfa-c'): Partial<NewcomerFacts> => {
    const skills = ['listening' as const, 'speaking' as const]
    const course = { hoursPerWeek: 40, startsOn: '2026-01-05', endsOn: null, attendance: 1, profile: 'fast' as const }
    const measured = { level, reference: null, source: 'tested' as const, assessedOn: '2026-01-05' }
    return {
      dutch: { ...dutchAt('A2'), listening: measured, speaking: measured },
      courses: [{ ...course, skills }],
    }
  }
  /** The work is 9:00 to 17:00 on three days, of the ISCO group 7512, with A2 for listening and speaking. */
  it.each<[string, Partial<NewcomerFacts>, boolean]>([
    ['free exactly as long as the work', free(540, 1020), true],
    ['free a minute later', free(541, 1020), false],
    ['free until a minute before', free(540, 1019), false],
    ['no to this group', noGo('7512'), false],
    ['no to the group before', noGo('7511'), true],
    ['no to the group after', noGo('7513'), true],
    ['no to the groups around it', noGo('751'), false],
    ['no to the groups beside those', noGo('750', '752'), true],
    ['one step below, and the step has been made', learns('A1'), true],
    ['two steps below, and one has been made', learns('alfa-c'), false],
  ])('%s', (_, facts, passes) => {
    const [people, places] = [[aNewcomerFacts(facts)], [aPositionFacts()]]
    expect(Object.keys(byPairs(people, places)).length === 1).toBe(passes)
    expect(byColumns(people, places).pairs).toEqual(byPairs(people, places))
    const { newcomers, positions } = columnsOf(people, places, MATCHING_POLICY)
    expect(edgesOfNewcomer(newcomers, 0, positions).position.length === 1).toBe(passes)
    expect(edgesOfPosition(newcomers, lanesOf(newcomers), positions, 0).newcomer.length === 1).toBe(passes)
  })
})

describe('lessons that lead to the level asked', () => {
  /** Speaking A1 on the day of writing, 8 hours a week in full: the next step after 240 hours is 30 weeks away. */
  const learner = (over: Partial<NewcomerFacts['courses'][number]>) => {
    const course = {
      hoursPerWeek: 8,
      startsOn: TODAY,
      endsOn: null,
      attendance: 1,
      profile: 'usual' as const,
      skills: ['speaking' as const],
    }
    const speaking = { level: 'A1' as const, reference: null, source: 'tested' as const, assessedOn: TODAY }
    return aNewcomerFacts({ dutch: { ...dutchAt('A2'), speaking }, courses: [{ ...course, ...over }] })
  }
  const inDays = (days: number): string => dateOf(dayNumber(TODAY) + days)
  const noHolidays: MatchingPolicy = { ...MATCHING_POLICY, lessonFree: [] }
  const startingAfter = (days: number): PositionFacts => aPositionFacts({ startsOn: inDays(days), endsOn: null })
  const passes = (newcomer: NewcomerFacts, days: number, policy = noHolidays): boolean => {
    const pairs = byColumns([newcomer], [startingAfter(days)], policy).pairs
    expect(pairs).toEqual(byPairs([newcomer], [startingAfter(days)], policy))
    return Object.keys(pairs).length === 1
  }

  it('counts from the day on which the hours are full', () => {
    expect([209, 210, 211].map((days) => passes(learner({}), days))).toEqual([false, true, true])
  })

  it('does not count lessons after the end of the course, which is its last day', () => {
    expect(passes(learner({ endsOn: inDays(208) }), 400)).toBe(false)
    expect(passes(learner({ endsOn: inDays(209) }), 400)).toBe(true)
  })

  it('does not count lessons before the level was measured, nor before the course', () => {
    expect(passes(learner({ startsOn: inDays(-100) }), 209)).toBe(false)
    expect(passes(learner({ startsOn: inDays(7) }), 216)).toBe(false)
    expect(passes(learner({ startsOn: inDays(7) }), 217)).toBe(true)
  })

  it('does not count days without lessons', () => {
    const oneWeek = { ...MATCHING_POLICY, lessonFree: [{ from: inDays(10), to: inDays(16) }] }
    expect([216, 217].map((days) => passes(learner({}), days, oneWeek))).toEqual([false, true])
    // Two weeks of which one day is in both: each day off each time, as the projection of a level has it.
    const twoWeeks = { ...MATCHING_POLICY, lessonFree: [...oneWeek.lessonFree, { from: inDays(16), to: inDays(22) }] }
    expect([223, 224].map((days) => passes(learner({}), days, twoWeeks))).toEqual([false, true])
  })

  it('counts the usual attendance where none is recorded, and only lessons of that skill', () => {
    expect([262, 263].map((days) => passes(learner({ attendance: null }), days))).toEqual([false, true])
    expect(passes(learner({ skills: ['reading'] }), 900)).toBe(false)
  })
})
