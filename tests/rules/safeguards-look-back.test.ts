import { expect, it } from 'vitest'
import { SAFEGUARD_POLICY as policy, WHOLE_POLICY } from '#server/safeguards/rules/policy.ts'
import { askSafeguards, replayVerdict } from '#server/safeguards/rules/verdict.ts'
import { paidSafeguardFacts, personSafeguardFacts, positionSafeguardFacts } from '#tests/make/facts.ts'

const today = '2026-11-22'
const staffing = {
  ...positionSafeguardFacts().staffing,
  endedContracts: [{ reason: 'dismissal' as const, endedOn: '2026-10-15' }],
}
const place = (startsOn: string) => positionSafeguardFacts({ startsOn, endsOn: '2027-03-31', staffing })
const outcomeOf = (moment: 'publish' | 'propose' | 'start' | 'extend', startsOn: string) =>
  askSafeguards(moment, { position: place(startsOn), person: personSafeguardFacts() }, policy, today).reasons.find(
    (one) => one.ruleId === 'DSP-09',
  )

it('a start that passed hides nothing that happened since, of a placement that runs as little as of a place', () => {
  expect(outcomeOf('publish', '2026-09-01')).toMatchObject({ outcome: 'block', code: 'contract-ended' })
  expect(outcomeOf('propose', '2026-09-01')).toMatchObject({ outcome: 'block', code: 'contract-ended' })
  expect(outcomeOf('publish', '2026-12-07')).toMatchObject({ outcome: 'block' })
  expect(outcomeOf('start', '2026-09-01')).toMatchObject({ outcome: 'block', code: 'contract-ended' })
  expect(outcomeOf('extend', '2026-09-01')).toMatchObject({ outcome: 'block', code: 'contract-ended' })
})

it('a planned start still decides how far back one looks', () => {
  expect(outcomeOf('publish', '2029-01-01')).toMatchObject({ outcome: 'ok' })
  const asked = askSafeguards(
    'publish',
    { position: { ...paidSafeguardFacts(), startsOn: null }, person: null },
    policy,
    today,
  )
  expect(asked.inputs['DSP-11']).toMatchObject({ start: today, lookBackFrom: today })
})

it('answers of before this was read are given again as they were', () => {
  const ofToday = (rule: string, inputs: Record<string, unknown>) =>
    replayVerdict({ moment: 'extend', inputs: { [rule]: inputs } }, WHOLE_POLICY).outcome
  const contract = { isUnpaid: true, endedContracts: [{ reason: 'dismissal', endedOn: '2027-01-15' }] }
  const days = { start: '2026-12-07', lookBackFrom: '2026-12-07' }
  expect(ofToday('DSP-09', { ...contract, ...days })).toBe('ok')
  expect(ofToday('DSP-09', { ...contract, ...days, seesAhead: true })).toBe('block')
  expect(ofToday('DSP-10', { isTrial: true, openVacancies: 0, linkedVacancy: true })).toBe('ok')
  const asylum = {
    start: '2027-01-04',
    waitedMonths: 8,
    permitUntil: '2027-12-31',
    isCardChecked: true,
    isLowChance: false,
  }
  expect(ofToday('DSP-19', asylum)).toBe('ok')
  expect(ofToday('DSP-20', { start: '2027-01-04', declaration: { given: true, until: null } })).toBe('ok')
})
