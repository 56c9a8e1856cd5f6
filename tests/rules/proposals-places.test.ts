import { expect, test } from 'vitest'
import type { PositionFacts } from '#server/matching/rules/facts.ts'
import { MATCHING_POLICY } from '#server/matching/rules/policy.ts'
import { sortPlaces } from '#server/proposals/rules-places.ts'
import { aNewcomerFacts, aPositionFacts } from '#tests/make/facts.ts'

const TODAY = '2026-11-23'
const NEWCOMER = aNewcomerFacts()
const sorted = (newcomer = NEWCOMER, positions = [aPositionFacts()], most = 5) =>
  sortPlaces(newcomer, positions, MATCHING_POLICY, TODAY, most)

test('the lists are cut, the counts are not', () => {
  const some = ['a', 'b', 'c'].map((id) => aPositionFacts({ id }))
  const { fits, counts } = sorted(NEWCOMER, some, 2)
  expect(fits.map((one) => one.id)).toEqual(['a', 'b'])
  expect(counts).toEqual({ fits: 3, almost: 0, unknown: 0, not: 0 })
})

test('every place is in one list, and where two are alike in what was asked for the score decides', () => {
  const some = [
    aPositionFacts({ id: 'a', startsOn: '2027-01-11' }),
    aPositionFacts({ id: 'b', neededSkills: [{ uri: 'x', broader: [] }] }),
    aPositionFacts({ id: 'c' }),
    aPositionFacts({ id: 'd', seats: 1, seatsTaken: 1 }),
    aPositionFacts({ id: 'e', safeguard: 'block', seats: 1, seatsTaken: 1 }),
    aPositionFacts({ id: 'f', safeguard: 'block', seats: 1, seatsTaken: 1, startsOn: '2027-01-04' }),
  ]
  const byStart = (one: PositionFacts, other: PositionFacts) =>
    one.startsOn < other.startsOn ? -1 : one.startsOn > other.startsOn ? 1 : 0
  const lists = (before?: typeof byStart) => {
    const { fits, almost, others } = sortPlaces(NEWCOMER, some, MATCHING_POLICY, TODAY, 5, before)
    return [fits, almost, others].map((list) => list.map((one) => one.id).join(''))
  }
  expect(lists()).toEqual(['acb', 'd', 'ef'])
  expect(lists(byStart)).toEqual(['cba', 'd', expect.stringMatching(/^(ef|fe)$/)])
})

test('a full place is one thing, a fact that is not known is asked for', () => {
  expect(sorted(NEWCOMER, [aPositionFacts({ seats: 1, seatsTaken: 1 })]).counts).toMatchObject({ almost: 1 })
  const { counts, asks } = sorted(aNewcomerFacts({ hours: null }))
  expect(counts).toEqual({ fits: 0, almost: 0, unknown: 1, not: 0 })
  expect(asks).toEqual([{ ask: 'hours', positions: 1 }])
})

test('what the person does not want is never almost', () => {
  const { counts } = sorted(aNewcomerFacts({ noGo: { isco: [], employers: [aPositionFacts().employerId] } }))
  expect(counts).toEqual({ fits: 0, almost: 0, unknown: 0, not: 1 })
})
