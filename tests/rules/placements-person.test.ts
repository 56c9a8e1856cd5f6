import { describe, expect, test } from 'vitest'
import type { WorkRight } from '#db/values/newcomers.ts'
import { checksAsked, keptChecks, NO_CHECKS } from '#server/placements/rules-checks.ts'
import { type EarlierWork, lessonsOf, rightRuleOf, workBefore } from '#server/placements/rules-person.ts'
import { type Placed, tasksOf } from '#server/placements/rules-tasks.ts'

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

describe('the rules that go before the general one on the right to work', () => {
  const checked = { ...NO_CHECKS, noticeOn: '2026-12-01', contract: 'employment' as const, permitUntil: '2027-06-30' }
  const right = (workRight: WorkRight, over: object = {}) => ({
    workRight,
    workRightUntil: '2027-03-04',
    workRightCheckedOn: '2026-11-20',
    asylumWaitedMonths: 7,
    ...over,
  })

  test('of a displaced person: the notice and the contract as checked for this placement, never by a check of papers', () => {
    expect(rightRuleOf(right('displaced-person'), NO_CHECKS)).toEqual({
      rightRule: 'displaced-person',
      displaced: { noticeOn: null, contract: null, residenceUntil: '2027-03-04' },
      asylum: null,
    })
    expect(rightRuleOf(right('displaced-person'), checked).displaced).toEqual({
      noticeOn: '2026-12-01',
      contract: 'employment',
      residenceUntil: '2027-03-04',
    })
  })

  test('of an asylum seeker: months on the day of the check, the permit, the card; never what somebody thinks of the chance', () => {
    expect(rightRuleOf(right('asylum-seeker'), checked)).toEqual({
      rightRule: 'asylum-seeker',
      displaced: null,
      asylum: {
        appliedOn: null,
        waited: { months: 7, on: '2026-11-20' },
        permit: { until: '2027-06-30' },
        cardChecked: true,
        lowChance: null,
      },
    })
    const unchecked = right('asylum-seeker', { workRightCheckedOn: null, asylumWaitedMonths: null })
    expect(rightRuleOf(unchecked, NO_CHECKS).asylum).toMatchObject({ waited: null, permit: null, cardChecked: false })
  })

  test('nobody else has one', () => {
    for (const one of ['free', 'permit-needed', 'none', 'unknown'] as const)
      expect(rightRuleOf(right(one), checked)).toEqual({ rightRule: null, displaced: null, asylum: null })
  })
})

describe('what a coach has to check', () => {
  const paid = { type: 'REGULAR_JOB' as const, hourlyWageCents: 1500 }
  const unpaid = { type: 'WORK_EXPERIENCE' as const, hourlyWageCents: null }
  const participation = { type: 'PARTICIPATION_PLACEMENT' as const, hourlyWageCents: null }
  const volunteer = { type: 'VOLUNTEER' as const, hourlyWageCents: null }

  test('is what a rule asks of this person in this place, and of most nothing', () => {
    expect(checksAsked('displaced-person', paid)).toEqual(['noticeOn', 'contract'])
    expect(checksAsked('displaced-person', unpaid)).toEqual([])
    expect(checksAsked('asylum-seeker', unpaid)).toEqual(['permitUntil'])
    expect(checksAsked('asylum-seeker', volunteer)).toEqual([])
    expect(checksAsked('asylum-seeker', participation)).toEqual(['permitUntil', 'is27'])
    expect(checksAsked('free', participation)).toEqual(['is27'])
    for (const right of ['free', 'permit-needed', 'none', 'unknown'] as const)
      expect(checksAsked(right, paid), right).toEqual([])
  })

  test('what is not asked is not kept, and a notice on a day to come was not given', () => {
    const given = { noticeOn: '2026-11-24', contract: 'other' as const, permitUntil: '2027-01-01', is27: true }
    expect(keptChecks([], given, '2026-11-23')).toEqual(NO_CHECKS)
    expect(keptChecks(['noticeOn', 'contract'], given, '2026-11-23')).toEqual({ ...NO_CHECKS, contract: 'other' })
    expect(keptChecks(['noticeOn'], given, '2026-11-24').noticeOn).toBe('2026-11-24')
    expect(keptChecks(['is27'], {}, '2026-11-24')).toEqual(NO_CHECKS)
  })
})

describe('what a coach has to do about a placement', () => {
  const running: Placed = {
    state: 'active',
    type: 'WORK_EXPERIENCE',
    startsOn: '2026-09-01',
    endsOn: '2027-03-31',
    endedOn: null,
    rightUntil: '2027-01-18',
    reviews: [],
    hasResults: false,
  }
  const today = '2026-11-23'

  test('a right to work that ends before the work does is a task eight weeks before, and none where the work ends first', () => {
    expect(tasksOf(running, today)).toEqual([{ task: 'permit', dueOn: '2027-01-18' }])
    expect(tasksOf(running, '2026-11-22')).toEqual([])
    expect(tasksOf({ ...running, endsOn: '2027-01-18' }, today)).toEqual([])
    expect(tasksOf({ ...running, endsOn: null }, today)).toHaveLength(1)
    expect(tasksOf({ ...running, rightUntil: null }, today)).toEqual([])
    expect(tasksOf(running, '2027-02-01')).toEqual([{ task: 'permit', dueOn: '2027-01-18' }])
    expect(tasksOf({ ...running, state: 'cancelled' }, today)).toEqual([])
  })

  test('the calendar of a participation placement, until each step is done', () => {
    const place = { ...running, type: 'PARTICIPATION_PLACEMENT' as const, rightUntil: null, startsOn: '2026-02-23' }
    expect(tasksOf(place, today)).toEqual([
      { task: 'review', kind: 'training-offer', dueOn: '2026-08-23' },
      { task: 'review', kind: 'premium', dueOn: '2026-08-23' },
      { task: 'review', kind: 'assessment', dueOn: '2026-11-23' },
    ])
    const reviews = [
      { kind: 'premium' as const, on: '2026-08-20' },
      { kind: 'training-offer' as const, on: '2026-09-01' },
    ]
    expect(tasksOf({ ...place, reviews }, today).map((one) => one.task === 'review' && one.kind)).toEqual([
      'assessment',
    ])
    expect(tasksOf({ ...place, state: 'planned' }, today)).toEqual([])
  })

  test('what was learned, once it is over and until it is recorded, half a year long', () => {
    const over = { ...running, state: 'completed' as const, endedOn: '2026-11-20' }
    expect(tasksOf(over, today)).toEqual([{ task: 'results', dueOn: '2026-11-20' }])
    expect(tasksOf({ ...over, hasResults: true }, today)).toEqual([])
    expect(tasksOf({ ...over, endedOn: '2026-05-24' }, today)).toEqual([])
    expect(tasksOf({ ...over, state: 'ended-early', endedOn: '2026-05-25' }, today)).toHaveLength(1)
  })
})
