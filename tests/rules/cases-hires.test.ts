import { describe, expect, it } from 'vitest'
import { type BegunPlacement, hiresOf, type RecordedContract } from '#server/cases/rules-hires.ts'

const begun = (id: string, over: Partial<BegunPlacement> = {}): BegunPlacement => ({
  id,
  person: 'p',
  employer: 'e',
  establishment: 'e1',
  role: '751',
  type: 'START_JOB',
  hourlyWageCents: 1650,
  startedOn: '2026-03-01',
  endsOn: '2026-12-31',
  endedOn: null,
  isStoppedEarly: false,
  ...over,
})
const trial = (id: string, startedOn: string, endedOn: string, over: Partial<BegunPlacement> = {}) =>
  begun(id, { type: 'TRIAL_PLACEMENT', hourlyWageCents: null, startedOn, endsOn: endedOn, endedOn, ...over })
const contract = (startedOn: string, over: Partial<RecordedContract> = {}): RecordedContract => ({
  person: 'p',
  employer: 'e',
  startedOn,
  endsOn: null,
  endedOn: null,
  ...over,
})

describe('a paid placement that began', () => {
  it('is a hire, after the last unpaid placement of that person at that company', () => {
    const earlier = [
      trial('t1', '2025-10-01', '2025-11-30'),
      trial('t2', '2026-01-01', '2026-02-28', { establishment: 'e2' }),
      trial('other', '2026-01-01', '2026-02-28', { person: 'q' }),
      trial('elsewhere', '2026-01-01', '2026-02-28', { employer: 'f' }),
    ]
    expect(hiresOf([...earlier, begun('b')], [])).toEqual([
      {
        id: 'b',
        establishment: 'e1',
        role: '751',
        startedOn: '2026-03-01',
        endsOn: '2026-12-31',
        endedOn: null,
        reason: null,
        afterPlacement: 't2',
        subsidyUntil: null,
      },
    ])
    expect(hiresOf([begun('b')], [])[0]?.afterPlacement).toBeNull()
  })

  it.each([
    ['that begins on the same day', contract('2026-03-01'), 0],
    ['that ended on the day on which it began', contract('2026-01-01', { endedOn: '2026-03-01' }), 0],
    ['that ended the day before', contract('2026-01-01', { endedOn: '2026-02-28' }), 1],
    ['that begins on its last day', contract('2026-12-31'), 0],
    ['that begins after it', contract('2027-01-01'), 1],
    ['of somebody else', contract('2026-03-01', { person: 'q' }), 1],
    ['at another company', contract('2026-03-01', { employer: 'f' }), 1],
  ])('beside a recorded contract %s', (_which, recorded, hires) => {
    expect(hiresOf([begun('b')], [recorded])).toHaveLength(hires)
  })

  it.each([
    ['REGULAR_JOB', 1650, 1],
    ['WAGE_SUBSIDISED_JOB', 1650, 1],
    ['APPRENTICESHIP_BBL', 1650, 1],
    ['PRACTICAL_LEARNING', 1650, 1],
    ['PRACTICAL_LEARNING', null, 0],
    ['SECONDMENT', 1650, 0],
    ['WORK_EXPERIENCE', null, 0],
    ['VOLUNTEER', null, 0],
  ] as const)('of type %s with wage %s', (type, hourlyWageCents, hires) => {
    expect(hiresOf([begun('b', { type, hourlyWageCents })], [])).toHaveLength(hires)
  })

  it('ended only where somebody stopped it: what ran its term may have gone on', () => {
    const end = (isStoppedEarly: boolean) =>
      hiresOf([begun('b', { endedOn: '2026-06-30', isStoppedEarly })], [])[0]?.endedOn
    expect([end(true), end(false)]).toEqual(['2026-06-30', null])
  })
})
