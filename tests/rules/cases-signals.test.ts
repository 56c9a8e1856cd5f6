import { expect, test } from 'vitest'
import { contradictionsIn, goodUntil, standingOf, withStatements } from '#server/cases/rules-facts.ts'
import { isNoGraver } from '#server/cases/rules-signals.ts'
import { STAFFING_POLICY, type StaffingFactRow, sameRoleBy, staffingOf, termsFor } from '#server/employers/rules.ts'
import { WHOLE_POLICY } from '#server/safeguards/rules/policy.ts'
import { positionSafeguardFacts } from '#tests/make/facts.ts'

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

const strike = (given: Partial<StaffingFactRow>) =>
  fact({ kind: 'industrial-action', occupationUri: null, reason: null, ...given })
const look = { detail: { found: 'none' } }

test.each<[string, StaffingFactRow[], boolean | null]>([
  ['nobody asked', [], null],
  ['one that runs', [strike({})], true],
  ['one that runs, and a look of today', [strike({}), strike({ ...look, happenedOn: TODAY })], true],
  ['one that ends today', [strike({ endedOn: TODAY })], true],
  ['one that ended yesterday', [strike({ endedOn: '2026-11-21' })], false],
  ['one that ended three months ago', [strike({ endedOn: '2026-08-22' })], false],
  ['one that ended longer ago', [strike({ endedOn: '2026-08-21' })], null],
  ['one that was announced', [strike({ happenedOn: '2026-11-23' })], null],
  ['a look of three months ago', [strike({ ...look, happenedOn: '2026-08-22' })], false],
  ['a look of longer ago', [strike({ ...look, happenedOn: '2026-08-21' })], null],
  ['a look of tomorrow', [strike({ ...look, happenedOn: '2026-11-23' })], null],
  ['a look for vacancies', [fact({ kind: 'vacancy-open', ...look, happenedOn: TODAY })], null],
])('a strike: %s', (_name, rows, known) => {
  expect(staffingOf(rows, COOK, TODAY, STAFFING_POLICY, isSameRole).industrialAction).toBe(known)
})

test.each<[string, StaffingFactRow[], boolean | null]>([
  ['a look of a month ago', [strike({ ...look, happenedOn: '2026-10-22' })], false],
  ['a look of longer ago', [strike({ ...look, happenedOn: '2026-10-21' })], null],
  ['one that ended a month ago', [strike({ endedOn: '2026-10-22' })], false],
  ['one that ended longer ago', [strike({ endedOn: '2026-10-21' })], null],
  ['one that runs', [strike({})], true],
])('a strike, where somebody starts today: %s', (_name, rows, known) => {
  expect(staffingOf(rows, COOK, TODAY, termsFor('start'), isSameRole).industrialAction).toBe(known)
})

test('an answer about a strike is used for three months, and for a start one month; others for their own term', () => {
  const of = (question: 'industrial-action' | 'dismissal-requests') => ({
    id: 's',
    establishmentId: 'e',
    occupationUri: null,
    question,
    answer: false,
    statedOn: '2026-11-22',
    validUntil: goodUntil(question, '2026-11-22'),
  })
  const stated = [of('industrial-action'), of('dismissal-requests')]
  const standing = (today: string, what?: 'start') => Object.keys(standingOf(stated, COOK, today, what))
  expect(standing('2026-12-21', 'start')).toEqual(['industrial-action', 'dismissal-requests'])
  expect(standing('2026-12-22', 'start')).toEqual(['dismissal-requests'])
  expect(standing('2027-02-21')).toEqual(['industrial-action', 'dismissal-requests'])
  expect(standing('2027-02-22')).toEqual([])
})

test.each<[string, StaffingFactRow[], number | null, boolean]>([
  ['nobody asked', [], null, false],
  ['a look of today', [fact({ kind: 'dismissal-request', ...look, occupationUri: null, happenedOn: TODAY })], 0, false],
  [
    'a look of three months ago',
    [fact({ kind: 'dismissal-request', ...look, occupationUri: null, happenedOn: '2026-08-22' })],
    0,
    false,
  ],
  [
    'a look of longer ago',
    [fact({ kind: 'dismissal-request', ...look, occupationUri: null, happenedOn: '2026-08-21' })],
    null,
    false,
  ],
  ['one that was reported', [fact({ kind: 'dismissal-request' })], 1, true],
  [
    'one that was reported, and a look',
    [
      fact({ kind: 'dismissal-request' }),
      fact({ kind: 'dismissal-request', ...look, occupationUri: null, happenedOn: TODAY }),
    ],
    1,
    false,
  ],
])('dismissal requests: %s', (_name, rows, count, isIncomplete) => {
  const known = staffingOf(rows, CONCIERGE, TODAY, STAFFING_POLICY, isSameRole)
  expect(known.dismissalRequests?.length ?? null).toBe(count)
  expect(known.dismissalsIncomplete).toBe(isIncomplete)
})

test('what was stated answers what nobody recorded, and undoes nothing that was', () => {
  const request = { sameRole: true, requestedOn: '2025-01-01', offered: 'no' as const }
  const base = positionSafeguardFacts()
  const unknown = { ...base.staffing, industrialAction: null, dismissalRequests: null, collectiveDismissals: null }
  const { staffing: silent } = withStatements({ ...base, staffing: unknown }, {})
  expect(silent).toMatchObject({ industrialAction: null, dismissalRequests: null, collectiveDismissals: null })
  const none = { 'industrial-action': false, 'dismissal-requests': false, 'collective-dismissal': null }
  const { staffing: stated } = withStatements({ ...base, staffing: unknown }, none)
  expect(stated).toMatchObject({ industrialAction: false, dismissalRequests: [], collectiveDismissals: [] })
  const recorded = { ...unknown, industrialAction: true, dismissalRequests: [request], dismissalsIncomplete: true }
  const { staffing: both } = withStatements({ ...base, staffing: recorded }, none)
  expect(both).toMatchObject({ industrialAction: true, dismissalRequests: [request], dismissalsIncomplete: false })
  const yes = { 'dismissal-requests': true, 'collective-dismissal': '2026-11-01' }
  expect(withStatements({ ...base, staffing: unknown }, yes).staffing).toMatchObject({
    dismissalRequests: null,
    collectiveDismissals: [{ on: '2026-11-01' }],
  })
  expect(withStatements({ ...base, staffing: recorded }, yes).staffing.dismissalsIncomplete).toBe(true)
})

test('no dismissals stated, while one was reported within the look-back', () => {
  const statement = {
    id: 's',
    establishmentId: 'e',
    occupationUri: null,
    question: 'dismissal-requests' as const,
    answer: false,
    statedOn: TODAY,
    validUntil: '2027-02-21',
  }
  const found = (happenedOn: string) =>
    contradictionsIn(
      [statement],
      [fact({ kind: 'dismissal-request', happenedOn })],
      { employeesTotal: null },
      WHOLE_POLICY,
      isSameRole,
    )
  expect(found('2026-05-24')).toMatchObject([{ code: 'dismissal-reported', params: { on: '2026-05-24' } }])
  expect(found('2026-05-23')).toEqual([])
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
