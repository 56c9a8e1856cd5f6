import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type LanguageSkill, LEARNER_PROFILES, LEVELS } from '#db/values/language.ts'
import { projectedLevel, rankOf } from '#server/matching/rules/language.ts'
import { MATCHING_POLICY } from '#server/matching/rules/policy.ts'
import { dateOf, dayNumber } from '#server/safeguards/rules/calendar.ts'
import {
  askedRanks,
  dayNumberOf,
  iscoLevels,
  monthOf,
  NEVER,
  reachMonths,
  regionLevels,
  SLOT_TOKENS,
  slotTokens,
} from '#server/search/rules-encode.ts'
import { highlighted } from '#server/search/rules-highlight.ts'

const day = fc.integer({ min: dayNumber('2025-06-01'), max: dayNumber('2027-12-31') }).map(dateOf)
const course = fc.record({
  skills: fc.constant<LanguageSkill[]>(['speaking']),
  hoursPerWeek: fc.integer({ min: 1, max: 30 }),
  startsOn: day,
  endsOn: fc.constant(null),
  attendance: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: null }),
  profile: fc.constantFrom(...LEARNER_PROFILES),
})

test('the month of a level is the month in which the rules of matching first expect it', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...LEVELS),
      day,
      fc.array(course, { maxLength: 2 }),
      fc.integer({ min: 0, max: 24 }),
      (level, assessedOn, courses, ahead) => {
        const reach = reachMonths({ level, assessedOn }, courses)
        const month = monthOf('2026-11') + ahead
        // The last day of the month: what is expected on any day of it is expected then.
        const first = `${Math.floor((month + 1) / 12)}-${String(((month + 1) % 12) + 1).padStart(2, '0')}-01`
        const expected = projectedLevel(level, courses, dateOf(dayNumber(first) - 1), assessedOn, MATCHING_POLICY)
        for (const one of LEVELS)
          expect((reach[rankOf(one)] ?? 0) <= month, `${one} in ${month}`).toBe(rankOf(expected) >= rankOf(one))
        expect([...reach].sort((a, b) => a - b)).toEqual(reach)
      },
    ),
    { numRuns: 500 },
  )
})

test('a level that is not known is never reached', () => {
  expect(new Set(reachMonths(null, []))).toEqual(new Set([NEVER]))
  expect(reachMonths({ level: 'C2', assessedOn: '2026-01-01' }, [])).toEqual(LEVELS.map(() => 0))
})

test('months and days are numbers in order', () => {
  expect(monthOf('2026-12')).toBe(24_323)
  expect(monthOf('2027-01-31') - monthOf('2026-12-01')).toBe(1)
  expect([dayNumberOf('1970-01-02'), dayNumberOf(null)]).toEqual([1, 0])
})

test('parts of the week: a part that is touched counts, a border that is only met does not', () => {
  const block = (weekday: number, from: number, to: number) => ({ weekday, fromMinute: from * 60, toMinute: to * 60 })
  expect(slotTokens([block(1, 9, 12)])).toEqual(['mo2'])
  expect(slotTokens([block(1, 9, 12.5)])).toEqual(['mo2', 'mo3'])
  expect(slotTokens([block(7, 0, 24), block(7, 8, 9)])).toEqual(['su1', 'su2', 'su3', 'su4'])
  expect(SLOT_TOKENS).toHaveLength(28)
})

test('groups and places stand at every level', () => {
  expect(iscoLevels('5120')).toEqual(['5', '51', '512', '5120'])
  expect(regionLevels({ code: 'GM0344', province: 'Fryslân', region: 'AM18' })).toEqual([
    'nl',
    'p:fryslan',
    'lmr:am18',
    'gm0344',
  ])
  expect(regionLevels({ code: 'GM0307', province: null, region: null })).toEqual(['nl', 'gm0307'])
})

test('of several demands on one skill the highest counts; no demand is nothing', () => {
  const asked = [
    { skill: 'speaking' as const, level: 'A2' as const },
    { skill: 'speaking' as const, level: 'A1' as const },
  ]
  expect(askedRanks(asked)).toEqual({ listening: 0, speaking: rankOf('A2'), reading: 0, writing: 0 })
})

test.each([
  ['Coördinator keuken', 'coordinator', ['Coördinator']],
  ['Werken in de bakkerij', 'bak', ['bakkerij']],
  ['Werken in de bakkerij', 'de bakkerij', ['de', 'bakkerij']],
  ['مطعم الطبخ', 'طبخ', ['الطبخ']],
  ['Kok', '', []],
  ['<b>Kok</b> & co', 'kok', ['Kok']],
  ['Kok', 'zorg', []],
])('in %s, %s marks %j, and nothing of the text is lost', (text, question, hits) => {
  const parts = highlighted(text, question)
  expect(parts.map((one) => one.text).join('')).toBe(text)
  expect(parts.filter((one) => one.isHit).map((one) => one.text)).toEqual(hits)
})
