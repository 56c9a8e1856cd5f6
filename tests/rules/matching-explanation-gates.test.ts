import { describe, expect, it } from 'vitest'
import { aNewcomerFacts, aPositionFacts, demands, dutchAt } from '#tests/make/facts.ts'
import { part } from './explanation-ask.ts'

const AMERSFOORT = { lat: 52.1561, lon: 5.3878 }
const COURSE = {
  hoursPerWeek: 6,
  startsOn: '2026-09-01',
  endsOn: '2027-01-04',
  attendance: 1,
  profile: 'usual' as const,
  skills: ['reading' as const],
}

describe('both sides of each gate', () => {
  it('language: what is asked and what is there, lessons at the start, an aged level', () => {
    const found = part(
      'gate',
      'language',
      {
        dutch: {
          ...dutchAt('A2'),
          listening: null,
          speaking: { level: 'A2', reference: null, source: 'tested', assessedOn: '2024-01-01' },
        },
        otherLanguages: [{ language: 'eng', skill: 'writing', level: 'B1' }],
        courses: [
          COURSE,
          { ...COURSE, hoursPerWeek: 3, endsOn: null },
          { ...COURSE, startsOn: '2027-01-04' },
          { ...COURSE, endsOn: '2027-01-03' },
        ],
      },
      {
        dutch: { ...demands('A1'), writing: { level: 'none', task: '' } },
        otherLanguages: [
          { language: 'eng', skill: 'writing', level: 'A2', task: 'mail' },
          { language: 'eng', skill: 'reading', level: 'A2', task: 'read' },
          { language: 'eng', skill: 'speaking', level: 'none', task: '' },
        ],
      },
    )
    expect(found.newcomer).toEqual({
      levels: [
        { language: 'nld', skill: 'listening', level: null },
        {
          language: 'nld',
          skill: 'speaking',
          level: 'A2',
          reference: null,
          source: 'tested',
          assessedOn: '2024-01-01',
          isAged: true,
        },
        { language: 'eng', skill: 'writing', level: 'B1' },
        { language: 'eng', skill: 'reading', level: null },
      ],
      lessonHoursPerWeek: 9,
    })
    const task = 'talk through the day'
    expect(found.employer).toEqual({
      demands: [
        { language: 'nld', skill: 'listening', level: 'A1', task },
        { language: 'nld', skill: 'speaking', level: 'A1', task },
        { language: 'eng', skill: 'writing', level: 'A2', task: 'mail' },
        { language: 'eng', skill: 'reading', level: 'A2', task: 'read' },
      ],
    })
    expect(found).toMatchObject({ state: 'unknown', who: null, score: null })
  })

  it('papers and required skills', () => {
    expect(part('gate', 'licences', { licences: ['B'] }, { licences: ['vca'] })).toMatchObject({
      state: 'not-yet',
      who: 'newcomer',
      newcomer: { licences: ['B'] },
      employer: { licences: ['vca'] },
    })
    const required = [
      { uri: 'a', broader: [] },
      { uri: 'b', broader: [] },
    ]
    const skills = [{ uri: 'a2', broader: ['a'], evidence: 'tested' as const }]
    const found = part('gate', 'skills', { skills }, { requiredSkills: required })
    expect(found.newcomer).toEqual({ skillsKnown: true, skills: [{ uri: 'a2', evidence: 'tested' }] })
    expect(found.employer).toEqual({ requiredSkills: ['a', 'b'] })
    expect(found.for.map((one) => one.params)).toEqual([{ uri: 'a', by: 'a2', evidence: 'tested' }])
    expect(found.against.map((one) => one.params)).toEqual([{ uri: 'b' }])
    const known = [...skills, { uri: 'a', broader: [], evidence: 'self' as const }]
    expect(part('gate', 'skills', { skills: known }, { requiredSkills: required }).for[0]?.params['by']).toBe('a')
  })

  it('the way, the hours, the week, the start', () => {
    expect(part('gate', 'travel', { futurePlace: { from: '2027-03-01', place: AMERSFOORT } })).toMatchObject({
      newcomer: { placeKnown: true, movesOn: '2027-03-01', means: ['bicycle'], maxMinutes: 45 },
      employer: { placeKnown: true, minutes: 0, by: 'bicycle' },
      against: [{ code: 'travel-after-move', params: { from: '2027-03-01', minutes: 102, max: 45, means: 'bicycle' } }],
    })
    expect(part('gate', 'travel', { place: null }, { place: null })).toMatchObject({
      state: 'unknown',
      newcomer: { placeKnown: false, movesOn: null },
      employer: { placeKnown: false, minutes: null, by: null },
    })
    expect(part('gate', 'hours')).toMatchObject({
      newcomer: { hours: { min: 16, max: 36 } },
      employer: { hoursPerWeek: 24 },
    })
    const week = part('gate', 'week')
    expect(week.newcomer).toEqual({ slots: aNewcomerFacts().slots })
    expect(week.employer).toEqual({ slots: aPositionFacts().slots, hoursPerWeek: 24 })
    expect(part('gate', 'start', {}, { flexibleStart: true })).toMatchObject({
      newcomer: { availableFrom: '2026-12-01' },
      employer: { startsOn: '2027-01-04', latestStart: '2027-03-06', endsOn: '2027-06-30' },
    })
  })

  it('the right to work, the own no, the safeguards, the seats', () => {
    const mayWork = { known: true, allowed: true, from: '2026-01-01', until: '2027-05-01' }
    expect(part('gate', 'may-work', { mayWork })).toMatchObject({
      state: 'met',
      newcomer: { mayWork },
      employer: { startsOn: '2027-01-04', endsOn: '2027-06-30' },
    })
    const found = part('gate', 'no-go', { noGo: { isco: ['94', '751'], employers: ['e1', 'e2'] } })
    expect(found.newcomer).toEqual({ isco: ['751'], employers: ['e1'] })
    expect(found.employer).toEqual({ isco: '7512', employerId: 'e1' })
    expect(found.against.map((one) => [one.code, one.params])).toEqual([
      ['no-go-work', { isco: '751' }],
      ['no-go-employer', {}],
    ])
    expect(part('gate', 'safeguards', {}, { safeguard: 'human' })).toMatchObject({
      who: 'municipality',
      newcomer: {},
      employer: { safeguard: 'human' },
    })
    expect(part('gate', 'capacity', {}, { seats: 3, seatsTaken: 1 })).toMatchObject({
      employer: { seats: 3, seatsTaken: 1 },
    })
  })
})
