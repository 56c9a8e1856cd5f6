import fc from 'fast-check'
import type { PositionType } from '#db/values/positions.ts'
import { addDays, addMonths } from '#server/safeguards/rules/calendar.ts'
import type { History, PlacementRecord } from '#server/safeguards/rules/monitors/history.ts'

/** The day on which the histories are looked at. */
export const TODAY = '2026-11-22'
const establishment = fc.constantFrom('e1', 'e1', 'e1', 'e1', 'e2', 'e3')
const role = fc.constantFrom('411', '411', '513')
/** Few days, so that happenings of two kinds lie 89, 90 or 91 days apart. */
const fewDays = fc.constantFrom(-300, -210, -209, -120, -31, -30, -29, 0).map((days) => addDays(TODAY, days))
/** Days thick around the edges of the windows. */
export const day = fc.oneof(
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
/** Histories of three workplaces, thick around the edges of windows and thresholds. */
export const anyHistory: fc.Arbitrary<History> = fc.record({
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
/** Nothing ever happened. */
export const NOTHING: History = {
  placements: [],
  contracts: [],
  vacancies: [],
  published: [],
  hours: [],
  sizes: [],
  reports: [],
}
/** An unpaid placement at one workplace. */
export const trial = (
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
