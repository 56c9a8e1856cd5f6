import { expect, it } from 'vitest'
import { SAFEGUARD_POLICY as policy } from '#server/safeguards/rules/policy.ts'
import { askSafeguards } from '#server/safeguards/rules/verdict.ts'
import { paidSafeguardFacts, personSafeguardFacts, positionSafeguardFacts } from '#tests/make/facts.ts'

const today = '2026-11-22'
const staffing = {
  ...positionSafeguardFacts().staffing,
  endedContracts: [{ reason: 'dismissal' as const, endedOn: '2026-10-15' }],
}
const place = (startsOn: string) => positionSafeguardFacts({ startsOn, endsOn: '2027-03-31', staffing })
const outcomeOf = (moment: 'publish' | 'propose' | 'start', startsOn: string) =>
  askSafeguards(moment, { position: place(startsOn), person: personSafeguardFacts() }, policy, today).reasons.find(
    (one) => one.ruleId === 'DSP-09',
  )

it('a start that passed hides nothing that happened since: before anybody starts, look-backs count from today', () => {
  expect(outcomeOf('publish', '2026-09-01')).toMatchObject({ outcome: 'block', code: 'contract-ended' })
  expect(outcomeOf('propose', '2026-09-01')).toMatchObject({ outcome: 'block', code: 'contract-ended' })
  expect(outcomeOf('publish', '2026-12-07')).toMatchObject({ outcome: 'block' })
})

it('a planned start still decides how far back one looks, and a placement keeps its own day', () => {
  expect(outcomeOf('publish', '2029-01-01')).toMatchObject({ outcome: 'ok' })
  expect(outcomeOf('start', '2026-09-01')).toMatchObject({ outcome: 'ok' })
  const asked = askSafeguards(
    'publish',
    { position: { ...paidSafeguardFacts(), startsOn: null }, person: null },
    policy,
    today,
  )
  expect(asked.inputs['DSP-11']).toMatchObject({ start: today, lookBackFrom: today })
})
