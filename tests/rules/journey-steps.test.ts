import { describe, expect, test } from 'vitest'
import { journeySteps, type Standing } from '#app/ui/newcomer/journey-steps.ts'
import type { ProposalState } from '#db/values/proposals.ts'

const NOBODY: Standing = { availability: 'available', proposal: null, placement: null }
const at = (standing: Partial<Standing>) =>
  journeySteps({ ...NOBODY, ...standing })
    .filter((step) => step.state === 'now')
    .map((step) => step.key)
const withProposal = (state: ProposalState) => at({ proposal: { state } })
const talk = (kind: 'week-2' | 'month-1', state: 'waiting' | 'due' | 'done' | 'dropped') => ({
  kind,
  state,
  dueOn: '2027-01-25',
})

describe('you are here', () => {
  test('follows the proposal until there is a placement', () => {
    expect(at({ availability: 'in-intake' })).toEqual(['intake'])
    expect(at({})).toEqual(['search'])
    expect(withProposal('shortlisted')).toEqual(['choose'])
    expect(withProposal('consented')).toEqual(['employer'])
    expect(withProposal('accepted')).toEqual(['meet'])
    expect(withProposal('refused')).toEqual(['search'])
  })

  test('follows the conversations while somebody works', () => {
    const followUps = [talk('week-2', 'done'), talk('month-1', 'waiting')]
    expect(at({ placement: { state: 'planned', followUps } })).toEqual(['start'])
    expect(at({ placement: { state: 'active', followUps } })).toEqual(['month-1'])
    expect(at({ placement: { state: 'active', followUps: [talk('week-2', 'done')] } })).toEqual(['onward'])
  })

  test('a conversation that was dropped is not drawn, a placement that ended neither', () => {
    const steps = journeySteps({ ...NOBODY, placement: { state: 'active', followUps: [talk('week-2', 'dropped')] } })
    expect(steps.map((step) => step.key)).not.toContain('week-2')
    expect(at({ placement: { state: 'cancelled', followUps: [talk('week-2', 'waiting')] } })).toEqual(['search'])
  })

  test('everything before the present step is done, everything after it is to come', () => {
    const states = journeySteps({ ...NOBODY, proposal: { state: 'consented' } }).map((step) => step.state)
    expect(states).toEqual(['done', 'done', 'done', 'now', 'todo', 'todo', 'todo'])
  })
})
