import { describe, expect, test } from 'vitest'
import { PLACEMENT_STATES, PLACEMENT_STEPS } from '#db/values/placements.ts'
import { OPEN_PROPOSAL_STATES, PROPOSAL_STATES, PROPOSAL_STEPS } from '#db/values/proposals.ts'
import { LEAST_SHOWN, STAGES, suppressed } from '#server/insight/rules.ts'
import { followUpDay, lowestFreeSeat, take as takePlacement } from '#server/placements/rules.ts'
import { consentStands, take } from '#server/proposals/rules.ts'
import { freeCardCode } from '#server/proposals/rules-card-code.ts'

const WHO = ['newcomer', 'employer', 'coach', 'municipality', 'officer', 'worker'] as const

describe('the life of a proposal', () => {
  test('only the newcomer opens the identity, and only from shortlisted', () => {
    for (const state of PROPOSAL_STATES)
      for (const role of WHO)
        for (const step of PROPOSAL_STEPS) {
          const taken = take(step, { state, stateBefore: null }, { role })
          if (taken.ok && taken.to === 'consented')
            expect([step, state, role]).toEqual(['consent', 'shortlisted', 'newcomer'])
          if (taken.ok && taken.to === 'accepted')
            expect([step, state, role]).toEqual(['accept', 'consented', 'employer'])
          if (taken.ok && taken.to === 'placed') expect([step, state, role]).toEqual(['place', 'accepted', 'coach'])
        }
  })

  test('what has ended stays ended, but for a take-back and a restore', () => {
    const ended = PROPOSAL_STATES.filter((state) => !(OPEN_PROPOSAL_STATES as readonly string[]).includes(state))
    const ways = ended.flatMap((state) =>
      WHO.flatMap((role) =>
        PROPOSAL_STEPS.filter((step) => take(step, { state, stateBefore: 'shortlisted' }, { role }).ok),
      ),
    )
    expect([...new Set(ways)].sort()).toEqual(['close', 'restore', 'take-back'])
  })

  test('a yes stands until its last day, never after it was taken back, and as long as the placement runs', () => {
    const yes = { withdrawnAt: null, expiresOn: '2026-12-23' }
    const IDLE = { running: false, availability: 'available' } as const
    const WORKS = { running: true, availability: 'placed' } as const
    expect(consentStands(yes, 'consented', '2026-12-23', IDLE)).toBe(true)
    expect(consentStands(yes, 'consented', '2026-12-24', IDLE)).toBe(false)
    expect(consentStands(yes, 'placed', '2027-03-01', WORKS)).toBe(true)
    expect(consentStands(yes, 'placed', '2026-12-01', IDLE)).toBe(false)
    expect(consentStands({ ...yes, withdrawnAt: new Date(0) }, 'placed', '2026-12-01', WORKS)).toBe(false)
    expect(consentStands(null, 'accepted', '2026-12-01', WORKS)).toBe(false)
    for (const state of ['consented', 'accepted', 'placed'] as const)
      expect(consentStands(yes, state, '2026-12-01', { running: true, availability: 'withdrawn' })).toBe(false)
    for (const state of PROPOSAL_STATES)
      if (!['consented', 'accepted', 'placed'].includes(state))
        expect(consentStands(yes, state, '2026-12-01', WORKS)).toBe(false)
  })

  test('a card code is free, short, and longer only when two characters run short', () => {
    let next = 0
    const random = (below: number) => next++ % below
    expect(freeCardCode(new Set(['AB']), random)).toMatch(/^[A-Z2-9]{2}$/)
    const many = new Set(Array.from({ length: 700 }, (_, i) => `x${i}`))
    expect(freeCardCode(many, random)).toHaveLength(3)
  })
})

describe('the life of a placement', () => {
  test('what has begun is ended, never cancelled; what has ended stays', () => {
    expect(takePlacement('cancel', { state: 'active' }, { role: 'coach' })).toEqual({ ok: false, why: 'stale' })
    expect(takePlacement('begin', { state: 'planned' }, { role: 'coach' })).toEqual({ ok: false, why: 'forbidden' })
    for (const state of PLACEMENT_STATES)
      if (state !== 'planned' && state !== 'active')
        for (const role of WHO)
          for (const step of PLACEMENT_STEPS) expect(takePlacement(step, { state }, { role }).ok).toBe(false)
  })

  test('conversations fall due on calendar days', () => {
    expect(followUpDay('week-2', '2027-02-20')).toBe('2027-03-06')
    expect(followUpDay('month-1', '2027-01-31')).toBe('2027-02-28')
    expect(followUpDay('month-12', '2028-02-29')).toBe('2029-02-28')
  })

  test('the lowest free seat', () => {
    expect(lowestFreeSeat(3, [1, 3])).toBe(2)
    expect(lowestFreeSeat(2, [2, 1])).toBeNull()
    expect(lowestFreeSeat(2, [])).toBe(1)
  })
})

describe('small counts', () => {
  const of = (...people: number[]) => new Map(STAGES.map((stage, i) => [stage, people[i] ?? 50]))
  test('one hidden count takes the next smallest along', () => {
    const shown = suppressed(of(9, 40, 30, 20)).map(({ count }) => count)
    expect(shown).toEqual([null, 40, 30, null, 50, 50, 50, 50])
  })
  test('two hidden hide each other; ten is shown', () => {
    const shown = suppressed(of(9, 0, LEAST_SHOWN)).map(({ count }) => count)
    expect(shown).toEqual([null, null, 10, 50, 50, 50, 50, 50])
  })
  test('a region hides what the reader could subtract', () => {
    const shown = suppressed(of(), of(9, 9)).map(({ count }) => count)
    expect(shown).toEqual([null, null, 50, 50, 50, 50, 50, 50])
  })
})
