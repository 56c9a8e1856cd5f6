import { describe, expect, it } from 'vitest'
import { BAKER, dutchAt } from '#tests/make/facts.ts'
import { ask, part } from './explanation-ask.ts'

const AMERSFOORT = { lat: 52.1561, lon: 5.3878 }

describe('both sides of each part of the score', () => {
  it('met from half on, else not yet', () => {
    const states = Object.fromEntries(
      ask()
        .components.filter((one) => one.kind === 'score')
        .map((one) => [one.name, one.state]),
    )
    expect(states).toEqual({
      wish: 'met',
      commute: 'met',
      learning: 'met',
      skills: 'met',
      'language-margin': 'met',
      experience: 'met',
    })
    expect(part('score', 'experience', { experiences: [] })).toMatchObject({ state: 'not-yet', against: [] })
    expect(part('score', 'learning', { learningWishes: [] })).toMatchObject({
      state: 'not-yet',
      newcomer: { learningWishes: [], skillsOfWishes: [] },
      employer: { taughtSkills: ['esco:skill/ovens', 'esco:skill/hygiene'] },
      against: [{ code: 'teaches-other' }],
    })
    expect(part('score', 'learning', { learningWishes: [] }, { taughtSkills: [] }).against).toEqual([])
    const other = [{ rank: 1, occupationUri: 'x', isco: '9112' }]
    expect(part('score', 'wish', { wishes: other })).toMatchObject({
      state: 'not-yet',
      newcomer: { wishes: other },
      employer: { occupation: BAKER },
      against: [{ code: 'wish-other', params: { occupation: BAKER.uri } }],
    })
  })

  it('unknown where nothing is recorded, and only there', () => {
    expect(part('score', 'wish', { wishes: [] })).toMatchObject({
      state: 'unknown',
      against: [{ code: 'wish-unknown' }],
    })
    expect(part('score', 'commute', { place: null })).toMatchObject({
      state: 'unknown',
      employer: { placeKnown: true, minutes: null },
      against: [{ code: 'travel-unknown' }],
    })
    expect(part('score', 'commute', { travel: { means: ['bicycle'], maxMinutes: null } }).state).toBe('unknown')
    expect(part('score', 'commute', {}, { place: AMERSFOORT })).toMatchObject({
      state: 'not-yet',
      newcomer: { maxMinutes: 45 },
      employer: { placeKnown: true, minutes: 102 },
    })
    expect(part('score', 'skills', { skills: [], skillsKnown: false }).state).toBe('unknown')
    expect(part('score', 'skills', { skills: [] })).toMatchObject({
      state: 'not-yet',
      newcomer: { skillsKnown: true, skills: [] },
      employer: { neededSkills: ['esco:skill/dough'], requiredSkills: [] },
    })
    const one = [{ uri: 'x', broader: [], evidence: 'self' as const }]
    expect(part('score', 'skills', { skills: one, skillsKnown: false })).toMatchObject({
      state: 'not-yet',
      newcomer: { skills: ['x'] },
    })
    expect(part('score', 'language-margin', { dutch: { ...dutchAt('A1'), speaking: null } }).state).toBe('unknown')
    expect(part('score', 'language-margin', { dutch: dutchAt('A1') }).state).toBe('not-yet')
    const english = { otherLanguages: [{ language: 'eng', skill: 'reading' as const, level: 'A2' as const, task: '' }] }
    expect(part('score', 'language-margin', { dutch: dutchAt('A1') }, english).state).toBe('not-yet')
  })

  it('says what a part adds, what the whole loses without it, and what is left to gain', () => {
    // a = 900, e = 780: without the wish 400 and 780; with all lessons 1000 and 780.
    expect(part('score', 'wish').score).toEqual({
      side: 'newcomer',
      value: 1000,
      weight: 500,
      points: 500,
      lift: 838 - 559,
      room: 0,
    })
    expect(part('score', 'learning').score).toEqual({
      side: 'newcomer',
      value: 500,
      weight: 200,
      points: 100,
      lift: 838 - 790,
      room: 883 - 838,
    })
    expect(part('score', 'language-margin').score).toMatchObject({
      side: 'employer',
      points: 180,
      lift: 838 - 735,
      room: 900 - 838,
    })
  })

  it('leaves what is required to its gate', () => {
    const position = { requiredSkills: [{ uri: 'esco:skill/dough', broader: [] }] }
    expect(part('score', 'skills', {}, position)).toMatchObject({ for: [], against: [] })
    expect(part('score', 'skills')).toMatchObject({ for: [{ code: 'skill-present' }] })
    const near = { skills: [{ uri: 'y', broader: ['esco:skill/food'], evidence: 'self' as const }] }
    expect(part('score', 'skills', near).for).toEqual([
      { code: 'skill-near', params: { uri: 'esco:skill/dough', broader: 'esco:skill/food' } },
    ])
  })
})
