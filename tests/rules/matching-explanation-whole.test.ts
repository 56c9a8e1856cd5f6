import { describe, expect, it } from 'vitest'
import type { NewcomerFacts, PositionFacts } from '#server/matching/rules/facts.ts'
import { MATCHING_POLICY as policy } from '#server/matching/rules/policy.ts'
import { dutchAt, TODAY, UTRECHT } from '#tests/make/facts.ts'
import { ask, part } from './explanation-ask.ts'

const AMERSFOORT = { lat: 52.1561, lon: 5.3878 }

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
    const moves = (from: string, over: Partial<PositionFacts> = {}, place: PositionFacts['place'] = AMERSFOORT) =>
      part('gate', 'travel', { futurePlace: { from, place } }, over).against.map((one) => one.code)
    expect(moves('2027-01-05')).toEqual(['travel-after-move'])
    expect(moves('2027-06-30')).toEqual(['travel-after-move'])
    expect(moves('2027-07-01')).toEqual([])
    expect(moves('2027-07-01', { endsOn: null })).toEqual(['travel-after-move'])
    expect(moves('2027-03-01', {}, UTRECHT)).toEqual([])
    expect(moves('2027-01-04')).toEqual(['travel-too-far'])
    expect(moves('2027-01-05', {}, null)).toEqual(['travel-after-move-unknown'])
    expect(moves('2027-07-01', {}, null)).toEqual([])
    expect(moves('2027-01-04', {}, null)).toEqual(['travel-unknown'])
  })
})
