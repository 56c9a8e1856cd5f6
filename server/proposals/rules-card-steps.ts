import type { LanguageSkill } from '#db/values/language.ts'
import type { EducationLevel, Licence } from '#db/values/newcomers.ts'
import type { Sector } from '#db/values/reference.ts'
import {
  type CardTraits,
  type DaysBand,
  type HoursBand,
  type LevelBand,
  mostYearsFirst,
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
  version: 'cards-2026-11-22',
  datedOn: '2026-11-22',
  label: 'policy',
  /** So many people at least, the person included, fit what an organisation can put together about somebody (ruling 25). */
  k: 5,
  /** Cards that an organisation was shown in so many months are taken together. */
  months: 12,
} as const

/**
 * How a card is made more general, in this order and no other, each step on top of those before it, until enough people look alike. What matters least for
 * a first choice goes first; Dutch and experience stay longest. Stored with each card: another order is another version of the policy. How many of the skills
 * that the place asks for are told goes along with it: `waysOf`.
 */
export const CARD_STEPS = [
  'whole', // bands as they are
  'start-now-or-later', // no month
  'dutch-untold-tested', // not whether a level was tested
  'no-days',
  'licences-together', // all that the place asks for or not, instead of which
  'education-wider',
  'years-wider',
  'hours-wider',
  'dutch-wider',
  'one-field', // experience in the field of the place only
  'no-education',
  'no-hours',
  'no-start',
  'no-licences',
  'no-other-languages',
  'dutch-speaking-only',
  'no-experience',
  'no-dutch', // what is left: region, field, skills as far as enough people have the same
] as const
type CardStep = (typeof CARD_STEPS)[number]

/** Lines of a card that may be left out. */
export const CARD_LINES = [
  'fit',
  'other-skills',
  'travel',
  'days',
  'education',
  'hours',
  'start',
  'licences',
  'other-languages',
  'experience',
  'dutch',
  'skills',
] as const
export type CardLine = (typeof CARD_LINES)[number]

/** What a place asks that shapes a card. */
export type CardAsk = {
  sector: Sector
  otherLanguages: readonly { language: string; skill: LanguageSkill }[]
  /** What matters most first: needed ones, then what one learns there. Of a card that was shown: those of which it tells whether the person has them. */
  skills: readonly { uri: string; needed: boolean }[]
  licences: readonly Licence[]
}

/** Of the licences that a place asks for: which, whether all of them, or not told. */
export type CardLicences = Licence[] | 'all' | 'not-all' | null

/** What a card says of a person. */
export type CardShape = {
  /** `tested` null = not told. */
  dutch: { skill: LanguageSkill; band: LevelBand | WideLevel; tested: boolean | null }[]
  otherLanguages: { language: string; skill: LanguageSkill; band: LevelBand | WideLevel }[]
  /** Years per field; no employers, no countries. */
  experience: { sector: Sector; years: YearsBand | WideYears }[]
  education: EducationLevel | WideEducation | null
  hours: HoursBand | WideHours | null
  days: DaysBand | null
  /** First month possible, `YYYY-MM`, or `later`; null = at once. */
  fromMonth: string | null
  /** Which of the skills told the person has. */
  skills: { uri: string; needed: boolean }[]
  licences: CardLicences
  /** Left out so that nobody is recognised; after the yes they are there. */
  leftOut: CardLine[]
}

/** One way to make a card: so far in the order, and of so many of the skills that the place asks for it is told whether the person has them. */
export type CardWay = { step: number; told: number }

const LAST = CARD_STEPS.length - 1

/** The most general card: region and field. */
export const MOST_GENERAL: CardWay = { step: LAST, told: 0 }

/**
 * Every way to make a card, in the order in which they are tried: at each step first with all skills, then with one fewer at a time; the further the step, the
 * fewer skills a card may make do with, down to none at the last.
 *
 * @param skills how many the place asks for
 */
export function* waysOf(skills: number): Generator<CardWay> {
  for (let step = 0; step <= LAST; step++)
    for (let told = skills; told >= Math.ceil((skills * (LAST - step)) / LAST); told--) yield { step, told }
}

/** The question as a card answers it that tells of fewer skills. */
export const askTold = (ask: CardAsk, told: number): CardAsk => ({ ...ask, skills: ask.skills.slice(0, told) })

/** The steps that are taken at a place of the order. */
const reached = (at: number) => (step: CardStep) => CARD_STEPS.indexOf(step) <= at

/**
 * What a card says of a person. Pure: two people with the same traits get the same.
 * @param ask what the place asks for, all of it
 */
export function shapeAt(person: CardTraits, ask: CardAsk, { step, told }: CardWay): CardShape {
  return {
    ...bandsAt(person, ask, step),
    skills: skillsAt(person, askTold(ask, told)),
    leftOut: leftOutAt(ask, { step, told }),
  }
}

const skillsAt = (person: CardTraits, ask: CardAsk) =>
  ask.skills.filter(({ uri }) => person.skills.has(uri)).map(({ uri, needed }) => ({ uri, needed }))

/** All of a card but the skills. @param at index in CARD_STEPS */
function bandsAt(person: CardTraits, ask: CardAsk, at: number): Omit<CardShape, 'skills' | 'leftOut'> {
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
      : fields
          .map(({ sector, years }) => ({ sector, years: has('years-wider') ? widerYears(years) : years }))
          .sort(mostYearsFirst),
    education: has('no-education') ? null : person.education && educationAt(person.education, has('education-wider')),
    hours: has('no-hours') ? null : person.hours && (has('hours-wider') ? widerHours(person.hours) : person.hours),
    days: has('no-days') ? null : person.days,
    fromMonth: has('no-start') ? null : startAt(person.fromMonth, has('start-now-or-later')),
    licences: has('no-licences') ? null : licencesAt(person, ask, has('licences-together')),
  }
}

function licencesAt(person: CardTraits, ask: CardAsk, together: boolean): CardLicences {
  const own = ask.licences.filter((licence) => person.licences.has(licence))
  if (!together || ask.licences.length === 0) return own
  return own.length === ask.licences.length ? 'all' : 'not-all'
}

const educationAt = (level: EducationLevel, wider: boolean) => (wider ? widerEducation(level) : level)
const startAt = (month: string | null, wider: boolean) => (month !== null && wider ? 'later' : month)

function leftOutAt(ask: CardAsk, { step, told }: CardWay): CardLine[] {
  const has = reached(step)
  const gone: [CardLine, boolean][] = [
    ['fit', true],
    ['other-skills', true],
    ['travel', true],
    ['days', has('no-days')],
    ['education', has('no-education')],
    ['hours', has('no-hours')],
    ['start', has('no-start')],
    ['licences', has('no-licences') && ask.licences.length > 0],
    ['other-languages', has('no-other-languages') && ask.otherLanguages.length > 0],
    ['experience', has('no-experience')],
    ['dutch', has('no-dutch')],
    ['skills', told < ask.skills.length],
  ]
  return gone.flatMap(([line, isGone]) => (isGone ? [line] : []))
}

/** Versions of the policy under which the asked skills and licences were counted; a new version that counts them is added. */
const COUNTING_VERSIONS: readonly string[] = [CARD_POLICY.version]

/** A card as it is shown today: without the skills and licences that the policy under which it was kept did not count (ruling 25). */
export const countedOf = (kept: CardShape, policyVersion: string): CardShape =>
  COUNTING_VERSIONS.includes(policyVersion)
    ? kept
    : {
        ...kept,
        skills: [],
        licences: null,
        leftOut: CARD_LINES.filter((line) => ['skills', 'licences', ...kept.leftOut].includes(line)),
      }

/**
 * The words of a card by which look-alikes are found: the same key, the same card. All that a card says of a person is in it (ruling 25); the line behind says
 * the skills, so that people can be told apart by the rest first (`bandsKey`).
 */
export const keyOf = (shape: Omit<CardShape, 'leftOut'>): string =>
  `${bandsKeyOf(shape)}\n${JSON.stringify(shape.skills.map((one) => one.uri))}`

/** The first line of a key: all but the skills. */
export const bandsKey = (key: string): string => key.split('\n')[0] ?? ''

/** The first line of the key of a person's card. @param at index in CARD_STEPS */
export const bandsKeyAt = (person: CardTraits, ask: CardAsk, at: number): string => bandsKeyOf(bandsAt(person, ask, at))

/** The second line of the key of a person's card, and so whether they have the same of the skills that it tells. */
export const skillsKeyAt = (person: CardTraits, ask: CardAsk): string =>
  JSON.stringify(skillsAt(person, ask).map((one) => one.uri))

const bandsKeyOf = (shape: Omit<CardShape, 'skills' | 'leftOut'>): string =>
  JSON.stringify([
    shape.dutch.map(({ skill, band, tested }) => [skill, band, tested]),
    shape.otherLanguages.map(({ language, skill, band }) => [language, skill, band]),
    shape.experience.map(({ sector, years }) => [sector, years]),
    shape.education,
    shape.hours,
    shape.days,
    shape.fromMonth,
    shape.licences,
  ])
