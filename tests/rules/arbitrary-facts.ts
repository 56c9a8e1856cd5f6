import fc from 'fast-check'
import { LEVELS, type Level } from '#db/values/language.ts'
import { TRAVEL_MEANS } from '#db/values/newcomers.ts'
import { OUTCOMES } from '#db/values/safeguards.ts'
import type { NewcomerFacts, PositionFacts } from '#server/matching/rules/facts.ts'
import { dateOf, dayNumber } from '#server/safeguards/rules/calendar.ts'
import { aNewcomerFacts, aPositionFacts, TODAY } from '#tests/make/facts.ts'

/** Random facts, close enough together that a good part of the pairs passes and each gate is missed now and then. */
const today = dayNumber(TODAY)
const place = fc
  .record({ lat: fc.integer({ min: 0, max: 20 }), lon: fc.integer({ min: 0, max: 20 }) })
  .map(({ lat, lon }) => ({ lat: 52 + lat / 100, lon: 5 + lon / 100 }))
const level: fc.Arbitrary<Level> = fc.oneof(
  { weight: 9, arbitrary: fc.constantFrom(...LEVELS.slice(3, 7)) },
  { weight: 1, arbitrary: fc.constantFrom(...LEVELS) },
)
const day = (from: number, to: number) => fc.integer({ min: from, max: to }).map((days) => dateOf(today + days))
const mostly = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null, freq: 12 })
const dutchLevel = mostly(
  fc.record({
    level: fc.option(level, { nil: null, freq: 20 }),
    reference: fc.constant(null),
    source: fc.constantFrom('self' as const, 'tested' as const),
    assessedOn: mostly(day(-900, 0)),
  }),
).map((one) => (one?.level === null ? { ...one, reference: '2F' as const } : one))
const skill = fc
  .integer({ min: 0, max: 9 })
  .map((n) => ({ uri: `skill:${n}`, broader: [`broader:${n % 4}`], evidence: 'self' as const }))
/** A skill of the same world, or one of the broader ones: what a place asks. */
const asked = fc.oneof(
  { weight: 4, arbitrary: skill.map(({ uri, broader }) => ({ uri, broader })) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 3 }).map((n) => ({ uri: `broader:${n}`, broader: ['top'] })) },
)
const seldom = <T>(value: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: value })
const english = fc.record({
  language: fc.constant('eng'),
  skill: fc.constantFrom('reading' as const, 'speaking' as const),
  level: fc.option(level, { nil: null, freq: 8 }),
})
const occupation = fc.integer({ min: 0, max: 5 }).map((n) => ({ uri: `occupation:${n}`, isco: `75${n % 3}${n % 2}` }))
const block = (from: number, to: number) =>
  fc
    .record({
      weekday: fc.oneof(
        { weight: 9, arbitrary: fc.integer({ min: 1, max: 5 }) },
        { weight: 1, arbitrary: fc.constantFrom(6, 7) },
      ),
      from: fc.integer({ min: from, max: to - 1 }),
      length: fc.integer({ min: 1, max: 8 }),
    })
    .map((one) => ({ weekday: one.weekday, from: one.from * 30, to: Math.min(to, one.from + one.length) * 30 }))

export const anyNewcomer = (id: string): fc.Arbitrary<NewcomerFacts> =>
  fc
    .record({
      place: mostly(place),
      futurePlace: seldom(
        fc.record({
          from: fc.option(day(-30, 120), { nil: null, freq: 5 }),
          place: fc.option(place, { nil: null, freq: 5 }),
        }),
      ),
      means: fc.uniqueArray(fc.constantFrom(...TRAVEL_MEANS), { minLength: 1 }),
      maxMinutes: mostly(fc.integer({ min: 10, max: 90 })),
      dutch: fc.record({ listening: dutchLevel, speaking: dutchLevel, reading: dutchLevel, writing: dutchLevel }),
      course: fc.option(
        fc.record({
          hoursPerWeek: fc.integer({ min: 3, max: 20 }),
          startsOn: day(-200, 60),
          endsOn: fc.option(day(61, 300), { nil: null }),
          attendance: fc.constantFrom(null, 0.5, 1),
          profile: fc.constantFrom('fast' as const, 'usual' as const, 'slow' as const),
          skills: fc.constant<('listening' | 'speaking')[]>(['listening', 'speaking']),
        }),
        { nil: null },
      ),
      english: fc.uniqueArray(english, { selector: (one) => one.skill, maxLength: 2 }),
      isNight: fc.integer({ min: 0, max: 5 }),
      workFrom: seldom(day(-30, 60)),
      isRecorded: fc.integer({ min: 0, max: 19 }),
      noGo: fc.record({
        isco: fc.uniqueArray(fc.constantFrom('94', '51', '53', '96', '7511', '7520', '750'), { maxLength: 1 }),
        employers: fc.uniqueArray(fc.constantFrom('e1', 'e2', 'e7', 'e8', 'e9'), { maxLength: 1 }),
      }),
      licences: fc.option(fc.uniqueArray(fc.constantFrom('B' as const, 'C' as const, 'vca' as const)), {
        nil: null,
        freq: 12,
      }),
      busy: fc.array(fc.record({ kind: fc.constantFrom('lesson' as const, 'childcare' as const), at: block(16, 36) }), {
        maxLength: 2,
      }),
      from: fc.integer({ min: 15, max: 19 }),
      to: fc.integer({ min: 30, max: 40 }),
      hours: mostly(fc.record({ min: fc.integer({ min: 0, max: 12 }), max: fc.integer({ min: 16, max: 40 }) })),
      availableFrom: mostly(day(-30, 60)),
      until: fc.option(day(-10, 400), { nil: null, freq: 3 }),
      allowed: fc.integer({ min: 0, max: 9 }),
      skills: fc.uniqueArray(skill, { selector: (one) => one.uri, maxLength: 6 }),
      wishes: fc.array(occupation, { maxLength: 3 }),
      months: fc.integer({ min: 0, max: 60 }),
      done: occupation,
      waiting: day(-400, -1),
    })
    .map((x) =>
      aNewcomerFacts({
        id,
        place: x.place,
        futurePlace: x.futurePlace,
        travel: { means: x.means, maxMinutes: x.maxMinutes },
        dutch: x.dutch,
        courses: x.course ? [x.course] : [],
        slots: [
          ...[1, 2, 3, 4, 5].map((weekday) => ({
            kind: 'available' as const,
            weekday,
            from: x.from * 30,
            to: x.to * 30,
          })),
          ...(x.isNight === 0
            ? [7, 1, 2].map((weekday) => ({ kind: 'available' as const, weekday, from: 0, to: 1440 }))
            : []),
          ...x.busy.map(({ kind, at }) => ({ kind, ...at })),
        ],
        hours: x.hours,
        availableFrom: x.availableFrom,
        mayWork: { known: x.allowed !== 0, allowed: x.allowed !== 1, from: x.workFrom, until: x.until },
        skills: x.isRecorded === 0 ? [] : x.skills,
        skillsKnown: x.isRecorded !== 0,
        otherLanguages: x.english,
        noGo: x.noGo,
        licences: x.licences,
        wishes: x.wishes.map((one, i) => ({ rank: i + 1, occupationUri: one.uri, isco: one.isco })),
        experiences: [{ occupationUri: x.done.uri, isco: x.done.isco, months: x.months }],
        learningWishes: ['skill:1'],
        waitingSince: x.waiting,
      }),
    )

export const anyPosition = (id: string): fc.Arbitrary<PositionFacts> =>
  fc
    .record({
      place,
      startsOn: day(-30, 120),
      term: fc.option(fc.integer({ min: 0, max: 300 }), { nil: null }),
      slots: fc.uniqueArray(block(16, 36), { selector: (one) => one.weekday, maxLength: 3 }),
      hours: fc.integer({ min: 8, max: 32 }),
      flexibleStart: fc.boolean(),
      demanded: fc.option(level, { nil: null }),
      needed: fc.uniqueArray(skill, { selector: (one) => one.uri, maxLength: 4 }),
      required: fc.uniqueArray(asked, { selector: (one) => one.uri, maxLength: 2 }),
      isStrict: fc.integer({ min: 0, max: 7 }),
      employer: fc.integer({ min: 1, max: 6 }),
      english: seldom(english),
      licences: seldom(fc.constantFrom('AM' as const, 'B' as const, 'vca' as const)),
      occupation,
      seats: fc.integer({ min: 1, max: 3 }),
      taken: fc.integer({ min: 0, max: 1 }),
      safeguard: fc.constantFrom('ok' as const, 'ok' as const, 'ok' as const, ...OUTCOMES),
    })
    .map((x) =>
      aPositionFacts({
        id,
        employerId: `e${x.employer}`,
        place: x.place,
        startsOn: x.startsOn,
        endsOn: x.term === null ? null : dateOf(dayNumber(x.startsOn) + x.term),
        slots: x.slots.map((slot) => ({ kind: 'work' as const, ...slot })),
        hoursPerWeek: x.hours,
        flexibleStart: x.flexibleStart,
        dutch: {
          listening: x.demanded === null ? null : { level: x.demanded, task: 't' },
          speaking: x.demanded === null ? null : { level: x.demanded, task: 't' },
          reading: null,
          writing: null,
        },
        neededSkills: x.needed.map(({ uri, broader }) => ({ uri, broader })),
        requiredSkills: x.isStrict === 0 ? x.required : [],
        otherLanguages:
          x.english?.level && x.isStrict === 1 ? [{ ...x.english, level: x.english.level, task: 't' }] : [],
        licences: x.licences && x.isStrict === 2 ? [x.licences] : [],
        taughtSkills: [{ uri: 'skill:1', broader: [] }],
        occupation: x.occupation,
        seats: x.seats,
        seatsTaken: x.taken,
        safeguard: x.safeguard,
      }),
    )

export const someNewcomers = (most: number): fc.Arbitrary<NewcomerFacts[]> =>
  fc.integer({ min: 1, max: most }).chain((n) => fc.tuple(...Array.from({ length: n }, (_, i) => anyNewcomer(`n${i}`))))

export const somePositions = (most: number): fc.Arbitrary<PositionFacts[]> =>
  fc.integer({ min: 1, max: most }).chain((n) => fc.tuple(...Array.from({ length: n }, (_, i) => anyPosition(`p${i}`))))
