import { describe, expect, it } from 'vitest'
import { edgesOf } from '#server/matching/rules/columns/edges.ts'
import { isBeyond, lanesOf } from '#server/matching/rules/columns/lanes.ts'
import { kmOf, meansMask, minutesOf, openPlaces, travelOf } from '#server/matching/rules/columns/reach.ts'
import { edgesOfNewcomer, edgesOfPosition } from '#server/matching/rules/columns/rows.ts'
import type { NewcomerFacts, PositionFacts } from '#server/matching/rules/facts.ts'
import { MATCHING_POLICY, type MatchingPolicy } from '#server/matching/rules/policy.ts'
import { dateOf, dayNumber } from '#server/safeguards/rules/calendar.ts'
import { aNewcomerFacts, aPositionFacts, dutchAt, TODAY, UTRECHT } from '#tests/make/facts.ts'
import { byColumns, byPairs, columnsOf } from './columns-ask.ts'

const GRONINGEN = { lat: 53.2194, lon: 6.5665 }
const MAASTRICHT = { lat: 50.8514, lon: 5.691 }
const near = ({ lat, lon }: typeof UTRECHT, i: number) => ({
  lat: lat + ((i % 7) - 3) / 2000,
  lon: lon + ((i % 11) - 5) / 2000,
})
const many = <T>(count: number, make: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i))
const idOf = (letter: string, i: number): string => `${letter}${String(i).padStart(4, '0')}`

describe('the lanes', () => {
  it('are one for each address from which somebody may come, with the days on which it counts', () => {
    const { newcomers } = columnsOf(
      [
        aNewcomerFacts({ id: 'stays' }),
        aNewcomerFacts({ id: 'moves', futurePlace: { from: '2027-02-01', place: GRONINGEN } }),
        aNewcomerFacts({ id: 'moves here', place: null, futurePlace: { from: '2027-02-01', place: GRONINGEN } }),
        aNewcomerFacts({ id: 'no level of Dutch', dutch: { ...dutchAt('A2'), speaking: null } }),
      ],
      [],
      MATCHING_POLICY,
    )
    const lanes = lanesOf(newcomers)
    const moving = dayNumber('2027-02-01')
    const told = [...lanes.newcomer.keys()].map((lane) => ({
      who: newcomers.ids[lanes.newcomer[lane] ?? -1],
      lat: newcomers.places.lat[lanes.place[lane] ?? -1],
      on: [moving - 1, moving].map((day) => day >= (lanes.from[lane] ?? 0) && day < (lanes.until[lane] ?? 0)),
    }))
    const inOrder = told.sort((a, b) => `${a.who} ${a.lat}`.localeCompare(`${b.who} ${b.lat}`))
    expect(inOrder).toEqual([
      { who: 'moves', lat: UTRECHT.lat, on: [true, false] },
      { who: 'moves', lat: GRONINGEN.lat, on: [false, true] },
      { who: 'moves here', lat: GRONINGEN.lat, on: [false, true] },
      { who: 'no level of Dutch', lat: UTRECHT.lat, on: [true, true] },
      { who: 'stays', lat: UTRECHT.lat, on: [true, true] },
    ])
    expect([lanes.count, lanes.words]).toEqual([5, 1])
    // Each newcomer knows its lanes.
    newcomers.ids.forEach((_, i) => {
      const own = [...lanes.of.item.subarray(lanes.of.start[i], lanes.of.start[i + 1])]
      expect(own.sort()).toEqual([...lanes.newcomer.keys()].filter((lane) => lanes.newcomer[lane] === i))
    })
  })

  const silent: [string, Partial<NewcomerFacts>][] = [
    ['how far they come is unknown', { travel: { means: ['bicycle'], maxMinutes: null } }],
    ['by what they come is unknown', { travel: { means: [], maxMinutes: 30 } }],
    ['when they are free is unknown', { slots: [{ kind: 'lesson', weekday: 1, from: 540, to: 600 }] }],
    ['when they can begin is unknown', { availableFrom: null }],
    ['how many hours is unknown', { hours: null }],
    ['whether they may work is unknown', { mayWork: { known: false, allowed: true, from: null, until: null } }],
    ['they may not work', { mayWork: { known: true, allowed: false, from: null, until: null } }],
    ['where they live is unknown', { place: null }],
  ]
  it.each(silent)('have nobody in them of whom %s', (_, facts) => {
    const people = [aNewcomerFacts({ id: 'a' }), aNewcomerFacts({ id: 'b', ...facts }), aNewcomerFacts({ id: 'c' })]
    const { newcomers } = columnsOf(people, [], MATCHING_POLICY)
    const lanes = lanesOf(newcomers)
    expect([...lanes.newcomer].sort()).toEqual([0, 2])
    expect([...lanes.of.start]).toEqual([0, 1, 1, 2])
  })

  it('put neighbours together, and those who come as far: whole words are out of reach at once', () => {
    const towns = [UTRECHT, GRONINGEN, MAASTRICHT]
    const people = many(32 * 12, (i) =>
      aNewcomerFacts({
        id: idOf('n', i),
        place: near(towns[i % 3] ?? UTRECHT, i),
        travel: { means: [i % 2 === 0 ? 'walk' : 'car'], maxMinutes: i % 2 === 0 ? 20 : 60 },
      }),
    )
    const { newcomers } = columnsOf(people, [], MATCHING_POLICY)
    const lanes = lanesOf(newcomers)
    expect(lanes.words).toBe(12)
    const townOf = (lane: number): number => (lanes.newcomer[lane] ?? 0) % 3
    const meansOf = (lane: number): number => lanes.means[lane] ?? 0
    const kinds = many(12, (word) =>
      many(32, (bit) => `${townOf(word * 32 + bit)} ${meansOf(word * 32 + bit)}`).filter(
        (one, i, all) => all.indexOf(one) === i,
      ),
    )
    // Two words of each kind, and no word of two kinds.
    expect(kinds.map((one) => one.length)).toEqual(many(12, () => 1))
    expect(new Set(kinds.flat()).size).toBe(6)

    const list = openPlaces()
    const pointOf = (town: typeof UTRECHT) => list.numberOf(town)
    const points = towns.map(pointOf)
    const outside = pointOf({ lat: UTRECHT.lat + 0.2, lon: UTRECHT.lon })
    const { x, y, z } = list.done()
    const isOut = (caps: typeof lanes.wordCaps, at: number, point: number): boolean =>
      isBeyond(caps, at, x[point] ?? 0, y[point] ?? 0, z[point] ?? 0)
    for (let word = 0; word < 12; word += 1) {
      const town = townOf(word * 32)
      points.forEach((point, other) => {
        expect(isOut(lanes.wordCaps, word, point)).toBe(other !== town)
      })
      // 22 km from Utrecht: those on foot cannot come, those with a car can.
      const canDrive = town === 0 && meansOf(word * 32) === meansMask(['car'])
      expect(isOut(lanes.wordCaps, word, outside)).toBe(!canDrive)
    }
    // All of them are one block, around the whole country.
    for (const point of [...points, outside]) expect(isOut(lanes.blockCaps, 0, point)).toBe(false)
  })

  it('lie street by street on a map of many places: a place concerns few words', () => {
    // 40 x 40 places, one km apart, in an order that says nothing; everybody walks for a quarter of an hour.
    const people = many(1600, (i) => {
      const at = (i * 773) % 1600
      const place = { lat: 51.8 + Math.floor(at / 40) / 111, lon: 4.9 + (at % 40) / 68 }
      return aNewcomerFacts({ id: idOf('n', i), place, travel: { means: ['walk'], maxMinutes: 15 } })
    })
    const { newcomers } = columnsOf(people, [], MATCHING_POLICY)
    const { words, wordCaps } = lanesOf(newcomers)
    const { x, y, z } = newcomers.places
    let within = 0
    for (let place = 0; place < x.length; place += 1)
      for (let word = 0; word < words; word += 1)
        if (!isBeyond(wordCaps, word, x[place] ?? 0, y[place] ?? 0, z[place] ?? 0)) within += 1
    expect(words).toBe(50)
    // In no order at all it would be nearly all 50; the place's own word is one.
    const average = within / x.length
    expect(average).toBeGreaterThanOrEqual(1)
    expect(average).toBeLessThan(8)
  })

  it('have a cap even where people live on opposite sides of the earth', () => {
    const people = [UTRECHT, { lat: -UTRECHT.lat, lon: UTRECHT.lon - 180 }].map((place, i) =>
      aNewcomerFacts({ id: idOf('n', i), place }),
    )
    const places = people.map((one, i) => aPositionFacts({ id: idOf('p', i), place: one.place }))
    expect(Object.keys(byColumns(people, places).pairs)).toEqual(['n0000 p0000', 'n0001 p0001'])
  })
})

const crowd = many(75, (i) => aNewcomerFacts({ id: idOf('n', i), place: near(UTRECHT, i) }))
const bakeries = many(70, (i) => aPositionFacts({ id: idOf('p', i), place: near(UTRECHT, 3 * i) }))

describe('the list of pairs', () => {
  it('grows with what is found, and every column of it has the same length', () => {
    const { newcomers, positions } = columnsOf(crowd, bakeries, MATCHING_POLICY)
    const edges = edgesOf(newcomers, positions)
    expect(edges.start[75]).toBe(75 * 70)
    const { position, w, a, e } = edges
    expect([position, w, a, e].map((column) => column.length)).toEqual(many(4, () => 75 * 70))
    expect(byColumns(crowd, bakeries, MATCHING_POLICY).pairs).toEqual(byPairs(crowd, bakeries, MATCHING_POLICY))
  })

  it('leaves out who scores too little, in every column and for everybody after', () => {
    const bakers = (i: number): Partial<NewcomerFacts> => (i % 2 === 0 ? {} : { wishes: [], experiences: [] })
    const people = crowd.slice(0, 8).map((one, i) => ({ ...one, ...bakers(i) }))
    const scores = Object.values(byPairs(people, bakeries, { ...MATCHING_POLICY, leastScore: 0 })).map(([w]) => w)
    // Exactly the least score is enough.
    const leastScore = scores.sort((a, b) => a - b)[Math.floor(scores.length / 2)] ?? 0
    const strict: MatchingPolicy = { ...MATCHING_POLICY, leastScore }
    const expected = byPairs(people, bakeries, strict)
    const { newcomers, positions } = columnsOf(people, bakeries, strict)
    const edges = edgesOf(newcomers, positions)
    expect(Object.values(expected).some(([w]) => w === leastScore)).toBe(true)
    expect(edges.start[8]).toBe(Object.keys(expected).length)
    expect(edges.start[8]).toBeLessThan(8 * 70)
    const { position, w, a, e } = edges
    expect(new Set([position, w, a, e].map((column) => column.length))).toEqual(new Set([edges.start[8]]))
    expect(byColumns(people, bakeries, strict).pairs).toEqual(expected)
    // The same for one newcomer alone and for one position alone.
    newcomers.ids.forEach((_, i) => {
      const alone = edgesOfNewcomer(newcomers, i, positions)
      expect([...alone.position]).toEqual([...position.subarray(edges.start[i], edges.start[i + 1])])
      expect(alone.w.every((one) => one >= leastScore)).toBe(true)
    })
    const lanes = lanesOf(newcomers)
    const found = positions.ids.flatMap((_, j) => [...edgesOfPosition(newcomers, lanes, positions, j).w])
    expect(found.sort()).toEqual([...w].sort())
  })

  it('has the positions of somebody who moves in order, from both addresses', () => {
    const moving = aNewcomerFacts({ futurePlace: { from: '2027-02-01', place: GRONINGEN } })
    const places = many(12, (i) =>
      aPositionFacts({
        id: idOf('p', i),
        place: i % 3 === 0 ? GRONINGEN : UTRECHT,
        startsOn: i % 3 === 0 ? '2027-02-01' : '2027-01-04',
      }),
    )
    const { newcomers, positions } = columnsOf([aNewcomerFacts({ id: 'n0' }), moving], places, MATCHING_POLICY)
    const edges = edgesOf(newcomers, positions)
    const of = (i: number) => [...edges.position.subarray(edges.start[i], edges.start[i + 1])]
    expect(of(1)).toEqual(many(12, (i) => i))
    expect(of(0)).toEqual(many(12, (i) => i).filter((i) => i % 3 !== 0))
  })

  it('of one position is in the order of the newcomers, each once', () => {
    const people = [...crowd].reverse().map((one, i) => (i % 5 === 0 ? { ...one, place: GRONINGEN } : one))
    const { newcomers, positions } = columnsOf(people, bakeries, MATCHING_POLICY)
    const { newcomer } = edgesOfPosition(newcomers, lanesOf(newcomers), positions, 4)
    expect([...newcomer]).toEqual([...people.keys()].filter((i) => i % 5 !== 0))
  })
})

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
