import { describe, expect, it } from 'vitest'
import type { NewcomerFacts, PositionFacts } from '#server/matching/rules/facts.ts'
import { explainFully } from '#server/matching/rules/full-explanation.ts'
import { MATCHING_POLICY as policy } from '#server/matching/rules/policy.ts'
import { aNewcomerFacts, aPositionFacts, BAKER, demands, dutchAt, TODAY, UTRECHT } from '#tests/make/facts.ts'

const ask = (newcomer: Partial<NewcomerFacts> = {}, position: Partial<PositionFacts> = {}) =>
  explainFully(aNewcomerFacts(newcomer), aPositionFacts(position), policy, TODAY)
const part = (
  kind: 'gate' | 'score',
  name: string,
  newcomer: Partial<NewcomerFacts> = {},
  position: Partial<PositionFacts> = {},
) => {
  const found = ask(newcomer, position).components.find((one) => one.kind === kind && one.name === name)
  if (!found) throw new Error(`no ${kind} ${name}`)
  return found
}
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

describe('the strongest reasons', () => {
  const named = (list: { name: string; effect: number | null }[]) => list.map(({ name, effect }) => [name, effect])

  it('are three, by what they do to the score', () => {
    const { reasons } = ask()
    expect(named(reasons.for)).toEqual([
      ['skills', 838 - 502],
      ['wish', 838 - 559],
      ['commute', 838 - 684],
    ])
    expect(named(reasons.against)).toEqual([
      ['language-margin', 62],
      ['experience', 52],
      ['learning', 45],
    ])
    expect(reasons.for[2]?.reasons.map((one) => one.code)).toEqual(['travel-within'])
    expect(reasons.against[0]?.reasons).toEqual([])
  })

  it('begin with everything that shuts the door, missed before unknown, and do not say it twice', () => {
    const { reasons } = ask(
      { dutch: dutchAt('A1'), hours: null, availableFrom: '2028-01-01', licences: null },
      { place: AMERSFOORT, licences: ['B'] },
    )
    expect(named(reasons.against)).toEqual([
      ['language', null],
      ['travel', null],
      ['start', null],
      ['licences', null],
      ['hours', null],
    ])
    expect(named(ask({ dutch: dutchAt('A1') }).reasons.against).map(([name]) => name)).toEqual([
      'language',
      'experience',
      'learning',
    ])
  })

  it('go by points where one side of the score is nothing', () => {
    const { reasons, score } = ask({ skills: [], experiences: [], dutch: dutchAt('A1') })
    expect(score).toMatchObject({ e: 0, w: 0 })
    expect(named(reasons.for)).toEqual([
      ['wish', 0],
      ['commute', 0],
      ['learning', 0],
    ])
  })
})

describe('the whole', () => {
  it('says the day, the start, the way, and the version of the policy', () => {
    expect(ask({}, { startsOn: '2026-09-01', flexibleStart: true })).toMatchObject({
      today: TODAY,
      start: TODAY,
      latestStart: '2027-01-22',
      journey: { means: 'bicycle', minutes: 0 },
      policyVersion: policy.version,
      newcomerId: 'n1',
      positionId: 'p1',
    })
    expect(ask({ place: null }).journey).toBeNull()
  })

  it('gives experience by unit group, else by minor group', () => {
    const did = (isco: string, months: number) => ({ occupationUri: `x${isco}`, isco, months })
    const reasonOf = (...experiences: NewcomerFacts['experiences']) => part('score', 'experience', { experiences }).for
    expect(reasonOf(did('7512', 3), did('7511', 9), did('7512', 2))).toEqual([
      { code: 'experience', params: { isco: '7512', months: 5 } },
    ])
    expect(reasonOf(did('7511', 9))).toEqual([{ code: 'experience', params: { isco: '751', months: 9 } }])
    expect(reasonOf(did('7521', 9))).toEqual([])
  })

  it('names the group that a near wish shares', () => {
    const wish = (occupationUri: string, isco: string, rank = 1) => ({ rank, occupationUri, isco })
    const reasonOf = (...wishes: NewcomerFacts['wishes']) => part('score', 'wish', { wishes }).for
    expect(reasonOf(wish('pastry', '7512', 2))).toEqual([
      { code: 'wish-near', params: { occupation: 'pastry', rank: 2, isco: '7512' } },
    ])
    expect(reasonOf(wish('butcher', '7511'), wish('pastry', '7512', 2))[0]?.params).toEqual({
      occupation: 'pastry',
      rank: 2,
      isco: '7512',
    })
    expect(reasonOf(wish('butcher', '7511', 2), wish('cheese', '7513', 1))).toEqual([
      { code: 'wish-near', params: { occupation: 'cheese', rank: 1, isco: '751' } },
    ])
  })

  it('names the help of the place', () => {
    const help = (over: Partial<PositionFacts>) => {
      const { support } = ask({}, over).parts
      return [...support.for, ...support.against].map((one) => [one.code, ...Object.values(one.params)])
    }
    expect(help({ supports: ['language-buddy', 'quiet-place'], supervisorHours: 0.5 })).toEqual([
      ['support-offered', 'language-buddy'],
      ['support-offered', 'quiet-place'],
      ['supervision', 0.5],
    ])
    expect(help({ supports: [], supervisorHours: 0 })).toEqual([['support-none']])
    expect(help({ supports: [], supervisorHours: null })).toEqual([['support-none']])
    expect(help({ supports: [], supervisorHours: 2 })).toEqual([['supervision', 2]])
  })

  it('keeps the move in mind only while the place runs', () => {
    const moves = (from: string, over: Partial<PositionFacts> = {}, place = AMERSFOORT) =>
      part('gate', 'travel', { futurePlace: { from, place } }, over).against.map((one) => one.code)
    expect(moves('2027-01-05')).toEqual(['travel-after-move'])
    expect(moves('2027-06-30')).toEqual(['travel-after-move'])
    expect(moves('2027-07-01')).toEqual([])
    expect(moves('2027-07-01', { endsOn: null })).toEqual(['travel-after-move'])
    expect(moves('2027-03-01', {}, UTRECHT)).toEqual([])
    expect(moves('2027-01-04')).toEqual(['travel-too-far'])
  })
})
