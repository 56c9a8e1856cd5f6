import { z } from 'zod'
import {
  LANGUAGE_SKILLS,
  LANGUAGES,
  LEARNER_PROFILES,
  LEVEL_SOURCES,
  LEVELS,
  REFERENCE_LEVELS,
  SCREEN_LANGUAGES,
} from '#db/values/language.ts'
import { EDUCATION_LEVELS, EVIDENCES, LICENCES, SLOT_KINDS, TRAVEL_MEANS, WORK_RIGHTS } from '#db/values/newcomers.ts'
import {
  day,
  filledText,
  hours,
  oneOf,
  orNull,
  someOf,
  text,
  uri,
  uris,
  uuid,
  whole,
  yesOrNo,
} from '#server/platform/fields.ts'
import { weekSlots } from './rules-week.ts'

export const phone = () => z.string().regex(/^\+?[0-9][0-9 ()-]{5,24}$/, { error: 'not-a-phone' })
export const email = () => z.email({ error: 'not-an-email' }).max(200, { error: 'too-long' }).toLowerCase()
const postcode4 = () => z.string().regex(/^[1-9]\d{3}$/, { error: 'not-a-postcode' })

const head = { newcomerId: uuid(), version: whole(1, 1_000_000) }
const isEachOnce = (keys: readonly string[]) => new Set(keys).size === keys.length
const inOrder = (from: string | null, until: string | null) => from === null || until === null || from <= until

const BasicsSection = z
  .strictObject({
    ...head,
    section: z.literal('basics'),
    givenName: filledText(80),
    familyName: text(80).default(''),
    email: orNull(email()),
    phone: orNull(phone()),
    screenLanguage: oneOf(SCREEN_LANGUAGES),
    postcode4: orNull(postcode4()),
    futurePostcode4: orNull(postcode4()),
    futureFrom: orNull(day()),
    /** What the person needs at work, in their own words; never health (AVG art. 9). */
    needsAtWork: text(500).default(''),
  })
  .refine((it) => it.futureFrom === null || it.futurePostcode4 !== null, {
    error: 'required',
    path: ['futurePostcode4'],
  })

const LanguageRow = z
  .strictObject({
    language: oneOf(LANGUAGES),
    skill: oneOf(LANGUAGE_SKILLS),
    level: orNull(oneOf(LEVELS)),
    referenceLevel: orNull(oneOf(REFERENCE_LEVELS)),
    source: oneOf(LEVEL_SOURCES),
    assessedOn: day(),
  })
  // 1F-4F is never converted, so a row has one scale (ruling 15).
  .refine((row) => (row.level === null) !== (row.referenceLevel === null), { error: 'one-scale', path: ['level'] })

const Course = z
  .strictObject({
    skills: someOf(LANGUAGE_SKILLS).min(1, { error: 'too-few' }),
    hoursPerWeek: hours(0.5, 40),
    startsOn: day(),
    endsOn: orNull(day()),
    attendance: orNull(z.number().min(0, { error: 'out-of-range' }).max(1, { error: 'out-of-range' })),
    learnerProfile: oneOf(LEARNER_PROFILES).default('usual'),
  })
  .refine((course) => inOrder(course.startsOn, course.endsOn), { error: 'ends-before-start', path: ['endsOn'] })

const LanguageSection = z.strictObject({
  ...head,
  section: z.literal('language'),
  languages: z
    .array(LanguageRow)
    .max(40, { error: 'too-many' })
    .refine((rows) => isEachOnce(rows.map((row) => `${row.language} ${row.skill}`)), { error: 'twice' }),
  courses: z.array(Course).max(6, { error: 'too-many' }).default([]),
})

const SkillsSection = z
  .strictObject({
    ...head,
    section: z.literal('skills'),
    skills: z
      .array(z.strictObject({ skillUri: uri(), evidence: oneOf(EVIDENCES) }))
      .max(60, { error: 'too-many' })
      .refine((rows) => isEachOnce(rows.map((row) => row.skillUri)), { error: 'twice' }),
    licences: someOf(LICENCES).default([]),
    /** Somebody asked, and there are none. Without it an empty list says that nobody asked. */
    hasNoLicences: yesOrNo().default(false),
  })
  .refine((it) => !it.hasNoLicences || it.licences.length === 0, { error: 'none-and-some', path: ['licences'] })

const ExperienceSection = z.strictObject({
  ...head,
  section: z.literal('experience'),
  experiences: z
    .array(z.strictObject({ occupationUri: uri(), months: whole(1, 720), evidence: oneOf(EVIDENCES) }))
    .max(20, { error: 'too-many' }),
})

const EducationSection = z.strictObject({
  ...head,
  section: z.literal('education'),
  educationLevel: orNull(oneOf(EDUCATION_LEVELS)),
  educations: z
    .array(
      z.strictObject({
        level: oneOf(EDUCATION_LEVELS),
        field: text(120).default(''),
        valued: yesOrNo().default(false),
      }),
    )
    .max(10, { error: 'too-many' })
    .default([]),
})

const WishesSection = z.strictObject({
  ...head,
  section: z.literal('wishes'),
  /** Wanted occupations, the dearest first. */
  occupations: uris(5),
  /** Skills that the person wants to learn. */
  learning: uris(15).default([]),
  /** Occupations of a kind of work that the person does not want, and employers; never with a reason. */
  noGoWork: uris(10).default([]),
  noGoEmployers: z.array(uuid()).max(10, { error: 'too-many' }).refine(isEachOnce, { error: 'twice' }).default([]),
})

const PracticalSection = z
  .strictObject({
    ...head,
    section: z.literal('practical'),
    slots: weekSlots(SLOT_KINDS, 'kinds-alone'),
    hoursMin: orNull(hours(0, 40)),
    hoursMax: orNull(hours(0, 40)),
    travelMeans: someOf(TRAVEL_MEANS),
    maxTravelMinutes: orNull(whole(0, 180)),
    availableFrom: orNull(day()),
    workRight: oneOf(WORK_RIGHTS),
    workRightFrom: orNull(day()),
    workRightUntil: orNull(day()),
    workRightCheckedOn: orNull(day()),
    /** Whole months that an asylum seeker had waited when it was checked; for nobody else. */
    asylumWaitedMonths: orNull(whole(0, 120)),
  })
  .refine((it) => it.hoursMin === null || it.hoursMax === null || it.hoursMin <= it.hoursMax, {
    error: 'hours-order',
    path: ['hoursMax'],
  })
  .refine((it) => inOrder(it.workRightFrom, it.workRightUntil), {
    error: 'ends-before-start',
    path: ['workRightUntil'],
  })
  // Months without the day on which they were counted say nothing.
  .refine((it) => it.asylumWaitedMonths === null || it.workRightCheckedOn !== null, {
    error: 'required',
    path: ['workRightCheckedOn'],
  })

/** The sections of the intake in the order of its pages; each is saved on its own. */
export const PROFILE_SECTIONS = {
  basics: BasicsSection,
  language: LanguageSection,
  skills: SkillsSection,
  experience: ExperienceSection,
  education: EducationSection,
  wishes: WishesSection,
  practical: PracticalSection,
} as const
export type ProfileSection = keyof typeof PROFILE_SECTIONS

/** One section with the id of the newcomer and the version of the page. */
export const UpdateProfileInput = z.discriminatedUnion('section', [
  BasicsSection,
  LanguageSection,
  SkillsSection,
  ExperienceSection,
  EducationSection,
  WishesSection,
  PracticalSection,
])
export type UpdateProfileInput = z.input<typeof UpdateProfileInput>
export type ProfileUpdate = z.output<typeof UpdateProfileInput>

/** A field that the schema accepts and the reference data or the calendar does not: a path as the form has it, and a code. */
export type ProfileProblem = { path: string; code: 'unknown-postcode' | 'unknown-concept' | 'in-future' }
