import type { LanguageSkill, Level } from '#db/values/language.ts'
import type { EducationLevel } from '#db/values/newcomers.ts'
import type { Sector } from '#db/values/reference.ts'
import {
  type CardTraits,
  type DaysBand,
  type HoursBand,
  type LevelBand,
  type WideEducation,
  type WideHours,
  type WideLevel,
  type WideYears,
  widerEducation,
  widerHours,
  widerLevel,
  widerYears,
  type YearsBand,
} from './rules-card-bands.ts'

/** Terms of the anonymous card. Our policy, not law; stored by version with each card that is shown (docs/adr/0019). */
export const CARD_POLICY = {
  version: 'cards-2026-11',
  datedOn: '2026-11-22',
  label: 'policy',
  /** So many people at least, the person included, fit what an organisation can put together about somebody (ruling 25). */
  k: 5,
  /** Cards that an organisation was shown in so many months are taken together. */
  months: 12,
} as const

/**
 * How a card is made more general, in this order and no other, each step on top of those before it, until enough people look alike. What matters least for
 * a first choice goes first; Dutch and experience stay longest. Stored with each card: add at the end, never renumber.
 */
export const CARD_STEPS = [
  'whole', // bands as they are
  'start-now-or-later', // no month
  'dutch-untold-tested', // not whether a level was tested
  'no-days',
  'education-wider',
  'years-wider',
  'hours-wider',
  'dutch-wider',
  'one-field', // experience in the field of the place only
  'no-education',
  'no-hours',
  'no-start',
  'no-other-languages',
  'dutch-speaking-only',
  'no-experience',
  'no-dutch', // what is left: region, field, what the place asks for, fit
] as const
type CardStep = (typeof CARD_STEPS)[number]

/** Lines of a card that may be left out. */
export const CARD_LINES = [
  'other-skills',
  'travel',
  'days',
  'education',
  'hours',
  'start',
  'other-languages',
  'experience',
  'dutch',
] as const
export type CardLine = (typeof CARD_LINES)[number]

/** What a place asks that shapes a card. */
export type CardAsk = { sector: Sector; otherLanguages: readonly { language: string; skill: LanguageSkill }[] }

/** What a card says of a person, apart from what the place asks for. */
export type CardShape = {
  /** `tested` null = not told. `expected` = computed from lessons, not tested: check at the start. */
  dutch: { skill: LanguageSkill; band: LevelBand | WideLevel; tested: boolean | null; expected: Level | null }[]
  otherLanguages: { language: string; skill: LanguageSkill; band: LevelBand | WideLevel }[]
  /** Years per field; no employers, no countries. */
  experience: { sector: Sector; years: YearsBand | WideYears }[]
  education: EducationLevel | WideEducation | null
  hours: HoursBand | WideHours | null
  days: DaysBand | null
  /** First month possible, `YYYY-MM`, or `later`; null = at once. */
  fromMonth: string | null
  /** Left out so that nobody is recognised; after the yes they are there. */
  leftOut: CardLine[]
}

/** The steps that are taken at a place of the order. */
const reached = (at: number) => (step: CardStep) => CARD_STEPS.indexOf(step) <= at

/**
 * What a card says of a person after so many steps. Pure: two people with the same traits get the same.
 * @param at index in CARD_STEPS @param expected levels expected from lessons, by skill; only where it is told whether a level was tested
 */
export function shapeAt(
  person: CardTraits,
  ask: CardAsk,
  at: number,
  expected: ReadonlyMap<string, Level> = new Map(),
): CardShape {
  const has = reached(at)
  const level = (band: LevelBand) => (has('dutch-wider') ? widerLevel(band) : band)
  const isTold = !has('dutch-untold-tested')
  const fields = has('one-field') ? person.experience.filter((one) => one.sector === ask.sector) : person.experience
  return {
    dutch: has('no-dutch')
      ? []
      : person.dutch
          .filter(({ skill }) => !has('dutch-speaking-only') || skill === 'speaking')
          .map(({ skill, band, tested }) => ({
            skill,
            band: level(band),
            tested: isTold ? tested : null,
            expected: isTold ? (expected.get(skill) ?? null) : null,
          })),
    otherLanguages: has('no-other-languages')
      ? []
      : ask.otherLanguages.map(({ language, skill }) => ({
          language,
          skill,
          band: level(person.spoken.get(`${language}:${skill}`) ?? 'unknown'),
        })),
    experience: has('no-experience')
      ? []
      : fields.map(({ sector, years }) => ({ sector, years: has('years-wider') ? widerYears(years) : years })),
    education: has('no-education') ? null : person.education && educationAt(person.education, has('education-wider')),
    hours: has('no-hours') ? null : person.hours && (has('hours-wider') ? widerHours(person.hours) : person.hours),
    days: has('no-days') ? null : person.days,
    fromMonth: has('no-start') ? null : startAt(person.fromMonth, has('start-now-or-later')),
    leftOut: leftOutAt(at, ask),
  }
}

const educationAt = (level: EducationLevel, wider: boolean) => (wider ? widerEducation(level) : level)
const startAt = (month: string | null, wider: boolean) => (month !== null && wider ? 'later' : month)

function leftOutAt(at: number, ask: CardAsk): CardLine[] {
  const has = reached(at)
  const gone: [CardLine, boolean][] = [
    ['other-skills', true],
    ['travel', true],
    ['days', has('no-days')],
    ['education', has('no-education')],
    ['hours', has('no-hours')],
    ['start', has('no-start')],
    ['other-languages', has('no-other-languages') && ask.otherLanguages.length > 0],
    ['experience', has('no-experience')],
    ['dutch', has('no-dutch')],
  ]
  return gone.flatMap(([line, isGone]) => (isGone ? [line] : []))
}

/**
 * The words of a shape by which look-alikes are found: the same key, the same card. What is expected from lessons is left out: it says that a level that the
 * place asks for will be reached, which is a fact about the fit.
 */
export const keyOf = (shape: CardShape): string =>
  JSON.stringify([
    shape.dutch.map(({ skill, band, tested }) => [skill, band, tested]),
    shape.otherLanguages.map(({ language, skill, band }) => [language, skill, band]),
    [...shape.experience].map(({ sector, years }) => `${sector}:${years}`).sort(),
    shape.education,
    shape.hours,
    shape.days,
    shape.fromMonth,
  ])
