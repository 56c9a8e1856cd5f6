import { describe, expect, it } from 'vitest'
import { addDays } from '#server/safeguards/rules/calendar.ts'
import type { History } from '#server/safeguards/rules/monitors/history.ts'
import { MONITOR_POLICY as policy } from '#server/safeguards/rules/monitors/policy.ts'
import { regionReport, tensionKey } from '#server/safeguards/rules/monitors/region.ts'
import { MONITOR_CODES } from '#server/safeguards/rules/monitors/signal.ts'
import { type LookId, look } from '#server/safeguards/rules/monitors/table.ts'
import { NOTHING, TODAY, trial } from './monitor-histories.ts'
import { short } from './monitor-words.ts'

describe('monitors by example', () => {
  const at = (monitor: LookId, over: Partial<History>) =>
    look(monitor, { ...NOTHING, ...over }, policy, TODAY).map((one) => short(monitor, one))
  const three = [
    trial('a', '2026-01-01', '2026-02-28'),
    trial('b', '2026-04-01', '2026-05-31'),
    trial('c', '2026-07-01', '2026-08-31'),
  ]
  const hire = (startedOn: string, over: object = {}) => ({
    id: `c-${startedOn}`,
    establishment: 'e1',
    role: '411',
    startedOn,
    endsOn: null,
    endedOn: null,
    reason: null,
    afterPlacement: null,
    subsidyUntil: null,
    ...over,
  })
  it('MON-01: the third in a row blocks, a hire resets, running ones do not count', () => {
    expect(at('MON-01', { placements: three })).toEqual(['block 3'])
    expect(at('MON-01', { placements: three.slice(1) })).toEqual(['warn 2'])
    expect(at('MON-01', { placements: three, contracts: [hire('2026-05-31')] })).toEqual(['ok'])
    expect(at('MON-01', { placements: three, contracts: [hire('2026-02-28')] })).toEqual(['warn 2'])
    expect(at('MON-01', { placements: [...three.slice(1), trial('d', '2026-11-01', null)] })).toEqual(['warn 2'])
    expect(at('MON-01', { placements: three.map((one) => ({ ...one, type: 'VOLUNTEER' as const })) })).toEqual([])
    expect(
      at('MON-01', {
        placements: [
          trial('x', '2024-01-01', '2024-11-22'),
          trial('y', '2024-01-01', '2024-11-21'),
          trial('z', '2026-01-01', '2026-02-01'),
        ],
      }),
    ).toEqual(['warn 2'])
  })
  it('MON-02: 89 days is back to back, 90 is not', () => {
    const next = (days: number) => [
      trial('a', '2026-01-01', '2026-03-01'),
      trial('b', addDays('2026-03-01', days), null),
    ]
    expect(at('MON-02', { placements: next(89) })).toEqual(['human 89'])
    expect(at('MON-02', { placements: next(90) })).toEqual(['ok'])
    expect(at('MON-02', { placements: next(30), contracts: [hire('2026-03-15')] })).toEqual(['ok'])
  })
  it('MON-03: above 10 % a person, above 20 % a block, one is always allowed', () => {
    const two = [
      trial('a', '2026-10-01', null, { hoursPerWeek: 12 }),
      trial('b', '2026-10-01', null, { hoursPerWeek: 12 }),
    ]
    const of = (paidHours: number | null, placements = two) =>
      at('MON-03', { placements, sizes: [{ establishment: 'e1', paidHours }] })
    expect(of(240)).toEqual(['ok'])
    expect(of(239.9)).toEqual(['human'])
    expect(of(120)).toEqual(['human'])
    expect(of(119.9)).toEqual(['block'])
    expect(of(null)).toEqual(['too-little-data'])
    expect(of(1, two.slice(1))).toEqual(['ok one'])
  })
  it('MON-04: of four trials one is a person, none a block; of two nobody can say', () => {
    const trials = ['a', 'b', 'c', 'd'].map((id) => trial(id, '2026-01-01', '2026-02-28', { type: 'TRIAL_PLACEMENT' }))
    const hiredAfter = (...ids: string[]) => ids.map((id) => hire('2026-03-28', { id, afterPlacement: id }))
    expect(at('MON-04', { placements: trials, contracts: hiredAfter('a', 'b') })).toEqual(['ok'])
    expect(at('MON-04', { placements: trials, contracts: hiredAfter('a') })).toEqual(['human'])
    expect(at('MON-04', { placements: trials })).toEqual(['block'])
    expect(at('MON-04', { placements: trials.slice(2) })).toEqual(['too-little-data'])
    expect(at('MON-04', { placements: trials, contracts: [hire('2026-03-29', { afterPlacement: 'a' })] })).toEqual([
      'block',
    ])
    expect(at('MON-04', { placements: three })).toEqual(['warn'])
  })
  it('every code has its own words in the table and is given by some history', () => {
    expect(new Set(MONITOR_CODES).size).toBe(MONITOR_CODES.length)
  })
  it('MON-14: sums per region, role and quarter, with few placements left out', () => {
    const row = (unpaidPlacements: number, unpaidHours: number, roleCode = '411') => ({
      region: 'r',
      role: roleCode,
      quarter: '2026-Q3',
      unpaidHours,
      unpaidPlacements,
      openVacancies: 2,
    })
    const lines = regionReport(
      [row(4, 40.5), row(6, 60), row(9, 90, '513')],
      new Map([[tensionKey('r', '411', '2026-Q3'), 2.5]]),
      policy,
    )
    expect(lines).toEqual([
      { region: 'r', role: '411', quarter: '2026-Q3', unpaidHours: 100.5, openVacancies: 4, tension: 2.5 },
      { region: 'r', role: '513', quarter: '2026-Q3', unpaidHours: null, openVacancies: 2, tension: null },
    ])
  })
})
