import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { explainPair } from '#server/matching/rules/explain.ts'
import type { CourseFacts, NewcomerFacts, NewcomerSlot } from '#server/matching/rules/facts.ts'
import { expectedFrom, projectedLevel } from '#server/matching/rules/language.ts'
import { MATCHING_POLICY as policy } from '#server/matching/rules/policy.ts'
import { holderOf, nearestOf } from '#server/matching/rules/skills.ts'
import { freeMinutes, openGaps, uncoveredOf, weekFit } from '#server/matching/rules/week.ts'
import { addDays } from '#server/safeguards/rules/calendar.ts'
import { aNewcomerFacts, aPositionFacts, dutchAt, TODAY } from '#tests/make/facts.ts'

const slot = (kind: NewcomerSlot['kind'], weekday: number, from: number, to: number) => ({ kind, weekday, from, to })
const work = (weekday: number, from: number, to: number) => ({ kind: 'work' as const, weekday, from, to })

describe('what is missing in a week', () => {
  it('is the work that no availability covers, each minute once', () => {
    const slots = [slot('available', 1, 540, 600), slot('available', 1, 660, 720), slot('lesson', 1, 480, 1080)]
    expect(uncoveredOf([work(1, 480, 780)], slots)).toEqual([
      { weekday: 1, from: 480, to: 540 },
      { weekday: 1, from: 600, to: 660 },
      { weekday: 1, from: 720, to: 780 },
    ])
    expect(uncoveredOf([work(1, 480, 540), work(1, 510, 570)], [])).toEqual([
      { weekday: 1, from: 480, to: 540 },
      { weekday: 1, from: 540, to: 570 },
    ])
    expect(uncoveredOf([work(1, 540, 600), work(2, 540, 600)], slots)).toEqual([{ weekday: 2, from: 540, to: 600 }])
  })

  it('is found in the working days first, then the weekend, evenings, nights', () => {
    const days = [1, 2, 3, 4, 5, 6, 7]
    const daytime = days.map((weekday) => slot('available', weekday, 480, 1080))
    expect(openGaps([], 60)).toEqual([{ weekday: 1, from: 480, to: 540 }])
    expect(openGaps([slot('lesson', 1, 500, 1080)], 60)).toEqual([
      { weekday: 1, from: 480, to: 500 },
      { weekday: 2, from: 480, to: 520 },
    ])
    expect(openGaps(daytime.slice(0, 4), 630)).toEqual([
      { weekday: 5, from: 480, to: 1080 },
      { weekday: 6, from: 480, to: 510 },
    ])
    expect(openGaps(daytime.slice(0, 6), 30)).toEqual([{ weekday: 7, from: 480, to: 510 }])
    expect(openGaps(daytime, 400)).toEqual([
      { weekday: 1, from: 1080, to: 1440 },
      { weekday: 1, from: 0, to: 40 },
    ])
    expect(openGaps(daytime, 0)).toEqual([])
    const full = days.map((weekday) => slot('childcare', weekday, 0, 1440))
    expect(openGaps(full, 60)).toEqual([])
    expect(openGaps([], 99_999).reduce((sum, one) => sum + one.to - one.from, 0)).toBe(7 * 1440)
  })

  it('makes the week fit when it is added, whatever the week', () => {
    const block = fc
      .record({
        weekday: fc.integer({ min: 1, max: 7 }),
        from: fc.integer({ min: 0, max: 46 }),
        long: fc.integer({ min: 1, max: 12 }),
      })
      .map(({ weekday, from, long }) => ({ weekday, from: from * 30, to: Math.min(48, from + long) * 30 }))
    const week = fc.array(fc.record({ kind: fc.constantFrom('available' as const, 'lesson' as const), at: block }), {
      maxLength: 6,
    })
    fc.assert(
      fc.property(
        week,
        fc.array(block, { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 1, max: 40 }),
        (given, asked, hours) => {
          const slots = given.map(({ kind, at }) => ({ kind, ...at }))
          const open = slots.filter((one) => one.kind === 'available')
          const places = asked.map((one) => ({ kind: 'work' as const, ...one }))
          const added = uncoveredOf(places, open).map((one) => ({ kind: 'available' as const, ...one }))
          expect(weekFit([...open, ...added], places, 1, 0).state).toBe('pass')
          const missing = Math.max(0, hours * 60 - freeMinutes(slots))
          const gaps = openGaps(slots, missing).map((one) => ({ kind: 'available' as const, ...one }))
          expect(freeMinutes([...slots, ...gaps])).toBe(
            freeMinutes(slots) + gaps.reduce((sum, one) => sum + one.to - one.from, 0),
          )
          if (gaps.length > 0 || missing === 0)
            expect(freeMinutes([...slots, ...gaps])).toBeGreaterThanOrEqual(
              Math.min(hours * 60, freeMinutes(slots) + missing),
            )
        },
      ),
      { numRuns: 300 },
    )
  })
})

describe('the day on which a level is expected', () => {
  const course = (over: Partial<CourseFacts> = {}): CourseFacts => ({
    hoursPerWeek: 12,
    startsOn: '2026-09-01',
    endsOn: null,
    attendance: null,
    profile: 'usual',
    skills: ['speaking'],
    ...over,
  })

  it('is the first on which the projection reaches it, and not the day before', () => {
    const any = fc.record({
      hoursPerWeek: fc.integer({ min: 1, max: 30 }),
      profile: fc.constantFrom('fast' as const, 'quick' as const, 'usual' as const, 'slow' as const),
      attendance: fc.constantFrom(null, 0.3, 1),
      endsOn: fc.constantFrom(null, '2027-03-01', '2028-01-01'),
    })
    fc.assert(
      fc.property(
        any,
        fc.constantFrom('none' as const, 'alfa-b' as const, 'A1' as const, 'B1' as const),
        (over, level) => {
          const needed = { none: 'alfa-a', 'alfa-b': 'alfa-c', A1: 'A2', B1: 'B2' }[level] as 'A2'
          const on = (day: string) => projectedLevel(level, [course(over)], day, '2026-09-22', policy) === needed
          const day = expectedFrom(level, needed, [course(over)], TODAY, '2026-09-22', policy)
          if (day === null) expect(on(addDays(TODAY, 5 * 365))).toBe(false)
          else {
            expect(on(day)).toBe(true)
            if (day > TODAY) expect(on(addDays(day, -1))).toBe(false)
          }
        },
      ),
    )
  })

  it('is not there without lessons, or more than a step away, and is today when it is reached', () => {
    expect(expectedFrom('A1', 'A2', [], TODAY, TODAY, policy)).toBeNull()
    expect(expectedFrom('A1', 'B1', [course({ hoursPerWeek: 40 })], TODAY, TODAY, policy)).toBeNull()
    expect(expectedFrom('A2', 'A2', [], TODAY, TODAY, policy)).toBe(TODAY)
  })

  it('counts no lessons in the holidays of the policy', () => {
    const daily = course({ hoursPerWeek: 7, attendance: 1, profile: 'fast', startsOn: '2026-12-01' })
    // One hour a day, 120 hours: 120 days of lessons, 16 days of Christmas between them.
    expect(expectedFrom('A1', 'A2', [daily], TODAY, TODAY, policy)).toBe(addDays('2026-12-01', 120 + 16))
  })
})

describe('having a skill', () => {
  const own = (uri: string, ...broader: string[]) => ({ uri, broader, evidence: 'self' as const })
  const asked = { uri: 'bread', broader: ['baking', 'food'] }

  it('is the same or a narrower one, the same first', () => {
    expect(holderOf([own('rye', 'bread'), own('bread')], asked)?.uri).toBe('bread')
    expect(holderOf([own('cake', 'baking'), own('rye', 'bread')], asked)?.uri).toBe('rye')
    expect(holderOf([own('cake', 'baking'), own('baking')], asked)).toBeNull()
  })

  it('is near under the same broader one, or that one itself', () => {
    expect(nearestOf([own('cheese', 'food'), own('cake', 'baking')], asked)).toMatchObject({
      has: { uri: 'cake' },
      broader: 'baking',
    })
    expect(nearestOf([own('food')], asked)).toMatchObject({ has: { uri: 'food' }, broader: 'food' })
    expect(nearestOf([own('steel', 'metal')], asked)).toBeNull()
    expect(nearestOf([own('rye')], { uri: 'bread', broader: [] })).toBeNull()
  })
})

describe('remarks and empty demands', () => {
  const ask = (newcomer: Partial<NewcomerFacts>, position: object = {}) =>
    explainPair(aNewcomerFacts(newcomer), { ...aPositionFacts(), ...position }, policy, TODAY)

  it('a remark on a level that is fine is no part of the one thing', () => {
    const old = { level: 'A2' as const, reference: null, source: 'self' as const, assessedOn: '2024-01-01' }
    const dutch = { ...dutchAt('A1'), listening: old }
    expect(ask({ dutch }).gates[0]?.against.map((one) => one.code)).toEqual([
      'language-aged',
      'language-own-word',
      'language-short',
    ])
    expect(ask({ dutch }).oneThing?.reasons.map((one) => one.code)).toEqual(['language-short'])
  })

  it('a demand of no level in another language asks nothing', () => {
    const otherLanguages = [{ language: 'eng', skill: 'reading' as const, level: 'none' as const, task: '' }]
    expect(ask({}, { otherLanguages })).toMatchObject({ answer: 'eligible', unknown: [] })
    expect(ask({}, { otherLanguages }).gates[0]?.for).toHaveLength(2)
  })
})
