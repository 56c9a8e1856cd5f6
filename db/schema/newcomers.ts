import { sql } from 'drizzle-orm'
import {
  boolean,
  check,
  date,
  index,
  integer,
  numeric,
  pgTable,
  primaryKey,
  smallint,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core'
import {
  LANGUAGE_SKILLS,
  type LanguageSkill,
  LEARNER_PROFILES,
  LEVEL_SOURCES,
  LEVELS,
  type LearnerProfile,
  type Level,
  type LevelSource,
  REFERENCE_LEVELS,
  type ReferenceLevel,
  SCREEN_LANGUAGES,
  type ScreenLanguage,
} from '../values/language.ts'
import {
  AVAILABILITIES,
  type Availability,
  EDUCATION_LEVELS,
  type EducationLevel,
  EVIDENCES,
  type Evidence,
  LICENCES,
  type Licence,
  SLOT_KINDS,
  type SlotKind,
  TRAVEL_MEANS,
  type TravelMeans,
  WORK_RIGHTS,
  type WorkRight,
} from '../values/newcomers.ts'
import { accounts } from './accounts.ts'
import { allAre, at, bytea, id, isOneOf } from './columns.ts'
import { employers } from './employers.ts'
import { municipalities, occupations, places, skills } from './reference.ts'

/** The competence profile. Nothing that names a person: that is `newcomer_identities`. */
export const newcomers = pgTable(
  'newcomers',
  {
    id: id(),
    coachId: uuid()
      .notNull()
      .references(() => accounts.id),
    municipalityCode: text()
      .notNull()
      .references(() => municipalities.code),
    availability: text().$type<Availability>().notNull(),
    screenLanguage: text().$type<ScreenLanguage>().notNull().default('nl'),
    /** Where the person lives now, and from when elsewhere if known (ruling 17). */
    postcode4: text().references(() => places.postcode4),
    futurePostcode4: text().references(() => places.postcode4),
    futureFrom: date({ mode: 'string' }),
    travelMeans: text().array().$type<TravelMeans[]>().notNull().default([]),
    maxTravelMinutes: smallint(),
    hoursMin: numeric({ precision: 4, scale: 1, mode: 'number' }),
    hoursMax: numeric({ precision: 4, scale: 1, mode: 'number' }),
    availableFrom: date({ mode: 'string' }),
    workRight: text().$type<WorkRight>().notNull().default('unknown'),
    workRightFrom: date({ mode: 'string' }),
    workRightUntil: date({ mode: 'string' }),
    workRightCheckedOn: date({ mode: 'string' }),
    /** Whole months that an asylum seeker had waited on the day of the check: the outcome, never the day of the application nor anything of the file. */
    asylumWaitedMonths: smallint(),
    /** null = nobody asked yet; empty = asked, and there are none. */
    licences: text().array().$type<Licence[]>(),
    educationLevel: text().$type<EducationLevel>(),
    /** What the person needs at work, in their own words; never health. Seen by the coach only. */
    needsAtWork: text().notNull().default(''),
    /** The same, sealed at `newcomers|needs_at_work|id`; then the plain one is empty. */
    needsSealed: bytea(),
    waitingSince: date({ mode: 'string' }).notNull(),
    version: integer().notNull().default(1),
    createdAt: at().notNull(),
    updatedAt: at().notNull(),
  },
  (t) => [
    check('newcomers_availability', isOneOf(t.availability, AVAILABILITIES)),
    check('newcomers_screen_language', isOneOf(t.screenLanguage, SCREEN_LANGUAGES)),
    check('newcomers_work_right', isOneOf(t.workRight, WORK_RIGHTS)),
    check('newcomers_travel_means', allAre(t.travelMeans, TRAVEL_MEANS)),
    check('newcomers_licences', allAre(t.licences, LICENCES)),
    check('newcomers_education', isOneOf(t.educationLevel, EDUCATION_LEVELS)),
    check('newcomers_asylum_waited', sql`${t.asylumWaitedMonths} between 0 and 120`),
    check('newcomers_hours', sql`${t.hoursMin} is null or ${t.hoursMax} is null or ${t.hoursMin} <= ${t.hoursMax}`),
    index('newcomers_coach').on(t.coachId),
    index('newcomers_municipality').on(t.municipalityCode, t.availability),
  ],
)

/** The only table with a name, a phone or a mail address of a newcomer. Read by one module, after consent or by the own coach. */
export const newcomerIdentities = pgTable('newcomer_identities', {
  newcomerId: uuid()
    .primaryKey()
    .references(() => newcomers.id, { onDelete: 'cascade' }),
  givenName: text().notNull(),
  familyName: text().notNull().default(''),
  /** Plain ones wait for a key; sealed at `newcomer_identities|email|newcomer_id` and `...|phone|...` they are null (docs/adr/0018). */
  email: text(),
  phone: text(),
  emailSealed: bytea(),
  phoneSealed: bytea(),
})

export const newcomerLanguages = pgTable(
  'newcomer_languages',
  {
    newcomerId: uuid()
      .notNull()
      .references(() => newcomers.id, { onDelete: 'cascade' }),
    language: text().notNull(), // ISO 639-3
    skill: text().$type<LanguageSkill>().notNull(),
    level: text().$type<Level>(),
    /** 1F-4F as given; then `level` is null and reads as unknown (ruling 15). */
    referenceLevel: text().$type<ReferenceLevel>(),
    source: text().$type<LevelSource>().notNull(),
    assessedOn: date({ mode: 'string' }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.newcomerId, t.language, t.skill] }),
    check('newcomer_languages_skill', isOneOf(t.skill, LANGUAGE_SKILLS)),
    check('newcomer_languages_level', isOneOf(t.level, LEVELS)),
    check('newcomer_languages_reference', isOneOf(t.referenceLevel, REFERENCE_LEVELS)),
    check('newcomer_languages_source', isOneOf(t.source, LEVEL_SOURCES)),
  ],
)

/** Dutch lessons: what projects growth. */
export const newcomerCourses = pgTable(
  'newcomer_courses',
  {
    id: id(),
    newcomerId: uuid()
      .notNull()
      .references(() => newcomers.id, { onDelete: 'cascade' }),
    skills: text().array().$type<LanguageSkill[]>().notNull(),
    hoursPerWeek: numeric({ precision: 4, scale: 1, mode: 'number' }).notNull(),
    startsOn: date({ mode: 'string' }).notNull(),
    endsOn: date({ mode: 'string' }),
    attendance: numeric({ precision: 3, scale: 2, mode: 'number' }), // 0..1, null = not recorded
    learnerProfile: text().$type<LearnerProfile>().notNull().default('usual'),
  },
  (t) => [
    check('newcomer_courses_skills', allAre(t.skills, LANGUAGE_SKILLS)),
    check('newcomer_courses_profile', isOneOf(t.learnerProfile, LEARNER_PROFILES)),
    check('newcomer_courses_attendance', sql`${t.attendance} between 0 and 1`),
    index('newcomer_courses_newcomer').on(t.newcomerId),
  ],
)

/** The week in minutes of the day, exact to 30 minutes (ruling 16). */
export const newcomerSlots = pgTable(
  'newcomer_slots',
  {
    newcomerId: uuid()
      .notNull()
      .references(() => newcomers.id, { onDelete: 'cascade' }),
    kind: text().$type<SlotKind>().notNull(),
    weekday: smallint().notNull(),
    fromMinute: smallint().notNull(),
    toMinute: smallint().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.newcomerId, t.kind, t.weekday, t.fromMinute] }),
    check('newcomer_slots_kind', isOneOf(t.kind, SLOT_KINDS)),
    check(
      'newcomer_slots_time',
      sql`${t.weekday} between 1 and 7 and ${t.fromMinute} >= 0 and ${t.toMinute} <= 1440 and ${t.fromMinute} < ${t.toMinute} and ${t.fromMinute} % 30 = 0 and ${t.toMinute} % 30 = 0`,
    ),
  ],
)

export const newcomerSkills = pgTable(
  'newcomer_skills',
  {
    newcomerId: uuid()
      .notNull()
      .references(() => newcomers.id, { onDelete: 'cascade' }),
    skillUri: text()
      .notNull()
      .references(() => skills.uri),
    evidence: text().$type<Evidence>().notNull(),
    updatedOn: date({ mode: 'string' }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.newcomerId, t.skillUri] }),
    check('newcomer_skills_evidence', isOneOf(t.evidence, EVIDENCES)),
    index('newcomer_skills_skill').on(t.skillUri),
  ],
)

/** Work done, by occupation and length. No employer names, no countries: they tell where somebody is from. */
export const newcomerExperiences = pgTable(
  'newcomer_experiences',
  {
    id: id(),
    newcomerId: uuid()
      .notNull()
      .references(() => newcomers.id, { onDelete: 'cascade' }),
    occupationUri: text()
      .notNull()
      .references(() => occupations.uri),
    months: smallint().notNull(),
    evidence: text().$type<Evidence>().notNull(),
  },
  (t) => [
    check('newcomer_experiences_evidence', isOneOf(t.evidence, EVIDENCES)),
    check('newcomer_experiences_months', sql`${t.months} > 0`),
    index('newcomer_experiences_newcomer').on(t.newcomerId),
  ],
)

export const newcomerEducations = pgTable(
  'newcomer_educations',
  {
    id: id(),
    newcomerId: uuid()
      .notNull()
      .references(() => newcomers.id, { onDelete: 'cascade' }),
    level: text().$type<EducationLevel>().notNull(),
    field: text().notNull().default(''),
    /** Valued for the Netherlands by IDW (Nuffic, SBB). */
    valued: boolean().notNull().default(false),
  },
  (t) => [
    check('newcomer_educations_level', isOneOf(t.level, EDUCATION_LEVELS)),
    index('newcomer_educations_newcomer').on(t.newcomerId),
  ],
)

export const newcomerWishes = pgTable(
  'newcomer_wishes',
  {
    newcomerId: uuid()
      .notNull()
      .references(() => newcomers.id, { onDelete: 'cascade' }),
    occupationUri: text()
      .notNull()
      .references(() => occupations.uri),
    rank: smallint().notNull(),
  },
  (t) => [primaryKey({ columns: [t.newcomerId, t.occupationUri] })],
)

export const newcomerLearningWishes = pgTable(
  'newcomer_learning_wishes',
  {
    newcomerId: uuid()
      .notNull()
      .references(() => newcomers.id, { onDelete: 'cascade' }),
    skillUri: text()
      .notNull()
      .references(() => skills.uri),
  },
  (t) => [primaryKey({ columns: [t.newcomerId, t.skillUri] })],
)

/**
 * What the person does not want: work of the kind of an occupation, or an employer. No reason is asked or kept. Seen by
 * the person and the own coach; an employer never learns that it is there.
 */
export const newcomerNoGoes = pgTable(
  'newcomer_no_goes',
  {
    id: id(),
    newcomerId: uuid()
      .notNull()
      .references(() => newcomers.id, { onDelete: 'cascade' }),
    occupationUri: text().references(() => occupations.uri),
    employerId: uuid().references(() => employers.id, { onDelete: 'cascade' }),
  },
  (t) => [
    check('newcomer_no_goes_one', sql`num_nonnulls(${t.occupationUri}, ${t.employerId}) = 1`),
    unique('newcomer_no_goes_occupation').on(t.newcomerId, t.occupationUri),
    unique('newcomer_no_goes_employer').on(t.newcomerId, t.employerId),
  ],
)
