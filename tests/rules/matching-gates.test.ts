import { describe, expect, it } from 'vitest'
import { LICENCES, type Licence } from '#db/values/newcomers.ts'
import { explainPair } from '#server/matching/rules/explain.ts'
import type { NewcomerFacts, PositionFacts } from '#server/matching/rules/facts.ts'
import { GATES, type Gate } from '#server/matching/rules/gates.ts'
import { MATCHING_POLICY as policy } from '#server/matching/rules/policy.ts'
import { REASON_CODES, REASON_PARAMS } from '#server/matching/rules/reasons.ts'
import { aNewcomerFacts, aPositionFacts, demands, dutchAt, TODAY } from '#tests/make/facts.ts'

const ask = (newcomer: Partial<NewcomerFacts> = {}, position: Partial<PositionFacts> = {}, today = TODAY) =>
  explainPair(aNewcomerFacts(newcomer), aPositionFacts(position), policy, today)
const gate = (name: Gate, newcomer: Partial<NewcomerFacts> = {}, position: Partial<PositionFacts> = {}) => {
  const found = ask(newcomer, position).gates.find((one) => one.gate === name)
  return {
    state: found?.state,
    who: found?.who,
    codes: [...(found?.for ?? []), ...(found?.against ?? [])].map((r) => r.code),
  }
}
const worksFrom = (from: string | null, until: string | null) => ({
  mayWork: { known: true, allowed: true, from, until },
})
const COURSE = {
  hoursPerWeek: 20,
  startsOn: '2026-09-01',
  endsOn: null,
  attendance: 1,
  profile: 'usual' as const,
  skills: ['listening' as const, 'speaking' as const],
}

describe('gates', () => {
  it('all pass for a pair that fits', () => {
    const { answer, gates, missed, unknown, oneThing } = ask()
    expect(gates.map((one) => one.gate)).toEqual([...GATES])
    expect({ answer, missed, unknown, oneThing }).toEqual({
      answer: 'eligible',
      missed: [],
      unknown: [],
      oneThing: null,
    })
  })

  it('language: reached, expected, short, unknown, reference level', () => {
    expect(gate('language').codes).toEqual(['language-reached', 'language-reached'])
    expect(gate('language', { courses: [COURSE] }, { dutch: demands('B1') })).toMatchObject({
      state: 'pass',
      codes: ['language-expected', 'language-expected'],
    })
    expect(gate('language', {}, { dutch: demands('B1') })).toMatchObject({ state: 'miss', who: 'newcomer' })
    expect(gate('language', { courses: [COURSE] }, { dutch: demands('B2') }).state).toBe('miss')
    const none = { listening: null, speaking: null, reading: null, writing: null }
    expect(gate('language', { dutch: none })).toMatchObject({
      state: 'unknown',
      codes: ['language-unknown', 'language-unknown'],
    })
    const given = { level: null, reference: '2F' as const, source: 'intake' as const, assessedOn: '2026-09-01' }
    expect(gate('language', { dutch: { ...dutchAt('B1'), speaking: given } })).toMatchObject({
      state: 'unknown',
      codes: ['language-reached', 'language-reference'],
    })
    expect(gate('language', { dutch: none }, { dutch: demands(null) }).state).toBe('pass')
    expect(gate('language', { dutch: none }, { dutch: demands('none') }).state).toBe('pass')
  })

  it('language: hours since the day of measuring count, so that waiting does not undo growth', () => {
    const { expected } = ask({ courses: [COURSE] }, { dutch: demands('B1') })
    expect(expected).toEqual([
      { language: 'nld', skill: 'listening', level: 'B1' },
      { language: 'nld', skill: 'speaking', level: 'B1' },
    ])
    expect(ask({ courses: [COURSE] }, { dutch: demands('B1') }, '2027-01-03').answer).toBe('eligible')
  })

  it('language: an aged or own estimate still counts and is said', () => {
    const old = { level: 'A2' as const, reference: null, source: 'self' as const, assessedOn: '2024-11-21' }
    expect(gate('language', { dutch: { ...dutchAt('A2'), listening: old } })).toMatchObject({
      state: 'pass',
      codes: ['language-reached', 'language-reached', 'language-aged', 'language-own-word'],
    })
  })

  it('language: another language only when the position asks one', () => {
    const asked = {
      otherLanguages: [{ language: 'eng', skill: 'reading' as const, level: 'B1' as const, task: 'labels' }],
    }
    expect(gate('language', {}, asked).state).toBe('unknown')
    const knows = (level: 'A2' | 'B1') => ({ otherLanguages: [{ language: 'eng', skill: 'reading' as const, level }] })
    expect(gate('language', knows('B1'), asked).state).toBe('pass')
    expect(gate('language', { ...knows('A2'), courses: [COURSE] }, asked).state).toBe('miss')
  })

  it('licences, with what a licence includes', () => {
    expect(gate('licences', { licences: ['C'] }, { licences: ['B'] }).state).toBe('pass')
    expect(gate('licences', { licences: ['B'] }, { licences: ['C'] })).toMatchObject({ state: 'miss', who: 'newcomer' })
    expect(gate('licences', { licences: null }, { licences: ['B'] }).state).toBe('unknown')
    expect(gate('licences', { licences: null }).state).toBe('pass')
  })

  it('licences: exactly what each includes', () => {
    const includes: Partial<Record<Licence, Licence[]>> = {
      A: ['AM'],
      B: ['AM'],
      BE: ['B', 'AM'],
      C: ['B', 'AM'],
      CE: ['C', 'BE', 'B', 'AM'],
      D: ['B', 'AM'],
    }
    for (const has of LICENCES)
      for (const asked of LICENCES)
        expect([has, asked, gate('licences', { licences: [has] }, { licences: [asked] }).state]).toEqual([
          has,
          asked,
          has === asked || includes[has]?.includes(asked) ? 'pass' : 'miss',
        ])
  })

  it('hours and travel on their bounds', () => {
    expect(gate('hours', { hours: { min: 24, max: 24 } }).state).toBe('pass')
    expect(gate('hours', { hours: { min: 24.5, max: 36 } }).state).toBe('miss')
    expect(gate('hours', { hours: { min: 8, max: 23.5 } }).state).toBe('miss')
    expect(gate('hours', { hours: null }).state).toBe('unknown')
    const place = { lat: 52.1561, lon: 5.3878 } // 102 minutes by bicycle
    expect(gate('travel', { travel: { means: ['bicycle'], maxMinutes: 102 } }, { place }).state).toBe('pass')
    expect(gate('travel', { travel: { means: ['bicycle'], maxMinutes: 101 } }, { place }).state).toBe('miss')
    expect(gate('travel', { travel: { means: ['bicycle'], maxMinutes: null } }).state).toBe('unknown')
    expect(gate('travel', { place: null }).state).toBe('unknown')
  })

  it('start on the day itself, later only where the start is flexible', () => {
    expect(gate('start', { availableFrom: '2027-01-04' }).state).toBe('pass')
    expect(gate('start', { availableFrom: '2027-01-05' })).toMatchObject({ state: 'miss', who: 'employer' })
    expect(gate('start', { availableFrom: '2027-03-06' }, { flexibleStart: true }).state).toBe('pass')
    expect(gate('start', { availableFrom: '2027-03-07' }, { flexibleStart: true }).state).toBe('miss')
    expect(gate('start', { availableFrom: null }).state).toBe('unknown')
    const past = { startsOn: '2026-09-01' }
    expect(gate('start', { availableFrom: TODAY }, past).state).toBe('pass')
    expect(gate('start', { availableFrom: '2026-11-23' }, past).state).toBe('miss')
    expect(gate('start', {}, { startsOn: '2026-09-01', endsOn: '2026-11-21' }).codes).toEqual(['start-over'])
  })

  it('may work: from, until, renewal', () => {
    expect(gate('may-work', worksFrom('2027-01-04', null)).state).toBe('pass')
    expect(gate('may-work', worksFrom('2027-01-05', null))).toMatchObject({ state: 'miss', who: 'employer' })
    expect(gate('may-work', worksFrom(null, '2027-06-30')).codes).toEqual([])
    expect(gate('may-work', worksFrom(null, '2027-06-29'))).toMatchObject({ state: 'pass', codes: ['may-work-ends'] })
    expect(gate('may-work', worksFrom(null, '2027-01-04')).state).toBe('pass')
    expect(gate('may-work', worksFrom(null, '2027-01-03')).state).toBe('unknown')
    expect(gate('may-work', worksFrom(null, '2026-11-21'))).toMatchObject({ state: 'miss', who: 'nobody' })
    const known = { known: true, allowed: false, from: null, until: null }
    expect(gate('may-work', { mayWork: known })).toMatchObject({ state: 'miss', who: 'nobody' })
    expect(gate('may-work', { mayWork: { ...known, known: false } }).state).toBe('unknown')
  })

  it('safeguards and seats', () => {
    expect(gate('safeguards', {}, { safeguard: 'warn' }).state).toBe('pass')
    expect(gate('safeguards', {}, { safeguard: 'human' })).toMatchObject({
      state: 'miss',
      who: 'municipality',
      codes: ['safeguards-waiting'],
    })
    expect(gate('safeguards', {}, { safeguard: 'block' })).toMatchObject({ state: 'miss', who: 'employer' })
    expect(gate('capacity', {}, { seats: 2, seatsTaken: 1 }).state).toBe('pass')
    expect(gate('capacity', {}, { seats: 2, seatsTaken: 2 })).toMatchObject({ state: 'miss', who: 'employer' })
  })
})

describe('the answer of a pair (ruling 18)', () => {
  it('names the one thing and who can change it', () => {
    const { answer, oneThing } = ask({ hours: { min: 8, max: 20 } })
    expect(answer).toBe('not-eligible')
    expect(oneThing).toEqual({
      gate: 'hours',
      who: 'newcomer',
      reasons: [{ code: 'hours-differ', params: { hours: 24, min: 8, max: 20 } }],
    })
  })

  it('offers no one thing beside a second miss or an unknown, also within one gate', () => {
    expect(ask({ hours: { min: 8, max: 20 }, licences: [] }, { licences: ['B'] }).oneThing).toBeNull()
    const besides = ask({ hours: { min: 8, max: 20 }, availableFrom: null })
    expect(besides).toMatchObject({ answer: 'not-eligible', missed: ['hours'], unknown: ['start'], oneThing: null })
    const within = ask({ dutch: { ...dutchAt('A1'), speaking: null } })
    expect(within).toMatchObject({ missed: ['language'], unknown: ['language'], oneThing: null })
    expect(ask({ availableFrom: null })).toMatchObject({ answer: 'unknown', unknown: ['start'] })
  })
})

describe('reasons', () => {
  it('carry exactly the parameters of the table, and no sentence', () => {
    const odd = [
      ask(),
      ask(
        { courses: [COURSE], wishes: [], licences: null, slots: [] },
        { dutch: demands('B1'), licences: ['B'], supports: [], supervisorHours: null },
      ),
      ask(
        { skills: [], learningWishes: [], mayWork: worksFrom(null, '2027-02-01').mayWork },
        { occupation: { uri: 'x', isco: '7511' } },
      ),
      ask({
        skills: [{ uri: 'y', broader: ['esco:skill/food'], evidence: 'self' }],
        wishes: [{ rank: 2, occupationUri: 'z', isco: '9999' }],
      }),
    ]
    for (const { parts } of odd) {
      for (const part of Object.values(parts)) {
        for (const { code, params } of [...part.for, ...part.against]) {
          expect(REASON_CODES).toContain(code)
          expect(Object.keys(params).sort()).toEqual([...REASON_PARAMS[code]].sort())
          for (const value of Object.values(params)) expect(String(value)).not.toMatch(/\s/)
        }
      }
    }
  })

  it('fall in four parts that are full, part or open', () => {
    expect(Object.values(ask().parts).map((part) => part.state)).toEqual(['full', 'full', 'full', 'full'])
    const { parts } = ask({ skills: [], wishes: [], availableFrom: null }, { supports: [], supervisorHours: null })
    expect(parts.can.state).toBe('part')
    expect(parts.wants.state).toBe('open')
    expect(parts.practical.state).toBe('open')
    expect(parts.support.state).toBe('part')
  })
})
