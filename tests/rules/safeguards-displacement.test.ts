import { describe, expect, it } from 'vitest'
import type { PositionType } from '#db/values/positions.ts'
import { addDays, addMonths } from '#server/safeguards/rules/calendar.ts'
import { paidSafeguardFacts, personSafeguardFacts, positionSafeguardFacts, TODAY } from '#tests/make/facts.ts'
import { says } from './safeguards-ask.ts'

const OK = 'ok in-order'
const place = positionSafeguardFacts
const { staffing } = positionSafeguardFacts()

describe('DSP-08 additionality', () => {
  it('for work experience: an extra seat, nobody replaced, tasks known', () => {
    expect(says('DSP-08', 'publish', place())).toBe(OK)
    expect(says('DSP-08', 'publish', place({ supernumerary: false }))).toBe('block not-supernumerary')
    expect(says('DSP-08', 'publish', place({ supernumerary: null }))).toBe('human supernumerary-unknown')
    expect(says('DSP-08', 'publish', place({ regularTaskShare: null }))).toBe('human regular-tasks-unknown')
    expect(says('DSP-08', 'publish', place({ replacesPerson: true }))).toBe('block replaces-person')
    expect(says('DSP-08', 'publish', place({ type: 'INTERNSHIP', supernumerary: false }))).toBe(
      'block not-supernumerary',
    )
    expect(says('DSP-08', 'publish', paidSafeguardFacts())).toBe('not asked')
  })
  it('for trials: only whether somebody is replaced (ruling 6)', () => {
    const trial = (replacesPerson: boolean | null) =>
      says('DSP-08', 'publish', place({ type: 'UWV_TRIAL_PLACEMENT', supernumerary: false, replacesPerson }))
    expect(trial(false)).toBe(OK)
    expect(trial(true)).toBe('block replaces-person')
    expect(trial(null)).toBe('human replaces-person-unknown')
  })
})

describe('DSP-09 recently ended contracts', () => {
  const ended = (reason: 'dismissal' | 'voluntary' | null, endedOn: string, type: PositionType = 'WORK_EXPERIENCE') =>
    says(
      'DSP-09',
      'publish',
      place({ type, hourlyWageCents: null, staffing: { ...staffing, endedContracts: [{ reason, endedOn }] } }),
    )
  it('looks back twelve calendar months from the planned start', () => {
    expect(ended('dismissal', '2026-01-04')).toBe('block contract-ended')
    expect(ended('dismissal', '2026-01-03')).toBe(OK)
  })
  it('blocks unpaid work after a forced end; otherwise asks a person', () => {
    expect(ended('voluntary', '2026-06-01')).toBe('human contract-ended')
    expect(ended(null, '2026-06-01')).toBe('human contract-ended')
    expect(ended('dismissal', '2026-06-01', 'WAGE_SUBSIDISED_JOB')).toBe('human contract-ended')
    expect(ended('dismissal', '2026-06-01', 'REGULAR_JOB')).toBe('not asked')
    const facts = place({ staffing: { ...staffing, endedContracts: null } })
    expect(says('DSP-09', 'publish', facts)).toBe('human contracts-unknown')
    const declared = { ...paidSafeguardFacts(), wageSubsidy: true }
    expect(says('DSP-09', 'publish', declared)).toBe(OK)
  })
})

describe('DSP-10 open vacancy', () => {
  const vacancy = (type: PositionType, openVacancies: number | null, linkedVacancy: boolean | null) =>
    says('DSP-10', 'publish', place({ type, linkedVacancy, staffing: { ...staffing, openVacancies } }))
  it('for work experience forbids it, for trials asks for it (ruling 6)', () => {
    expect(vacancy('WORK_EXPERIENCE', 0, false)).toBe(OK)
    expect(vacancy('WORK_EXPERIENCE', 1, false)).toBe('block vacancy-not-linked')
    expect(vacancy('WORK_EXPERIENCE', 1, true)).toBe('human vacancy-linked')
    expect(vacancy('WORK_EXPERIENCE', 1, null)).toBe('human vacancy-unknown')
    expect(vacancy('WORK_EXPERIENCE', null, null)).toBe('human vacancy-unknown')
    expect(vacancy('TRIAL_PLACEMENT', 1, true)).toBe(OK)
    expect(vacancy('TRIAL_PLACEMENT', 1, false)).toBe('block vacancy-not-linked')
    expect(vacancy('TRIAL_PLACEMENT', 0, false)).toBe('human vacancy-none')
    expect(vacancy('REGULAR_JOB', 3, false)).toBe('not asked')
  })
})

describe('DSP-11 dismissal requests', () => {
  const asked = (sameRole: boolean, requestedOn: string, offered: 'no' | 'by-employer' | 'by-officer' = 'no') => ({
    ...paidSafeguardFacts(),
    startsOn: '2027-01-04',
    staffing: { ...staffing, dismissalRequests: [{ sameRole, requestedOn, offered }] },
  })
  it('blocks the same role for 26 weeks, paid too, until whoever had to go was offered the place', () => {
    for (const moment of ['publish', 'start'] as const) {
      expect(says('DSP-11', moment, paidSafeguardFacts())).toBe(OK)
      expect(says('DSP-11', moment, asked(true, '2026-07-06'))).toBe('block dismissal-same-role')
      expect(says('DSP-11', moment, asked(true, '2026-07-05'))).toBe(OK)
      expect(says('DSP-11', moment, asked(true, '2026-11-01', 'by-officer'))).toBe(OK)
      expect(says('DSP-11', moment, asked(true, '2026-11-01', 'by-employer'))).toBe('human dismissal-offer-unchecked')
      expect(says('DSP-11', moment, asked(false, '2026-11-01'))).toBe('human dismissal-other-role')
    }
    expect(says('DSP-11', 'propose', asked(true, '2026-11-01'))).toBe('not asked')
  })
})

describe('MON-12 signals', () => {
  const reported = (reportedOn: string) => ({
    ...paidSafeguardFacts(),
    startsOn: '2027-06-01',
    staffing: { ...staffing, concerns: [{ concern: 'no-guidance' as const, reportedOn }] },
  })
  it('asks a person for 12 months after any concern, whatever the start', () => {
    for (const moment of ['publish', 'start'] as const) {
      expect(says('MON-12', moment, paidSafeguardFacts())).toBe(OK)
      expect(says('MON-12', moment, reported(addMonths(TODAY, -12)))).toBe('human concern-open')
      expect(says('MON-12', moment, reported(addDays(addMonths(TODAY, -12), -1)))).toBe(OK)
    }
    expect(says('MON-12', 'propose', reported(TODAY))).toBe('not asked')
  })
})

describe('DSP-12 industrial action', () => {
  const action = (industrialAction: boolean | null) => ({
    ...paidSafeguardFacts(),
    staffing: { ...staffing, industrialAction },
  })
  it('gives human at publish and blocks from proposing on (ruling 8)', () => {
    expect(says('DSP-12', 'propose', action(false))).toBe(OK)
    expect(says('DSP-12', 'publish', action(true))).toBe('human industrial-action')
    for (const moment of ['propose', 'disclose', 'start'] as const)
      expect(says('DSP-12', moment, action(true))).toBe('block industrial-action')
    for (const moment of ['publish', 'propose', 'disclose', 'start'] as const)
      expect(says('DSP-12', moment, action(null))).toBe('human industrial-action-unknown')
  })
})

describe('DSP-13 motive', () => {
  it('never covers sickness, peak, holiday or season', () => {
    expect(says('DSP-13', 'publish', place())).toBe(OK)
    for (const motive of ['sickness', 'peak', 'holiday', 'seasonal'] as const)
      expect(says('DSP-13', 'publish', place({ motive }))).toBe('block motive-not-allowed')
    expect(says('DSP-13', 'publish', place({ motive: null }))).toBe('human motive-unknown')
    expect(says('DSP-13', 'publish', { ...paidSafeguardFacts(), motive: 'peak' })).toBe('not asked')
  })
})

describe('DSP-14 learning plan', () => {
  const incomplete = (type: PositionType, wage: number | null = null) =>
    place({
      type,
      hourlyWageCents: wage,
      learningPlan: { goals: [' '], startLevel: 'a', targetLevel: 'b', activities: 'c', assessmentOn: null },
    })
  it('blocks publish of unpaid work, warns for paid learning, later gives human (ruling 5)', () => {
    expect(says('DSP-14', 'publish', place())).toBe(OK)
    expect(says('DSP-14', 'publish', incomplete('WORK_EXPERIENCE'))).toBe('block learning-plan-incomplete')
    expect(says('DSP-14', 'publish', incomplete('INTERNSHIP'))).toBe('block learning-plan-incomplete')
    expect(says('DSP-14', 'propose', incomplete('WORK_EXPERIENCE'))).toBe('human learning-plan-incomplete')
    expect(says('DSP-14', 'publish', incomplete('APPRENTICESHIP_BBL', 1600))).toBe('warn learning-plan-incomplete')
    expect(says('DSP-14', 'propose', incomplete('APPRENTICESHIP_BBL', 1600))).toBe('warn learning-plan-incomplete')
    expect(says('DSP-14', 'start', incomplete('APPRENTICESHIP_BBL', 1600))).toBe('human learning-plan-incomplete')
    expect(says('DSP-14', 'publish', place({ learningPlan: null }))).toBe('block learning-plan-incomplete')
  })
  it('leaves volunteers alone, and gives Z-route human at most (ruling 4)', () => {
    expect(says('DSP-14', 'publish', incomplete('VOLUNTEER'))).toBe('not asked')
    expect(says('DSP-14', 'publish', incomplete('SOCIETAL_PARTICIPATION'))).toBe('not asked')
    expect(says('DSP-14', 'publish', incomplete('Z_ROUTE_PARTICIPATION'))).toBe('human learning-plan-incomplete')
    expect(says('DSP-14', 'publish', incomplete('REGULAR_JOB', 1600))).toBe('not asked')
  })
})

describe('DSP-15 supervision', () => {
  const guided = (
    name: string | null,
    hoursPerWeek: number | null,
    trainees: number | null,
    type: PositionType = 'WORK_EXPERIENCE',
  ) => says('DSP-15', 'publish', place({ type, supervisor: { name, hoursPerWeek, trainees } }))
  it('asks a name, two hours, at most three trainees', () => {
    expect(guided('x', 2, 3)).toBe(OK)
    expect(guided(null, 2, 3)).toBe('block supervisor-missing')
    expect(guided(' ', 1.5, 4)).toBe(
      'block supervisor-missing, human supervisor-hours-too-few, human supervisor-trainees-too-many',
    )
    expect(guided('x', null, null)).toBe('human supervisor-hours-unknown, human supervisor-trainees-unknown')
  })
  it('warns volunteers at most, and gives Z-route human at most (ruling 4)', () => {
    expect(guided(null, 2, 9, 'VOLUNTEER')).toBe('warn supervisor-missing, warn supervisor-trainees-too-many')
    expect(guided(null, 2, 3, 'Z_ROUTE_PARTICIPATION')).toBe('human supervisor-missing')
    expect(guided(null, 2, 3, 'SECONDMENT')).toBe('not asked')
  })
})

describe('DSP-18 right to work', () => {
  const may = (over: Partial<{ known: boolean; allowed: boolean; from: string | null; until: string | null }>) =>
    says(
      'DSP-18',
      'start',
      place(),
      personSafeguardFacts({ mayWork: { known: true, allowed: true, from: null, until: null, ...over } }),
    )
  it('is asked at the start, on the start date', () => {
    expect(may({ from: '2027-01-04', until: '2027-01-04' })).toBe(OK)
    expect(may({ known: false })).toBe('human right-to-work-unknown')
    expect(may({ allowed: false })).toBe('block right-to-work-missing')
    expect(may({ from: '2027-01-05' })).toBe('block right-to-work-later')
    expect(may({ until: '2027-01-03' })).toBe('block right-to-work-ended')
    const papers = (paper: 'permit' | 'notice' | null) =>
      says('DSP-18', 'start', place(), personSafeguardFacts({ paper }))
    expect(papers(null)).toBe(OK)
    expect(papers('permit')).toBe('human right-to-work-permit')
    expect(papers('notice')).toBe('human right-to-work-notice')
    expect(says('DSP-18', 'start', place(), null)).toBe('human right-to-work-unknown')
    expect(says('DSP-18', 'publish', place(), null)).toBe('not asked')
  })
})

describe('DSP-26 fee, DSP-33 consent, DSP-34 language', () => {
  it('never takes a fee', () => {
    expect(says('DSP-26', 'publish', place())).toBe(OK)
    expect(says('DSP-26', 'publish', place({ feeCents: 1 }))).toBe('block fee-asked')
    expect(says('DSP-26', 'publish', place({ feeCents: null }))).toBe('human fee-unknown')
  })
  it('tells nobody without a yes (ruling 9)', () => {
    expect(says('DSP-33', 'disclose', place(), personSafeguardFacts())).toBe(OK)
    for (const moment of ['disclose', 'start'] as const) {
      expect(says('DSP-33', moment, place(), personSafeguardFacts({ consentAt: null }))).toBe('block consent-missing')
      expect(says('DSP-33', moment, place(), null)).toBe('block consent-missing')
    }
    expect(says('DSP-33', 'propose', place(), null)).toBe('not asked')
  })
  it('asks which task needs each level', () => {
    const demand = (level: 'none' | 'B1', task: string) => ({ language: 'nld', skill: 'reading' as const, level, task })
    const says34 = (...languageDemands: ReturnType<typeof demand>[]) =>
      says('DSP-34', 'publish', place({ languageDemands }))
    expect(says34(demand('B1', 'reads the order'))).toBe(OK)
    expect(says34(demand('none', ''))).toBe(OK)
    expect(says34(demand('B1', ' '), demand('B1', ''))).toBe('human language-task-missing, human language-task-missing')
  })
})
