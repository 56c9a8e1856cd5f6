import { describe, expect, test } from 'vitest'
import { PROFILE_SECTIONS } from '#server/newcomers/profile-sections.ts'
import { practical } from '#tests/make/intake.ts'

describe('strict input', () => {
  const id = crypto.randomUUID()
  const issues = (given: object) =>
    PROFILE_SECTIONS.practical.safeParse({ ...practical(id), ...given }).error?.issues.map((one) => one.message)

  test('hours exact to 30 minutes, no overlap of a kind, no impossible number or day', () => {
    const slot = { kind: 'available', weekday: 1, fromMinute: 540, toMinute: 600 }
    expect(issues({ slots: [{ ...slot, fromMinute: 545 }] })).toEqual(['slot-half-hour'])
    expect(issues({ slots: [{ ...slot, toMinute: 540 }] })).toEqual(['slot-order'])
    expect(issues({ slots: [slot, { ...slot, fromMinute: 570, toMinute: 660 }] })).toEqual(['slots-overlap'])
    expect(issues({ slots: [slot, { ...slot, fromMinute: 600, toMinute: 660 }] })).toBeUndefined()
    expect(issues({ slots: [slot, { ...slot, kind: 'lesson' }] })).toBeUndefined()
    expect(issues({ hoursMax: 41 })).toEqual(['out-of-range'])
    expect(issues({ hoursMin: 20, hoursMax: 10 })).toEqual(['hours-order'])
    expect(issues({ availableFrom: '0001-01-01' })).toEqual(['not-a-day'])
    expect(issues({ religion: 'x' })?.length).toBe(1)
    const basics = { newcomerId: id, version: 1, section: 'basics', screenLanguage: 'nl' }
    const basicIssues = (given: object) =>
      PROFILE_SECTIONS.basics.safeParse({ ...basics, ...given }).error?.issues.map((one) => one.message)
    expect(basicIssues({ givenName: 'a\0' })).toEqual(['not-text'])
    expect(basicIssues({ givenName: 'x'.repeat(81) })).toEqual(['too-long'])
    expect(basicIssues({ givenName: '   ' })).toEqual(['required'])
    expect(basicIssues({ givenName: '\ud800' })).toEqual(['not-text'])
  })

  test('a level has one scale', () => {
    const row = { language: 'nld', skill: 'speaking', source: 'tested', assessedOn: '2026-10-01' }
    const parse = (given: object) =>
      PROFILE_SECTIONS.language.safeParse({
        newcomerId: id,
        version: 1,
        section: 'language',
        languages: [{ ...row, ...given }],
      }).success
    expect([
      parse({ level: 'A2' }),
      parse({ referenceLevel: '1F' }),
      parse({}),
      parse({ level: 'A2', referenceLevel: '1F' }),
    ]).toEqual([true, true, false, false])
  })
})
