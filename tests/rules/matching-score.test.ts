import { describe, expect, it } from 'vitest'
import { explainPair } from '#server/matching/rules/explain.ts'
import type { NewcomerFacts, PositionFacts } from '#server/matching/rules/facts.ts'
import { MATCHING_POLICY as policy } from '#server/matching/rules/policy.ts'
import type { Component } from '#server/matching/rules/score.ts'
import { aNewcomerFacts, aPositionFacts, BAKER, demands, dutchAt, TODAY } from '#tests/make/facts.ts'

const score = (newcomer: Partial<NewcomerFacts> = {}, position: Partial<PositionFacts> = {}) =>
  explainPair(aNewcomerFacts(newcomer), aPositionFacts(position), policy, TODAY).score
const value = (component: Component, newcomer: Partial<NewcomerFacts> = {}, position: Partial<PositionFacts> = {}) =>
  score(newcomer, position).contributions.find((one) => one.component === component)?.value
const wish = (occupationUri: string, isco: string) => ({ wishes: [{ rank: 1, occupationUri, isco }] })

describe('the score (ruling 20)', () => {
  it('adds up by hand', () => {
    // a = .5 x 1000 + .3 x 1000 + .2 x 500; e = .5 x 1000 + .3 x 600 + .2 x 500
    expect(score()).toMatchObject({ a: 900, e: 780, w: 838 })
  })

  it('weighs occupation wishes: exact, unit group, minor group, other', () => {
    expect(value('wish')).toBe(1000)
    expect(value('wish', wish('esco:pastry', '7512'))).toBe(800)
    expect(value('wish', wish('esco:butcher', '7511'))).toBe(500)
    expect(value('wish', wish('esco:cleaner', '9112'))).toBe(0)
    expect(value('wish', { wishes: [] })).toBe(0)
  })

  it('weighs travel by what the person accepts', () => {
    const place = { lat: 52.1561, lon: 5.3878 } // 102 minutes
    const within = (maxMinutes: number) => ({ travel: { means: ['bicycle' as const], maxMinutes } })
    expect(value('commute', within(204), { place })).toBe(500)
    expect(value('commute', within(102), { place })).toBe(0)
    expect(value('commute', within(0))).toBe(1000)
  })

  it('weighs what the place teaches: asked for, or lacked for a wanted occupation', () => {
    expect(value('learning')).toBe(500)
    expect(value('learning', { skillsOfWishes: ['esco:skill/hygiene'] })).toBe(1000)
    const has = [{ uri: 'esco:skill/hygiene', broader: [], evidence: 'self' as const }]
    expect(value('learning', { skillsOfWishes: ['esco:skill/hygiene'], skills: has })).toBe(500)
    expect(value('learning', {}, { taughtSkills: [] })).toBe(0)
  })

  it('counts near skills half', () => {
    expect(value('skills')).toBe(1000)
    expect(value('skills', { skills: [{ uri: 's', broader: ['esco:skill/food'], evidence: 'self' }] })).toBe(500)
    expect(value('skills', { skills: [] })).toBe(0)
    expect(value('skills', { skills: [] }, { neededSkills: [] })).toBe(1000)
  })

  it('ranks an expected level below a reached one, all else equal', () => {
    const courses = [
      {
        hoursPerWeek: 30,
        startsOn: '2026-09-01',
        endsOn: null,
        attendance: 1,
        profile: 'fast' as const,
        skills: ['listening' as const, 'speaking' as const],
      },
    ]
    const expected = explainPair(aNewcomerFacts({ courses }), aPositionFacts({ dutch: demands('B1') }), policy, TODAY)
    const reached = explainPair(
      aNewcomerFacts({ courses, dutch: dutchAt('B1') }),
      aPositionFacts({ dutch: demands('B1') }),
      policy,
      TODAY,
    )
    expect(expected.answer).toBe('eligible')
    expect(expected.score.w).toBeLessThan(reached.score.w)
    expect(value('language-margin', { dutch: dutchAt('B1') })).toBe(800)
    expect(value('language-margin', { dutch: dutchAt('C2') })).toBe(1000)
    expect(value('language-margin', {}, { dutch: demands(null) })).toBe(1000)
  })

  it('weighs months of experience in the group', () => {
    const months = (n: number, isco = BAKER.isco) => ({ experiences: [{ occupationUri: 'x', isco, months: n }] })
    expect(value('experience', months(24))).toBe(1000)
    expect(value('experience', months(240))).toBe(1000)
    expect(value('experience', months(6))).toBe(250)
    expect(value('experience', months(24, '7511'))).toBe(500)
    expect(value('experience', months(24, '9112'))).toBe(0)
  })

  it('has weights that sum to 1000 on each side', () => {
    const sum = (weights: Record<string, number>) => Object.values(weights).reduce((total, one) => total + one, 0)
    expect(sum(policy.weights.newcomer)).toBe(1000)
    expect(sum(policy.weights.employer)).toBe(1000)
  })
})
