import { expect, test } from 'vitest'
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
