import { expect, it } from 'vitest'
import { withStatements } from '#server/cases/rules-facts.ts'
import { WHOLE_POLICY } from '#server/safeguards/rules/policy.ts'
import { askSafeguards } from '#server/safeguards/rules/verdict.ts'
import { positionSafeguardFacts } from '#tests/make/facts.ts'

const place = (registered: number | null) => {
  const facts = positionSafeguardFacts()
  return {
    ...facts,
    campaignPlaces: 5,
    worksCouncil: 'not-asked' as const,
    staffing: { ...facts.staffing, employeesTotal: registered },
  }
}
const councilOf = (registered: number | null, stated?: number) => {
  const position = withStatements(place(registered), stated === undefined ? {} : { employees: stated })
  const { reasons } = askSafeguards('publish', { position, person: null }, WHOLE_POLICY, '2026-11-22')
  return reasons.find(({ ruleId }) => ruleId === 'DSP-23')?.code
}

it('of a stated and a registered number of employees the larger counts: a smaller word sets nothing aside', () => {
  expect(councilOf(80, 9)).toBe('works-council-missing')
  expect(councilOf(9, 80)).toBe('works-council-missing')
  expect(councilOf(80)).toBe('works-council-missing')
  expect(councilOf(null, 80)).toBe('works-council-missing')
  expect(councilOf(9, 20)).toBe('in-order')
  expect(councilOf(null, 9)).toBe('in-order')
  expect(councilOf(null)).toBe('works-council-unknown')
})
