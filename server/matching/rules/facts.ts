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
/** An ISCO-08 group: sub-major (2 digits), minor (3) or unit (4); it holds every occupation whose code begins with it. */
const iscoGroup = z.string().regex(/^\d{2,4}$/, 'An ISCO-08 group is written with 2 to 4 digits.')
const weekly = z.number().min(0).max(168)

/** The centre of a four-digit postcode area, in degrees: the coarsest place that still gives a travel time. */
const placeFacts = z.strictObject({ lat: z.number().min(-90).max(90), lon: z.number().min(-180).max(180) })

/** A block of one weekday (1 Monday .. 7 Sunday), `from` and `to` in minutes of the day. A night is two blocks. */
const block = {
  weekday: z.int().min(1).max(7),
  from: z.int().min(0).max(1440),
  to: z.int().min(0).max(1440),
}
const inOrder = (slot: { from: number; to: number }): boolean => slot.from < slot.to
const notInOrder = { error: 'A block ends after it begins.', path: ['to'] }
const newcomerSlot = z.strictObject({ kind: z.enum(SLOT_KINDS), ...block }).refine(inOrder, notInOrder)
const positionSlot = z.strictObject({ kind: z.enum(POSITION_SLOT_KINDS), ...block }).refine(inOrder, notInOrder)

/** Each skill once: in a list twice, it would count twice. */
const eachOnce = <S extends z.ZodType>(list: z.ZodArray<S>, uriOf: (row: z.output<S>) => string, ...path: string[]) =>
  list.superRefine((rows, check) => {
    const seen = new Set<string>()
    for (const [at, row] of rows.entries()) {
      const one = uriOf(row)
      if (seen.has(one))
        check.addIssue({ code: 'custom', message: 'This skill is in the list already.', path: [at, ...path] })
      seen.add(one)
    }
  })
const uris = eachOnce(z.array(uri), (one) => one)
const skillsOnce = <S extends z.ZodType<{ uri: string }>>(skill: S) => eachOnce(z.array(skill), (one) => one.uri, 'uri')

const endsInOrder = ({ startsOn, endsOn }: { startsOn: string; endsOn: string | null }): boolean =>
  endsOn === null || endsOn >= startsOn
const endsBeforeStart = { error: 'It ends before it starts.', path: ['endsOn'] }

/** A measured level of Dutch; with `reference` (1F-4F) the level is null and never converted (ruling 15). */
const dutchLevel = z.strictObject({
  level: z.enum(LEVELS).nullable(),
  reference: z.enum(REFERENCE_LEVELS).nullable(),
  source: z.enum(LEVEL_SOURCES),
  assessedOn: day.nullable(),
})

const course = z
  .strictObject({
    hoursPerWeek: weekly,
    startsOn: day,
    /** null = no end known. */
    endsOn: day.nullable(),
    /** Recorded share of the lessons attended, 0..1. */
    attendance: z.number().min(0).max(1).nullable(),
    profile: z.enum(LEARNER_PROFILES),
    skills: z.array(z.enum(LANGUAGE_SKILLS)),
  })
  .refine(endsInOrder, endsBeforeStart)

export const newcomerFacts = z.strictObject({
  id,
  /** Where the person lives now. */
  place: placeFacts.nullable(),
  /**
   * Where the person will live `from` a day on; null when no move is known (ruling 17: `placeOn` chooses). Of a move that
   * is known to come, the day or the place itself may still be unknown.
   */
  futurePlace: z.strictObject({ from: day.nullable(), place: placeFacts.nullable() }).nullable(),
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
  /** Hours a week that the person wants to work; null while the least or the most is not known. */
  hours: z
    .strictObject({ min: weekly, max: weekly })
    .refine(({ min, max }) => min <= max, { error: 'The most hours are not below the least.', path: ['max'] })
    .nullable(),
  availableFrom: day.nullable(),
  /** The outcome of the legal check, never its ground. `from` and `until` null = no bound. */
  mayWork: z.strictObject({
    known: z.boolean(),
    allowed: z.boolean(),
    from: day.nullable(),
    until: day.nullable(),
  }),
  /** `broader`: the ESCO skills and groups one step up. */
  skills: skillsOnce(z.strictObject({ uri, broader: z.array(uri), evidence: z.enum(EVIDENCES) })),
  /** false = nobody recorded skills yet: a required skill that is not in `skills` is then unknown instead of missing. */
  skillsKnown: z.boolean(),
  experiences: z.array(z.strictObject({ occupationUri: uri, isco, months: z.int().min(0) })),
  wishes: z.array(z.strictObject({ rank: z.int().min(1), occupationUri: uri, isco })),
  /** Skills that the person asked to learn. */
  learningWishes: uris,
  /** Essential skills of the wanted occupations; the engine takes off what the person has (ruling 20). */
  skillsOfWishes: uris,
  /**
   * What the person does not want, in their own words "no": kinds of work and employers. Never with a reason; empty =
   * nothing is ruled out. Only the person and the own coach see it; an employer never learns that there is one.
   */
  noGo: z.strictObject({ isco: z.array(iscoGroup), employers: z.array(id) }),
  /** null = nobody asked; empty = asked, and there are none. */
  licences: z.array(z.enum(LICENCES)).nullable(),
  waitingSince: day,
})

const languageDemand = z.strictObject({ level: z.enum(LEVELS), task: z.string() })
const askedSkill = z.strictObject({ uri, broader: z.array(uri) })

export const positionFacts = z
  .strictObject({
    id,
    /** Whose place it is; read by the no-go gate only. */
    employerId: id,
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
    /** What helps at the start: counts in the score, never a gate. */
    neededSkills: skillsOnce(askedSkill),
    /**
     * Skills without which one cannot begin: the gate `skills`. The score counts them as needed, listed in
     * `neededSkills` as well or not (`askedSkillsOf`).
     */
    requiredSkills: skillsOnce(askedSkill),
    /** What one learns there. */
    taughtSkills: skillsOnce(askedSkill),
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
  .refine(endsInOrder, endsBeforeStart)
  .refine(({ seats, seatsTaken }) => seatsTaken <= seats, {
    error: 'More seats are taken than there are.',
    path: ['seatsTaken'],
  })

export type Place = z.infer<typeof placeFacts>
export type NewcomerFacts = z.infer<typeof newcomerFacts>
export type PositionFacts = z.infer<typeof positionFacts>
export type CourseFacts = z.infer<typeof course>
export type NewcomerSlot = z.infer<typeof newcomerSlot>
export type PositionSlot = z.infer<typeof positionSlot>

type AskedSkill = z.infer<typeof askedSkill>

/** The skills that the score asks about: needed and required, each once, the needed ones first. */
export const askedSkillsOf = (position: Pick<PositionFacts, 'neededSkills' | 'requiredSkills'>): AskedSkill[] => {
  const { neededSkills, requiredSkills } = position
  if (requiredSkills.length === 0) return neededSkills
  const needed = new Set(neededSkills.map((one) => one.uri))
  return [...neededSkills, ...requiredSkills.filter((one) => !needed.has(one.uri))]
}
