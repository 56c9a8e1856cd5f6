import { expect, test } from 'vitest'
import { contradictionsIn } from '#server/cases/rules-facts.ts'
import { isNoGraver } from '#server/cases/rules-signals.ts'
import { STAFFING_POLICY, type StaffingFactRow, sameRoleBy, staffingOf } from '#server/employers/rules.ts'
import { WHOLE_POLICY } from '#server/safeguards/rules/policy.ts'

const TODAY = '2026-11-22'
const said = (
  code: string,
  params: Record<string, string | number>,
  outcome: 'warn' | 'human' | 'block' = 'human',
) => ({
  outcome,
  code,
  params,
})

test.each([
  ['serial-unpaid', { count: 3, months: 12 }, { count: 2, months: 12 }, { count: 4, months: 12 }],
  ['back-to-back', { days: 10, least: 30 }, { days: 12, least: 30 }, { days: 9, least: 30 }],
  ['flow-through', { count: 2, of: 10, least: 33 }, { count: 3, of: 10, least: 33 }, { count: 2, of: 11, least: 33 }],
  ['stopped-early', { count: 4, of: 8, most: 40 }, { count: 4, of: 9, most: 40 }, { count: 5, of: 8, most: 40 }],
  [
    'contract-ended-beside',
    { count: 2, lastOn: '2026-10-01' },
    { count: 1, lastOn: '2026-10-01' },
    { count: 2, lastOn: '2026-11-01' },
  ],
])('%s that was closed stays quiet when it is the same or milder, and only then', (code, closed, milder, graver) => {
  expect(isNoGraver(said(code, closed), said(code, closed))).toBe(true)
  expect(isNoGraver(said(code, milder), said(code, closed))).toBe(true)
  expect(isNoGraver(said(code, graver), said(code, closed))).toBe(false)
  expect(isNoGraver(said(code, milder, 'block'), said(code, closed))).toBe(false)
  expect(isNoGraver(said(code, graver, 'warn'), said(code, closed))).toBe(true)
})

test('another code is something else', () => {
  expect(
    isNoGraver(said('certificate-late', { count: 1, days: 30 }), said('report-late', { count: 1, days: 30 })),
  ).toBe(false)
})

const [CONCIERGE, CARETAKER, COOK] = ['o/concierge', 'o/caretaker', 'o/cook']
const isSameRole = sameRoleBy(
  new Map([
    [CONCIERGE, '5153'],
    [CARETAKER, '5151'],
    [COOK, '5120'],
  ]),
)
const fact = (given: Partial<StaffingFactRow>): StaffingFactRow => ({
  id: 'f',
  establishmentId: 'e',
  kind: 'contract-ended',
  occupationUri: CONCIERGE,
  reason: 'reorganisation',
  happenedOn: '2026-10-01',
  endedOn: null,
  detail: {},
  reportedBy: 'officer',
  ...given,
})

test('a contract, a vacancy and a dismissal under another title of the same ISCO minor group count', () => {
  const rows = [fact({}), fact({ kind: 'vacancy-open' }), fact({ kind: 'dismissal-request' })]
  const known = (uri: string) => staffingOf(rows, uri, TODAY, STAFFING_POLICY, isSameRole)
  expect(known(CARETAKER)).toMatchObject({
    endedContracts: [{ reason: 'reorganisation', endedOn: '2026-10-01' }],
    openVacancies: 1,
    dismissalRequests: [{ sameRole: true }],
  })
  expect(known(COOK)).toMatchObject({
    endedContracts: null,
    openVacancies: null,
    dismissalRequests: [{ sameRole: false }],
  })
  expect(known('o/not-in-esco')).toMatchObject({ endedContracts: null })
})

test('a look for one title is none for another', () => {
  const rows = [fact({ detail: { found: 'none' }, reason: null, happenedOn: TODAY })]
  const known = (uri: string) => staffingOf(rows, uri, TODAY, STAFFING_POLICY, isSameRole).endedContracts
  expect([known(CONCIERGE), known(CARETAKER)]).toEqual([[], null])
})

test('a statement about one title contradicts what happened under another of the same group', () => {
  const statement = (occupationUri: string) => ({
    id: 's',
    establishmentId: 'e',
    occupationUri,
    question: 'ended-contracts' as const,
    answer: false,
    statedOn: TODAY,
    validUntil: '2027-02-21',
  })
  const found = (uri: string) =>
    contradictionsIn([statement(uri)], [fact({})], { employeesTotal: null }, WHOLE_POLICY, isSameRole)
  expect(found(CARETAKER)).toMatchObject([{ code: 'contract-ended' }])
  expect(found(COOK)).toEqual([])
})
