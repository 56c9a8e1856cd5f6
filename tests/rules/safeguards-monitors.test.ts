import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PositionType } from '#db/values/positions.ts'
import { addDays, addMonths } from '#server/safeguards/rules/calendar.ts'
import { type History, type PlacementRecord, pooled } from '#server/safeguards/rules/monitors/history.ts'
import { type DecisionRecord, manyOverrides } from '#server/safeguards/rules/monitors/overrides.ts'
import { MONITOR_POLICY as policy } from '#server/safeguards/rules/monitors/policy.ts'
import { regionReport, tensionKey } from '#server/safeguards/rules/monitors/region.ts'
import { MONITOR_CODES, MONITOR_PARAMS, type MonitorResult } from '#server/safeguards/rules/monitors/signal.ts'
import { LOOK_IDS, type LookId, look, lookAtAll } from '#server/safeguards/rules/monitors/table.ts'
import { type Said, slowly, slowOverrides } from './monitor-oracle.ts'

const TODAY = '2026-11-22'
/** What is compared: the outcome and the count behind it; the rest of the parameters are thresholds. */
const FIGURE: Record<string, string> = {
  'MON-01': 'count',
  'MON-02': 'days',
  'MON-05': 'count',
  'MON-06': 'days',
  'MON-07': 'hours',
  'MON-08': 'count',
  'MON-10': 'count',
  'MON-11': 'count',
  'MON-12': 'count',
}
const short = (monitor: LookId, one: MonitorResult): string => {
  if (one.code === 'learning-only-one') return 'ok one'
  if (one.code === 'report-late') return `warn reports ${one.params['count']}`
  if (one.code === 'certificate-late') return `warn papers ${one.params['count']}`
  const figure = FIGURE[monitor]
  if (one.outcome === 'ok' || one.outcome === 'too-little-data' || figure === undefined) return one.outcome
  return `${one.outcome} ${one.params[figure]}`
}
const quickly = (monitor: LookId, history: History): Said =>
  Object.fromEntries(
    look(monitor, history, policy, TODAY).map((one) => [`${one.subject} ${one.about ?? ''}`, short(monitor, one)]),
  )

const establishment = fc.constantFrom('e1', 'e1', 'e1', 'e1', 'e2', 'e3')
const role = fc.constantFrom('411', '411', '513')
/** Few days, so that happenings of two kinds lie 89, 90 or 91 days apart. */
const fewDays = fc.constantFrom(-300, -210, -209, -120, -31, -30, -29, 0).map((days) => addDays(TODAY, days))
/** Days thick around the edges of the windows. */
const day = fc.oneof(
  fc.integer({ min: -900, max: 20 }).map((days) => addDays(TODAY, days)),
  fc
    .tuple(fc.constantFrom(-25, -24, -12, -7, -6, -3, -1, 0), fc.integer({ min: -2, max: 2 }))
    .map(([months, days]) => addDays(addMonths(TODAY, months), days)),
)
const length = fc.constantFrom(0, 13, 41, 42, 43, 58, 59, 60, 89, 90, 91, 180, 182, 211, 212)
const type = fc.constantFrom<PositionType>(
  'TRIAL_PLACEMENT',
  'TRIAL_PLACEMENT',
  'TRIAL_PLACEMENT',
  'TRIAL_PLACEMENT',
  'UWV_TRIAL_PLACEMENT',
  'WAGE_VALUE_TRIAL',
  'WORK_EXPERIENCE',
  'PRACTICAL_LEARNING',
  'APPRENTICESHIP_BBL',
  'VOLUNTEER',
  'INTERNSHIP',
)
const placement = (id: number): fc.Arbitrary<PlacementRecord> =>
  fc
    .record({
      establishment,
      role,
      type,
      isPaid: fc.boolean(),
      hoursPerWeek: fc.constantFrom(8, 16.5, 24, 36),
      startedOn: day,
      ran: fc.option(length),
      first: fc.option(length),
      more: fc.constantFrom(0, 0, 60),
      stoppedBy: fc.constantFrom(null, 'employer' as const, 'newcomer' as const),
      goals: fc.option(fc.record({ set: fc.integer({ min: 0, max: 4 }), reached: fc.integer({ min: 0, max: 4 }) })),
      report: fc.option(fc.record({ dueOn: day, after: fc.option(fc.constantFrom(0, 41, 42, 43)) }), { freq: 3 }),
      certificateOn: fc.option(day),
    })
    .map(({ ran, first, more, report, ...one }) => ({
      ...one,
      report: report && {
        dueOn: report.dueOn,
        doneOn: report.after === null ? null : addDays(report.dueOn, report.after),
      },
      id: `p${id}`,
      firstEndsOn: first === null ? null : addDays(one.startedOn, first),
      endsOn: first === null ? null : addDays(one.startedOn, first + more),
      endedOn: ran === null ? null : addDays(one.startedOn, ran),
    }))
const many = <T>(make: (id: number) => fc.Arbitrary<T>, most: number) =>
  fc.integer({ min: 0, max: most }).chain((count) => fc.tuple(...Array.from({ length: count }, (_, id) => make(id))))
const contract = (id: number) =>
  fc
    .record({
      establishment,
      role,
      startedOn: day,
      agreed: fc.option(length),
      ran: fc.option(length),
      reason: fc.constantFrom(null, 'dismissal' as const, 'voluntary' as const),
      after: fc.option(fc.integer({ min: 0, max: 13 })),
      subsidy: fc.option(length),
    })
    .map(({ agreed, ran, after, subsidy, ...one }) => ({
      ...one,
      id: `c${id}`,
      endsOn: agreed === null ? null : addDays(one.startedOn, agreed),
      endedOn: ran === null ? null : addDays(one.startedOn, ran),
      afterPlacement: after === null ? null : `p${after}`,
      subsidyUntil: subsidy === null ? null : addDays(one.startedOn, subsidy),
    }))
const anyHistory: fc.Arbitrary<History> = fc.record({
  placements: many(placement, 14),
  contracts: many(contract, 12),
  vacancies: fc.array(
    fc.record({ establishment, role, openedOn: day, closedOn: fc.option(fewDays), isWithdrawn: fc.boolean() }),
    { maxLength: 5 },
  ),
  published: fc.array(fc.record({ establishment, role, type, isPaid: fc.boolean(), publishedOn: fewDays }), {
    maxLength: 5,
  }),
  hours: fc.array(
    fc.record({
      establishment,
      role,
      quarter: fc.constantFrom('2025-Q4', '2026-Q1', '2026-Q2', '2026-Q3', '2026-Q4'),
      paid: fc.constantFrom(0, 36, 72, 72.1, 108),
      unpaid: fc.constantFrom(0, 8, 16),
    }),
    { maxLength: 14 },
  ),
  sizes: fc.array(fc.record({ establishment, paidHours: fc.constantFrom(null, 0, 120, 240, 360) }), { maxLength: 4 }),
  reports: fc.array(
    fc.record({
      establishment,
      by: fc.constantFrom('worker' as const, 'union' as const),
      isSerious: fc.boolean(),
      reportedOn: day,
      closedOn: fc.option(day),
    }),
    { maxLength: 4 },
  ),
})
const NOTHING: History = {
  placements: [],
  contracts: [],
  vacancies: [],
  published: [],
  hours: [],
  sizes: [],
  reports: [],
}
const trial = (
  id: string,
  startedOn: string,
  endedOn: string | null,
  over: Partial<PlacementRecord> = {},
): PlacementRecord => ({
  id,
  establishment: 'e1',
  role: '411',
  type: 'WORK_EXPERIENCE',
  isPaid: false,
  hoursPerWeek: 24,
  startedOn,
  firstEndsOn: endedOn,
  endsOn: endedOn,
  endedOn,
  stoppedBy: null,
  goals: null,
  report: null,
  certificateOn: null,
  ...over,
})

describe('monitors over random histories', () => {
  it.each(LOOK_IDS)('%s says what the slow oracle says', (monitor) => {
    fc.assert(
      fc.property(anyHistory, (history) => {
        expect(quickly(monitor, history)).toEqual(slowly(monitor, history, TODAY))
      }),
      { numRuns: 600 },
    )
  })

  it('MON-13: companies and groups are the same again with the place dropped, less what a part says already', () => {
    const employerOf = new Map([
      ['e1', 'm1'],
      ['e2', 'm1'],
      ['e3', 'm2'],
    ])
    const groupOf = new Map([
      ['m1', 'g'],
      ['m2', 'g'],
    ])
    const all = new Map([...employerOf.keys()].map((one) => [one, 'g']))
    fc.assert(
      fc.property(anyHistory, (history) => {
        const signals = lookAtAll(history, { employerOf, groupOf }, policy, TODAY)
        for (const { code, params } of signals)
          expect(Object.keys(params).sort()).toEqual([...MONITOR_PARAMS[code]].sort())
        for (const monitor of LOOK_IDS) {
          const told = (level: string) =>
            signals
              .filter((one) => one.monitor === monitor && one.level === level)
              .map((one) => [`${one.subject} ${one.about ?? ''}`, short(monitor, one)] as const)
          expect(Object.fromEntries(told('establishment'))).toEqual(slowly(monitor, history, TODAY))
          const companies = slowly(monitor, pooled(history, employerOf), TODAY)
          const groups = slowly(monitor, pooled(history, all), TODAY)
          for (const [key, said] of told('employer')) expect(companies[key]).toBe(said)
          for (const [key, said] of told('group')) expect(groups[key]).toBe(said)
          // Nothing grave about a group stays untold: it is said of the group or of one of its parts.
          for (const [key, said] of Object.entries(groups)) {
            if (said === 'ok' || said === 'ok one' || said === 'too-little-data') continue
            const about = key.slice(key.indexOf(' ') + 1)
            expect(
              signals.some(
                (one) =>
                  one.monitor === monitor &&
                  (one.about ?? '') === about &&
                  one.outcome !== 'ok' &&
                  one.outcome !== 'too-little-data',
              ),
              `${monitor} ${key}`,
            ).toBe(true)
          }
        }
      }),
      { numRuns: 150 },
    )
  })

  it('MON-15: exact against sums of squared differences', () => {
    const decision: fc.Arbitrary<DecisionRecord> = fc.record({
      officer: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'),
      employer: fc.constantFrom('x', 'y', 'z'),
      isOverride: fc.boolean(),
      decidedOn: day,
    })
    const heavy = fc.array(
      fc.oneof(
        decision,
        fc.constant<DecisionRecord>({ officer: 'a', employer: 'x', isOverride: true, decidedOn: TODAY }),
      ),
      { maxLength: 60 },
    )
    fc.assert(
      fc.property(heavy, fc.constantFrom('officer' as const, 'employer' as const), (decisions, by) => {
        const said = Object.fromEntries(
          manyOverrides(decisions, by, policy, TODAY).map((one) => [
            `${one.subject} ${one.about}`,
            one.code === 'overrides-many' ? `warn ${one.params['count']}` : one.outcome,
          ]),
        )
        expect(said).toEqual(slowOverrides(decisions, by, TODAY))
      }),
      { numRuns: 500 },
    )
  })
})

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
