import { expect, test } from 'vitest'
import { dutchBandOf, knownBandOf, placedBandOf, retentionStepOf } from '#server/privacy/rules.ts'
import { addDays } from '#server/safeguards/rules/calendar.ts'

const step = (lastSign: string, warning: [string, string] | null, today: string) =>
  retentionStepOf(lastSign, warning && { warnedOn: warning[0], eraseOn: warning[1] }, today, addDays)

test('told after a year without a sign, erased 30 days later, spared by any sign', () => {
  expect(step('2025-11-23', null, '2026-11-22')).toBe('keep')
  expect(step('2025-11-22', null, '2026-11-22')).toBe('warn')
  const told: [string, string] = ['2026-11-22', '2026-12-22']
  expect(step('2025-11-22', told, '2026-12-21')).toBe('wait')
  expect(step('2025-11-22', told, '2026-12-22')).toBe('erase')
  expect(step('2026-12-01', told, '2026-12-22')).toBe('came-back')
  expect(step('2026-11-22', told, '2026-12-22')).toBe('came-back')
})

test('who came back is told again only after another year', () => {
  const back: [string, string] = ['2026-12-01', addDays('2026-12-01', 402)]
  expect(step('2025-11-22', back, '2027-11-30')).toBe('keep')
  expect(step('2025-11-22', back, '2027-12-01')).toBe('warn')
  expect(step('2027-06-01', back, '2028-01-15')).toBe('keep')
  expect(step('2027-06-01', back, '2028-06-01')).toBe('warn')
})

test('what stays is a band', () => {
  expect(
    ['2026-11-22', '2026-05-23', '2026-05-22', '2025-11-22', '2024-11-22'].map((day) => knownBandOf(day, '2026-11-22')),
  ).toEqual(['under-6-months', 'under-6-months', 'under-12-months', 'under-24-months', 'longer'])
  expect([null, 'ALFA_A', 'A1', 'A2', 'B1', 'C2'].map((level) => dutchBandOf(level as never))).toEqual([
    'unknown',
    'below-a2',
    'below-a2',
    'a2',
    'b1-up',
    'b1-up',
  ])
  expect([0, 1, 2].map(placedBandOf)).toEqual(['never', 'once', 'more'])
})
