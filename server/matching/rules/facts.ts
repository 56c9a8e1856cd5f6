import { z } from 'zod'
import { LANGUAGE_SKILLS, LEARNER_PROFILES, LEVEL_SOURCES, LEVELS, REFERENCE_LEVELS } from '#db/values/language.ts'
import { EVIDENCES, LICENCES, SLOT_KINDS, TRAVEL_MEANS } from '#db/values/newcomers.ts'
import { POSITION_SLOT_KINDS, SUPPORTS } from '#db/values/positions.ts'
import { OUTCOMES } from '#db/values/safeguards.ts'
import { isDate } from '#server/safeguards/rules/calendar.ts'

/**
 * The values that the engine reads, and nothing else. Every object is strict: a field that is not listed is refused,
 * protected attributes included (ruling 21). `null` always means "not known", unless a line says otherwise.
 */
const day = z.string().refine(isDate, 'A day is written as YYYY-MM-DD.')
const id = z.string().min(1)
const uri = z.string().min(1)
/** ISCO-08 unit group. */
const isco = z.string().regex(/^\d{4}$/)
/** ISO 639-3. */
const language = z.string().regex(/^[a-z]{3}$/)
const weekly = z.number().min(0).max(168)

/** The centre of a four-digit postcode area, in degrees: the coarsest place that still gives a travel time. */
const placeFacts = z.strictObject({ lat: z.number().min(-90).max(90), lon: z.number().min(-180).max(180) })

/** A block of one weekday (1 Monday .. 7 Sunday), `from` and `to` in minutes of the day. A night is two blocks. */
const block = {
  weekday: z.int().min(1).max(7),
  from: z.int().min(0).max(1440),
  to: z.int().min(0).max(1440),
}
const newcomerSlot = z.strictObject({ kind: z.enum(SLOT_KINDS), ...block }).refine((slot) => slot.from < slot.to)
const positionSlot = z
  .strictObject({ kind: z.enum(POSITION_SLOT_KINDS), ...block })
  .refine((slot) => slot.from < slot.to)

/** A measured level of Dutch; with `reference` (1F-4F) the level is null and never converted (ruling 15). */
const dutchLevel = z.strictObject({
  level: z.enum(LEVELS).nullable(),
  reference: z.enum(REFERENCE_LEVELS).nullable(),
  source: z.enum(LEVEL_SOURCES),
  assessedOn: day.nullable(),
})

const course = z.strictObject({
  hoursPerWeek: weekly,
  startsOn: day,
  /** null = no end known. */
  endsOn: day.nullable(),
  /** Recorded share of the lessons attended, 0..1. */
  attendance: z.number().min(0).max(1).nullable(),
  profile: z.enum(LEARNER_PROFILES),
  skills: z.array(z.enum(LANGUAGE_SKILLS)),
})

export const newcomerFacts = z.strictObject({
  id,
  /** Where the person lives now. */
  place: placeFacts.nullable(),
  /** Where the person will live `from` a day on; null when no move is known (ruling 17: `placeOn` chooses). */
  futurePlace: z.strictObject({ from: day, place: placeFacts }).nullable(),
  travel: z.strictObject({ means: z.array(z.enum(TRAVEL_MEANS)), maxMinutes: z.int().min(0).nullable() }),
  dutch: z.strictObject({
    listening: dutchLevel.nullable(),
    speaking: dutchLevel.nullable(),
    reading: dutchLevel.nullable(),
    writing: dutchLevel.nullable(),
  }),
  /** Read only where a position asks for one of them. */
  otherLanguages: z.array(
    z.strictObject({ language, skill: z.enum(LANGUAGE_SKILLS), level: z.enum(LEVELS).nullable() }),
  ),
  courses: z.array(course),
  slots: z.array(newcomerSlot),
  /** Hours a week that the person wants to work. */
  hours: z.strictObject({ min: weekly, max: weekly }).nullable(),
  availableFrom: day.nullable(),
  /** The outcome of the legal check, never its ground. `from` and `until` null = no bound. */
  mayWork: z.strictObject({
    known: z.boolean(),
    allowed: z.boolean(),
    from: day.nullable(),
    until: day.nullable(),
  }),
  skills: z.array(z.strictObject({ uri, broader: z.array(uri), evidence: z.enum(EVIDENCES) })),
  experiences: z.array(z.strictObject({ occupationUri: uri, isco, months: z.int().min(0) })),
  wishes: z.array(z.strictObject({ rank: z.int().min(1), occupationUri: uri, isco })),
  /** Skills that the person asked to learn. */
  learningWishes: z.array(uri),
  /** Essential skills of the wanted occupations; the engine takes off what the person has (ruling 20). */
  skillsOfWishes: z.array(uri),
  licences: z.array(z.enum(LICENCES)).nullable(),
  waitingSince: day,
})

const languageDemand = z.strictObject({ level: z.enum(LEVELS), task: z.string() })
const askedSkill = z.strictObject({ uri, broader: z.array(uri) })

export const positionFacts = z.strictObject({
  id,
  place: placeFacts.nullable(),
  startsOn: day,
  /** null = no end. */
  endsOn: day.nullable(),
  hoursPerWeek: weekly,
  /** The times of work and of lessons that belong to the place; none = the hours can be planned freely. */
  slots: z.array(positionSlot),
  /** Somebody may also start later than `startsOn` (policy: `flexibleStartDays`). */
  flexibleStart: z.boolean(),
  /** Per skill; null = no demand. */
  dutch: z.strictObject({
    listening: languageDemand.nullable(),
    speaking: languageDemand.nullable(),
    reading: languageDemand.nullable(),
    writing: languageDemand.nullable(),
  }),
  otherLanguages: z.array(
    z.strictObject({ language, skill: z.enum(LANGUAGE_SKILLS), level: z.enum(LEVELS), task: z.string() }),
  ),
  neededSkills: z.array(askedSkill),
  taughtSkills: z.array(askedSkill),
  occupation: z.strictObject({ uri, isco }),
  licences: z.array(z.enum(LICENCES)),
  supports: z.array(z.enum(SUPPORTS)),
  /** Hours a week that a supervisor guides. */
  supervisorHours: weekly.nullable(),
  seats: z.int().min(0),
  seatsTaken: z.int().min(0),
  /** What the safeguards say at the moment `propose`; an approved human outcome arrives as `ok` (ruling 19). */
  safeguard: z.enum(OUTCOMES),
})

export type Place = z.infer<typeof placeFacts>
export type NewcomerFacts = z.infer<typeof newcomerFacts>
export type PositionFacts = z.infer<typeof positionFacts>
export type CourseFacts = z.infer<typeof course>
export type NewcomerSlot = z.infer<typeof newcomerSlot>
export type PositionSlot = z.infer<typeof positionSlot>
