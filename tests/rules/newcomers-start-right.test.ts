import { describe, expect, test } from 'vitest'
import type { WorkRight } from '#db/values/newcomers.ts'
import { startRightOf } from '#server/newcomers/rules.ts'

const START = '2026-12-07'
const paperOf = (workRight: WorkRight, from: string | null, until: string | null, checkedOn: string | null) =>
  startRightOf({ workRight, workRightFrom: from, workRightUntil: until, workRightCheckedOn: checkedOn }, START).paper

describe('what must be recorded before the first day', () => {
  test('a permit that covers the start and was checked is enough; anything less is not', () => {
    expect(paperOf('permit-needed', START, START, '2026-11-20')).toBeNull()
    expect(paperOf('permit-needed', '2026-12-01', '2027-12-01', null)).toBe('permit')
    expect(paperOf('permit-needed', null, '2027-12-01', '2026-11-20')).toBe('permit')
    expect(paperOf('permit-needed', '2026-12-01', null, '2026-11-20')).toBe('permit')
    expect(paperOf('permit-needed', '2026-12-08', '2027-12-01', '2026-11-20')).toBe('permit')
    expect(paperOf('permit-needed', '2025-12-01', '2026-12-06', '2026-11-20')).toBe('permit')
  })

  test('a displaced person needs the notice, nobody else a paper', () => {
    expect(paperOf('displaced-person', null, null, null)).toBe('notice')
    expect(paperOf('displaced-person', null, null, '2026-11-20')).toBeNull()
    for (const right of ['free', 'none', 'unknown'] as const) expect(paperOf(right, null, null, null), right).toBeNull()
  })

  test('matching keeps its yes or no', () => {
    const right = { workRight: 'permit-needed' as const, workRightFrom: null, workRightUntil: null }
    expect(startRightOf({ ...right, workRightCheckedOn: null }, START).mayWork).toEqual({
      known: true,
      allowed: true,
      from: null,
      until: null,
    })
  })
})
