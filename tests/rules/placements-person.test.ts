import { describe, expect, test } from 'vitest'
import { displacedOf, type EarlierWork, lessonsOf, workBefore } from '#server/placements/rules-person.ts'

const START = '2026-12-07'
const BAKER = '7512'
const earlier = (given: Partial<EarlierWork> = {}): EarlierWork => ({
  type: 'WORK_EXPERIENCE',
  hourlyWageCents: null,
  isco: BAKER,
  isHere: true,
  startedOn: '2026-03-02',
  lastDay: '2026-05-29',
  isContract: false,
  ...given,
})
const readOf = (rows: EarlierWork[], did: string[] = []) =>
  workBefore(
    rows,
    did.map((isco) => ({ occupationUri: `o/${isco}`, isco, months: 12 })),
    BAKER,
    START,
  )

describe('earlier work of a person', () => {
  test('the same work here is known from the table; elsewhere or other work is none', () => {
    expect(readOf([earlier()]).workedHere).toEqual([{ sameRole: true, beforeIllness: false }])
    expect(readOf([earlier({ isco: '7515' })]).workedHere).toEqual([{ sameRole: true, beforeIllness: false }])
    expect(readOf([earlier({ isco: '5120' })]).workedHere).toEqual([{ sameRole: false, beforeIllness: false }])
    expect(readOf([earlier({ isHere: false })]).workedHere).toEqual([])
  })

  test('whoever did such work before, nobody knows where, is not known; whoever never did cannot have done it here', () => {
    expect(readOf([], [BAKER]).workedHere).toBeNull()
    expect(readOf([earlier({ isco: '5120' })], [BAKER]).workedHere).toBeNull()
    expect(readOf([earlier()], [BAKER]).workedHere).toEqual([{ sameRole: true, beforeIllness: false }])
    expect(readOf([], ['5120']).workedHere).toEqual([])
  })

  test('unpaid work counts as periods, here and elsewhere; volunteering and paid work do not', () => {
    const rows = [
      earlier(),
      earlier({ isHere: false, lastDay: null }),
      earlier({ type: 'VOLUNTEER' }),
      earlier({ type: 'REGULAR_JOB', hourlyWageCents: 1600 }),
    ]
    expect(readOf(rows).unpaidPeriods).toEqual([
      { sameEmployer: true, from: '2026-03-02', until: '2026-05-29' },
      { sameEmployer: false, from: '2026-03-02', until: '2026-12-06' },
    ])
    expect(readOf([]).unpaidPeriods).toEqual([])
  })

  test('what begins with this placement or later is not earlier, and nothing runs into it', () => {
    expect(readOf([earlier({ startedOn: START })]).unpaidPeriods).toEqual([])
    expect(readOf([earlier({ lastDay: '2027-02-01' })]).unpaidPeriods).toEqual([
      { sameEmployer: true, from: '2026-03-02', until: '2026-12-06' },
    ])
  })

  test('contracts are paid work at this employer, those after a placement as well', () => {
    const contract = earlier({ isContract: true, startedOn: '2026-06-01', lastDay: '2026-08-31' })
    expect(readOf([earlier(), contract, { ...contract, isHere: false }]).contracts).toEqual([
      { from: '2026-06-01', until: '2026-08-31', isBbl: false },
    ])
    expect(readOf([earlier({ type: 'APPRENTICESHIP_BBL', hourlyWageCents: 900 })]).contracts).toMatchObject([
      { isBbl: true },
    ])
  })

  test('months of participation placements that were begun add up, wherever they were', () => {
    const place = earlier({ type: 'PARTICIPATION_PLACEMENT', startedOn: '2025-01-15', lastDay: '2025-04-14' })
    expect(readOf([place]).participationMonths).toBe(3)
    expect(readOf([{ ...place, lastDay: '2025-04-15' }]).participationMonths).toBe(4)
    expect(readOf([place, { ...place, isHere: false, lastDay: '2025-01-15' }]).participationMonths).toBe(4)
    expect(readOf([earlier()]).participationMonths).toBe(0)
  })
})

describe('the week of lessons', () => {
  const lesson = { kind: 'lesson' as const, weekday: 2, from: 540, to: 720 }
  const free = { kind: 'available' as const, weekday: 1, from: 540, to: 1020 }
  const course = {
    hoursPerWeek: 9,
    startsOn: '2026-09-01',
    endsOn: null,
    attendance: null,
    profile: 'usual' as const,
    skills: [],
  }

  test('is known once a week is recorded, and names what is planned', () => {
    expect(lessonsOf({ slots: [free, lesson], courses: [course] }, START)).toEqual([{ weekday: 2, from: 540, to: 720 }])
    expect(lessonsOf({ slots: [free], courses: [] }, START)).toEqual([])
  })

  test('is not known without a week, nor while a course runs whose lessons nobody planned', () => {
    expect(lessonsOf({ slots: [], courses: [] }, START)).toBeNull()
    expect(lessonsOf({ slots: [free], courses: [course] }, START)).toBeNull()
    expect(lessonsOf({ slots: [free], courses: [{ ...course, endsOn: START }] }, START)).toBeNull()
    expect(lessonsOf({ slots: [free], courses: [{ ...course, endsOn: '2026-12-06' }] }, START)).toEqual([])
  })
})

describe('the notice for a displaced person', () => {
  const right = (workRight = 'displaced-person') => displacedOf({ workRight, workRightUntil: '2027-03-04' })

  test('and the kind of contract are recorded nowhere, so neither is known, whoever checked the papers', () => {
    expect(right()).toEqual({
      rightRule: 'displaced-person',
      displaced: { noticeOn: null, contract: null, residenceUntil: '2027-03-04' },
    })
  })

  test('is asked of nobody else', () => {
    expect(right('free')).toEqual({ rightRule: null, displaced: null })
    expect(right('permit-needed').rightRule).toBeNull()
  })
})
