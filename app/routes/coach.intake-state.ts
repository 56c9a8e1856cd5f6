import type { IntakeSection } from '#app/ui/coach/intake-sections.ts'
import { type IntakeRow, type IntakeState, textIn } from '#app/ui/coach/intake-state.ts'
import { LANGUAGE_SKILLS } from '#db/values/language.ts'
import { WEEKDAYS } from '#db/values/newcomers.ts'
import type { Identity, Profile } from '#server/newcomers/reads.ts'

const DUTCH = 'nld'
const text = (value: string | number | null): string => (value === null ? '' : String(value).replace('.', ','))

/** Minutes of the day as a time field has them; midnight at the end of a day is 00:00. */
const timeOf = (minute: number): string =>
  `${String(Math.floor(minute / 60) % 24).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`

/** What the profile holds for one part of the intake, with the empty rows that can be filled in. */
export function stateOf(section: IntakeSection, profile: Profile & { identity: Identity }): IntakeState {
  switch (section) {
    case 'basics': {
      const { givenName, familyName, email, phone } = profile.identity
      return {
        fields: {
          givenName,
          familyName,
          email: email ?? '',
          phone: phone ?? '',
          screenLanguage: profile.screenLanguage,
          postcode4: profile.postcode4 ?? '',
          futurePostcode4: profile.futurePostcode4 ?? '',
          futureFrom: profile.futureFrom ?? '',
          needsAtWork: profile.needsAtWork,
        },
        rows: {},
      }
    }
    case 'language':
      return { fields: {}, rows: { languages: languageRows(profile), courses: courseRows(profile) } }
    case 'skills':
      return {
        fields: {
          licences: profile.licences ?? [],
          hasNoLicences: profile.licences?.length === 0 ? 'on' : '',
        },
        rows: { skills: profile.skills.map(({ skillUri, evidence }) => ({ skillUri, evidence })) },
      }
    case 'experience':
      return {
        fields: {},
        rows: {
          experiences: profile.experiences.map(({ occupationUri, months, evidence }) => ({
            occupationUri,
            months: String(months),
            evidence,
          })),
        },
      }
    case 'education':
      return {
        fields: { educationLevel: profile.educationLevel ?? '' },
        rows: {
          educations: [
            ...profile.educations.map(({ level, field, valued }) => ({ level, field, valued: valued ? 'on' : '' })),
            {},
          ],
        },
      }
    case 'wishes':
      return {
        fields: {},
        rows: {
          occupations: profile.wishes.map(({ occupationUri }) => ({ value: occupationUri })),
          learning: profile.learningWishes.map(({ skillUri }) => ({ value: skillUri })),
          noGoWork: profile.noGoWork.map(({ occupationUri }) => ({ value: occupationUri })),
          noGoEmployers: profile.noGoEmployers.map(({ employerId }) => ({ value: employerId })),
        },
      }
    case 'practical':
      return {
        fields: {
          hoursMin: text(profile.hoursMin),
          hoursMax: text(profile.hoursMax),
          travelMeans: profile.travelMeans,
          maxTravelMinutes: text(profile.maxTravelMinutes),
          availableFrom: profile.availableFrom ?? '',
          workRight: profile.workRight,
          workRightFrom: profile.workRightFrom ?? '',
          workRightUntil: profile.workRightUntil ?? '',
          workRightCheckedOn: profile.workRightCheckedOn ?? '',
          asylumWaitedMonths: text(profile.asylumWaitedMonths),
        },
        rows: { slots: slotRows(profile) },
      }
  }
}

/** Dutch has a row for each skill, always; other languages as they are, and one empty row. */
function languageRows(profile: Profile): IntakeRow[] {
  const rowOf = (row: Profile['languages'][number]): IntakeRow => ({
    language: row.language,
    skill: row.skill,
    level: row.level ?? '',
    referenceLevel: row.referenceLevel ?? '',
    source: row.source,
    assessedOn: row.assessedOn,
  })
  return [
    ...LANGUAGE_SKILLS.map((skill) => {
      const known = profile.languages.find((row) => row.language === DUTCH && row.skill === skill)
      return known ? rowOf(known) : { language: DUTCH, skill }
    }),
    ...profile.languages.filter((row) => row.language !== DUTCH).map(rowOf),
    {},
  ]
}

const courseRows = (profile: Profile): IntakeRow[] => [
  ...profile.courses.map((course) => ({
    skills: course.skills,
    hoursPerWeek: text(course.hoursPerWeek),
    startsOn: course.startsOn,
    endsOn: course.endsOn ?? '',
    attendance: course.attendance === null ? '' : String(Math.round(course.attendance * 100)),
    learnerProfile: course.learnerProfile,
  })),
  ...(profile.courses.length === 0 ? [{}] : []),
]

/** Time to work has a row for each day, always; further blocks of a day, lessons and care as they are, and two empty rows. */
function slotRows(profile: Profile): IntakeRow[] {
  const rowOf = (slot: Profile['slots'][number]): IntakeRow => ({
    kind: slot.kind,
    weekday: String(slot.weekday),
    from: timeOf(slot.fromMinute),
    to: timeOf(slot.toMinute),
  })
  const first = WEEKDAYS.map((day) => profile.slots.find((slot) => slot.kind === 'available' && slot.weekday === day))
  return [
    ...WEEKDAYS.map((day, at) => {
      const slot = first[at]
      return slot ? rowOf(slot) : { kind: 'available', weekday: String(day) }
    }),
    ...profile.slots.filter((slot) => !first.includes(slot)).map(rowOf),
    {},
    {},
  ]
}

/** Rows that nothing was typed in: they are not sent on. */
const EMPTY: Record<string, (row: IntakeRow) => boolean> = {
  languages: (row) =>
    textIn(row, 'level') === '' &&
    textIn(row, 'referenceLevel') === '' &&
    (textIn(row, 'language') === '' || textIn(row, 'language') === DUTCH),
  courses: (row) => textIn(row, 'hoursPerWeek') === '' && textIn(row, 'startsOn') === '',
  educations: (row) => textIn(row, 'level') === '' && textIn(row, 'field') === '',
  slots: (row) => textIn(row, 'from') === '' && textIn(row, 'to') === '',
}

/** Whether a row of this list has nothing in it. */
export const isEmptyRow = (list: string, row: IntakeRow): boolean => EMPTY[list]?.(row) ?? false

/** Which parts of the intake have something in them. */
export const filledOf = (profile: Profile) => ({
  basics: profile.postcode4 !== null,
  language: profile.languages.length > 0,
  skills: profile.skills.length > 0,
  experience: profile.experiences.length > 0,
  education: profile.educationLevel !== null,
  wishes: profile.wishes.length > 0,
  practical: profile.slots.length > 0 && profile.travelMeans.length > 0 && profile.workRight !== 'unknown',
})
