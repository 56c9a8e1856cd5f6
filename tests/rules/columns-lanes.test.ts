import { describe, expect, it } from 'vitest'
import { isBeyond, lanesOf } from '#server/matching/rules/columns/lanes.ts'
import { meansMask, openPlaces } from '#server/matching/rules/columns/reach.ts'
import type { NewcomerFacts } from '#server/matching/rules/facts.ts'
import { MATCHING_POLICY } from '#server/matching/rules/policy.ts'
import { dayNumber } from '#server/safeguards/rules/calendar.ts'
import { aNewcomerFacts, aPositionFacts, dutchAt, UTRECHT } from '#tests/make/facts.ts'
import { byColumns, columnsOf, GRONINGEN, idOf, many, near } from './columns-ask.ts'

const MAASTRICHT = { lat: 50.8514, lon: 5.691 }

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
