import { LANGUAGE_SKILLS, type LanguageSkill, LEVELS } from '#db/values/language.ts'
import { newcomerFacts, positionFacts } from '#server/matching/rules/facts.ts'
import { aNewcomerFacts, aPositionFacts } from './facts.ts'

/**
 * The short hand of tests/golden/matching.json, so that a person can read and write it. Whatever is not said is as in
 * `aNewcomerFacts` and `aPositionFacts`.
 * - newcomer.dutch: one level for all, or per skill "A2 [source] [assessedOn]", "2F", or null (not recorded)
 * - newcomer.courses: only what differs from 20 hours a week from 2026-09-01, every lesson attended, usual pace, listening and speaking
 * - position.dutch: a level per skill; a skill that is not named is not asked
 * - slots: "kind days from-to", days 1 or 1-5
 */
export type Short = Record<string, unknown>

const minutes = (time: string): number => {
  const [hour = 0, minute = 0] = time.split(':').map(Number)
  return hour * 60 + minute
}

const slotsOf = (lines: string[]) =>
  lines.flatMap((line) => {
    const [kind = '', days = '', times = ''] = line.split(' ')
    const [first = 0, last = first] = days.split('-').map(Number)
    const [from = '', to = ''] = times.split('-')
    return Array.from({ length: last - first + 1 }, (_, i) => ({
      kind,
      weekday: first + i,
      from: minutes(from),
      to: minutes(to),
    }))
  })

const levelOf = (text: string | null) => {
  if (text === null) return null
  const [level = '', source = 'tested', assessedOn = '2026-09-22'] = text.split(' ')
  const isLevel = (LEVELS as readonly string[]).includes(level)
  return { level: isLevel ? level : null, reference: isLevel ? null : level, source, assessedOn }
}

const dutchOf = (given: string | Partial<Record<LanguageSkill, string | null>>) =>
  Object.fromEntries(
    LANGUAGE_SKILLS.map((skill) => {
      const text = typeof given === 'string' ? given : given[skill] === undefined ? 'A2' : given[skill]
      return [skill, levelOf(text)]
    }),
  )

const demandOf = (given: Partial<Record<LanguageSkill, string>>) =>
  Object.fromEntries(
    LANGUAGE_SKILLS.map((skill) => [
      skill,
      given[skill] ? { level: given[skill], task: 'talk through the day' } : null,
    ]),
  )

const COURSE = {
  hoursPerWeek: 20,
  startsOn: '2026-09-01',
  endsOn: null,
  attendance: 1,
  profile: 'usual',
  skills: ['listening', 'speaking'],
}

export const newcomerFrom = (short: Short) => {
  const { dutch, slots, courses, ...rest } = short
  return newcomerFacts.parse({
    ...aNewcomerFacts(),
    ...rest,
    ...(dutch === undefined ? {} : { dutch: dutchOf(dutch as Parameters<typeof dutchOf>[0]) }),
    ...(slots === undefined ? {} : { slots: slotsOf(slots as string[]) }),
    ...(courses === undefined ? {} : { courses: (courses as object[]).map((one) => ({ ...COURSE, ...one })) }),
  })
}

export const positionFrom = (short: Short) => {
  const { dutch, slots, ...rest } = short
  return positionFacts.parse({
    ...aPositionFacts(),
    ...rest,
    ...(dutch === undefined ? {} : { dutch: demandOf(dutch as Parameters<typeof demandOf>[0]) }),
    ...(slots === undefined ? {} : { slots: slotsOf(slots as string[]) }),
  })
}
