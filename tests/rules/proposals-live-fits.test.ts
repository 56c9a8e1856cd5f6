import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { NewcomerFacts, PositionFacts } from '#server/matching/rules/facts.ts'
import { MATCHING_POLICY as policy } from '#server/matching/rules/policy.ts'
import { type Fits, openFits } from '#server/proposals/rules-live-fits.ts'
import { aNewcomerFacts, aPositionFacts, TODAY } from '#tests/make/facts.ts'
import { someNewcomers, somePositions } from './arbitrary-facts.ts'

/** Who fits where after any changes, against everything made anew. */
const rowsIn = (fits: Fits, newcomers: number, nameOf: (position: number) => string): string[][] =>
  Array.from({ length: newcomers }, (_, i) => {
    const row = fits.row(i)
    return Array.from({ length: row.length / 2 }, (_, k) => `${nameOf(row[2 * k] ?? -1)} ${row[2 * k + 1]}`).sort()
  })

const step = fc.record({
  what: fc.constantFrom('newcomer', 'leave', 'position', 'close', 'reopen', 'seats', 'ask'),
  at: fc.nat(1000),
  seats: fc.integer({ min: 0, max: 3 }),
})

describe('who fits where, kept up to date', () => {
  it('is what a fresh opening says, after any changes of profiles and positions', () => {
    fc.assert(
      fc.property(
        someNewcomers(10),
        somePositions(8),
        someNewcomers(10),
        somePositions(8),
        fc.array(step, { maxLength: 40 }),
        (newcomers, positions, otherNewcomers, otherPositions, steps) => {
          const people: (NewcomerFacts | null)[] = newcomers.slice(0, 6)
          const places: (PositionFacts | null)[] = positions.slice(0, 5)
          const closed = new Map<number, PositionFacts>()
          const fits = openFits(people as NewcomerFacts[], places as PositionFacts[], policy, TODAY)
          const person = (i: number, facts: NewcomerFacts | null): void => {
            people[i] = facts
            fits.setNewcomer(i, facts)
          }
          const place = (j: number, facts: PositionFacts | null): void => {
            places[j] = facts
            const before = fits.of(j).map((i) => [i, fits.at(i, j)])
            const isOther = fits.setPosition(j, facts)
            expect(
              fits
                .of(j)
                .map((i) => [i, fits.at(i, j)])
                .join() !== before.join(),
            ).toBe(isOther)
          }
          for (const { what, at, seats } of steps) {
            // A number past the end is somebody new; numbers are given out in turn.
            const [i, j] = [at % (people.length + 1), at % (places.length + 1)]
            const [who, where] = [
              otherNewcomers[at % otherNewcomers.length],
              otherPositions[at % otherPositions.length],
            ]
            const here = places[j]
            if (what === 'newcomer' && who) person(i, { ...who, id: people[i]?.id ?? `new ${i}` })
            if (what === 'leave' && i < people.length) person(i, null)
            if (what === 'position' && where) place(j, { ...where, id: here?.id ?? `new ${j}` })
            if (what === 'close' && here) {
              closed.set(j, here)
              place(j, null)
            }
            if (what === 'reopen' && !here && closed.get(j)) place(j, closed.get(j) ?? null)
            if (what === 'seats' && here) {
              place(j, { ...here, seats, seatsTaken: 0 })
              expect(fits.setPosition(j, { ...here, seats: seats + 1, seatsTaken: 0 })).toBe(false)
            }
            if (what === 'ask') fits.of(j)
          }
          const there = places.flatMap((one, j) => (one ? [{ one, j }] : []))
          const present = people.flatMap((one, i) => (one ? [{ one, i }] : []))
          const fresh = openFits(
            present.map(({ one }) => one),
            there.map(({ one }) => one),
            policy,
            TODAY,
          )
          const rows = rowsIn(fits, people.length, String)
          expect(present.map(({ i }) => rows[i])).toEqual(
            rowsIn(fresh, present.length, (place) => String(there[place]?.j)),
          )
          for (const [i, one] of people.entries()) if (!one) expect(rows[i]).toEqual([])
          for (const j of places.keys())
            expect(fits.of(j)).toEqual(
              [...people.keys()].filter((i) => (rows[i] ?? []).some((cell) => cell.startsWith(`${j} `))),
            )
        },
      ),
      { numRuns: 250 },
    )
  })

  it('keeps no more old rows than it has use for, however often one side changes', () => {
    const fits = openFits([aNewcomerFacts()], [aPositionFacts()], policy, TODAY)
    const packed = fits.at(0, 0)
    expect(packed).toBeGreaterThan(0)
    for (let round = 0; round < 300; round += 1) {
      expect(fits.setPosition(0, round % 2 === 0 ? null : aPositionFacts())).toBe(true)
      for (let times = 0; times < 10; times += 1) fits.setNewcomer(0, aNewcomerFacts())
      expect(fits.at(0, 0)).toBe(round % 2 === 0 ? -1 : packed)
      expect(fits.of(0)).toEqual(round % 2 === 0 ? [] : [0])
    }
    expect(fits.age()).toBe(1)
  })

  it('forgets what somebody was before, and who left, also when a place changes afterwards', () => {
    const [near, far] = [aNewcomerFacts(), aNewcomerFacts({ hours: { min: 1, max: 2 } })]
    const fits = openFits([far, far], [aPositionFacts()], policy, TODAY)
    const packed = openFits([near], [aPositionFacts()], policy, TODAY).at(0, 0)
    const changed = (round: number) => fits.setPosition(0, aPositionFacts({ supervisorHours: round }))
    for (const i of [0, 1, 2]) fits.setNewcomer(i, near)
    changed(3)
    expect([0, 1, 2].map((i) => fits.at(i, 0))).toEqual([packed, packed, packed])
    fits.setNewcomer(0, far)
    fits.setNewcomer(1, null)
    changed(4)
    expect([0, 1, 2].map((i) => fits.at(i, 0))).toEqual([-1, -1, packed])
    fits.setNewcomer(0, near)
    changed(5)
    expect(fits.of(0)).toEqual([0, 2])
  })
})
