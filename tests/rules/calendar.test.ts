import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, addMonths, dateOf, dayNumber, isDate, lastDayOfTerm } from '#server/safeguards/rules/calendar.ts'

describe('the calendar', () => {
  it('counts days from 1970', () => {
    expect(dayNumber('1970-01-01')).toBe(0)
    expect(dayNumber('2000-03-01')).toBe(11017)
    expect(addDays('2024-02-28', 1)).toBe('2024-02-29')
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01')
  })

  it('agrees with the platform on every day of four centuries', () => {
    fc.assert(
      fc.property(fc.integer({ min: -70000, max: 80000 }), (days) => {
        const platform = new Date(days * 86400000).toISOString().slice(0, 10)
        expect(dateOf(days)).toBe(platform)
        expect(dayNumber(platform)).toBe(days)
      }),
    )
  })

  it('adds calendar months and stays within the month', () => {
    expect(addMonths('2026-01-31', 1)).toBe('2026-02-28')
    expect(addMonths('2026-11-22', -24)).toBe('2024-11-22')
    expect(addMonths('2026-11-30', 3)).toBe('2027-02-28')
  })

  it('ends a term on the day before, and that day belongs to the term', () => {
    expect(lastDayOfTerm('2026-01-15', 2)).toBe('2026-03-14')
    expect(lastDayOfTerm('2026-01-01', 3)).toBe('2026-03-31')
    expect(lastDayOfTerm('2026-01-31', 1)).toBe('2026-02-28')
    expect(lastDayOfTerm('2026-12-01', 1)).toBe('2026-12-31')
  })

  it('knows which days exist', () => {
    expect(isDate('2028-02-29')).toBe(true)
    expect(isDate('2027-02-29')).toBe(false)
    expect(isDate('2026-13-01')).toBe(false)
    expect(isDate('1-1-2026')).toBe(false)
  })
})
