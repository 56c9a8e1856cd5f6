import fc from 'fast-check'
import { LANGUAGE_SKILLS, LEARNER_PROFILES, LEVEL_SOURCES, LEVELS } from '#db/values/language.ts'
import { LICENCES, TRAVEL_MEANS } from '#db/values/newcomers.ts'
import { OUTCOMES } from '#db/values/safeguards.ts'
import type { NewcomerFacts, PositionFacts } from '#server/matching/rules/facts.ts'
import { dateOf, dayNumber } from '#server/safeguards/rules/calendar.ts'
import { aNewcomerFacts, aPositionFacts, TODAY } from '#tests/make/facts.ts'

/**
 * A pair that fits, with some fields changed at random: so that the pair still passes often, every gate fails now and
 * then alone, every fact is unknown now and then, and no minute or day is round.
 */
const today = dayNumber(TODAY)
const day = (from: number, to: number) => fc.integer({ min: from, max: to }).map((days) => dateOf(today + days))
const level = fc.constantFrom(...LEVELS)
const skillUri = fc.constantFrom('dough', 'ovens', 'food', 'hygiene', 'work', 'cut').map((name) => `esco:skill/${name}`)
const someUris = fc.uniqueArray(skillUri, { maxLength: 3 })
const place = fc
  .record({ lat: fc.integer({ min: -20, max: 20 }), lon: fc.integer({ min: -30, max: 30 }) })
  .map(({ lat, lon }) => ({ lat: 52.0907 + lat / 100, lon: 5.1214 + lon / 100 }))
const anywhere = fc.oneof(
  { weight: 9, arbitrary: place },
  {
    weight: 1,
    arbitrary: fc.record({ lat: fc.integer({ min: -90, max: 90 }), lon: fc.integer({ min: -180, max: 180 }) }),
  },
)
const isco = fc.constantFrom('7512', '7511', '7522', '9112', '0110')
const occupation = fc.record({ uri: fc.constantFrom('esco:occupation/baker', 'o:1', 'o:2'), isco })
const unknown = fc.constant(null)
const block = fc
  .tuple(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 0, max: 1439 }), fc.integer({ min: 1, max: 400 }))
  .map(([weekday, from, length]) => ({ weekday, from, to: Math.min(1440, from + length) }))
const dutchLevel = fc.option(
  fc.record({
    level: fc.option(level, { nil: null, freq: 5 }),
    reference: fc.constant(null),
    source: fc.constantFrom(...LEVEL_SOURCES),
    assessedOn: fc.option(day(-400, 20), { nil: null }),
  }),
  { nil: null, freq: 6 },
)
const course = fc.record({
  hoursPerWeek: fc.double({ min: 0, max: 40, noNaN: true }),
  startsOn: day(-200, 100),
  endsOn: fc.option(day(-100, 400), { nil: null }),
  attendance: fc.constantFrom(null, 0, 0.33, 0.5, 1),
  profile: fc.constantFrom(...LEARNER_PROFILES),
  skills: fc.subarray([...LANGUAGE_SKILLS]),
})
const otherLanguage = {
  language: fc.constantFrom('eng', 'nld', 'tir'),
  skill: fc.constantFrom(...LANGUAGE_SKILLS),
}
/** Absent most of the time, so that the field stays as it is in the pair that fits. */
const now = <T>(value: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 6, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: value })

const put = <T extends object>(base: T, over: { [K in keyof T]?: T[K] | undefined }): T => ({
  ...base,
  ...Object.fromEntries(Object.entries(over).filter(([, value]) => value !== undefined)),
})

const newcomerChanges = fc.record({
  place: now(fc.oneof(anywhere, unknown)),
  futurePlace: now(fc.record({ from: fc.oneof(day(-10, 100), unknown), place: fc.oneof(anywhere, unknown) })),
  travel: now(
    fc.record({
      means: fc.subarray([...TRAVEL_MEANS]),
      maxMinutes: fc.option(fc.oneof(fc.integer({ min: 0, max: 180 }), fc.constantFrom(3000, 1000000)), { nil: null }),
    }),
  ),
  dutch: now(fc.record({ listening: dutchLevel, speaking: dutchLevel, reading: dutchLevel, writing: dutchLevel })),
  courses: now(fc.array(course, { maxLength: 3 })),
  otherLanguages: now(
    fc.array(fc.record({ ...otherLanguage, level: fc.option(level, { nil: null }) }), { maxLength: 4 }),
  ),
  hours: now(
    fc.oneof(fc.record({ min: fc.constantFrom(0, 12.5, 24, 24.01), max: fc.constantFrom(23.9, 24, 30, 40) }), unknown),
  ),
  availableFrom: now(fc.oneof(day(-10, 130), unknown)),
  mayWork: now(
    fc.record({
      known: fc.integer({ min: 0, max: 3 }).map((n) => n > 0),
      allowed: fc.integer({ min: 0, max: 3 }).map((n) => n > 0),
      from: fc.option(day(-10, 130), { nil: null }),
      until: fc.option(day(-5, 200), { nil: null }),
    }),
  ),
  skills: now(
    fc.array(fc.record({ uri: skillUri, broader: someUris, evidence: fc.constant('self' as const) }), { maxLength: 4 }),
  ),
  skillsKnown: now(fc.boolean()),
  experiences: now(
    fc.array(fc.record({ occupationUri: fc.constant('o:1'), isco, months: fc.integer({ min: 0, max: 40 }) }), {
      maxLength: 3,
    }),
  ),
  wishes: now(
    fc
      .array(occupation, { maxLength: 3 })
      .map((list) => list.map((one, i) => ({ rank: i + 1, occupationUri: one.uri, isco: one.isco }))),
  ),
  learningWishes: now(someUris),
  skillsOfWishes: now(someUris),
  noGo: now(
    fc.record({
      isco: fc.uniqueArray(fc.constantFrom('75', '751', '7512', '91', '011'), { maxLength: 2 }),
      employers: fc.uniqueArray(fc.constantFrom('e1', 'e2'), { maxLength: 2 }),
    }),
  ),
  licences: now(fc.oneof(fc.subarray([...LICENCES]), unknown)),
})

/** The whole week free, none of it, or the usual days; and up to three lessons or childcare anywhere in the week. */
const newcomerSlots = fc
  .record({
    days: fc.constantFrom([1, 2, 3, 4, 5, 6, 7], [1, 2, 3, 4, 5], [1, 2], []),
    from: fc.constantFrom(0, 480, 537),
    split: fc.constantFrom(600, 601),
    to: fc.constantFrom(1020, 1440),
    busy: fc.array(fc.record({ kind: fc.constantFrom('lesson' as const, 'childcare' as const), at: block }), {
      maxLength: 3,
    }),
  })
  .map(({ days, from, split, to, busy }) => [
    ...busy.map(({ kind, at }) => ({ kind, ...at })),
    ...days.flatMap((weekday) => [
      { kind: 'available' as const, weekday, from: split - 1, to },
      { kind: 'available' as const, weekday, from, to: split },
    ]),
  ])

const nearlyNewcomer = (id: string): fc.Arbitrary<NewcomerFacts> =>
  fc.tuple(newcomerChanges, now(newcomerSlots)).map(([over, slots]) => put(aNewcomerFacts({ id }), { ...over, slots }))

const demand = fc.option(
  level.map((one) => ({ level: one, task: 't' })),
  { nil: null },
)
const askedSkills = fc.array(fc.record({ uri: skillUri, broader: someUris }), { maxLength: 3 })

const positionChanges = fc.record({
  employerId: now(fc.constantFrom('e1', 'e2')),
  place: now(fc.oneof(anywhere, unknown)),
  startsOn: now(day(-40, 120)),
  endsOn: now(fc.option(day(-40, 200), { nil: null })),
  hoursPerWeek: now(fc.constantFrom(0, 12.5, 24, 40)),
  slots: now(
    fc.oneof(
      fc.constant<PositionFacts['slots']>([]),
      fc.array(
        block.map((one) => ({ kind: 'work' as const, ...one })),
        { maxLength: 3 },
      ),
    ),
  ),
  flexibleStart: now(fc.boolean()),
  dutch: now(fc.record({ listening: demand, speaking: demand, reading: demand, writing: demand })),
  otherLanguages: now(fc.array(fc.record({ ...otherLanguage, level, task: fc.constant('t') }), { maxLength: 2 })),
  neededSkills: now(askedSkills),
  requiredSkills: now(askedSkills),
  taughtSkills: now(askedSkills),
  occupation: now(occupation),
  licences: now(fc.uniqueArray(fc.constantFrom(...LICENCES), { maxLength: 2 })),
  seats: now(fc.integer({ min: 0, max: 2 })),
  safeguard: now(fc.constantFrom(...OUTCOMES)),
})

const nearlyPosition = (id: string): fc.Arbitrary<PositionFacts> =>
  positionChanges.map((over) => put(aPositionFacts({ id }), over))

const many = <T>(make: (id: string) => fc.Arbitrary<T>, letter: string, most: number): fc.Arbitrary<T[]> =>
  fc
    .integer({ min: 0, max: most })
    .chain((n) => fc.tuple(...Array.from({ length: n }, (_, i) => make(`${letter}${i}`))))

export const nearlyNewcomers = (most: number) => many(nearlyNewcomer, 'n', most)
export const nearlyPositions = (most: number) => many(nearlyPosition, 'p', most)
