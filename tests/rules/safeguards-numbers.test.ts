import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { agreedPolicy } from '#server/cases/rules-profile.ts'
import { dayNumber } from '#server/safeguards/rules/calendar.ts'
import { safeguardCase } from '#server/safeguards/rules/case.ts'
import { lastDayOfQuarter } from '#server/safeguards/rules/market.ts'
import { NUMBER_NAMES, NUMBER_ROWS, numbersOf, wrongNumbers } from '#server/safeguards/rules/numbers.ts'
import { participationCalendar } from '#server/safeguards/rules/participation.ts'
import { policiesAfter, SAFEGUARD_POLICIES, WHOLE_POLICY } from '#server/safeguards/rules/policy.ts'
import { municipalPolicy, policyNamed, policyOn } from '#server/safeguards/rules/profile.ts'
import { rulesOf } from '#server/safeguards/rules/table.ts'
import { easterOf, holidaysOf, isWorkingDay, weekdayOf, workingDaysBefore } from '#server/safeguards/rules/workdays.ts'
import { DAY, verdictOn } from './safeguards-whole-ask.ts'

describe('the numbers of a policy', () => {
  it('are all described, within their limits, and read by rules that exist', () => {
    expect([...NUMBER_NAMES].sort()).toEqual(Object.keys(WHOLE_POLICY.numbers).sort())
    const ids = rulesOf(WHOLE_POLICY).map((rule) => rule.id)
    for (const name of NUMBER_NAMES) {
      const { limits, rules, title, ground, setBy, tag } = NUMBER_ROWS[name]
      expect(limits === null, name).toBe(setBy !== 'municipality')
      if (limits) {
        expect(WHOLE_POLICY.numbers[name]).toBeGreaterThanOrEqual(limits[0])
        expect(WHOLE_POLICY.numbers[name]).toBeLessThanOrEqual(limits[1])
        expect(tag, name).not.toBe('law')
      }
      for (const text of [title, ground]) expect(text.nl).not.toBe(text.en)
      for (const id of rules) expect(ids).toContain(id)
    }
    expect(numbersOf('DSP-03e', WHOLE_POLICY)).toEqual({ workExperienceNormalMonths: 3, workExperienceMaxMonths: 6 })
    expect(numbersOf('DSP-12', WHOLE_POLICY)).toEqual({})
  })
  it('are set by a municipality within limits', () => {
    const wrong = (numbers: object) => wrongNumbers(numbers, WHOLE_POLICY)
    expect(wrong({ trialNormalMonths: 1 })).toEqual([])
    expect(wrong({ trialNormalMonths: 6, trialMaxMonths: 6 })).toEqual([])
    expect(wrong({ workExperienceNormalMonths: 4, workExperienceMaxMonths: 12 })).toEqual([])
    const out = (name: string) => [{ name, error: 'out-of-range' }]
    expect(wrong({ trialNormalMonths: 0 })).toEqual(out('trialNormalMonths'))
    expect(wrong({ trialMaxMonths: 7 })).toEqual(out('trialMaxMonths'))
    expect(wrong({ trialNormalMonths: 1.5 })).toEqual(out('trialNormalMonths'))
    expect(wrong({ trialMaxMonths: 1 })).toEqual(out('trialMaxMonths'))
    expect(wrong({ productiveSharePercent: 51 })).toEqual(out('productiveSharePercent'))
    expect(wrong({ productiveSharePercent: Number.NaN })).toEqual(out('productiveSharePercent'))
  })
  it('are not a municipality its own where the law, UWV or all municipalities together set them', () => {
    const elsewhere = NUMBER_NAMES.filter((name) => NUMBER_ROWS[name].setBy !== 'municipality')
    expect(elsewhere).toEqual(
      expect.arrayContaining([
        'uwvTrialNormalMonths',
        'uwvTrialMaxMonths',
        'intentionMonths',
        'dismissalWeeks',
        'asylumWaitMonths',
        'participationMaxMonths',
        'worksCouncilEmployees',
        'chainMonths',
        'tensionTight',
        'wageMarginPercent',
      ]),
    )
    for (const name of elsewhere) {
      // Not even what holds anyway: where the nation changes it later, the municipality would stay behind.
      expect(wrongNumbers({ [name]: WHOLE_POLICY.numbers[name] }, WHOLE_POLICY)).toEqual([
        { name, error: 'set-elsewhere' },
      ])
      const set = municipalPolicy(WHOLE_POLICY, {
        code: 'GM0344',
        version: '1',
        numbers: { [name]: 999, trialMaxMonths: 3 },
      })
      expect(set.numbers[name], name).toBe(WHOLE_POLICY.numbers[name])
      expect(set.numbers.trialMaxMonths).toBe(3)
    }
  })
  it('change for everybody by a next policy from its day on; a municipality keeps its own, and old answers theirs', () => {
    const policies = [
      ...SAFEGUARD_POLICIES,
      ...policiesAfter(WHOLE_POLICY, [
        { version: '2027-02', datedOn: '2027-02-01', numbers: { asylumWaitMonths: 3 } },
        { version: '2027-07', datedOn: '2027-07-01', numbers: { uwvTrialMaxMonths: 4 } },
      ]),
    ]
    const profile = { code: 'GM0344', version: '1', from: '2026-12-01', until: null, source: 'x', verified: true }
    const profiles = [{ ...profile, numbers: { trialMaxMonths: 3, asylumWaitMonths: 1 } }]
    const on = (day: string) => {
      const { version, numbers } = policyOn(day, 'GM0344', profiles, policies)
      return [version, numbers.asylumWaitMonths, numbers.uwvTrialMaxMonths, numbers.trialMaxMonths]
    }
    expect(on('2027-01-31')).toEqual(['2026-11-22+GM0344-1', 6, 6, 3])
    expect(on('2027-02-01')).toEqual(['2027-02+GM0344-1', 3, 6, 3])
    expect(on('2027-07-01')).toEqual(['2027-07+GM0344-1', 3, 4, 3])
    // What was asked under a number that has since been taken from municipalities is given again under it.
    expect(policyNamed('2026-11-22+GM0344-1', profiles, policies)?.numbers.asylumWaitMonths).toBe(1)
  })
  it('of an agreement are those of the profile under which it was made, on the law of today', () => {
    const version = (number: string, trialMaxMonths: number) => ({
      code: 'GM0344',
      version: number,
      from: '2026-12-01',
      until: null,
      numbers: { trialMaxMonths },
      source: 'x',
      verified: true,
    })
    const profiles = [version('1', 3), version('2', 5)]
    const [later = WHOLE_POLICY] = policiesAfter(WHOLE_POLICY, [
      { version: '2027-02', datedOn: '2027-02-01', numbers: { asylumWaitMonths: 3 } },
    ])
    const kept = agreedPolicy('2026-11-22+GM0344-1', profiles, later)
    expect([kept.version, kept.numbers.trialMaxMonths, kept.numbers.asylumWaitMonths]).toEqual([
      '2027-02+GM0344-1',
      3,
      3,
    ])
    // Made before the municipality had a profile: it goes on without one.
    expect(agreedPolicy('2026-11-22', profiles, later).numbers.trialMaxMonths).toBe(6)
  })
  it('reach the rules that name them', () => {
    const outcome = (numbers: object, given: object) => verdictOn('publish', { numbers, ...given }).outcome
    expect(outcome({ productiveSharePercent: 20 }, {})).toBe('human')
    expect(outcome({ supervisorLeastHours: 5 }, {})).toBe('human')
    expect(outcome({ tensionTight: 4 }, {})).toBe('human')
    expect(outcome({ workExperienceMaxMonths: 2, workExperienceNormalMonths: 2 }, {})).toBe('block')
    expect(outcome({ intentionMonths: 7 }, { base: 'trial' })).toBe('block')
    expect(outcome({ worksCouncilPlaces: 1 }, { staffing: { employeesTotal: 60 } })).toBe('human')
  })
})

describe('working days', () => {
  it('knows Easter and the holidays that hang on it', () => {
    expect([2024, 2025, 2026, 2027, 2038].map(easterOf)).toEqual([
      '2024-03-31',
      '2025-04-20',
      '2026-04-05',
      '2027-03-28',
      '2038-04-25',
    ])
    expect(holidaysOf(2026)).toEqual([
      '2026-01-01',
      '2026-04-03',
      '2026-04-06',
      '2026-04-27',
      '2026-05-05',
      '2026-05-14',
      '2026-05-25',
      '2026-12-25',
      '2026-12-26',
    ])
    expect(holidaysOf(2025)).toContain('2025-04-26')
    for (const day of ['1969-12-28', '2026-11-22', '2027-01-04'])
      expect(weekdayOf(day)).toBe(((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7) + 1)
  })
  it('counts back over weekends and holidays; the day itself never counts', () => {
    expect(isWorkingDay('2026-05-05')).toBe(false)
    expect(isWorkingDay('2026-11-21')).toBe(false)
    expect(isWorkingDay('2026-11-23')).toBe(true)
    expect(workingDaysBefore('2026-11-26', 2)).toBe('2026-11-23')
    expect(workingDaysBefore('2026-11-25', 2)).toBe('2026-11-22')
    expect(workingDaysBefore('2026-11-23', 2)).toBe('2026-11-18')
    expect(workingDaysBefore('2026-11-23', 0)).toBe('2026-11-22')
    // Between the notice and the start lie the working days, whatever the start.
    for (let start = dayNumber('2026-12-01'); start < dayNumber('2027-01-31'); start += 1) {
      const date = new Date(start * 86_400_000).toISOString().slice(0, 10)
      const latest = workingDaysBefore(date, 2)
      let between = 0
      for (let day = dayNumber(latest) + 1; day < start; day += 1)
        if (isWorkingDay(new Date(day * 86_400_000).toISOString().slice(0, 10))) between += 1
      expect(between).toBe(2)
    }
  })
})

it('quarters end on the last day of their last month', () => {
  expect(['2026-Q1', '2026-Q2', '2026-Q3', '2026-Q4'].map(lastDayOfQuarter)).toEqual([
    '2026-03-31',
    '2026-06-30',
    '2026-09-30',
    '2026-12-31',
  ])
})

it('the calendar of a participation placement falls due in order', () => {
  expect(participationCalendar('2026-01-31', '2027-02-01')).toEqual([
    { kind: 'training-offer', dueOn: '2026-07-31' },
    { kind: 'premium', dueOn: '2026-07-31' },
    { kind: 'assessment', dueOn: '2026-10-31' },
    { kind: 'premium', dueOn: '2027-01-31' },
  ])
  expect(participationCalendar('2024-11-01', '2026-11-01').at(-1)).toEqual({ kind: 'premium', dueOn: '2026-11-01' })
  expect(participationCalendar('2024-11-01', '2026-10-31').at(-1)).toEqual({ kind: 'review-24', dueOn: '2026-10-31' })
  expect(participationCalendar(DAY, DAY)).toEqual([])
})

it('the README names every field of a case', () => {
  const readme = fs.readFileSync(path.resolve(import.meta.dirname, '../../server/safeguards/README.md'), 'utf8')
  const { position, person } = safeguardCase.shape
  const fields = [position.shape, person.def.innerType.def.innerType.shape].flatMap((shape) => Object.keys(shape))
  expect(fields.length).toBeGreaterThan(50)
  expect(fields.filter((field) => !readme.includes(`\`${field}\``) && !readme.includes(`.${field}\``))).toEqual([])
})
