import { expect, test } from 'vitest'
import type { ProposalState } from '#db/values/proposals.ts'
import { inTakenOrder } from '#server/proposals/rules-steps.ts'

const step = (day: number, fromState: ProposalState | null, toState: ProposalState) => ({
  at: new Date(Date.UTC(2026, 10, day)),
  fromState,
  toState,
})
const PUT = step(1, null, 'proposed')
const ASIDE = step(2, 'proposed', 'set-aside')
const BACK = step(2, 'set-aside', 'proposed')
const SHORT = step(2, 'proposed', 'shortlisted')

test.each([[[SHORT, BACK, ASIDE]], [[BACK, SHORT, ASIDE]], [[ASIDE, BACK, SHORT]]])(
  'steps of one moment follow the states',
  (given) => {
    expect(inTakenOrder(given)).toEqual([ASIDE, BACK, SHORT])
    expect(inTakenOrder([PUT, ...given])).toEqual([PUT, ASIDE, BACK, SHORT])
  },
)

test('what was never taken comes first in its moment, and moments keep their order', () => {
  const first = step(2, null, 'proposed')
  expect(inTakenOrder([SHORT, first])).toEqual([first, SHORT])
  expect(inTakenOrder([PUT, SHORT])).toEqual([PUT, SHORT])
})

test('steps that do not fit each other stay as they were read', () => {
  const odd = step(2, 'refused', 'closed')
  expect(inTakenOrder([odd, SHORT])).toEqual([odd, SHORT])
  expect(inTakenOrder([])).toEqual([])
})
