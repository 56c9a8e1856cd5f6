import { describe, expect, it } from 'vitest'
import type { PositionType } from '#db/values/positions.ts'
import { SAFEGUARD_POLICY } from '#server/safeguards/rules/policy.ts'
import { municipalPolicy } from '#server/safeguards/rules/profile.ts'
import { wageForAge } from '#server/safeguards/rules/wage.ts'
import { paidSafeguardFacts, personSafeguardFacts, positionSafeguardFacts } from '#tests/make/facts.ts'
import { says } from './safeguards-ask.ts'

const OK = 'ok in-order'
const place = positionSafeguardFacts
const trial = (over: Parameters<typeof place>[0] = {}) =>
  place({ type: 'TRIAL_PLACEMENT', endsOn: '2027-03-03', linkedVacancy: true, ...over })

describe('DSP-01 wage floor', () => {
  const paid = (cents: number | null, startsOn: string, endsOn: string | null = null) => ({
    ...paidSafeguardFacts('REGULAR_JOB'),
    hourlyWageCents: cents,
    startsOn,
    endsOn,
  })
  it('tests the verified amount on the start date', () => {
    expect(says('DSP-01', 'publish', paid(1440, '2025-12-31', '2025-12-31'))).toBe(OK)
    expect(says('DSP-01', 'publish', paid(1439, '2025-12-31', '2025-12-31'))).toBe('block wage-below-minimum')
    expect(says('DSP-01', 'publish', paid(1471, '2026-01-01', '2026-06-30'))).toBe(OK)
    expect(says('DSP-01', 'publish', paid(1470, '2026-01-01', '2026-06-30'))).toBe('block wage-below-minimum')
  })
  it('tests every known change within the term', () => {
    expect(says('DSP-01', 'publish', paid(1440, '2025-12-31', '2026-01-01'))).toBe('block wage-below-minimum')
    expect(says('DSP-01', 'publish', paid(1471, '2026-01-01', '2026-07-01'))).toBe('human wage-needs-check')
    expect(says('DSP-01', 'publish', paid(1471, '2026-01-01'))).toBe('human wage-needs-check')
  })
  it('where the amount is not verified: below blocks, 4 % above is ok with a note, between needs a person', () => {
    expect(says('DSP-01', 'publish', paid(1470, '2027-01-04'))).toBe('block wage-below-minimum')
    expect(says('DSP-01', 'publish', paid(1471, '2027-01-04'))).toBe('human wage-needs-check')
    expect(says('DSP-01', 'publish', paid(1529, '2027-01-04'))).toBe('human wage-needs-check')
    expect(says('DSP-01', 'publish', paid(1530, '2027-01-04'))).toBe('ok wage-above-last-verified')
  })
  it('does not take an unknown wage for enough, and asks paid places only', () => {
    expect(says('DSP-01', 'publish', paid(null, '2027-01-04'))).toBe('human wage-unknown')
    expect(says('DSP-01', 'publish', place())).toBe('not asked')
    expect(says('DSP-01', 'publish', place({ type: 'PRACTICAL_LEARNING', hourlyWageCents: 900 }))).toBe(
      'block wage-below-minimum',
    )
  })
  it('knows youth amounts, half up to the cent, and checks the age at the start', () => {
    expect(wageForAge(1471, 17, SAFEGUARD_POLICY)).toBe(581)
    expect(wageForAge(1471, 16, SAFEGUARD_POLICY)).toBe(507)
    expect(wageForAge(1471, 18, SAFEGUARD_POLICY)).toBe(736)
    const youth = { ...paid(800, '2027-01-04'), wageForAge: 18 }
    expect(says('DSP-01', 'publish', youth)).toBe('ok wage-above-last-verified')
    expect(says('DSP-01', 'start', youth, personSafeguardFacts({ wageAge: null }))).toBe('human wage-age-unknown')
    expect(says('DSP-01', 'start', youth, personSafeguardFacts({ wageAge: 18 }))).toBe('ok wage-above-last-verified')
    expect(says('DSP-01', 'start', youth, personSafeguardFacts({ wageAge: 20 }))).toBe('block wage-below-minimum')
  })
})

describe('DSP-02 named instrument', () => {
  const decided = (from: string | null, until: string | null) =>
    place({ decision: { reference: 'D-1', body: 'municipality', from, until } })
  it('warns at publish and blocks at the start', () => {
    expect(says('DSP-02', 'publish', place())).toBe(OK)
    expect(says('DSP-02', 'publish', place({ decision: null }))).toBe('warn decision-missing')
    expect(says('DSP-02', 'propose', place({ decision: null }))).toBe('not asked')
    expect(says('DSP-02', 'start', place({ decision: null }))).toBe('block decision-missing')
  })
  it('holds on the start date and to the end', () => {
    expect(says('DSP-02', 'start', decided('2027-01-04', '2027-03-31'))).toBe(OK)
    expect(says('DSP-02', 'start', decided('2027-01-05', null))).toBe('block decision-not-valid')
    expect(says('DSP-02', 'start', decided(null, '2027-01-03'))).toBe('block decision-not-valid')
    expect(says('DSP-02', 'start', decided(null, '2027-03-30'))).toBe('human decision-ends-early')
  })
  it('is for unpaid work, not for volunteers or paid places', () => {
    expect(says('DSP-02', 'start', place({ type: 'VOLUNTEER', decision: null }))).toBe('not asked')
    expect(says('DSP-02', 'start', paidSafeguardFacts())).toBe('not asked')
    expect(says('DSP-02', 'start', place({ type: 'PRACTICAL_LEARNING', decision: null }))).toBe(
      'block decision-missing',
    )
  })
})

describe('DSP-03 duration', () => {
  const term = (type: PositionType, endsOn: string | null) => place({ type, startsOn: '2027-01-15', endsOn })
  const cases: [id: string, type: PositionType, ok: string, over: string, last: string, tooLong: string][] = [
    ['DSP-03a', 'UWV_TRIAL_PLACEMENT', '2027-03-14', '2027-03-15', '2027-07-14', '2027-07-15'],
    ['DSP-03b', 'TRIAL_PLACEMENT', '2027-03-14', '2027-03-15', '2027-07-14', '2027-07-15'],
    ['DSP-03e', 'WORK_EXPERIENCE', '2027-04-14', '2027-04-15', '2027-07-14', '2027-07-15'],
  ]
  it.each(cases)('%s: ok, needs a person, blocks, to the day', (id, type, ok, over, last, tooLong) => {
    expect(says(id, 'publish', term(type, ok))).toBe(OK)
    expect(says(id, 'publish', term(type, over))).toBe('human term-over-normal')
    expect(says(id, 'publish', term(type, last))).toBe('human term-over-normal')
    expect(says(id, 'publish', term(type, tooLong))).toBe('block term-over-maximum')
    expect(says(id, 'publish', term(type, null))).toBe('human term-unknown')
    const extension = { reference: 'V-2', until: over, elsewhere: null }
    expect(says(id, 'extend', { ...term(type, over), extension })).toBe('ok term-extended')
    expect(says(id, 'extend', { ...term(type, last), extension })).toBe('human term-over-normal')
    expect(says(id, 'extend', { ...term(type, tooLong), extension: { ...extension, until: tooLong } })).toBe(
      'block term-over-maximum',
    )
  })
  it('DSP-03c: three months', () => {
    expect(says('DSP-03c', 'publish', term('WAGE_VALUE_TRIAL', '2027-04-14'))).toBe(OK)
    expect(says('DSP-03c', 'publish', term('WAGE_VALUE_TRIAL', '2027-04-15'))).toBe('block term-over-maximum')
    expect(says('DSP-03c', 'publish', term('WAGE_VALUE_TRIAL', null))).toBe('human term-unknown')
  })
  it('DSP-03d: two years; a third only with a decision, elsewhere and with other work', () => {
    const long = (endsOn: string, elsewhere?: boolean | null) => ({
      ...term('PARTICIPATION_PLACEMENT', endsOn),
      extension: elsewhere === undefined ? null : { reference: 'V-3', until: endsOn, elsewhere },
    })
    expect(says('DSP-03d', 'publish', long('2029-01-14'))).toBe(OK)
    expect(says('DSP-03d', 'publish', long('2029-01-15'))).toBe('block term-over-maximum')
    expect(says('DSP-03d', 'extend', long('2029-12-31', true))).toBe('ok term-extended')
    expect(says('DSP-03d', 'extend', long('2029-12-31', null))).toBe('human term-same-work-unknown')
    expect(says('DSP-03d', 'extend', long('2029-12-31', false))).toBe('block term-same-work')
    expect(says('DSP-03d', 'extend', long('2031-01-15', true))).toBe('block term-over-maximum')
    expect(says('DSP-03d', 'publish', term('PARTICIPATION_PLACEMENT', null))).toBe('human term-unknown')
  })
  it('follows the numbers of the municipality', () => {
    const strict = municipalPolicy(SAFEGUARD_POLICY, {
      code: 'GM0518',
      version: '2026-1',
      numbers: { trialNormalMonths: 1 },
    })
    expect(strict.version).toBe('2026-11+GM0518-2026-1')
    expect(says('DSP-03b', 'publish', term('TRIAL_PLACEMENT', '2027-02-14'), null, strict)).toBe(OK)
    expect(says('DSP-03b', 'publish', term('TRIAL_PLACEMENT', '2027-02-15'), null, strict)).toBe(
      'human term-over-normal',
    )
  })
})

describe('DSP-04 written intention', () => {
  const intent = (signed: boolean, months: number | null, hours: number | null) =>
    says('DSP-04', 'publish', trial({ intent: { signed, months, hours } }))
  it('asks six months and the same hours, signed', () => {
    expect(intent(true, 6, 24)).toBe(OK)
    expect(intent(false, 6, 24)).toBe('block intention-not-signed')
    expect(intent(true, 5, 23)).toBe('block intention-too-short, block intention-too-few-hours')
    expect(intent(true, null, null)).toBe('human intention-unclear')
    expect(says('DSP-04', 'publish', trial({ intent: null }))).toBe('human intention-missing')
    expect(says('DSP-04', 'publish', place({ intent: null }))).toBe('not asked')
  })
})

describe('DSP-28 follow-up and DSP-29 insurance', () => {
  it('asks the follow-up: a trial blocks, the others need a person', () => {
    expect(says('DSP-28', 'publish', place())).toBe(OK)
    expect(says('DSP-28', 'publish', place({ followUp: 'none' }))).toBe('human follow-up-none')
    expect(says('DSP-28', 'publish', place({ followUp: null }))).toBe('human follow-up-missing')
    expect(says('DSP-28', 'publish', trial({ followUp: 'unknown' }))).toBe('block follow-up-missing')
    expect(says('DSP-28', 'publish', trial({ followUp: 'none' }))).toBe('block follow-up-none')
    expect(says('DSP-28', 'publish', { ...paidSafeguardFacts('APPRENTICESHIP_BBL'), followUp: null })).toBe(
      'human follow-up-missing',
    )
    expect(says('DSP-28', 'publish', place({ type: 'VOLUNTEER', followUp: null }))).toBe('not asked')
  })
  it('asks insurance: warns at publish, blocks at the start', () => {
    const insured = (liability: boolean | null) => place({ insured: { liability, accident: true } })
    expect(says('DSP-29', 'start', insured(true))).toBe(OK)
    expect(says('DSP-29', 'publish', insured(null))).toBe('warn insurance-missing')
    expect(says('DSP-29', 'publish', insured(false))).toBe('warn insurance-missing')
    expect(says('DSP-29', 'start', insured(false))).toBe('block insurance-missing')
    expect(says('DSP-29', 'start', insured(null))).toBe('human insurance-unknown')
    expect(says('DSP-29', 'start', { ...insured(false), type: 'VOLUNTEER' })).toBe('block insurance-missing')
    expect(says('DSP-29', 'start', paidSafeguardFacts())).toBe('not asked')
  })
})
