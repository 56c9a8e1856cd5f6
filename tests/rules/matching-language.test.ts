import { describe, expect, it } from 'vitest'
import type { CourseFacts } from '#server/matching/rules/facts.ts'
import { isAged, projectedLevel } from '#server/matching/rules/language.ts'
import { MATCHING_POLICY as policy } from '#server/matching/rules/policy.ts'

const course = (over: Partial<CourseFacts> = {}): CourseFacts => ({
  hoursPerWeek: 10,
  startsOn: '2026-01-01',
  endsOn: null,
  attendance: null,
  profile: 'usual',
  skills: ['speaking'],
  ...over,
})
const grow = (courses: CourseFacts[], on: string, level: Parameters<typeof projectedLevel>[0] = 'A2') =>
  projectedLevel(level, courses, on, '2026-11-22', policy, [])

describe('expected levels (ruling 15)', () => {
  // 10 hours x 0.8 attended = 8 a week; 240 hours take 30 weeks = 210 days: 2026-11-22 .. 2027-06-19.
  it('needs the hours of a whole step, to the day', () => {
    expect(grow([course()], '2027-06-19')).toBe('A2')
    expect(grow([course()], '2027-06-20')).toBe('B1')
  })

  it('never expects more than one step', () => {
    expect(grow([course({ hoursPerWeek: 40, attendance: 1 })], '2030-01-01')).toBe('B1')
  })

  it('uses the recorded attendance and the learner profile', () => {
    expect(grow([course({ attendance: 0.4 })], '2027-06-20')).toBe('A2')
    expect(grow([course({ profile: 'fast' })], '2027-03-07')).toBe('B1')
    expect(grow([course({ profile: 'slow' })], '2027-06-20')).toBe('A2')
    expect(grow([course({ attendance: 0 })], '2030-01-01')).toBe('A2')
  })

  it('takes 180 hours for an Alfa step whatever the profile', () => {
    // 8 hours a week: 157.5 days.
    expect(grow([course({ profile: 'slow' })], '2027-04-28', 'alfa-a')).toBe('alfa-a')
    expect(grow([course({ profile: 'slow' })], '2027-04-29', 'alfa-a')).toBe('alfa-b')
    expect(grow([course({ profile: 'slow' })], '2027-04-29', 'alfa-c')).toBe('alfa-c')
  })

  it('counts nothing before the course, after its end, or in the holidays', () => {
    expect(grow([course({ endsOn: '2027-06-18' })], '2028-01-01')).toBe('A2')
    expect(grow([course({ endsOn: '2027-06-19' })], '2028-01-01')).toBe('B1')
    expect(grow([course({ startsOn: '2026-11-23' })], '2027-06-20')).toBe('A2')
    const holidays = [{ from: '2026-12-21', to: '2026-12-21' }]
    expect(projectedLevel('A2', [course()], '2027-06-20', '2026-11-22', policy, holidays)).toBe('A2')
    expect(projectedLevel('A2', [course()], '2027-06-21', '2026-11-22', policy, holidays)).toBe('B1')
  })

  it('adds courses up, and leaves C2 where it is', () => {
    expect(grow([course({ hoursPerWeek: 5 }), course({ hoursPerWeek: 5 })], '2027-06-20')).toBe('B1')
    expect(grow([course()], '2030-01-01', 'C2')).toBe('C2')
    expect(grow([], '2030-01-01')).toBe('A2')
  })

  it('is aged after 24 months, not on the day itself', () => {
    expect(isAged('2024-11-22', '2026-11-22', policy)).toBe(false)
    expect(isAged('2024-11-21', '2026-11-22', policy)).toBe(true)
    expect(isAged(null, '2026-11-22', policy)).toBe(false)
  })
})
