import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type NewcomerFacts, newcomerFacts, type PositionFacts, positionFacts } from '#server/matching/rules/facts.ts'
import { aNewcomerFacts, aPositionFacts } from '#tests/make/facts.ts'

const PROTECTED = [
  'nationality',
  'gender',
  'sex',
  'religion',
  'birth',
  'birthDate',
  'name',
  'givenName',
  'familyName',
  'health',
  'email',
  'phone',
  'origin',
  'country',
  'ethnicity',
  'age',
  'photo',
  'permitType',
] as const

type Keys<T> = T extends readonly (infer Item)[]
  ? Keys<Item>
  : T extends object
    ? { [K in keyof T]: (K & string) | Keys<T[K]> }[keyof T]
    : never
type IsNever<T> = [T] extends [never] ? true : false
// These lines do not compile when a protected attribute enters the types.
const newcomerIsClean: IsNever<Extract<Keys<NewcomerFacts>, (typeof PROTECTED)[number]>> = true
const positionIsClean: IsNever<Extract<Keys<PositionFacts>, (typeof PROTECTED)[number]>> = true

/** The words of every key, `birthDate` as birth and date. */
const wordsIn = (value: unknown): string[] => {
  if (Array.isArray(value)) return value.flatMap(wordsIn)
  if (value === null || typeof value !== 'object') return []
  return Object.entries(value).flatMap(([key, inner]) => [
    ...key.split(/(?=[A-Z])/).map((word) => word.toLowerCase()),
    ...wordsIn(inner),
  ])
}

/** Every object inside a value, with a copy of the whole that has one more field there. */
const withExtra = (whole: object, key: string): object[] => {
  const copies: object[] = []
  const visit = (path: (string | number)[], value: unknown): void => {
    if (value === null || typeof value !== 'object') return
    if (!Array.isArray(value)) {
      const copy = structuredClone(whole) as Record<string, unknown>
      let at: Record<string | number, unknown> = copy
      for (const step of path) at = at[step] as Record<string | number, unknown>
      at[key] = 'x'
      copies.push(copy)
    }
    for (const [step, inner] of Object.entries(value)) visit([...path, step], inner)
  }
  visit([], whole)
  return copies
}

const full = aNewcomerFacts({
  futurePlace: { from: '2027-01-01', place: { lat: 52.1, lon: 5.1 } },
  otherLanguages: [{ language: 'eng', skill: 'reading', level: 'B1' }],
  courses: [
    { hoursPerWeek: 9, startsOn: '2026-09-01', endsOn: null, attendance: 0.9, profile: 'usual', skills: ['reading'] },
  ],
})
const fullPosition = aPositionFacts({
  otherLanguages: [{ language: 'eng', skill: 'reading', level: 'A2', task: 'read the label' }],
})

describe('what the engine may read', () => {
  it('holds no protected attribute', () => {
    expect(newcomerIsClean && positionIsClean).toBe(true)
    const words = new Set([...wordsIn(full), ...wordsIn(fullPosition)])
    for (const word of PROTECTED) expect(words.has(word.toLowerCase())).toBe(false)
  })

  it('accepts its own facts', () => {
    expect(newcomerFacts.parse(full)).toEqual(full)
    expect(positionFacts.parse(fullPosition)).toEqual(fullPosition)
  })

  it('refuses an unknown field in any place, protected attributes included', () => {
    for (const key of PROTECTED) {
      for (const copy of withExtra(full, key)) expect(newcomerFacts.safeParse(copy).success).toBe(false)
      for (const copy of withExtra(fullPosition, key)) expect(positionFacts.safeParse(copy).success).toBe(false)
    }
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]{3,12}$/), (key) => {
        fc.pre(!(key in full) && !(key in fullPosition))
        expect(newcomerFacts.safeParse({ ...full, [key]: 1 }).success).toBe(false)
        expect(positionFacts.safeParse({ ...fullPosition, [key]: 1 }).success).toBe(false)
      }),
    )
  })

  it('refuses days and hours that do not exist', () => {
    expect(newcomerFacts.safeParse(aNewcomerFacts({ availableFrom: '2026-02-30' })).success).toBe(false)
    expect(
      newcomerFacts.safeParse(aNewcomerFacts({ slots: [{ kind: 'lesson', weekday: 1, from: 600, to: 600 }] })).success,
    ).toBe(false)
  })

  it('takes each number up to its bound and not beyond', () => {
    const slot = { kind: 'lesson' as const, weekday: 1, from: 0, to: 1440 }
    const course = full.courses[0]
    const newcomer: [field: string, over: (value: number) => object, least: number, most: number | null][] = [
      ['weekday', (weekday) => ({ slots: [{ ...slot, weekday }] }), 1, 7],
      ['from', (from) => ({ slots: [{ ...slot, from }] }), 0, null],
      ['to', (to) => ({ slots: [{ ...slot, to }] }), 1, 1440],
      ['maxMinutes', (maxMinutes) => ({ travel: { means: [], maxMinutes } }), 0, null],
      ['hours', (hours) => ({ hours: { min: hours, max: hours } }), 0, 168],
      ['hoursPerWeek', (hoursPerWeek) => ({ courses: [{ ...course, hoursPerWeek }] }), 0, 168],
      ['attendance', (attendance) => ({ courses: [{ ...course, attendance }] }), 0, 1],
      ['lat', (lat) => ({ place: { lat, lon: 0 } }), -90, 90],
      ['lon', (lon) => ({ place: { lat: 0, lon } }), -180, 180],
      ['rank', (rank) => ({ wishes: [{ rank, occupationUri: 'x', isco: '7512' }] }), 1, null],
      ['months', (months) => ({ experiences: [{ months, occupationUri: 'x', isco: '7512' }] }), 0, null],
    ]
    const position: typeof newcomer = [
      ['seats', (seats) => ({ seats }), 0, null],
      ['seatsTaken', (seatsTaken) => ({ seatsTaken }), 0, null],
      ['hoursPerWeek', (hoursPerWeek) => ({ hoursPerWeek }), 0, 168],
      ['supervisorHours', (supervisorHours) => ({ supervisorHours }), 0, 168],
    ]
    const check = (rows: typeof newcomer, accepts: (over: object) => boolean) => {
      for (const [field, over, least, most] of rows) {
        expect([field, accepts(over(least)), accepts(over(least - 1))]).toEqual([field, true, false])
        if (most !== null) expect([field, accepts(over(most)), accepts(over(most + 1))]).toEqual([field, true, false])
      }
    }
    check(newcomer, (over) => newcomerFacts.safeParse({ ...aNewcomerFacts(), ...over }).success)
    check(position, (over) => positionFacts.safeParse({ ...aPositionFacts(), ...over }).success)
  })

  it('takes codes as they are written, and no text that is empty', () => {
    const accepts = (over: object) => newcomerFacts.safeParse({ ...aNewcomerFacts(), ...over }).success
    const spoken = (language: string) => ({ otherLanguages: [{ language, skill: 'reading', level: 'A1' }] })
    const wish = (isco: string) => ({ wishes: [{ rank: 1, occupationUri: 'x', isco }] })
    const no = (isco: string) => ({ noGo: { isco: [isco], employers: [] } })
    expect([spoken('eng'), spoken('en'), spoken('engl'), spoken('ENG')].map(accepts)).toEqual([
      true,
      false,
      false,
      false,
    ])
    expect([wish('7512'), wish('751'), wish('75123'), wish('75a2')].map(accepts)).toEqual([true, false, false, false])
    expect([no('75'), no('751'), no('7512'), no('7'), no('75123')].map(accepts)).toEqual([
      true,
      true,
      true,
      false,
      false,
    ])
    expect(accepts({ id: '' })).toBe(false)
    expect(accepts({ learningWishes: [''] })).toBe(false)
    expect(accepts({ slots: [{ kind: 'work', weekday: 1, from: 0, to: 60 }] })).toBe(false)
  })
})
